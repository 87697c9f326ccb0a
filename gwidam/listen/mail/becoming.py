"""What a mail becomes, by what the filters decided. Nothing is thrown away: what is no voice is set aside, visibly."""

from __future__ import annotations

from collections.abc import Sequence

from .filters import Decision
from .folding import Kind, fold
from .mail import Mail, Words

SAID: dict[str, Words] = {
    "voice": Words("고객의 소리", "a voice"),
    "more": Words("있는 건에 보탠 말", "more words in a case"),
    "twice": Words("이미 받은 메일", "taken in before"),
    "bounce": Words("되돌아온 메일", "mail that came back"),
    "receipt": Words("읽음 확인", "a read receipt"),
    "automatic": Words("자동 메일", "automatic mail"),
    "loop": Words("여기서 보낸 메일", "our own mail"),
    "mass": Words("여럿에게 보낸 메일", "mass mail"),
}
_KEPT = (Kind.NEW, Kind.FORWARDED)


def becomes(decisions: Sequence[Decision]) -> str:
    """What a mail becomes: a key of SAID, "voice" for all that nothing speaks against. A weak sign never does."""
    told = {each.filter: each for each in decisions}
    if told["loop"].verdict != "no":
        return "loop"
    if told["duplicate"].verdict != "no":
        return "twice"
    if told["bounce"].verdict != "no":
        return "bounce"
    if told["receipt"].verdict == "receipt":
        return "receipt"
    # Groups that share a mailbox mark everything they pass on with "Precedence: list", customers' mails as well.
    if told["automatic"].verdict == "automatic" and told["automatic"].found.get("value") != "list":
        return "automatic"
    if told["list"].verdict == "mass" and told["thread"].verdict == "no":
        return "mass"
    return "voice"


def is_quiet(decisions: Sequence[Decision]) -> bool:
    """Whether nothing automatic may answer it: the weakest sign of a machine or a list is enough for that."""
    signs = {each.filter: each.verdict for each in decisions}
    return signs["receipt"] not in ("no", "asked") or signs["automatic"] != "no" or signs["list"] != "no"


def spoken(mail: Mail) -> str:
    """The words of its sender: what is new, and what they passed on; the whole text where that is nothing."""
    own = "\n".join(part for each in fold(mail.text) if each.kind in _KEPT and (part := each.text.strip("\n")))
    return own if own.strip() else mail.text
