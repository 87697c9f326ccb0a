"""Themes and improvements: linked with their voices, taken in again, and walked both ways."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.change import verbs
from gwidam.change.models import Improvement, Reach, VoiceLink
from gwidam.change.queries.board import Asked, listed
from gwidam.change.rules import Movement
from gwidam.understand.models import Theme, ThemeVoice
from gwidam.understand.queries.themes.copying import copies_among
from gwidam.understand.verbs import sort_themes
from gwidam.understand.verbs.themes import forget_themes
from tests.change.test_counting import kept, link, plain_count
from tests.own.pages.steps import HTMX, sign_in


@pytest.fixture
def theme(cast, at):
    """The larger of two themes."""
    forget_themes()
    for number in range(24):
        words = ("인터넷이 저녁마다 느려요", "요금 청구서를 다시 보내 주세요")[number % 2]
        cast.voice(f"{words} {number}", heard_by=cast.mina, at=at, needs_answer=False)
    sort_themes(at=at)
    return max(Theme.objects.filter(state="live"), key=lambda each: each.voices.count())


def test_a_theme_is_linked_with_its_voices_and_those_that_come_later(cast, at, theme, propose):
    improvement = propose()
    voices = theme.voices.count()
    assert verbs.link_theme(improvement=improvement, theme=theme, by=cast.dohyun, at=at) == voices
    assert verbs.link_theme(improvement=improvement, theme=theme, by=cast.dohyun, at=at) == 0
    late = cast.voice("인터넷이 저녁마다 정말 느려요", heard_by=cast.mina, at=at).voice
    ThemeVoice.objects.update_or_create(
        voice=late,
        defaults={"theme": theme, "sorted_into": theme, "placed_at": at, "head_id": late.pk, "first_id": late.pk},
    )
    assert verbs.link_theme(improvement=improvement, theme=theme, by=cast.dohyun, at=at) == 1
    assert kept(improvement) == plain_count(improvement)
    assert kept(improvement)["voices"] == voices + 1


def test_a_theme_proposes_and_shows_what_it_led_to(cast, theme):
    dohyun = sign_in(cast.dohyun)
    made = dohyun.post("/improvements/new", {"theme": theme.pk, "title_ko": "저녁에도 빠르게"})
    improvement = Improvement.objects.get()
    assert (made.status_code, made.headers["Location"]) == (302, f"/improvements/{improvement.number}")
    assert VoiceLink.objects.filter(via="theme").count() == theme.voices.count()
    assert "저녁에도 빠르게" in dohyun.get(f"/understand/themes/{theme.pk}/improvements", **HTMX).content.decode()
    page = dohyun.get(f"/improvements/{improvement.number}").content.decode()
    assert f'href="/understand/themes/{theme.pk}"' in page


def test_only_who_arranges_themes_links_one(cast, theme, propose):
    path = f"/understand/themes/{theme.pk}/improvements"
    sent = {"improvement": propose().number}
    assert [sign_in(who).post(path, sent).status_code for who in (cast.mina, cast.oksu, cast.dohyun)] == [
        403,
        403,
        302,
    ]
    assert VoiceLink.objects.count() == theme.voices.count()


def test_a_theme_taken_off_leaves_its_voices(cast, at, theme, propose):
    improvement = propose()
    verbs.link_theme(improvement=improvement, theme=theme, by=cast.dohyun, at=at)
    dohyun = sign_in(cast.dohyun)
    path = f"/improvements/{improvement.number}/themes/{improvement.themes.get().pk}/end"
    assert dohyun.post(path).status_code == 302
    assert (improvement.themes.count(), kept(improvement)) == (0, plain_count(improvement))
    assert kept(improvement)["voices"] == theme.voices.count()


CAMPAIGN = (
    "{name} 드림. 저희 동네 인터넷이 밤마다 끊겨서 일을 할 수가 없으니 낡은 회선을 "
    "하루빨리 새것으로 바꾸어 주시고, 언제 바꾸는지도 꼭 알려 주시기 바랍니다."
)
NAMES = ("김하나", "이두리", "박세찬", "최네온", "정다솜", "강여름", "조일곱", "윤여덟", "장아홉", "임열매")


def test_near_copies_that_are_known_as_such_are_one_person_whenever_they_are_linked(cast, at, theme, propose):
    early, late = propose(), propose()
    voices = [cast.voice(CAMPAIGN.format(name=name), heard_by=cast.mina, at=at).voice for name in NAMES]
    numbers = [each.pk for each in voices]
    for voice in voices:
        link(cast, early, voice, at)
    assert kept(early)["people"] == len(NAMES)  # nobody has looked at them yet
    copies = copies_among(numbers)
    for number in numbers:
        first = copies.first_of(number)
        places = {"theme": theme, "sorted_into": theme, "placed_at": at, "head_id": first, "first_id": first}
        ThemeVoice.objects.update_or_create(voice_id=number, defaults=places)
    verbs.weigh_again(voice_ids=numbers)
    for voice in voices:
        link(cast, late, voice, at)
    for improvement in (early, late):
        assert kept(improvement) == plain_count(improvement)
        assert (kept(improvement)["people"], kept(improvement)["customers"]) == (1, len(NAMES))


@pytest.fixture
def falling(cast, at, theme, brought):
    """A scored improvement whose theme falls."""
    improvement = brought("scored")
    verbs.link_theme(improvement=improvement, theme=theme, by=cast.dohyun, at=at)
    Theme.objects.filter(pk=theme.pk).update(weeks=[[1, 2.0, 30.0, 40.0]], people_lately=1, is_rising=False)
    verbs.renew_reach(at=at)
    return improvement


def test_an_improvement_with_a_theme_moves_as_its_theme_does(falling, theme):
    moved = Movement(**Reach.objects.get(pk=falling.pk).movement)
    assert moved == Movement(1, 2.0, 30.0, 40.0, is_rising=False, theme_id=theme.pk)
    assert (moved.weight, Improvement.objects.get(pk=falling.pk).trend) == (0.5, 0.5)


def test_looking_again_at_what_has_not_moved_changes_nothing(falling, at):
    assert verbs.renew_reach(at=at + timedelta(hours=1)) == 0


def test_a_what_if_can_weigh_the_trend(cast, at, brought, falling):
    steady = brought("scored", voice=cast.voice("느려요", at=at).voice)
    for _ in range(2):
        link(cast, steady, cast.voice("저도요", at=at).voice, at)
    orders = [
        [line.improvement.pk for line in listed(Asked(weights=weights)).lines] for weights in ({}, {"trend": 3.0})
    ]
    assert orders == [[falling.pk, steady.pk], [steady.pk, falling.pk]]


def test_the_page_says_how_it_moves_and_what_would_be_usual(cast, falling):
    reach = Reach.objects.get(pk=falling.pk)
    page = sign_in(cast.dohyun).get(f"/improvements/{falling.number}").content.decode()
    assert "× 0.5" in page
    assert "줄고 있음(이어진 흐름 기준). 지난 한 주 1분, 여느 때라면 2~40분입니다." in page
    assert f"모두 {reach.people}분, 말씀 {reach.voices}건입니다." in page
