"""Page parts: what templates may ask for, what is vendored, what every page promises its reader."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import json
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

import pytest
from axe_playwright_python.sync_playwright import Axe
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright

import gwidam
from gwidam.core.parts_page import examples
from gwidam.core.plots import ring
from gwidam.core.templatetags.gwidam import (
    ago_words,
    breakable,
    in_words,
    initials,
    percent,
    promise_state,
    promise_words,
)

ROOT = Path(gwidam.__file__).parent
CORE = ROOT / "core"
STATIC = CORE / "static" / "gwidam"
TEMPLATES = CORE / "templates"
NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def english(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with translation.override("en"):
        yield


class Elements(HTMLParser):
    """Every element of some HTML, in order, as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def vendor() -> ModuleType:
    """bin/vendor as a module."""
    path = ROOT.parent / "bin" / "vendor"
    loader = importlib.machinery.SourceFileLoader("vendor", str(path))
    spec = importlib.util.spec_from_loader("vendor", loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules["vendor"] = module  # a dataclass looks its module up by name
    loader.exec_module(module)
    return module


# --- what is vendored -------------------------------------------------------------------------------------


@pytest.fixture
def vendored(tmp_path: Path) -> ModuleType:
    """bin/vendor, looking at a copy of a few vendored files."""
    module = vendor()
    copied = tmp_path / "vendor"
    shutil.copytree(module.VENDOR / "htmx", copied / "htmx")
    record = json.loads((module.VENDOR / "vendor.json").read_text(encoding="utf-8"))
    (copied / "vendor.json").write_text(json.dumps(record[:1]), encoding="utf-8")
    module.VENDOR = copied
    return module


def test_every_vendored_file_is_as_recorded() -> None:
    assert vendor().differences() == []


def test_a_changed_vendored_file_is_noticed(vendored: ModuleType) -> None:
    (vendored.VENDOR / "htmx" / "htmx.min.js").write_text("alert(1)", encoding="utf-8")
    assert vendored.differences() == ["htmx/htmx.min.js has changed"]


def test_a_missing_and_an_unlisted_file_are_noticed(vendored: ModuleType) -> None:
    (vendored.VENDOR / "htmx" / "LICENSE.txt").rename(vendored.VENDOR / "htmx" / "COPYING")
    assert vendored.differences() == ["htmx/LICENSE.txt is missing", "htmx/COPYING is not listed"]


def test_only_the_listed_files_of_a_package_are_kept() -> None:
    module = vendor()
    pretendard = module.PACKAGES[1]
    assert [
        module.place_of(pretendard, path)
        for path in (
            "dist/LICENSE.txt",
            "dist/web/variable/woff2-dynamic-subset/PretendardVariable.subset.7.woff2",
            "dist/web/variable/woff2/PretendardVariable.woff2",
            "package.json",
        )
    ] == ["LICENSE.txt", "woff2-dynamic-subset/PretendardVariable.subset.7.woff2", None, None]


def test_each_vendored_package_brings_its_licence() -> None:
    record = json.loads((vendor().VENDOR / "vendor.json").read_text(encoding="utf-8"))
    assert [
        (package["name"], package["licence"], any(path.endswith("LICENSE.txt") for path in package["files"]))
        for package in record
    ] == [("htmx.org", "0BSD", True), ("pretendard", "OFL-1.1", True)]


# --- nothing from elsewhere, nothing inline ---------------------------------------------------------------

OWN_FILES = sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"})
OWN_TEMPLATES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_no_asset_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", text) == []


@pytest.mark.parametrize("path", OWN_TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|hx-on", text) == []


def test_every_icon_asked_for_is_drawn_once() -> None:
    sheet = ET.parse(STATIC / "icons.svg")  # noqa: S314 - our own file
    drawn = [symbol.get("id") for symbol in sheet.iter("{http://www.w3.org/2000/svg}symbol")]
    asked = {
        name
        for path in ROOT.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert (len(drawn) - len(set(drawn)), asked - set(drawn)) == (0, set())


# --- contrast ---------------------------------------------------------------------------------------------


def colours(mode: int) -> dict[str, str]:
    """The palette as 'name': '#rrggbb'; mode 0 is light, 1 is dark."""
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", tokens)
    fixed = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", tokens))
    return fixed | {name: both[mode] for name, *both in pairs}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("paper", "sheet", "sunk", "hover")
WORDS = [(ink, ground) for ink in ("text", "soft", "faint", "ink", "ink-deep") for ground in GROUNDS] + [
    *((state, f"{state}-wash") for state in ("safe", "soon", "late", "kept")),
    *((state, ground) for state in ("safe", "soon", "late", "kept") for ground in ("paper", "sheet")),
    ("text", "soon-wash"),
    ("text", "late-wash"),
    ("ink-deep", "ink-wash"),
    ("on-ink", "ink"),
    ("on-primary", "primary"),
    ("on-primary", "primary-deep"),
]
MARKS = [
    (mark, ground)
    for mark in ("safe-mark", "soon-mark", "late-mark", "kept-mark", "rule-firm")
    for ground in ("paper", "sheet")
]


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(mode: int) -> None:
    palette = colours(mode)
    faint = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in WORDS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_marks_and_frames_stand_out(mode: int) -> None:
    palette = colours(mode)
    faint = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in MARKS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 3} == {}


def test_black_on_white_is_the_highest_contrast() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21


# --- what templates may ask for ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("김하나", "하나"),
        ("남궁민수", "민수"),
        ("이솔", "이솔"),
        ("Jane Doe", "JD"),
        ("jane.m.doe", "JD"),
        ("Cher", "CH"),
        ("", ""),
        (None, ""),
    ],
)
def test_initials_are_how_people_call_each_other(name: str | None, shown: str) -> None:
    assert initials(name) == shown


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 d"),
    ],
)
def test_a_span_is_one_unit(span: timedelta, said: str) -> None:
    assert in_words(span) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [(NOON, "just now"), (NOON - 3 * HOUR, "3 h ago"), (NOON + 3 * HOUR, "in 3 h")],
)
def test_a_moment_is_told_from_now(moment: datetime, said: str) -> None:
    assert ago_words(moment, NOON) == said


