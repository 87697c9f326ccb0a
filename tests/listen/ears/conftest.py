"""A door of a kind that no product has: what it hears and what is said by it lies in a list."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from gwidam.core.calls import Accepted
from gwidam.core.words import Said
from gwidam.listen.ears import kinds
from gwidam.listen.ears.heard import Heard, Page, handle
from gwidam.listen.ears.kinds import EarKind
from gwidam.listen.verbs import open_ear
from gwidam.people import contacts
from gwidam.post import lines
from gwidam.post.lines import Field, LineKind
from gwidam.post.verbs import connect_line
from tests.cast import NOW, SETUP


@dataclass
class There:
    """The other side: pages to be heard, an error instead, what was said to it and what becomes of that."""

    pages: list = field(default_factory=list)
    trouble: Exception | None = None
    failure: str = ""
    said: list = field(default_factory=list)
    outcome: object = None
    cursors: list = field(default_factory=list)

    def look(self, ear, at):
        self.cursors.append(ear.cursor)
        if self.trouble is not None:
            raise self.trouble
        return self.pages.pop(0) if self.pages else Page((), ear.cursor)

    @contextmanager
    def connected(self):
        yield self

    def send(self, saying):
        self.said.append(saying)
        return self.outcome or Accepted(name=f"ours-{len(self.said)}")


@pytest.fixture
def there(cast, monkeypatch):
    """A network called tin, with a line and an ear at the API's channel."""
    made = There()
    monkeypatch.setattr(lines, "_KINDS", {})
    monkeypatch.setattr(kinds, "_KINDS", {})
    lines.add_kind(
        LineKind(
            code="tin",
            family="tin",
            name=Said("깡통전화", "Tin can"),
            fields=(
                Field("url", Said("주소", "Address")),
                Field("token", Said("열쇠", "Key"), is_secret=True),
                Field("tone", Said("말투", "Tone"), is_required=False),
            ),
            look=lambda _line: made.failure,
            carrier=lambda _line: made,
        )
    )
    kinds.add_kind(
        EarKind(
            code="tin",
            family="tin",
            name=Said("깡통전화", "Tin can"),
            line="tin",
            look=made.look,
            every=timedelta(minutes=2),
        )
    )
    return made


@pytest.fixture
def line(there):
    given = {"url": "https://tin.example", "token": "t0k"}
    return connect_line(kind="tin", name="깡통", given=given, by=SETUP, at=NOW)


@pytest.fixture
def ear(there, line, cast):
    return open_ear(channel=cast.api, kind="tin", line=line, by=SETUP, at=NOW)


KIM = handle("tin", "kim")
LEE = contacts.email("lee@home.example")


def heard(key="1", text="인터넷이 끊겨요", who=KIM, **more):
    """Words as the network would give them."""
    return Heard(key=key, text=text, said_at=more.pop("said_at", NOW - timedelta(minutes=5)), who=who, **more)
