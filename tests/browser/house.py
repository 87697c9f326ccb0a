"""The whole house behind a real browser: pages, live stream and the work of the loop, on the test database."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connections
from django.utils import timezone
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)
from procrastinate.contrib.django import app
from pytest_django.live_server_helper import LiveServer

from gwidam.people.sessions import SessionStore

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PATIENCE = 30_000  # milliseconds a page may take on a busy machine
expect.set_options(timeout=PATIENCE)
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


class House:
    """Browsers of customers and employees before the running house. Whatever a page complains of is kept."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.complaints: list[str] = []
        self._browser = browser
        self._contexts: list[BrowserContext] = []
        self._expected: list[tuple[int, str]] = []

    def customer(self, **more: Any) -> Page:
        """A browser of somebody without an account; `script=False` has no JavaScript."""
        return self._context(**more).new_page()

    def employee(self, who: Any, **more: Any) -> Page:
        """A browser in which this person is signed in, with a second factor where their role owes one."""
        context = self._context(**more)
        context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session_of(who), "url": self.url, "httpOnly": True}]
        )
        return context.new_page()

    def expects(self, status: int, path: str) -> None:
        """An answer of this kind from an address that begins so is no fault in this test."""
        self._expected.append((status, path))

    def watch(self, page: Page) -> None:
        """Keep whatever the page complains of."""
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._on_console(page, said))
        page.on("response", self._on_response)
        page.on("requestfailed", self._on_failure)

    def close(self) -> None:
        """Close every browser window."""
        for context in self._contexts:
            context.close()

    def _context(
        self,
        *,
        language: str = "ko",
        scheme: str = "light",
        size: dict[str, int] = DESKTOP,
        script: bool = True,
    ) -> BrowserContext:
        context = self._browser.new_context(
            base_url=self.url,
            locale={"ko": "ko-KR", "en": "en-GB"}[language],
            timezone_id="Asia/Seoul",
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport=size,  # type: ignore[arg-type]
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.on("page", self.watch)
        self._contexts.append(context)
        return context

    def _on_console(self, page: Page, said: ConsoleMessage) -> None:
        # A refused request is told by its response, with its status.
        if said.type == "error" and not said.text.startswith("Failed to load resource"):
            self.complaints.append(f"{page.url}: {said.text}")

    def _on_response(self, response: Response) -> None:
        path = urlsplit(response.url).path
        if response.status >= 400 and not any(
            response.status == status and path.startswith(start) for status, start in self._expected
        ):
            self.complaints.append(f"{response.request.method} {response.url}: {response.status}")

    def _on_failure(self, request: Request) -> None:
        # A page that goes away breaks off what it was asking for.
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.method} {request.url}: {request.failure}")


def painted(page: Page) -> Page:
    """The page, once its first frame is drawn: before that the browser drops keys, and nobody presses any."""
    page.evaluate("() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")
    return page


def session_of(who: Any) -> str:
    """The key of a fresh session of this employee."""
    session = SessionStore()
    session[SESSION_KEY] = str(who.pk)
    session[BACKEND_SESSION_KEY] = "gwidam.people.sessions.ByPassword"
    session[HASH_SESSION_KEY] = who.get_session_auth_hash()
    session["second_factor"] = True
    # Just now by password: what the accounts library asks before it shows its inner rooms.
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "email": who.email}]
    session.save()
    return str(session.session_key)


def run_loop() -> None:
    """Do once what the work process does all day: the clock, what facts cause, the post."""
    from gwidam.core.jobs import react_unhurried
    from gwidam.own.verbs import tick
    from gwidam.post import jobs

    tick(at=timezone.now())
    trouble: list[BaseException] = []

    def work() -> None:
        try:
            asyncio.run(_work_off())
        except BaseException as error:  # noqa: BLE001 - told in the test's own thread
            trouble.append(error)

    thread = threading.Thread(target=work)  # the browser's driver has this thread's event loop
    thread.start()
    thread.join()
    assert not trouble, trouble
    while react_unhurried():
        pass
    jobs.tick(at=timezone.now())


