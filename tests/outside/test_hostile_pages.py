"""Thousands of strings made to break pages, said by customers and shown on every page that shows them.

Nothing of it may run, nothing may break, nothing may be lost. The lists lie in a folder named by
GWIDAM_SHARED, or in `shared` beside the checkout.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from gwidam.core.actors import House as Actor
from gwidam.core.errors import Refused
from gwidam.core.text import clean
from gwidam.desks.public import limits
from gwidam.listen.models import Voice
from gwidam.listen.verbs.bulk import Arrival
from gwidam.own.tracking import follow_url
from gwidam.own.verbs import answer, leave_note
from gwidam.own.verbs.bulk import Intake, take_in_many
from tests.browser.house import House

from .test_tables import FILES

HOSTILE = FILES / "hostile"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not HOSTILE.is_dir(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
    ),
]
US = Actor("tests")
A_VOICE = 24_000  # letters of many strings said as one voice, so that a page shows many of them
EACH_IN_A_ROW = 8  # lists show the beginning of every so many payloads; texts show all of them
# Set before any script of the page runs: what a payload calls when it runs after all.
ALARM = """window.alarms = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...said) => { window.alarms.push(`${name} ${said}`); };"""


def naughty() -> list[str]:
    return [each for each in json.loads((HOSTILE / "naughty-strings" / "blns.json").read_text()) if each.strip()]


def payloads() -> list[str]:
    lines = (HOSTILE / "xss" / "Intruder" / "xss-payload-list.txt").read_text(errors="replace").splitlines()
    return list(dict.fromkeys(each for each in lines if each.strip()))


def together(strings: list[str]) -> list[str]:
    """The strings in voices of some length, each string on lines of its own."""
    voices = [""]
    for each in strings:
        if len(voices[-1]) + len(each) > A_VOICE:
            voices.append("")
        voices[-1] += f"{each}\n"
    return voices


@pytest.fixture
def guarded(house: House, cast: Any) -> Page:
    """Mina's window, with ears for whatever runs or reaches outside."""
    return listening(house, house.employee(cast.mina))


def listening(house: House, page: Page) -> Page:
    page.context.add_init_script(ALARM)
    page.on("dialog", lambda dialog: (house.complaints.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda asked: is_ours(house, asked.url) or house.complaints.append(f"asks {asked.url}"))
    return page


def is_ours(house: House, url: str) -> bool:
    return urlsplit(url).hostname == urlsplit(house.url).hostname or url.startswith(("data:", "about:"))


def look(page: Page, path: str) -> None:
    """Open a page that shows hostile words; whatever they started must have been nothing."""
    page.goto(path)
    alarms = page.evaluate("window.alarms")
    assert alarms == [], path
    strange = page.evaluate("""() => [...document.querySelectorAll("main *")].filter((each) =>
      ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "VIDEO", "AUDIO", "BASE", "META", "LINK"].includes(each.tagName)
      || [...each.attributes].some(({ name, value }) => name.startsWith("on") || /^\\s*javascript:/i.test(value)))
      .map((each) => each.outerHTML.slice(0, 200))""")
    assert strange == [], path


def test_whatever_is_said_is_heard_word_for_word(client: Client, cast: Any) -> None:
    """Each through the public form; the same words come back from the store, masked numbers aside."""
    wrong = []
    for said in naughty() + payloads()[::40]:
        limits.VOICES_FROM_PLACE.forget()
        answer = client.post("/speak", {"text": said, "name": said[:100], "key": ""})
        voice = Voice.objects.order_by("-pk").first()
        words = clean(said).text.strip()
        if not words:
            assert answer.status_code == 422
        elif answer.status_code not in (200, 302) or voice is None:
            wrong.append((answer.status_code, said))
        elif voice.text != words and not voice.is_masked:
            wrong.append((voice.text, words))
    assert wrong == []


def test_nothing_runs_on_the_pages_of_one_case(house: House, guarded: Page, cast: Any) -> None:
    customer = listening(house, house.customer())
    strings = naughty() + payloads()
    for at, text in enumerate(together(strings)):
        told = cast.voice(
            text, heard_by=cast.mina, at=timezone.now(), name=strings[at * 7][:120], product=strings[at * 11][:60]
        )
        said = {"by": cast.mina, "at": timezone.now()}
        leave_note(case=told.case, text=text[: A_VOICE // 2], mentions=[], **said)
        answer(case=told.case, text=text[: A_VOICE // 2], is_spoken=False, on_page=True, last_seen=0, **said)
        look(guarded, f"/cases/{told.voice.receipt}")
        look(customer, follow_url(told.voice.receipt))
        for page in (guarded, customer):
            assert lines_in(page.locator(".said").first.inner_text()) == lines_in(told.voice.text)


def lines_in(text: str) -> list[str]:
    """The words of a text as a page shows them: white space runs together there."""
    return text.split()


def test_nothing_runs_on_lists_or_in_the_search(house: House, guarded: Page, cast: Any) -> None:
    strings = naughty() + payloads()[::EACH_IN_A_ROW]
    now = timezone.now()
    arrivals = [Arrival(channel=cast.web, text=each, key=f"hostile:{at}") for at, each in enumerate(strings)]
    intakes = [Intake(arrival=each, name=each.text[:100]) for each in arrivals]
    kept = [each for each in take_in_many(intakes=intakes, by=US, at=now) if not isinstance(each, Refused)]
    empty = [each for each in strings if not clean(each).text.strip()]
    assert len(kept) == len(strings) - len(empty)
    seen = set()
    page = "/guarded"
    while page not in seen:
        look(guarded, page)
        seen.add(page)
        more = guarded.locator("nav.pages a[rel=next]")
        if more.count():
            page = urljoin(guarded.url, str(more.get_attribute("href")))
    assert len(seen) > 5
    for said in [*naughty()[::25], *payloads()[::400]]:
        look(guarded, f"/search?q={quote(said)}")
        guarded.keyboard.press("Control+k")
        guarded.keyboard.insert_text(said.splitlines()[0][:200])
        guarded.locator("#palette [role=listbox] > *").first.wait_for()
        assert guarded.evaluate("window.alarms") == []
        guarded.keyboard.press("Escape")