PROMISES = [
    (NOON + 30 * HOUR, NOON - 10 * HOUR, None, "safe", "30 h left"),
    (NOON + 10 * HOUR, NOON - 30 * HOUR, None, "soon", "10 h left"),
    (NOON + 10 * HOUR + timedelta(seconds=1), NOON - 30 * HOUR, None, "safe", "10 h left"),
    (NOON + 7 * HOUR, None, None, "safe", "7 h left"),
    (NOON + 6 * HOUR, None, None, "soon", "6 h left"),
    (NOON, NOON - HOUR, None, "late", "0 min late"),
    (NOON - 3 * HOUR, NOON - 9 * HOUR, None, "late", "3 h late"),
    (NOON, NOON - HOUR, NOON, "kept", "kept"),
    (NOON - HOUR, NOON - 9 * HOUR, NOON, "late", "kept 1 h late"),
    (None, None, None, "none", "no promise"),
]


@pytest.mark.parametrize(("due_at", "from_at", "kept_at", "state", "said"), PROMISES)
def test_a_promise_says_how_it_stands(
    due_at: datetime | None, from_at: datetime | None, kept_at: datetime | None, state: str, said: str
) -> None:
    assert promise_state(due_at, from_at, kept_at, NOON) == state
    assert promise_words(state, due_at, kept_at, NOON) == said


def drawn(source: str, **context: object) -> str:
    return Template("{% load gwidam %}" + source).render(Context(context))


def test_the_pill_carries_what_its_clock_needs() -> None:
    due_at = datetime.now(UTC) + 10 * HOUR
    pill = Elements(drawn("{% due_pill due from %}", due=due_at, **{"from": due_at - 20 * HOUR}))
    outer = pill.all("span")[0]
    assert (outer["data-state"], outer["data-due"]) == ("safe", due_at.isoformat())
    assert [arc.get("stroke-dasharray") for arc in pill.all("circle")] == [None, "50 100"]


def test_a_kept_promise_has_no_clock() -> None:
    outer = Elements(drawn("{% due_pill due None due %}", due=NOON)).all("span")[0]
    assert (outer["data-state"], outer.get("data-due")) == ("kept", None)


def test_a_query_keeps_what_is_not_changed() -> None:
    request = RequestFactory().get("/cases", {"q": "요금 ", "page": "3", "sort": "due"})
    assert drawn("{% query_with page=4 sort='' %}", request=request) == "?q=%EC%9A%94%EA%B8%88+&amp;page=4"
    assert drawn("{% query_with q=None page=None sort=None %}", request=request) == "?"


