"""The page of a case: everything on one screen, and who may not see it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from gwidam.own import verbs

from .steps import HTMX, kinds, now, page_of, sign_in


def test_the_page_shows_the_voice_whole_and_who_keeps_it(mina, case):
    page = mina.get(page_of(case)).content.decode()
    assert "세 번째 전화예요." in page
    assert "홍길동" in page
    assert "***-****-1234" in page
    assert "010-0000-1234" not in page
    assert "hong@example.com" not in page
    assert page.count("김미나") >= 2


def test_a_case_is_found_by_its_number_however_it_is_written(mina, case):
    assert mina.get(f"/cases/{case.shown_receipt}").status_code == 200
    assert mina.get("/cases/12345").status_code == 404


@pytest.mark.parametrize("times", [5, 50])
def test_a_case_takes_as_many_queries_however_much_happened(cast, mina, case, times, django_assert_num_queries):
    for number in range(times):
        verbs.leave_note(case=now(case), text=f"메모 {number}", by=cast.mina, at=timezone.now())
    mina.get(page_of(case))
    # session, person, case, facts, notes, promises, contacts, others, reading, drafts, navigation
    with django_assert_num_queries(11):
        page = mina.get(page_of(case)).content.decode()
    assert page.count("메모 ") >= times


def test_facts_are_told_and_the_public_ones_marked(mina, case, offered):
    part = mina.get(page_of(case, "/timeline"), **HTMX).content.decode()
    assert "김미나 님이 인터넷기술팀에 건넸습니다: 회선 점검" in part
    assert part.count("고객도 보는 내용") == 4  # heard, opened, offered, and the key to the mark
    assert "<html" not in part


def test_the_right_side_alone_is_a_part(mina, case):
    part = mina.get(page_of(case, "/keeping"), **HTMX).content.decode()
    assert part.lstrip().startswith("<aside")


@pytest.mark.parametrize(
    "more",
    [
        "",
        "/timeline",
        "/keeping",
        "/hand-off",
        "/bounce",
        "/promises",
        "/provision",
        "/closure",
        "/closure-unreached",
        "/reopening",
        "/merge",
        "/abuse",
        "/guardian",
        "/contact",
        "/presence",
    ],
)
def test_the_outsider_finds_nothing_there(cast, case, more):
    assert sign_in(cast.charlie).get(page_of(case, more)).status_code == 404


@pytest.mark.parametrize(
    "more",
    [
        "/answers",
        "/notes",
        "/first-word",
        "/hand-off",
        "/acceptance",
        "/bounce",
        "/withdrawal",
        "/take",
        "/promises",
        "/provision",
        "/closure",
        "/closure-unreached",
        "/reopening",
        "/merge",
        "/merge/undo",
        "/abuse",
        "/guardian",
        "/contact",
        "/presence",
    ],
)
def test_the_outsider_changes_nothing_there(cast, case, more):
    told = kinds(case)
    assert sign_in(cast.charlie).post(page_of(case, more), {"text": "몰래", "why": "몰래"}).status_code == 404
    assert kinds(case) == told


def test_the_page_tells_its_presence_at_one_address(mina, case):
    page = mina.get(page_of(case)).content.decode()
    assert page.count('data-presence="/') == 1
    assert f'data-presence="{page_of(case, "/presence")}"' in page


def test_strangers_are_sent_to_sign_in(db, case):
    assert Client().get(page_of(case)).status_code == 302


@pytest.mark.parametrize(
    "more",
    ["/hand-off", "/promises", "/provision", "/closure", "/merge", "/abuse", "/guardian", "/contact"],
)
def test_a_form_is_a_page_and_a_part(mina, case, more):
    page, part = mina.get(page_of(case, more)), mina.get(page_of(case, more), **HTMX)
    assert page.status_code == part.status_code == 200
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert 'hx-target="#act"' in part.content.decode()
