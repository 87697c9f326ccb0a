"""The filter `theme:`: by number, by words of a name, with what is shown together, and for saved searches."""

from __future__ import annotations

import pytest

from gwidam.core.ledger import act, react_to_all, record
from gwidam.core.models import Fact
from gwidam.listen.models import Voice
from gwidam.own import verbs
from gwidam.own.queries.search import Asker, facets, newest, understood
from gwidam.own.queries.waking import woken
from gwidam.post.models import Message
from gwidam.understand import events
from gwidam.understand.heart.tiers import tier
from gwidam.understand.models import Theme
from gwidam.understand.queries.themes.called import themes_called
from gwidam.understand.verbs import put_under, read_voices, rename_theme, sort_themes
from gwidam.understand.verbs.themes import forget_themes
from tests.cast import NOW, SETUP
from tests.understand.clouds import ENDINGS
from tests.understand.test_themes_pages import theme_with


@pytest.fixture
def heard(cast):
    """A voice about the net and one about bills, each of a theme that a person has named."""
    voices = [cast.voice(text, heard_by=cast.mina, at=NOW).voice for text in ("인터넷이 느려요", "요금이 틀려요")]
    read_voices(voices=voices, tier=tier("T0"), at=NOW)
    themes = [theme_with(voice, NOW) for voice in voices]
    for theme, name in zip(themes, ("저녁에 느린 인터넷", "두 번 나온 요금"), strict=True):
        rename_theme(theme=theme, name=name, by=cast.dohyun, at=NOW)
    return voices, themes


def found(cast, typed, *, who=None):
    asker = Asker(who or cast.mina, NOW)
    return [row.receipt for row in newest(understood(typed, asker), asker).voices]


@pytest.mark.parametrize(
    "typed",
    [
        "흐름:{}",
        "theme:#{}",
        'theme:"저녁에 느린 인터넷"',
        "흐름:저녁에느린인터넷",
        "흐름:느린",
        'theme:"인터넷 저녁"',
    ],
)
def test_a_theme_is_asked_for_by_its_number_or_by_words_of_its_name(cast, heard, typed):
    (slow, _bill), (theme, _other) = heard
    assert found(cast, typed.format(theme.pk)) == [slow.receipt]


def test_a_minus_asks_for_all_the_others(cast, heard):
    (_slow, bill), (theme, _other) = heard
    assert found(cast, f"-theme:{theme.pk} 요금") == [bill.receipt]
    assert found(cast, f"-theme:{theme.pk} 인터넷") == []


def test_the_whole_name_counts_before_names_that_have_the_words(cast, heard):
    _voices, (slow, bill) = heard
    rename_theme(theme=bill, name="느린 인터넷", by=cast.dohyun, at=NOW)
    assert themes_called("느린 인터넷") == {bill.pk}
    assert themes_called("느린") == {slow.pk, bill.pk}


@pytest.mark.parametrize("asked", ["", "·", "없는 흐름", "999999", "9" * 40, "²"])
def test_nothing_is_called_that(heard, asked):
    assert themes_called(asked) == frozenset()


def test_what_is_shown_together_is_found_together(cast, heard):
    (slow, bill), (main, other) = heard
    put_under(theme=other, into=main, by=cast.dohyun, at=NOW)
    assert sorted(found(cast, f"theme:{main.pk}")) == sorted([slow.receipt, bill.receipt])
    assert found(cast, f"theme:{other.pk}") == [bill.receipt]


def test_a_number_leads_to_what_the_theme_became_part_of(heard):
    _voices, (main, other) = heard
    with act():
        Theme.objects.filter(pk=other.pk).update(state="merged", successor=main)
        record(
            events.ThemeMerged(theme_id=other.pk, into_id=main.pk, into=main.name),
            by=SETUP,
            at=NOW,
            about=other.about,
        )
    assert themes_called(str(other.pk)) == {main.pk}


def test_facets_count_themes_and_ask_for_them(cast, heard):
    (slow, _bill), _themes = heard
    asker = Asker(cast.mina, NOW)
    (themes,) = (each for each in facets(understood("language:ko", asker), asker).facets if each.name == "흐름")
    assert sorted((each.words, each.count, each.filter) for each in themes.values) == [
        ("두 번 나온 요금", 1, '흐름:"두 번 나온 요금"'),
        ("저녁에 느린 인터넷", 1, '흐름:"저녁에 느린 인터넷"'),
    ]
    assert found(cast, '흐름:"저녁에 느린 인터넷"') == [slow.receipt]


def test_nobody_finds_by_a_theme_what_they_may_not_see(cast, heard):
    _voices, (theme, _other) = heard
    assert found(cast, f"theme:{theme.pk}", who=cast.charlie) == []


def test_a_saved_search_for_a_theme_is_held_against_one_voice_as_against_many(cast, heard):
    (slow, bill), (theme, _other) = heard
    saved = verbs.save_search(name="느림", question=f"theme:{theme.pk}", wakes=True, by=cast.hana, at=NOW)
    assert [(search, [each.pk for each in fresh]) for search, fresh in woken([slow.pk, bill.pk], at=NOW)] == [
        (saved, [slow.pk])
    ]


def test_whoever_waits_for_a_theme_is_told_though_the_voice_has_not_joined_it_yet(cast):
    forget_themes()
    voices = [cast.voice(f"인터넷이 저녁마다 느려요 {ENDINGS[n]}", at=NOW).voice for n in range(13)]
    voices += [cast.voice(f"요금이 두 번 청구되었어요 {ENDINGS[n]}", at=NOW).voice for n in range(12)]
    read_voices(voices=voices, tier=tier("T0"), at=NOW)
    sort_themes(at=NOW)
    theme = voices[0].themed.theme
    verbs.save_search(name="느림", question=f"theme:{theme.pk}", wakes=True, by=cast.hana, at=NOW)
    last = Fact.objects.latest("id").pk
    fresh = cast.voice(f"인터넷이 저녁마다 느려요 {ENDINGS[0]}", at=NOW).voice
    read_voices(voices=[fresh], tier=tier("T0"), at=NOW)
    react_to_all(list(Fact.objects.filter(id__gt=last, kind="understand.VoiceRead")))
    assert Voice.objects.get(pk=fresh.pk).themed.theme == theme
    assert [letter.reader for letter in Message.objects.filter(template="search_found")] == [cast.hana.actor]
