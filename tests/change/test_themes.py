"""Themes and improvements: linked with their voices, taken in again, and walked both ways."""

from __future__ import annotations

import pytest

from gwidam.change import verbs
from gwidam.change.models import Improvement, VoiceLink
from gwidam.understand.models import Theme, ThemeVoice
from gwidam.understand.verbs import sort_themes
from gwidam.understand.verbs.themes import forget_themes
from tests.change.test_counting import kept, plain_count
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
