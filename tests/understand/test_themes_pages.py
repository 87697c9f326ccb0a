"""The pages of themes: the list, the map, one theme, and what a person does there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.understand.models import Theme, ThemeDay, ThemeVoice
from gwidam.understand.verbs import sort_themes, watch_themes
from gwidam.understand.verbs.themes import forget_themes
from tests.understand.clouds import ENDINGS

SLOW = "인터넷이 저녁마다 느려요"
BILL = "요금이 두 번 청구되었어요"
DAY = timedelta(days=1)


@pytest.fixture
def slow_and_bill(cast, read):
    """Two themes of fourteen and twelve people, said in the last hour."""
    forget_themes()
    now = timezone.now()
    voices = [
        cast.voice(f"{SLOW} {ENDINGS[n]}", at=now - timedelta(minutes=n), heard_by=cast.mina).voice
        for n in range(14)
    ]
    voices += [
        cast.voice(f"{BILL} {ENDINGS[n]}", at=now - timedelta(minutes=n), channel=cast.phone).voice
        for n in range(12)
    ]
    read(*voices, at=now)
    sort_themes(at=now)
    watch_themes(at=now)
    return [ThemeVoice.objects.get(pk=voices[at].pk).theme for at in (0, -1)]


@pytest.fixture
def dohyun(cast, sign_in):
    return sign_in(cast.dohyun)


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(shown):
    return re.findall(r'class="row-title" href="/understand/themes/(\d+)"', shown)


def test_the_list_shows_themes_with_their_people(dohyun, slow_and_bill):
    slow, bill = slow_and_bill
    shown = page(dohyun, "/understand/themes")
    assert rows(shown) == [str(slow.pk), str(bill.pk)]
    assert re.findall(r'theme-people num">(\d+)명', shown) == ["14", "12"]


def test_the_map_has_a_link_and_words_for_each_theme_and_the_same_as_a_table(dohyun, slow_and_bill):
    shown = page(dohyun, "/understand/themes")
    for name in ("wide", "tall"):
        drawing = re.search(rf'<svg[^>]*is-{name}".*?</svg>', shown, re.DOTALL)[0]
        assert sorted(re.findall(r'href="/understand/themes/(\d+)"', drawing)) == sorted(
            str(t.pk) for t in slow_and_bill
        )
        assert drawing.count("aria-label") == 3
    assert f'<th scope="row">{slow_and_bill[0].name}</th><td class="num">14</td>' in shown


def test_the_list_is_asked_by_channel_and_order(dohyun, slow_and_bill, cast):
    _slow, bill = slow_and_bill
    assert rows(page(dohyun, "/understand/themes?channel=phone")) == [str(bill.pk)]
    Theme.objects.filter(pk=bill.pk).update(is_rising=True, chance=0.001, people_lately=12, expected=2)
    assert rows(page(dohyun, "/understand/themes?order=rising"))[0] == str(bill.pk)
    assert "이레 동안 12명, 평소라면 2명쯤" in page(dohyun, "/understand/themes?order=rising")


def test_nothing_is_there_before_the_first_night(dohyun):
    assert "아직 흐름이 없어요" in page(dohyun, "/understand/themes")


def test_a_theme_shows_voices_words_and_history(dohyun, slow_and_bill):
    slow, _bill = slow_and_bill
    shown = page(dohyun, f"/understand/themes/{slow.pk}")
    assert shown.count('<blockquote class="said"') == 3
    assert "새 흐름이 생겼습니다" in shown
    assert f'<span class="badge filled">{slow.words[0]}</span>' in shown


def test_an_operator_sees_how_many_but_not_what_they_said(cast, sign_in, slow_and_bill):
    slow, _bill = slow_and_bill
    shown = page(sign_in(cast.oksu), f"/understand/themes/{slow.pk}")
    assert SLOW not in shown
    assert "말씀을 읽을 권한은 없습니다" in shown
    assert "이름 짓기" not in shown


@pytest.mark.parametrize("path", ["/understand/themes", "/understand/themes/1"])
def test_others_have_no_business_here(cast, sign_in, path):
    statuses = {name: sign_in(getattr(cast, name)).get(path).status_code for name in ("mina", "jun", "yuna")}
    assert statuses == {"mina": 403, "jun": 403, "yuna": 403}


def test_only_the_cvi_team_arranges_themes(cast, sign_in, slow_and_bill):
    slow, _bill = slow_and_bill
    assert sign_in(cast.oksu).post(f"/understand/themes/{slow.pk}/name", {"name": "x"}).status_code == 403


def test_a_theme_is_named_and_called_as_before(dohyun, slow_and_bill):
    slow, _bill = slow_and_bill
    path = f"/understand/themes/{slow.pk}"
    answer = dohyun.post(f"{path}/name", {"name": "저녁의 느린 인터넷"})
    assert (answer.status_code, answer.headers["Location"]) == (302, path)
    shown = page(dohyun, path)
    assert "<h1>저녁의 느린 인터넷</h1>" in shown
    assert f'name="name" value="{slow.name}"' in shown


def test_themes_are_put_together_and_taken_apart(dohyun, slow_and_bill):
    slow, bill = slow_and_bill
    answer = dohyun.post(f"/understand/themes/{bill.pk}/under", {"into": slow.pk})
    assert answer.headers["Location"] == f"/understand/themes/{slow.pk}"
    shown = page(dohyun, "/understand/themes")
    assert (rows(shown), re.findall(r'theme-people num">(\d+)명', shown)) == ([str(slow.pk)], ["26"])
    dohyun.post(f"/understand/themes/{bill.pk}/under/undo")
    assert len(rows(page(dohyun, "/understand/themes"))) == 2


def test_voices_are_moved_and_put_back(dohyun, slow_and_bill):
    slow, bill = slow_and_bill
    path = f"/understand/themes/{slow.pk}"
    voice = ThemeVoice.objects.filter(theme=slow).first()
    dohyun.post(f"{path}/voices", {"voices": [voice.pk], "to": bill.pk})
    voice.refresh_from_db()
    assert (voice.theme, voice.is_moved) == (bill, True)
    assert "사람이 옮김" in page(dohyun, f"/understand/themes/{bill.pk}")
    dohyun.post(f"/understand/themes/{bill.pk}/voices/undo", {"voices": [voice.pk]})
    voice.refresh_from_db()
    assert (voice.theme, voice.is_moved) == (slow, False)


def test_a_voice_of_another_theme_is_not_moved_from_here(dohyun, slow_and_bill):
    slow, bill = slow_and_bill
    other = ThemeVoice.objects.filter(theme=bill).first()
    answer = dohyun.post(f"/understand/themes/{slow.pk}/voices", {"voices": [other.pk], "name": "x"})
    assert answer.status_code == 422
    other.refresh_from_db()
    assert other.theme == bill


def test_what_cannot_be_done_is_said_on_the_page(dohyun, slow_and_bill):
    slow, _bill = slow_and_bill
    voice = ThemeVoice.objects.filter(theme=slow).first()
    answer = dohyun.post(f"/understand/themes/{slow.pk}/voices", {"voices": [voice.pk]})
    assert (answer.status_code, "새 흐름의 이름을 적어 주세요." in answer.content.decode()) == (422, True)


def test_there_is_no_theme_of_that_number(dohyun):
    assert dohyun.get("/understand/themes/4711").status_code == 404


def test_the_case_names_its_theme(cast, sign_in, slow_and_bill):
    slow, _bill = slow_and_bill
    voice = ThemeVoice.objects.filter(theme=slow).select_related("voice").first().voice
    assert f'/understand/themes/{slow.pk}">' in page(sign_in(cast.dohyun), f"/cases/{voice.receipt}")
    shown = page(sign_in(cast.mina), f"/cases/{voice.receipt}")
    assert (f"흐름: {slow.name}" in shown, "/understand/themes/" in shown) == (True, False)


@pytest.mark.parametrize("count", [5, 50])
def test_the_pages_take_as_many_queries_however_many_themes(cast, sign_in, count, django_assert_num_queries):
    now = timezone.now()
    voices = [cast.voice(f"말씀 {n}", at=now).voice for n in range(count)]
    found = [theme_with(voice, now) for voice in voices]
    dohyun = sign_in(cast.dohyun)
    for path, queries in (("/understand/themes", LIST), (f"/understand/themes/{found[0].pk}", ONE)):
        page(dohyun, path)
        with django_assert_num_queries(queries):
            page(dohyun, path)


LIST, ONE = 6, 14


def theme_with(voice, at, parent=None):
    """A theme with one voice, as a night would leave it."""
    from gwidam.core.ledger import act, record
    from gwidam.understand import events
    from tests.cast import SETUP

    with act():
        theme = Theme(name=f"흐름 {voice.pk}", founded_at=at, first_said_at=at, speakers=[voice.pk], parent=parent)
        theme.save()
        record(events.ThemeFounded(theme_id=theme.pk, name=theme.name), by=SETUP, at=at, about=theme.about)
    ThemeVoice.objects.create(
        voice=voice, theme=theme, sorted_into=theme, placed_at=at, head_id=voice.pk, first_id=voice.pk
    )
    ThemeDay.objects.create(
        theme=theme,
        day=timezone.localdate(at),
        channel_id=voice.channel_id,
        people=1,
        voices=1,
        negative=0,
        positive=0,
    )
    return theme


@pytest.mark.parametrize("path", ["/understand/themes", "/understand/themes/{}"])
def test_the_pages_speak_english_too(cast, sign_in, slow_and_bill, path):
    Theme.objects.filter(pk=slow_and_bill[0].pk).update(words=[])
    shown = page(sign_in(cast.oksu, "en"), path.format(slow_and_bill[0].pk))
    main = shown[shown.index("<main") : shown.index("</main>")]
    for theme in Theme.objects.all():
        for said in (theme.name, *theme.name.split(" · "), *theme.words):
            main = main.replace(said, "")
    assert re.findall("[가-힣]+", main) == []