def test_an_address_may_break_after_its_own_marks() -> None:
    assert breakable("a.b/<c>") == "a.<wbr>b/<wbr>&lt;c&gt;"


def test_a_share_is_a_percentage_or_a_dash() -> None:
    assert (percent(0.934), percent(None)) == ("93%", "–")


def test_a_plot_goes_in_whole_and_anything_else_is_refused() -> None:
    assert drawn("{% plot it %}", it=ring(1, 2, "a")) == ring(1, 2, "a")
    with pytest.raises(TemplateSyntaxError, match="nothing else"):
        drawn("{% plot it %}", it="<svg></svg>")


def test_an_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in drawn("{% icon 'phone' %}")
    assert 'role="img" aria-label="a &lt; b"' in drawn("{% icon 'phone' label %}", label="a < b")


class Counter(forms.Form):
    text = forms.CharField(label="Said", help_text="In their words")
    channel = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_a_field_ties_its_help_and_its_errors_to_the_control() -> None:
    form = Counter({"text": "", "channel": "a"})
    html = render_to_string("core/parts/field.html", {"field": form["text"]})
    control = Elements(html).all("input")[0]
    assert (control["aria-invalid"], control["aria-describedby"]) == ("true", "id_text_helptext id_text_error")
    assert [note["id"] for name, note in Elements(html).found if name in {"p", "div"} and "id" in note] == [
        "id_text_helptext",
        "id_text_error",
    ]
    assert re.findall(r"<p>([^<]+)</p>", html) == ["This field is required."]


def test_one_of_several_is_chosen_from_a_row_of_choices() -> None:
    shown = render_to_string("core/parts/field.html", {"field": Counter()["channel"]})
    assert re.findall(r'<label for="([^"]+)">', shown) == ["id_channel_0", "id_channel_1"]
    assert shown.count("<fieldset") == 1


# --- whole pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_parts_page_is_drawn_in_both_languages(language: str) -> None:
    with translation.override(language):
        page = render_to_string(
            "core/parts_page.html", examples(NOON) | {"request": RequestFactory().get("/parts")}
        )
    assert re.findall(r'<html lang="(\w+)">', page) == [language]
    assert page.count("button primary") == 2  # the page's one, and the one of the confirmation dialog
    ids = [attributes["id"] for _, attributes in Elements(page).found if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "422", "429", "500", "503"])
def test_a_refusal_speaks_both_languages_without_a_database(code: str) -> None:
    page = render_to_string(f"{code}.html", {"refused": "박서준 님이 먼저 맡았습니다."})
    assert re.findall(r'<p class="kicker">(\d+)</p>', page) == [code]
    assert re.findall(r"data-refused>([^<]+)<", page) == ["박서준 님이 먼저 맡았습니다."]
    assert all(re.search(r"[가-힣]", heading) for heading in re.findall(r"<h1>([^<]+)</h1>", page))
    assert [bool(re.search(r"[가-힣]", heading)) for heading in re.findall(r"<h2>([^<]+)</h2>", page)] == [False]


# --- in a browser -----------------------------------------------------------------------------------------

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


@pytest.mark.browser
def test_a_live_part_waits_until_nobody_writes_in_it(opened) -> None:
    page = opened()
    page.route("**/part", lambda route: route.fulfill(body="new <input>", content_type="text/html"))
    page.evaluate("""() => {
      const part = '<div id="part" data-live-on="case:7" hx-get="/part" hx-trigger="live">old <input></div>';
      document.querySelector("main").insertAdjacentHTML("afterbegin", part);
      htmx.process(document.querySelector("#part"));
    }""")
    tell = "import('/static/gwidam/live.js').then((live) => live.tell({ kind: 'changed', topics: ['case:7'] }))"
    page.fill("#part input", "쓰는 중")
    page.evaluate(tell)
    page.wait_for_selector("#part[data-live-stale]", state="attached")
    assert (page.inner_text("#part").strip(), page.input_value("#part input")) == ("old", "쓰는 중")
    page.fill("#part input", "")
    page.evaluate("document.activeElement.blur()")
    page.locator("#part", has_text="new").wait_for()
    assert page.input_value("#part input") == ""


@pytest.mark.browser
def test_help_lists_the_keys_of_the_page(opened) -> None:
    page = opened("en")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Shift+Slash")
    listed = page.locator("#keys dd").all_inner_texts()
    assert [key.upper() for key in listed] == ["M", "N", "D", "G", "P", "/", "CTRL K", "?"]
