"""Live chat as it is lived: the window on a web site of another origin, and whoever keeps the talk."""

from __future__ import annotations

import http.server
import json
import select
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import BrowserContext, Frame, FrameLocator, Page, expect

from gwidam.listen.models import Voice
from gwidam.listen.verbs import set_channel
from gwidam.own import verbs as own
from gwidam.own.models import Case, Talk, TalkLine
from tests.cast import SETUP
from tests.own.talk_steps import nobody_on_duty, open_chat

from .house import CHROMIUM, DESKTOP, PATIENCE, PHONE, QUIET, House, painted
from .scene import PNG

pytestmark = pytest.mark.slow  # browsers before a running house, and a web site of another origin
XSS = '<img src=x onerror="window.broken=1"><script>window.broken=1</script>"\'&amp;'
AXE = Axe().axe_script
COOKIES = "() => { try { document.cookie = 'a=1'; return document.cookie } catch { return '' } }"
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.flatMap(
  ({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))"""


class Site:
    """A web site of somebody else, with our one line on it. 127.0.0.1 and localhost are different sites."""

    def __init__(self, host: str) -> None:
        site = self

        class Pages(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(site.page.encode())

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.page = ""
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
        self.url = f"http://{host}:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def show(self, home: str) -> None:
        self.page = (
            '<!doctype html><html lang="ko"><title>다온</title><link rel="icon" href="data:,">'
            f'<p><a href="/more">다른 화면</a></p><script src="{home}/widget.js" data-channel="chat" async></script>'
        )

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


class Wire:
    """A wire to the stream that can be cut, and mended."""

    def __init__(self, to: str) -> None:
        self.to = int(to.rpartition(":")[2])
        self.is_cut = False
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        self.ends: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        ends, self.ends = self.ends, []
        for each in ends:
            each.close()

    def stop(self) -> None:
        self.cut()
        self.listening.close()

    def _accept(self) -> None:
        while True:
            try:
                near = self.listening.accept()[0]
            except OSError:
                return
            if self.is_cut:
                near.close()
                continue
            far = socket.create_connection(("127.0.0.1", self.to))
            self.ends += [near, far]
            threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        try:
            while True:
                for each in select.select([near, far], [], [], 0.1)[0]:
                    told = each.recv(65536)
                    if not told:
                        return
                    (far if each is near else near).sendall(told)
        except (OSError, ValueError):
            pass
        finally:
            near.close()
            far.close()


@pytest.fixture
def site(house: House, cast: Any) -> Iterator[Site]:
    opened = Site("localhost")
    open_chat(cast, origins=(opened.url,))
    opened.show(house.url)
    yield opened
    opened.stop()


@pytest.fixture
def wire(house: House, stream: str, settings: Any) -> Iterator[Wire]:
    made = Wire(stream)
    settings.LIVE_URL = made.url
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**policy, "connect-src": ["'self'", stream, made.url]}}
    yield made
    made.stop()


@pytest.fixture
def stranger(house: House, browser: Any, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser that blocks cookies of third parties, as its settings do."""
    (tmp_path / "Default").mkdir()
    (tmp_path / "Default" / "Preferences").write_text(
        json.dumps({"profile": {"cookie_controls_mode": 1, "block_third_party_cookies": True}})
    )
    context = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=CHROMIUM, args=QUIET, locale="ko-KR", viewport=DESKTOP, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    context.on("page", house.watch)
    yield context
    context.close()


def opened(page: Page) -> FrameLocator:
    """The window, opened by its button; its script is there."""
    page.get_by_role("button", name="대화하기").click()
    window = window_of(page)
    expect(window.get_by_label("하실 말씀")).to_be_focused()
    return window


def window_of(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def frame_of(page: Page) -> Frame:
    return next(each for each in page.frames if "/chat/chat" in each.url)


def kept_by(cast: Any) -> Talk:
    """The one talk, given to mina."""
    return own.take_talk(talk=Talk.objects.get(), keeper=cast.mina, by=cast.mina, at=timezone.now())


def answer(cast: Any, text: str) -> TalkLine:
    return own.say(talk=Talk.objects.get(), text=text, key=text[:60], by=cast.mina, at=timezone.now())


def test_a_talk_by_keyboard_alone_on_another_site_without_cookies(
    house: House, site: Site, stranger: BrowserContext, cast: Any
) -> None:
    desk = house.employee(cast.mina)
    desk.goto("/talks")
    expect(desk.get_by_role("heading", name="지금은 대화가 없습니다")).to_be_visible()
    page = stranger.new_page()
    page.goto(site.url)
    page.get_by_role("button", name="대화하기").wait_for()
    painted(page).keyboard.press("Tab")  # the link of the site
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    window = window_of(page)
    expect(window.get_by_label("하실 말씀")).to_be_focused()
    assert (
        frame_of(page).evaluate(
            "() => { try { document.cookie = 'a=1'; return document.cookie } catch { return '' } }"
        )
        == ""
    )
    page.keyboard.type(f"인터넷이 안 돼요 {XSS}")
    page.keyboard.press("Enter")
    # mina's page is open and she is on duty: the talk is hers at once, and appears by itself
    expect(window.get_by_role("status")).to_have_text("김미나 님이 함께하고 있습니다")
    desk.get_by_role("link", name="이름을 남기지 않은 고객").click()
    expect(desk.locator(".talk-line.customer .talk-text")).to_have_text(f"인터넷이 안 돼요 {XSS}")
    box = desk.get_by_label("고객에게 쓰기")
    box.press_sequentially(f"확인해 볼게요 {XSS}")
    expect(window.get_by_role("status")).to_have_text("김미나 님이 쓰고 있습니다 …")
    box.press("Enter")
    expect(window.locator(".talk-line.employee .talk-text")).to_have_text(f"확인해 볼게요 {XSS}")
    expect(box).to_have_value("")
    page.keyboard.type("고맙습니다")
    expect(desk.get_by_text("고객이 쓰고 있습니다 …")).to_be_visible()
    page.keyboard.press("Enter")
    expect(desk.locator(".talk-line.customer .talk-text")).to_have_count(2)
    for each in (desk, frame_of(page)):
        assert each.evaluate("window.broken") is None
    frame_of(page).evaluate(AXE)
    assert frame_of(page).evaluate(RUN) == []

    desk.get_by_role("button", name="더 도와드릴 것이 있는지 여쭙기").click()
    expect(window.get_by_text("더 도와드릴 것이 있을까요?")).to_be_visible()
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
        if window.get_by_role("button", name="대화 마치기").evaluate("each => each === document.activeElement"):
            break
    window.get_by_role("button", name="대화 마치기").press("Enter")
    expect(window.get_by_role("button", name="네, 마칠게요")).to_be_focused()
    page.keyboard.press("Enter")
    voice_number = window.locator("#receipt")
    expect(voice_number).not_to_be_empty()  # the end is told when it is stored
    expect(voice_number).to_have_text(Voice.objects.get().shown_receipt)
    link = window.get_by_role("link", name="어떻게 되어 가는지 보기").get_attribute("href")
    follows = stranger.new_page()
    follows.goto(link or "")
    expect(follows.get_by_role("heading", level=1)).to_have_text(Voice.objects.get().shown_receipt)
    case = Case.objects.get()
    assert (case.guardian, case.state) == (cast.mina, "answered")
    assert case.voice.text.count("\n") == 2
    page.bring_to_front()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="대화하기")).to_be_focused()


