"""/fix: customers see, support and comment on each other's ideas, known by a link alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Idea, IdeaComment, IdeaSupport
from gwidam.change.passes import pass_for
from gwidam.change.tracking import said_token
from gwidam.core.memory import forget
from gwidam.desks.public import cookie, limits
from gwidam.people import contacts
from gwidam.people.models import Contact, Customer
from gwidam.post.models import Message
from tests.own.pages.steps import sign_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:No directory at"),  # static files are not collected for tests
]
HARU = contacts.email("haru@mail.example")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7|add:7 }} javascript:alert(1)"


@pytest.fixture
def campaign(cast):
    """An open campaign of today."""
    today = timezone.localdate()
    return verbs.begin_campaign(
        title_ko="고객님, 고쳐주세요",
        title_en="",
        text_ko="무엇이든",
        text_en="",
        opens_on=today,
        last_on=today,
        audience="customers",
        is_open=True,
        owner=cast.dohyun,
        by=cast.dohyun,
        at=timezone.now(),
    )


@pytest.fixture
def shown(cast, campaign):
    """shown(title): an idea that customers see."""

    def made(title="매장 문이 무거워요", text=""):
        at = timezone.now()
        idea = verbs.submit_idea(campaign=campaign, title=title, text=text, key=title, at=at)
        verbs.show_idea(idea=idea, by=cast.dohyun, at=at)
        return Idea.objects.select_related("campaign").get(pk=idea.pk)

    return made


def taking_part(browser, campaign, reach=HARU):
    """The browser after its owner has opened the letter and agreed."""
    answer = browser.post(f"/fix/{campaign.key}/me/{pass_for(campaign, reach)}", {"agree": "on"})
    assert (answer.status_code, answer.url) == (302, f"/fix/{campaign.key}")
    return browser


def shown_on(browser, path):
    answer = browser.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def main_of(answer):
    """What the page says: around it stands a nonce that is drawn anew each time."""
    return re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL).group()


def test_somebody_unknown_is_asked_who_they_are_and_comes_back_to_the_idea(browser, campaign, shown):
    idea = shown()
    asked = browser.post(f"/fix/{campaign.key}/ideas/{idea.pk}/support")
    assert (asked.status_code, asked.url) == (302, f"/fix/{campaign.key}/me?idea={idea.pk}")
    assert browser.post(asked.url, {"email": "haru@mail.example"}).status_code == 422  # has not agreed
    sent = browser.post(asked.url, {"email": "haru@mail.example", "agree": "on"})
    assert (sent.status_code, "메일을 확인해 주세요" in sent.content.decode()) == (200, True)
    link = Message.objects.get(template="take_part").url
    path = link.partition("://")[2].partition("/")[2]
    assert "동의" in shown_on(browser, f"/{path}")
    assert Customer.objects.filter(contacts__mark=HARU.mark).count() == 0  # mail filters open links
    agreed = browser.post(f"/{path}", {"agree": "on"})
    assert (agreed.status_code, agreed.url) == (302, f"/fix/{campaign.key}/ideas/{idea.pk}")
    assert Contact.objects.get(mark=HARU.mark).customer_id > 0


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(browser, cast, campaign):
    cast.voice(email="known@mail.example")
    known, unknown = (
        browser.post(f"/fix/{campaign.key}/me", {"email": email, "agree": "on"})
        for email in ("known@mail.example", "unknown@mail.example")
    )
    assert (known.status_code, main_of(known)) == (unknown.status_code, main_of(unknown))


def test_whoever_comes_by_their_own_link_only_agrees(browser, cast, campaign, shown):
    customer = cast.voice(email="haru@mail.example").voice.customer
    browser.get(f"/said/{said_token(customer.pk)}")
    page = shown_on(browser, f"/fix/{campaign.key}/me")
    assert 'type="email"' not in page
    browser.post(f"/fix/{campaign.key}/me", {"agree": "on"})
    browser.post(f"/fix/{campaign.key}/ideas/{shown().pk}/support")
    assert IdeaSupport.objects.get().customer == customer
    assert not Message.objects.filter(template="take_part").exists()


def test_support_is_given_once_and_taken_back(browser, campaign, shown):
    idea = shown()
    taking_part(browser, campaign)
    path = f"/fix/{campaign.key}/ideas/{idea.pk}"
    for _ in range(2):
        browser.post(f"{path}/support")
    taking_part(Client(), campaign).post(f"{path}/support")  # the same person in another browser
    assert (Idea.objects.get().supporters, "공감했어요" in shown_on(browser, path)) == (1, True)
    browser.post(f"{path}/support/end")
    assert Idea.objects.get().supporters == 0


def test_a_comment_is_held_then_shown_and_hostile_text_is_harmless(browser, cast, campaign, shown):
    path = f"/fix/{campaign.key}/ideas/{shown().pk}"
    taking_part(browser, campaign)
    assert browser.post(f"{path}/comments", {"text": " "}).status_code == 422
    said = browser.post(f"{path}/comments", {"text": f"{HOSTILE} 010-1234-5678 haru@mail.example"}, follow=True)
    assert ("직원이 읽은 뒤" in said.content.decode(), HOSTILE in said.content.decode()) == (True, False)
    comment = IdeaComment.objects.get()
    assert "&lt;script&gt;" not in shown_on(browser, path)
    dohyun = sign_in(cast.dohyun)
    held = shown_on(dohyun, f"/campaigns/{campaign.pk}/held")
    assert ("&lt;script&gt;alert(1)" in held, "<script>alert(1)" in held) == (True, False)
    assert dohyun.post(f"/ideas/{comment.idea_id}/comments/{comment.pk}/page").status_code == 302
    page = shown_on(browser, path)
    assert ("&lt;script&gt;alert(1)" in page, "<script>alert(1)" in page, "<img src=x" in page) == (
        True,
        False,
        False,
    )
    assert ("1234-5678" in page, "haru@mail" in page, "{{ 7|add:7 }}" in page) == (False, False, True)


def test_no_contact_and_no_name_of_anybody_is_shown(browser, campaign, shown, cast):
    at = timezone.now()
    idea = verbs.submit_idea(
        campaign=campaign, title="글씨", text="저는 010-9876-5432", name="하루", reaches=[HARU], key="n", at=at
    )
    verbs.show_idea(idea=idea, by=cast.dohyun, at=at)
    for path in (f"/fix/{campaign.key}", f"/fix/{campaign.key}/ideas/{idea.pk}"):
        page = shown_on(browser, path)
        assert [words in page for words in ("하루", "haru", "9876-5432", idea.voice.shown_receipt)] == [False] * 4


def test_nothing_is_behind_the_links_of_others(browser, campaign, shown, cast):
    idea = shown()
    hidden = verbs.submit_idea(campaign=campaign, title="숨은 제안", text="", key="h", at=timezone.now())
    taking_part(browser, campaign)
    key = campaign.key
    for path in (f"/fix/wrong/ideas/{idea.pk}", f"/fix/{key}/ideas/{hidden.pk}", f"/fix/{key}/me/wrong"):
        assert browser.get(path).status_code == 404
    for noun in ("support", "support/end", "comments"):
        assert browser.post(f"/fix/{key}/ideas/{hidden.pk}/{noun}", {"text": "저도"}).status_code == 404
        assert browser.get(f"/fix/{key}/ideas/{idea.pk}/{noun}").status_code == 405
    assert "숨은 제안" not in shown_on(browser, f"/fix/{key}")


def test_another_sites_form_is_not_taken(browser, campaign, shown):
    taking_part(browser, campaign)
    path = f"/fix/{campaign.key}/ideas/{shown().pk}/support"
    assert browser.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert Idea.objects.get().supporters == 0


def test_a_cookie_of_another_campaign_or_a_forged_one_is_nobody(browser, campaign, shown):
    idea = shown()
    taking_part(browser, campaign)
    kept = browser.cookies[cookie.part_name()]
    assert (kept["httponly"], kept["max-age"], kept["samesite"]) == (True, 1800, "Lax")
    browser.cookies[cookie.part_name()] = kept.value[:-1] + ("a" if kept.value[-1] != "a" else "b")
    assert "/me?idea=" in browser.post(f"/fix/{campaign.key}/ideas/{idea.pk}/support").url
    assert Idea.objects.get().supporters == 0


def test_a_flood_of_comments_and_of_letters_is_bounded(browser, campaign, shown):
    path = f"/fix/{campaign.key}/ideas/{shown().pk}/comments"
    taking_part(browser, campaign)
    codes = [browser.post(path, {"text": f"저도요 {n}"}).status_code for n in range(11)]
    assert (codes[-1], IdeaComment.objects.count()) == (429, limits.COMMENTS_OF_PERSON.most)
    me = f"/fix/{campaign.key}/me"
    asker = Client()
    codes = [
        asker.post(me, {"email": f"p{n}@mail.example", "agree": "on"}).status_code
        for n in range(limits.LINKS_FROM_PLACE.most + 1)
    ]
    assert (codes[-1], Message.objects.filter(template="take_part").count()) == (429, limits.LINKS_FROM_PLACE.most)


def test_a_program_that_fills_every_field_is_asked_once_more(browser, campaign):
    filled = {"email": "haru@mail.example", "agree": "on", "website": "x"}
    assert browser.post(f"/fix/{campaign.key}/me", filled).status_code == 422
    assert not Message.objects.filter(template="take_part").exists()


def test_the_page_runs_as_many_queries_for_thirty_as_for_five(browser, campaign, shown):
    taking_part(browser, campaign)
    counts = []
    for upto in (5, 30):
        while Idea.objects.count() < upto:
            shown(f"고칠 것 {Idea.objects.count()}")
        forget()
        with CaptureQueriesContext(connection) as asked:
            shown_on(browser, f"/fix/{campaign.key}")
        counts.append(len(asked))
    assert counts == [6, 6]


def test_more_ideas_than_a_page_are_turned(browser, campaign, shown):
    for number in range(31):
        shown(f"고칠 것 {number}")
    titles = re.compile(r'class="row-title" href="[^"]+">(고칠 것 \d+)<')
    first = titles.findall(shown_on(browser, f"/fix/{campaign.key}"))
    rest = titles.findall(shown_on(browser, f"/fix/{campaign.key}?after=30"))
    assert (len(first), len(rest), len({*first, *rest})) == (30, 1, 31)


def test_after_the_last_day_it_is_read_only(browser, cast, campaign, shown):
    idea = shown()
    taking_part(browser, campaign)
    verbs.end_campaign(campaign=campaign, by=cast.dohyun, at=timezone.now() + timedelta(seconds=1))
    page = shown_on(browser, f"/fix/{campaign.key}/ideas/{idea.pk}")
    assert ("/support" in page, "/comments" in page) == (False, False)
    assert browser.post(f"/fix/{campaign.key}/ideas/{idea.pk}/support").status_code == 302
    assert Idea.objects.get().supporters == 0


# Colleagues -----------------------------------------------------------------------------------------------------


def test_who_runs_it_reads_what_waits_and_lets_it_show(browser, cast, campaign):
    idea = verbs.submit_idea(
        campaign=campaign, title="문이 무거워요", text="겨울에 더", key="a", at=timezone.now()
    )
    dohyun = sign_in(cast.dohyun)
    assert f"/campaigns/{campaign.pk}/held" in shown_on(dohyun, f"/campaigns/{campaign.pk}")
    assert "겨울에 더" in shown_on(dohyun, f"/campaigns/{campaign.pk}/held")
    assert dohyun.post(f"/ideas/{idea.pk}/page").url == f"/campaigns/{campaign.pk}/held"
    assert "문이 무거워요" in shown_on(browser, f"/fix/{campaign.key}")
    assert dohyun.post(f"/ideas/{idea.pk}/page/end", {"why": ""}).status_code == 422
    assert dohyun.post(f"/ideas/{idea.pk}/page/end", {"why": "광고"}).status_code == 302
    assert "문이 무거워요" not in shown_on(browser, f"/fix/{campaign.key}")
    assert "광고" in shown_on(dohyun, f"/ideas/{idea.pk}")


def test_only_who_runs_it_lets_anything_show(cast, campaign, shown):
    idea, mina = shown(), sign_in(cast.mina)
    who = verbs.begin_to_take_part(campaign=campaign, known=None, reach=HARU, language="ko", at=timezone.now())
    said = verbs.comment_on(idea=idea, text="저도요", by=who, at=timezone.now())
    assert mina.get(f"/campaigns/{campaign.pk}/held").status_code == 403
    for path in ("page", "page/end", f"comments/{said.pk}/page", f"comments/{said.pk}/end"):
        assert mina.post(f"/ideas/{idea.pk}/{path}", {"why": "x"}).status_code == 403
    assert mina.post(f"/ideas/{idea.pk}/support").status_code == 403


def test_the_page_of_what_waits_runs_as_many_queries_for_fifty_as_for_five(cast, campaign):
    dohyun = sign_in(cast.dohyun)
    dohyun.get("/me")
    counts = []
    for upto in (5, 50):
        for number in range(Idea.objects.count(), upto):
            verbs.submit_idea(
                campaign=campaign, title=f"고칠 것 {number}", text="", key=str(number), at=timezone.now()
            )
        forget()
        dohyun.get("/me")
        with CaptureQueriesContext(connection) as asked:
            shown_on(dohyun, f"/campaigns/{campaign.pk}/held")
        counts.append(len(asked))
    assert counts[0] == counts[1]
