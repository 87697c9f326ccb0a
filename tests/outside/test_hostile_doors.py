"""Strings and JSON made to break what reads them, at every door that other programs knock at.

Whatever comes is stored word for word or refused with a reason: no door breaks, and none loses a word. The lists
lie in a folder named by GWIDAM_SHARED, or in `shared` beside the checkout.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gwidam.api.rate import forget_counts
from gwidam.change.verbs import connect_tracker
from gwidam.core.text import clean
from gwidam.desks.public import limits
from gwidam.listen.models import Voice
from gwidam.listen.verbs import open_ear, turn_address
from gwidam.own.models import TalkLine
from gwidam.post.verbs import connect_line
from tests.api.conftest import Caller, caller, calling  # noqa: F401 - fixtures
from tests.api.hooks.conftest import exchange, sender, shop  # noqa: F401 - fixtures
from tests.api.open311.conftest import city, door, service  # noqa: F401 - fixtures
from tests.cast import NOW, SETUP
from tests.own.talk_steps import open_chat

from .test_hostile_pages import HOSTILE, naughty, payloads

pytestmark = pytest.mark.skipif(
    not HOSTILE.is_dir(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
)
JSON = "application/json"
A_LINE = 4_000  # letters; a line of chat takes no more


@dataclass
class Door:
    """A way in: `post` sends bytes as the whole body, `say` sends words as they are meant to come."""

    post: Callable[[bytes], Any]
    say: Callable[[str], Any]
    heard: Callable[[], str] = lambda: Voice.objects.latest("pk").text


@pytest.fixture
def doors(request: pytest.FixtureRequest, cast: Any) -> dict[str, Door]:
    """Every door for other programs, open and with its key or secret."""
    return {
        "api": _api(request.getfixturevalue("caller")),
        "bulk": _bulk(request.getfixturevalue("caller")),
        "webhook": _webhook(request.getfixturevalue("sender")),
        "texts": _texts(cast),
        "open311": _open311(request.getfixturevalue("city"), request.getfixturevalue("service")),
        "chat": _chat(cast),
    }


def _api(by: Caller) -> Door:
    return Door(
        post=lambda body: by.post("/voices", body),
        say=lambda text: by.post("/voices", {"channel": "api", "text": text}),
    )


def _bulk(by: Caller) -> Door:
    """Each line is answered by itself; the answer to the only line counts."""

    def post(body: bytes) -> Any:
        answer = by.post("/voices:bulk", body, content_type="application/x-ndjson")
        answer.told = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer

    return Door(post=post, say=lambda text: post(json.dumps({"channel": "api", "text": text}).encode() + b"\n"))


def _webhook(sender: Any) -> Door:  # noqa: F811
    number = count()
    return Door(
        post=lambda body: sender.send(body, name=f"msg_{next(number)}"),
        say=lambda text: sender.send({"text": text}, name=f"msg_{next(number)}"),
    )


def _texts(cast: Any) -> Door:
    """Each message is from another number, so that each is a voice."""
    line = connect_line(kind="texts_file", name="문자", given={}, by=SETUP, at=NOW)
    ear = open_ear(channel=cast.api, kind="texts_file", line=line, by=SETUP, at=NOW)
    address = f"/texts/{line.pk}/{turn_address(ear=ear, by=SETUP, at=timezone.now())}"
    client, number = Client(raise_request_exception=False), count()

    def say(text: str) -> Any:
        at = next(number)
        told = {"id": f"m{at}", "from": f"010-2345-{at:04}", "text": text, "at": timezone.now().isoformat()}
        return client.post(address, json.dumps(told), content_type=JSON)

    return Door(post=lambda body: client.post(address, body, content_type=JSON), say=say)


def _open311(city: Any, service: str) -> Door:  # noqa: F811
    return Door(
        post=lambda body: city.client.post("/open311/v2/requests.json", body, content_type=JSON),
        say=lambda text: city.post(
            "v2/requests.json", service_code=service, description=text, lat="37.5", long="127.0"
        ),
    )


def _chat(cast: Any) -> Door:
    """One talk, and everything is a line in it."""
    open_chat(cast)
    client, number = Client(raise_request_exception=False), count()
    headers = {"Authorization": f"Talk {'0123456789abcdef' * 2}"}

    def post(body: bytes, path: str = "lines") -> Any:
        return client.post(f"/chat/chat/{path}", body, content_type=JSON, headers=headers)

    begun = post(json.dumps({"text": "처음", "key": "first"}).encode(), "talk")
    assert begun.status_code == 200, begun.content
    return Door(
        post=post,
        say=lambda text: post(json.dumps({"text": text, "key": f"line-{next(number)}"}).encode()),
        heard=lambda: TalkLine.objects.latest("pk").text,
    )


NAMES = ("api", "bulk", "webhook", "texts", "open311", "chat")


@pytest.fixture(autouse=True)
def open_handed() -> Iterator[None]:
    """Nobody is turned away for coming often."""
    yield
    forget_counts()


def patiently() -> None:
    """Forget how often this place has come."""
    forget_counts()
    for each in vars(limits).values():
        if isinstance(each, limits.Limit):
            each.forget()


def torture() -> list[bytes]:
    files = sorted((HOSTILE / "json").rglob("*.json"))
    assert len(files) > 200
    return [each.read_bytes() for each in files]


@pytest.mark.parametrize("name", NAMES)
def test_a_body_of_any_json_is_answered_and_no_voice_comes_of_it(name: str, doors: dict[str, Door]) -> None:
    door, before = doors[name], Voice.objects.count()  # noqa: F811
    for body in torture():
        patiently()
        answer = door.post(body)
        assert answer.status_code < 500, body[:200]
    assert Voice.objects.count() == before


def test_news_of_calls_and_of_issues_in_any_json_is_answered(exchange: Any, cast: Any) -> None:  # noqa: F811
    for number, body in enumerate(torture()):
        patiently()
        assert exchange.send(body, name=f"msg_{number}").status_code < 500, body[:200]


@pytest.mark.parametrize("name", NAMES)
def test_words_are_heard_word_for_word_or_refused_with_a_reason(name: str, doors: dict[str, Door]) -> None:
    """Each string comes by one of the doors."""
    door, wrong = doors[name], []  # noqa: F811
    raw = [each.decode("utf-8", "replace")[:A_LINE] for each in torture()]
    for said in (naughty() + payloads()[::40] + raw[::5])[NAMES.index(name) :: len(NAMES)]:
        patiently()
        before = Voice.objects.count() + TalkLine.objects.count()
        answer = door.say(said)
        is_kept = Voice.objects.count() + TalkLine.objects.count() > before
        words = clean(said).text.strip()
        if answer.status_code >= 500 or (words and not is_kept):
            wrong.append((answer.status_code, is_kept, said))
        elif is_kept and words and door.heard().strip() != words and not _is_masked():
            wrong.append((answer.status_code, door.heard(), words))
    assert wrong == []


def _is_masked() -> bool:
    """Whether something private was taken out of what was heard last."""
    last = Voice.objects.order_by("pk").last()
    return last is not None and last.is_masked


def test_an_issue_tracker_that_says_anything_is_answered(cast: Any) -> None:
    told = {"kind": "github", "url": "https://git.example", "project": "o/r", "account": "", "token": "t"}
    tracker = connect_tracker(**told, by=cast.oksu, at=NOW)
    client = Client(raise_request_exception=False)
    for body in torture():
        signed = "sha256=" + hmac.new(tracker.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {tracker.shape.signature: signed, "X-GitHub-Event": "issues"}
        answer = client.post(f"/trackers/{tracker.pk}/hook", body, content_type=JSON, headers=headers)
        assert answer.status_code < 500, body[:200]