async def _work_off() -> None:
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as hands:
        loop.set_default_executor(hands)  # one thread, whose connection can be closed at the end
        await _run_jobs()
        await loop.run_in_executor(None, connections.close_all)
    await sync_to_async(connections.close_all)()


async def _run_jobs() -> None:
    async with app.with_connector(app.connector.get_worker_connector()).open_async() as worker:  # type: ignore[attr-defined]
        await worker.run_worker_async(
            wait=False, install_signal_handlers=False, delete_jobs="always", listen_notify=False
        )


def sweep_jobs() -> None:
    """Forget what was to follow from all that happened so far, where a test is about what comes next."""
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def wait_until_idle(seconds: float = 30) -> None:
    """Until nobody else is at work: a page that has just gone may still be answered.

    Emptying the tables would then wait for that answer, and the answer for the tables; and an answer that
    begins later would find them empty.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until and (_answers_under_way() or _questions_under_way()):
        time.sleep(0.05)


def _answers_under_way() -> bool:
    """Whether the server of the pages still holds a connection; each has a thread of its own."""
    return any("process_request_thread" in each.name for each in threading.enumerate())


def _questions_under_way() -> bool:
    """Whether the database is asked anything by somebody else: the live stream is another process."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
        )
        return bool(cursor.fetchone()[0])


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


# --- fixtures, taken over by the conftest of every folder that opens a browser ----------------------------


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Real Chromium."""
    if not CHROMIUM.exists():
        pytest.skip(f"there is no {CHROMIUM}; install chromium, or name one in CHROMIUM")
    # The driver's event loop runs in this thread, which Django would otherwise take for an async view.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="package")
def place() -> str:
    """Where the pages are served: the stream says it, too, and may be the first to."""
    return f"127.0.0.1:{free_port()}"


@pytest.fixture(scope="package")
def web(place: str) -> Iterator[LiveServer]:
    """The pages, served by a thread; started by the first test, under its settings."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # empty: the finders serve static files here
    server = LiveServer(place, start=False)
    yield server
    if server.thread.is_alive():
        server.stop()


@pytest.fixture(scope="package")
def stream(django_db_setup: None, place: str) -> Iterator[str]:
    """The live stream: the real process, on the test database. Its address."""
    port = free_port()
    found = connections["default"].settings_dict
    names = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    where = "&".join(f"{names[key]}={found[key]}" for key in ("HOST", "PORT") if found[key])
    who = found["USER"] + (f":{found['PASSWORD']}" if found["PASSWORD"] else "")
    environ = os.environ | {
        "GWIDAM_DATABASE_URL": f"postgresql://{who}@/{found['NAME']}?{where}",
        "GWIDAM_PUBLIC_URL": f"http://{place}",
    }
    command = [sys.executable, "-m", "uvicorn", "gwidam.live:application", "--port", str(port)]
    with subprocess.Popen([*command, "--log-level", "warning"], env=environ) as process:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/healthz")
        yield address
        process.terminate()


def wait_for(url: str, seconds: float = 30) -> None:
    """Until this address answers well."""
    until = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own address
        except (OSError, urllib.error.URLError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


@pytest.fixture
def house(
    transactional_db: None, browser: Browser, web: LiveServer, stream: str, settings: Any
) -> Iterator[House]:
    """The running house, empty but for what the test asks for. A page that complains fails the test."""
    from django.core.cache import cache

    from gwidam.desks.public import limits

    settings.LIVE_URL = stream
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "connect-src": ["'self'", stream]}}
    if not web.thread.ident:
        web.start()
    settings.PUBLIC_URL = web.url
    settings.CSRF_TRUSTED_ORIGINS = [web.url]
    cache.clear()
    for each in (limits.VOICES_FROM_PLACE, limits.VOICES_OF_CONTACT):
        each.forget()
    sweep_jobs()
    opened = House(browser, web.url)
    yield opened
    opened.close()
    wait_until_idle()
    assert not opened.complaints, "\n".join(opened.complaints)


def later(**much: int) -> Any:
    """A moment that much before now, for what has happened already."""
    return timezone.now() - timedelta(**much)