def test_a_line_that_is_cut_loses_nothing_and_doubles_nothing(
    house: House, site: Site, wire: Wire, cast: Any
) -> None:
    page = house.customer()
    page.goto(site.url)
    window = opened(page)
    window.get_by_label("하실 말씀").fill("여보세요")
    window.get_by_role("button", name="보내기").click()
    expect(window.get_by_role("status")).to_contain_text("다음 차례입니다")
    kept_by(cast)
    answer(cast, "네, 말씀하세요")
    expect(window.locator(".talk-line")).to_have_count(3)
    for number in range(3):
        wire.cut()
        answer(cast, f"끊긴 동안 {number}")
        window.get_by_label("하실 말씀").fill(f"저도 {number}")
        page.keyboard.press("Enter")
        wire.is_cut = False
        answer(cast, f"이어진 뒤 {number}")
        expect(window.locator(".talk-line")).to_have_count(3 + 3 * (number + 1))
    shown = window.locator(".talk-text").all_inner_texts()
    assert shown == list(TalkLine.objects.values_list("text", flat=True))

    # the page around goes away and comes back: the same talk, whole, where the browser lets a frame keep anything
    keeps = frame_of(page).evaluate("() => { try { return Boolean(localStorage.length) } catch { return false } }")
    page.goto(f"{site.url}/more")
    if keeps:
        expect(window_of(page).locator(".talk-text")).to_have_text(shown)
    assert Talk.objects.count() == 1
    broken = (
        "ERR_INCOMPLETE_CHUNKED_ENCODING",
        "ERR_EMPTY_RESPONSE",
        "ERR_CONNECTION_RESET",
        "ERR_CONNECTION_CLOSED",
    )
    house.complaints[:] = [each for each in house.complaints if not each.endswith(broken)]


