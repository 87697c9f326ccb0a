"""Thousands of strings made to break pages, sent as HTML mails and opened in a real browser: nothing of it runs.

Each string is a part of its own in a mail, so that none hides the next in what it leaves open. A frame in which a
script ran would say so: by a window it opens, a line in the console, or a question to somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route

from gwidam.listen import framed
from gwidam.listen.ears.mail.reading import read_due
from gwidam.listen.mail import Reader
from gwidam.listen.mail.parsing.html import Sanitised
from gwidam.listen.models import Ear, Mail
from gwidam.listen.verbs.mails import keep_mail
from tests.browser.house import House
from tests.browser.test_mails import forgive_the_driver
from tests.listen.ears.mails import HELP, ear, reader  # noqa: F401 - fixtures

from .test_hostile_pages import is_ours, naughty, payloads, pytestmark  # noqa: F401 - skipped without the folder

A_MAIL = 800  # strings in one
CONTROL = 400  # strings on the page that shows what the ears hear


SETTLED = 100  # milliseconds in which what begins late begins
# Set before any script of a frame runs: what a payload calls when it runs after all.
ALARM = """for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...said) => console.log(`${name} ${said}`);"""


class Ears:
    """Hears whatever runs in a window, or is asked of anybody else."""

    def __init__(self, page: Page, is_own: Any) -> None:
        self.heard: list[str] = []
        self._is_own = is_own
        self._page = page
        page.context.add_init_script(ALARM)
        page.on("dialog", lambda dialog: (self.heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", self._on_console)
        page.on("popup", lambda opened: self.heard.append(f"opens {opened.url}"))
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_refused)

    def listen(self) -> list[str]:
        """What was heard so far, in any frame of the window."""
        self._page.wait_for_timeout(SETTLED)
        return self.heard

    def _on_console(self, said: ConsoleMessage) -> None:
        # What the browser says of what it blocked is no sign of anything that ran.
        if said.type not in ("error", "warning"):
            self.heard.append(f"console {said.text}")

    def _on_request(self, asked: Request) -> None:
        if not self._is_own(asked.url):
            self.heard.append(f"asks {asked.url}")

    def _on_refused(self, asked: Request) -> None:
        """What a policy refused never left the browser."""
        if asked.failure == "csp" and f"asks {asked.url}" in self.heard:
            self.heard.remove(f"asks {asked.url}")


def strings() -> list[str]:
    return naughty() + payloads()


def sent(many: list[str], number: int) -> bytes:
    """One mail whose parts are these strings as HTML."""
    mail = MIMEMultipart()
    mail["From"], mail["To"], mail["Subject"] = "kim@home.example", HELP, f"hostile {number}"
    mail["Date"] = format_datetime(timezone.now() + timedelta(seconds=number))
    mail["Message-ID"] = f"<h{number}@home.example>"
    for each in many:
        mail.attach(MIMEText(each.encode("utf-8", "replace").decode(), "html", "utf-8"))
    return mail.as_bytes()


@pytest.fixture
def mails(house: House, ear: Ear, reader: Reader) -> list[Mail]:  # noqa: F811
    """Every string, in mails that were kept, read and settled."""
    now, many = timezone.now(), strings()
    bundles = [many[at : at + A_MAIL] for at in range(0, len(many), A_MAIL)]
    for number, each in enumerate(bundles):
        keep_mail(ear=ear, raw=sent(each, number), key=str(number), at=now)
    assert read_due(at=now, reader=reader) == len(bundles)
    found = list(Mail.objects.select_related("voice").order_by("pk"))
    assert {each.became for each in found} == {"voice"}
    assert all(each.page for each in found)
    return found


def pages_of(mail: Mail) -> Iterator[str]:
    """Where a mail is seen: its case, itself, and its frame as a page of its own."""
    assert mail.voice is not None
    case = f"/cases/{mail.voice.receipt}"
    yield from (case, f"{case}/mails/{mail.pk}", f"{case}/mails/{mail.pk}/page")


@pytest.mark.slow  # seven thousand strings
def test_nothing_in_a_mail_runs_or_asks_elsewhere(house: House, mails: list[Mail], cast: Any) -> None:
    page = house.employee(cast.mina)
    ears = Ears(page, lambda url: is_ours(house, url))
    for each in mails:
        for path in pages_of(each):
            page.goto(path)
            assert ears.listen() == [], path
    forgive_the_driver(house)


@pytest.mark.slow
def test_without_the_cleaning_the_frame_alone_lets_nothing_run(
    house: House, mails: list[Mail], cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each wall does without the other: here the strings stand in the frame as they were sent."""
    raw_page = "\n".join(strings()[:CONTROL] + payloads())
    monkeypatch.setattr(framed, "sanitise", lambda _page: Sanitised(raw_page, 0, raw_page))
    page = house.employee(cast.mina)
    ears = Ears(page, lambda url: is_ours(house, url))
    _, shown, _ = pages_of(mails[0])
    page.goto(shown)
    frame = next(each for each in page.frames if each.url.endswith("/page"))
    frame.wait_for_load_state("load")
    assert "alert(" in frame.content()
    assert ears.listen() == []
    house.complaints.clear()  # the browser's own words about all that it refused


def test_control_on_a_bare_page_the_same_strings_run_and_are_heard(browser: Browser) -> None:
    """The ears hear what runs: without cleaning and without a frame the same strings do."""
    many = payloads()[:CONTROL] + [each for each in payloads() if "//" in each and "src" in each][:CONTROL]
    context = browser.new_context()
    page = context.new_page()
    ears = Ears(page, lambda url: url.startswith("http://bare.example/"))

    def answer(route: Route) -> None:
        if route.request.url == "http://bare.example/":
            route.fulfill(body="\n".join(many), content_type="text/html; charset=utf-8")
        else:
            route.abort()

    page.route("**/*", answer)
    page.goto("http://bare.example/", wait_until="domcontentloaded")
    heard = ears.listen()
    context.close()
    assert any(each.startswith("console alert") for each in heard), heard[:5]
    assert any(each.startswith("asks ") for each in heard), heard[:5]
