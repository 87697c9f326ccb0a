"""A mail on the page of its case, in a real browser: its words and its own pictures, and nothing from elsewhere."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils import timezone
from playwright.sync_api import expect

from gwidam.listen.ears import polling
from gwidam.listen.mail import read
from gwidam.listen.models import Mail
from gwidam.listen.verbs import open_ear
from gwidam.listen.verbs.mails import keep_mail, settle_mail
from gwidam.own.models import Case
from gwidam.post.verbs import connect_line
from tests.cast import SETUP, Cast
from tests.listen.ears.mails import HELP, illustrated

from .house import House
from .scene import PNG


def mailed(cast: Cast) -> tuple[Case, Mail]:
    """A case that came by a mail with a picture within it and two from elsewhere."""
    now = timezone.now()
    line = connect_line(kind="mailbox", name="고객 메일", given={"account": HELP}, by=SETUP, at=now)
    ear = open_ear(channel=cast.api, kind="lmtp", line=line, by=SETUP, at=now)
    raw = illustrated(date=now, picture=PNG)
    mail = keep_mail(ear=ear, raw=raw, key="1", at=now)
    settle_mail(mail=mail, letter=read(raw), take=polling.take, at=now)
    mail.refresh_from_db()
    assert mail.voice is not None
    return Case.objects.get(voice=mail.voice), mail


def test_a_case_leads_to_its_mail_with_its_own_pictures_alone(house: House, cast: Cast) -> None:
    case, _ = mailed(cast)
    page = house.employee(cast.mina)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/cases/{case.receipt}")
    page.get_by_role("link", name="메일 보기").click()
    expect(page.get_by_text("그림 2개를 막았습니다")).to_be_visible()
    frame = page.frame_locator("iframe.mail-frame")
    expect(frame.get_by_text("사진 보세요")).to_be_visible()
    expect(frame.get_by_role("img", name="공유기")).to_have_js_property("naturalWidth", 1)
    frame.get_by_role("link", name="링크", exact=True).click()
    expect(frame.get_by_text("사진 보세요")).to_be_visible()
    assert {urlsplit(url).hostname for url in asked if not url.startswith("data:")} == {"127.0.0.1"}
    assert [url for url in asked if "/mails/pictures/" in url] != []
    assert len(page.context.pages) == 1
    assert [each for each in house.complaints if "else.example" in each and "allow-popups" in each] != []
    forgive_the_driver(house)


def forgive_the_driver(house: House) -> None:
    """What the browser said of scripts and windows that it refused in a sandboxed frame is no fault of the page: the
    driver looks into frames by scripts of its own."""
    house.complaints[:] = [each for each in house.complaints if "sandboxed" not in each]
