"""The parts in a browser: they fit and pass axe, keys and live parts let people write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Route, sync_playwright

import gwidam
from gwidam.core.parts_page import examples

ROOT = Path(gwidam.__file__).parent
CORE = ROOT / "core"


@pytest.fixture(autouse=True)
def english(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with translation.override("en"):
        yield


CHROMIUM = Path("/usr/bin/chromium")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


class Desk(SimpleHTTPRequestHandler):
    """Serves the parts page, the static files and a palette with three answers."""

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/parts":
            language = parse_qs(address.query).get("l", ["ko"])[0]
            with translation.override(language):
                self.answer(
                    render_to_string(
                        "core/parts_page.html",
                        examples(datetime.now(UTC)) | {"request": RequestFactory().get("/parts")},
                    )
                )
        elif address.path == "/palette":
            self.answer("".join(f'<a role="option" href="#case-{case}">{case}</a>' for case in (1, 2, 3)))
        else:
            super().do_GET()

    def translate_path(self, path: str) -> str:
        return str(CORE / urlsplit(path).path.lstrip("/"))

    def answer(self, html: str) -> None:
        written = html.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", "default-src 'self'; img-src 'self' data:")
        self.send_header("Content-Length", str(len(written)))
        self.end_headers()
        self.wfile.write(written)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("there is no /usr/bin/chromium")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens the parts page; complaints of the console fail the test."""
    contexts, complaints = [], []

    def open_page(language: str = "ko", mode: str = "light", width: int = 1440) -> Page:
        context = browser.new_context(color_scheme=mode, viewport={"width": width, "height": 900}, locale=language)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None
        )
        page.goto(f"{address}/parts?l={language}")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("language", "mode", "width"),
    [("ko", "light", 1440), ("en", "dark", 1440), ("ko", "dark", 390), ("en", "light", 390)],
)
def test_the_parts_pass_axe_and_fit_the_screen(opened, language: str, mode: str, width: int) -> None:
    page = opened(language, mode, width)
    found = [(fault["id"], fault["nodes"][0]["target"]) for fault in Axe().run(page).response["violations"]]
    assert (found, page.evaluate("document.documentElement.scrollWidth - innerWidth")) == ([], 0)


@pytest.mark.browser
def test_the_palette_goes_where_the_arrows_point(opened) -> None:
    page = opened()
    page.keyboard.press("Control+k")
    page.wait_for_selector("#palette [role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert (urlsplit(page.url).fragment, page.locator("#palette").is_visible()) == ("case-2", False)


PRESS = """([target, code, composing]) => {
  const event = new KeyboardEvent("keydown", {
    key: code === "Enter" ? "Enter" : "Process", code, isComposing: composing, bubbles: true, cancelable: true,
    ctrlKey: code === "Enter",
  });
  document.querySelector(target).dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.mark.browser
def test_keys_go_by_their_place_and_rest_while_a_syllable_is_composed(opened) -> None:
    page = opened()
    focused = "document.activeElement.getAttribute('data-key')"
    page.evaluate("document.activeElement.blur()")
    assert page.evaluate(PRESS, ["body", "Slash", True]) is False
    assert page.evaluate(focused) is None
    assert page.evaluate(PRESS, ["body", "Slash", False]) is True
    assert page.evaluate(focused) == "/"
    page.keyboard.type("n/")  # in a field these are letters
    assert page.input_value("[data-key='/']") == "n/"


@pytest.mark.browser
def test_enter_never_sends_while_a_syllable_is_composed(opened) -> None:
    page = opened()
    page.evaluate(
        "document.addEventListener('submit', (event) => { event.preventDefault(); window.sent = true; })"
    )
    assert page.evaluate(PRESS, ["#id_text", "Enter", True]) is False
    assert page.evaluate("window.sent") is None
    assert page.evaluate(PRESS, ["#id_text", "Enter", False]) is True
    assert page.evaluate("window.sent") is True


@pytest.mark.browser
def test_light_and_dense_are_remembered(opened) -> None:
    page = opened(mode="dark")
    page.click("[data-theme-toggle]")
    page.click("[data-density-toggle]")
    page.reload()
    assert page.evaluate("({ ...document.documentElement.dataset })") == {
        "script": "",
        "theme": "light",
        "density": "dense",
    }


LIVE_PART = """() => {
  const part = '<div id="part" data-live-on="case:7" hx-get="/part" hx-trigger="live">old <input></div>';
  document.querySelector("main").insertAdjacentHTML("afterbegin", part);
  htmx.process(document.querySelector("#part"));
}"""
TELL = "import('/static/gwidam/live.js').then((live) => live.tell({ kind: 'changed', topics: ['case:7'] }))"


@pytest.mark.browser
def test_a_live_part_waits_until_nobody_writes_in_it(opened) -> None:
    page = opened()
    page.route("**/part", lambda route: route.fulfill(body="new <input>", content_type="text/html"))
    page.evaluate(LIVE_PART)
    page.fill("#part input", "쓰는 중")
    page.evaluate(TELL)
    page.wait_for_selector("#part[data-live-stale]", state="attached")
    assert (page.inner_text("#part").strip(), page.input_value("#part input")) == ("old", "쓰는 중")
    page.fill("#part input", "")
    page.evaluate("document.activeElement.blur()")
    page.locator("#part", has_text="new").wait_for()
    assert page.input_value("#part input") == ""


@pytest.mark.browser
def test_words_begun_while_a_live_part_is_fetched_stay(opened) -> None:
    page = opened()
    asked: list[Route] = []
    page.route("**/part", lambda route: asked.append(route))  # noqa: PLW0108 - playwright counts its arguments
    page.evaluate(LIVE_PART)
    with page.expect_request("**/part"):
        page.evaluate(TELL)
    page.fill("#part input", "쓰는 중")
    asked.pop().fulfill(body="new <input>", content_type="text/html")
    page.wait_for_selector("#part[data-live-stale]", state="attached")
    assert (page.inner_text("#part").strip(), page.input_value("#part input")) == ("old", "쓰는 중")


@pytest.mark.browser
def test_help_lists_the_keys_of_the_page(opened) -> None:
    page = opened("en")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Shift+Slash")
    listed = page.locator("#keys dd").all_inner_texts()
    assert [key.upper() for key in listed] == ["M", "N", "D", "G", "P", "/", "CTRL K", "?"]