def test_words_wait_in_the_window_while_the_house_is_away_and_arrive_once(
    house: House, site: Site, cast: Any
) -> None:
    tries: list[str] = []

    def lose(route: Any) -> None:
        """The first time the house takes the words and the answer is lost; the second time nothing gets through."""
        if route.request.method != "POST":
            route.continue_()
            return
        tries.append(route.request.post_data)
        if len(tries) == 1:
            route.fetch()
        if len(tries) <= 2:
            route.abort("connectionreset")
        else:
            route.continue_()

    page = house.customer()
    page.context.route("**/chat/chat/talk", lose)  # before there is a frame, which may not hear of it in time
    page.goto(site.url)
    window = opened(page)
    window.get_by_label("하실 말씀").fill("들리세요?")
    page.keyboard.press("Enter")
    expect(window.locator(".talk-line.waiting")).to_have_count(1)
    expect(window.get_by_role("status")).to_contain_text("다음 차례입니다")
    expect(window.locator(".talk-line.waiting")).to_have_count(0)
    assert len(tries) == 3
    assert (Talk.objects.count(), TalkLine.objects.count()) == (1, 1)
    house.complaints[:] = [each for each in house.complaints if "ERR_CONNECTION_RESET" not in each]


def test_at_an_hour_without_anybody_the_window_says_who_answers_by_when(
    house: House, site: Site, cast: Any
) -> None:
    nobody_on_duty()
    page = house.customer(size=PHONE, scheme="dark")
    page.goto(site.url)
    window = opened(page)
    window.get_by_label("하실 말씀").fill("밤인데 인터넷이 안 돼요")
    page.keyboard.press("Enter")
    expect(window.locator(".talk-line.house")).to_contain_text("김미나 님이")
    expect(window.locator("#receipt")).to_have_text(Voice.objects.get().shown_receipt)
    frame_of(page).evaluate(AXE)
    faults = frame_of(page).evaluate(RUN)
    assert faults == []
    assert frame_of(page).evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_site_that_is_not_named_cannot_show_the_window(house: House, site: Site, cast: Any) -> None:
    set_channel(
        code="chat", kind="chat", name_ko="대화", name_en="Chat", owner=cast.mina, department=cast.centre,
        roster=cast.web.roster, origins=["https://elsewhere.example"], by=SETUP, at=timezone.now(),
    )  # fmt: skip
    page = house.customer()
    with page.expect_console_message(lambda said: "frame-ancestors" in said.text):
        page.goto(site.url)
        page.get_by_role("button", name="대화하기").click()
    assert all("/chat/chat" not in each.url for each in page.frames)
    house.complaints.clear()


def test_files_go_both_ways_and_a_refusal_is_said_in_words(house: House, site: Site, cast: Any) -> None:
    house.expects(422, "/chat/chat/files")
    page = house.customer()
    page.goto(site.url)
    window = opened(page)
    window.get_by_label("하실 말씀").fill("화면이 이상해요")
    page.keyboard.press("Enter")
    expect(window.get_by_role("status")).to_contain_text("다음 차례입니다")
    kept_by(cast)
    picker = window.get_by_label("파일 보내기")
    picker.set_input_files({"name": "오류.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"})
    expect(window.get_by_role("alert")).to_contain_text("“오류.exe” 파일은 받을 수 없습니다")
    expect(window.locator(".talk-line.customer")).to_have_count(1)
    picker.set_input_files({"name": "화면.png", "mimeType": "image/png", "buffer": PNG})
    expect(window.locator(".talk-file")).to_contain_text("화면.png (1 KB)")
    expect(window.get_by_role("alert")).to_have_count(0)

    desk = house.employee(cast.mina)
    desk.goto(f"/talks/{Talk.objects.get().pk}")
    drawn = desk.get_by_role("img", name="사진 “화면.png”")
    drawn.scroll_into_view_if_needed()
    expect(drawn).to_have_js_property("complete", True)
    assert drawn.evaluate("each => each.naturalWidth") > 0
    desk.get_by_label("고객에게 보낼 파일").set_input_files(
        {"name": "안내.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 how"}
    )
    expect(desk.locator(".talk-line.employee")).to_contain_text("안내.pdf")
    with page.expect_download() as saved:
        window.get_by_role("button", name="파일 받기: 안내.pdf").press("Enter")
    assert (saved.value.suggested_filename, saved.value.path().read_bytes()) == ("안내.pdf", b"%PDF-1.7 how")
    frame_of(page).evaluate(AXE)
    assert frame_of(page).evaluate(RUN) == []
