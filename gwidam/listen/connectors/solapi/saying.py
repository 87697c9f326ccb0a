"""Words as one text message, or as a KakaoTalk notice that becomes one where the reader has no KakaoTalk.

The interface promises nothing of a request that comes twice. So each message carries our own key, and where a
confirmation was lost it is looked for by that key before anything is sent again.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gwidam.core.texting import LMS_BYTES, Text, texted

from ..replies import account, as_outcome, detail_of, list_of, needed, part_of, read, text_of
from ..shapes import (
    Accepted,
    Account,
    CannotSay,
    Outcome,
    Place,
    Refused,
    Reply,
    Saying,
    Steps,
    TryLater,
    Unanswered,
)
from .asking import get, post
from .statuses import has_failed

KEY = "gwidam"  # the name of our key among the fields that are ours
MOST_KEY = 100  # letters of the value of such a field
NOTICE_LETTERS = 1000  # of a KakaoTalk notice
WORDS = "#{내용}"  # the variable of a template that takes the words
CLOCKS_APART = timedelta(minutes=10)
MOST_PAGES = 20
NO_MONEY = "NotEnoughBalance"


class Solapi:
    """An account: what is left on it, and what it says."""

    def look(self, place: Place) -> Steps[Account]:
        """The balance, which only the right key and secret are told."""
        told = account((yield get(place, "cash/v1/balance")), place.at)
        return Account(place.account, f"{part_of(told, 'balance')}")

    def parts(self, place: Place, saying: Saying) -> tuple[str, ...]:
        """One message; words that do not fit in one are not said."""
        return (_fitting(saying).words,)

    @as_outcome
    def say(self, place: Place, saying: Saying) -> Steps[Outcome]:
        """Exactly once for its key, as long as the gateway lists what it took (six months)."""
        text = _fitting(saying)
        there = (yield from _there(place, saying)) if saying.is_again else None
        if there is not None:
            return _outcome(there)
        reply = yield post(place, "messages/v4/send", {"message": _message(place, saying, text)})
        return _refusal(reply) or _outcome(read(reply, place.at))


def number_of(address: str) -> str:
    """A number as the gateway takes it: a Korean one as it is dialled at home, digits alone."""
    digits = "".join(each for each in address if each.isdecimal())
    return f"0{digits[2:]}" if address.startswith("+82") else digits


def key_of(key: str) -> str:
    """Our key as a field of the message. Raises CannotSay for one that does not fit."""
    if len(key) > MOST_KEY:
        raise CannotSay(f"the key is longer than {MOST_KEY}")
    return key


def _fitting(saying: Saying) -> Text:
    text = texted(saying.text)
    if not text.words or not text.kind:
        raise CannotSay(f"{text.size}/{LMS_BYTES} bytes (CP949)")
    return text


def _message(place: Place, saying: Saying, text: Text) -> dict[str, Any]:
    message: dict[str, Any] = {
        "to": number_of(saying.to),
        "from": number_of(place.spec.get("from", "")),
        "text": text.words,
        "customFields": {KEY: key_of(saying.key)},
    }
    pf_id, template_id = place.spec.get("pf_id"), place.spec.get("template_id")
    if pf_id and template_id and len(saying.text) <= NOTICE_LETTERS:
        variables = {place.spec.get("variable") or WORDS: saying.text}
        notice = {"pfId": pf_id, "templateId": template_id, "variables": variables, "disableSms": False}
        return message | {"type": "ATA", "kakaoOptions": notice}
    return message | {"type": text.kind}


def _there(place: Place, saying: Saying) -> Steps[Any]:
    """The message with our key among those to this reader since it was written; None where there is none."""
    since = (saying.made_at - CLOCKS_APART).isoformat(timespec="seconds")
    asked = {"criteria": "to", "cond": "eq", "value": number_of(saying.to), "startDate": since, "limit": "100"}
    for _ in range(MOST_PAGES):
        page = read((yield get(place, "messages/v4/list", **asked)), place.at)
        listed = part_of(page, "messageList")
        found = list(listed.values()) if isinstance(listed, dict) else list_of(page, "messageList")
        for each in found:
            if text_of(each, "customFields", KEY) == key_of(saying.key):
                return each
        asked["startKey"] = text_of(page, "nextKey")
        if not asked["startKey"]:
            return None
    raise Unanswered("odd")  # rather not at all than twice


def _outcome(message: Any) -> Outcome:
    code = needed(message, "statusCode")
    if has_failed(code):
        return Refused(f"{code} {text_of(message, 'statusMessage') or text_of(message, 'reason')}".strip())
    return Accepted(needed(message, "messageId"))


def _refusal(reply: Reply) -> Outcome | None:
    """What the gateway understood and does not want, in its words; None for everything else.

    An account without money holds every letter back until somebody pays.
    """
    try:
        told = reply.json()
    except ValueError:
        return None
    code = text_of(told, "errorCode")
    if not code or reply.status not in (400, 402, 422):
        return None
    because = f"{code}: {text_of(told, 'errorMessage') or detail_of(reply)}"
    return TryLater(because, is_away=True) if code == NO_MONEY else Refused(because)
