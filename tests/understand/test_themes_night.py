"""Nights and days of themes: voices are sorted, new ones join at once, and themes are known again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gwidam.core.models import Fact
from gwidam.own.verbs import close, erase_customer
from gwidam.own.verbs.answers import answer
from gwidam.understand.models import Sorting, Theme, ThemeDay, ThemeVoice
from gwidam.understand.queries.themes import copying
from gwidam.understand.queries.themes.due import is_due
from gwidam.understand.verbs import (
    join_themes,
    move_voices,
    put_back,
    put_under,
    rename_theme,
    sort_themes,
    take_out,
)
from gwidam.understand.verbs.themes import forget_themes, sorting
from tests.understand.clouds import ENDINGS

DAY = timedelta(days=1)
SLOW = "인터넷이 저녁마다 느려요"
BILL = "요금이 두 번 청구되었어요"
VISIT = "기사님이 약속에 안 왔어요"


@pytest.fixture(autouse=True)
def forgotten():
    """No test remembers another one's themes."""
    forget_themes()


@pytest.fixture
def heard(cast, read, at):
    """Voices that were heard and read, a minute apart: {words: how many}, each by somebody else."""

    def hearing(counts, *, at=at, **more):
        voices = []
        for words, count in counts.items():
            for number in range(count):
                moment = at + timedelta(minutes=len(voices))
                voices.append(cast.voice(f"{words} {ENDINGS[number % 14]}", at=moment, **more).voice)
        read(*voices, at=at)
        return voices

    return hearing


def theme_of(voice):
    return ThemeVoice.objects.get(pk=voice.pk).theme


def kinds(theme):
    return list(Fact.objects.filter(about=theme.about).order_by("id").values_list("kind", flat=True))


def test_a_night_sorts_voices_into_themes_with_names_people_and_speakers(heard, at):
    voices = heard({SLOW: 14, BILL: 12, VISIT: 10})
    made = sort_themes(at=at + DAY)
    assert (made.voices, made.space, Sorting.objects.count()) == (36, "", 1)
    groups = [{theme_of(voice).pk for voice in part} for part in (voices[:14], voices[14:26], voices[26:])]
    assert [len(group) for group in groups] == [1, 1, 1]
    assert len(set.union(*groups)) == 3
    slow = theme_of(voices[0])
    assert "인터넷" in slow.words
    assert slow.name
    assert len(slow.speakers) == 3
    assert slow.first_said_at == voices[0].said_at
    assert kinds(slow) == ["understand.ThemeFounded"]
    assert sum(ThemeDay.objects.filter(theme=slow).values_list("people", flat=True)) == 14


def test_too_few_voices_are_no_theme(heard, at):
    heard({SLOW: 5})
    assert sort_themes(at=at) is None
    assert Theme.objects.count() == 0


def test_a_new_voice_joins_at_once_and_a_strange_one_founds_a_theme(heard, at, read):
    voices = heard({SLOW: 14, BILL: 12, VISIT: 10})
    sort_themes(at=at + DAY)
    like, strange = heard({SLOW: 1, "zebra quantum violin harvest moonlight": 1}, at=at + DAY)
    assert join_themes(voice_ids=[like.pk, strange.pk], at=at + DAY) == 2
    assert theme_of(like) == theme_of(voices[0])
    founded = theme_of(strange)
    assert kinds(founded) == ["understand.ThemeFounded"]
    assert founded.name == "zebra · quantum · violin"
    assert join_themes(voice_ids=[like.pk, strange.pk], at=at + DAY) == 0
    assert ThemeDay.objects.get(theme=founded).people == 1


def test_the_next_night_knows_the_themes_again(heard, at):
    voices = heard({SLOW: 14, BILL: 12, VISIT: 10})
    sort_themes(at=at + DAY)
    before = [theme_of(voice).pk for voice in voices]
    heard({SLOW: 6}, at=at + DAY)
    sort_themes(at=at + 2 * DAY)
    assert [theme_of(voice).pk for voice in voices] == before
    assert Theme.objects.filter(state="live").count() == 3


def test_a_persons_name_stays_over_nights_and_can_be_given_back(cast, heard, at):
    voices = heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    theme = theme_of(voices[0])
    own = theme.name
    rename_theme(theme=theme, name="  저녁마다   느린 인터넷 ", by=cast.dohyun, at=at + DAY)
    sort_themes(at=at + 2 * DAY)
    theme = theme_of(voices[0])
    assert (theme.name, theme.is_named) == ("저녁마다 느린 인터넷", True)
    rename_theme(theme=theme, name="", by=cast.dohyun, at=at + 2 * DAY)
    theme = theme_of(voices[0])
    assert (theme.name, theme.is_named) == (own, False)
    assert kinds(theme)[1:] == ["understand.ThemeRenamed"] * 2


def test_a_voice_that_a_person_has_moved_stays_there_until_it_is_put_back(cast, heard, at):
    voices = heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    slow, bill = theme_of(voices[0]), theme_of(voices[-1])
    move_voices(voice_ids=[voices[0].pk], to=bill, by=cast.dohyun, at=at + DAY)
    people = dict(ThemeDay.objects.values_list("theme", "people"))
    assert people == {slow.pk: 13, bill.pk: 13}
    sort_themes(at=at + 2 * DAY)
    assert theme_of(voices[0]) == bill
    assert dict(ThemeDay.objects.values_list("theme", "people")) == people
    put_back(voice_ids=[voices[0].pk], by=cast.dohyun, at=at + 2 * DAY)
    assert theme_of(voices[0]) == slow
    assert dict(ThemeDay.objects.values_list("theme", "people")) == {slow.pk: 14, bill.pk: 12}


def test_voices_split_out_by_a_person_are_a_theme_that_lasts(cast, heard, at):
    voices = heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    chosen = [voice.pk for voice in voices[:3]]
    new = move_voices(voice_ids=chosen, to=None, name="새벽에 끊김", by=cast.dohyun, at=at + DAY)
    assert new.parent == theme_of(voices[5])
    sort_themes(at=at + 2 * DAY)
    assert [theme_of(voice) for voice in voices[:4]] == [new, new, new, theme_of(voices[5])]
    assert Theme.objects.get(pk=new.pk).state == "live"


def test_what_a_person_puts_together_stays_together_and_can_be_taken_apart(cast, heard, at):
    voices = heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    slow, bill = theme_of(voices[0]), theme_of(voices[-1])
    put_under(theme=bill, into=slow, by=cast.dohyun, at=at + DAY)
    sort_themes(at=at + 2 * DAY)
    assert theme_of(voices[-1]).under == slow
    assert Theme.objects.filter(state="live").count() == 2
    take_out(theme=theme_of(voices[-1]), by=cast.dohyun, at=at + 2 * DAY)
    assert theme_of(voices[-1]).under is None


def test_a_theme_that_becomes_part_of_another_names_its_successor(cast, heard, at, monkeypatch):
    voices = heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    slow, bill = theme_of(voices[0]), theme_of(voices[-1])
    monkeypatch.setattr(sorting, "_identities", one_theme(sorting._identities, bill, slow))
    sort_themes(at=at + 2 * DAY)
    bill.refresh_from_db()
    assert (bill.state, bill.successor) == ("merged", slow)
    assert {theme_of(voice) for voice in voices} == {slow}
    assert kinds(bill)[-1] == "understand.ThemeMerged"


def one_theme(real, gone, heir):
    """As if the night had seen one theme where there were two."""
    from gwidam.understand.heart.themes import Change, Event

    def identities(night, themes):
        numbers, _ = real(night, themes)
        return dict.fromkeys(numbers, heir.pk), [Event(Change.MERGED, gone.pk, heir.pk)]

    return identities


def test_a_night_that_is_killed_leaves_the_old_themes_whole(heard, at, monkeypatch):
    heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    before = dump()
    heard({VISIT: 15}, at=at + DAY)

    def killed(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(sorting, "count_days", killed)
    with pytest.raises(KeyboardInterrupt):
        sort_themes(at=at + 2 * DAY)
    assert dump() == before
    monkeypatch.undo()
    assert sort_themes(at=at + 2 * DAY).themes == 3


def dump():
    with connection.cursor() as cursor:
        told = []
        for table in ("theme", "themevoice", "themeday", "sorting"):
            cursor.execute(f"SELECT t::text FROM understand_{table} t ORDER BY 1")
            told.append(cursor.fetchall())
    return told


# People, not posts


COPY = "여러분 모두 함께 별점 하나를 남깁시다 인터넷이 너무 느리고 저녁마다 자꾸 끊겨요 불매운동에 동참해 주세요"


def test_review_bombing_moves_a_theme_by_one_person(cast, heard, at):
    voices = heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    bombs = [cast.voice(COPY, at=at + DAY, email=f"bot{number}@x.example").voice for number in range(30)]
    join_themes(voice_ids=[bomb.pk for bomb in bombs], at=at + DAY)
    assert len({theme_of(bomb).pk for bomb in bombs}) == 1
    days = ThemeDay.objects.filter(theme=theme_of(bombs[0]))
    hit = [(day.people, day.voices) for day in days.order_by("day")][-1]
    assert hit in {(1, 30), (15, 44)}  # a day of its own, or the day of the others
    total = sum(ThemeDay.objects.values_list("people", flat=True))
    assert total == len(voices) + 1
    sort_themes(at=at + 2 * DAY)
    assert sum(ThemeDay.objects.values_list("people", flat=True)) == len(voices) + 1


def test_as_many_people_in_their_own_words_move_it_by_as_many(cast, heard, at):
    voices = heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    others = [cast.voice(f"{SLOW} {n}", at=at + DAY, email=f"p{n}@x.example").voice for n in range(30)]
    join_themes(voice_ids=[other.pk for other in others], at=at + DAY)
    assert sum(ThemeDay.objects.values_list("people", flat=True)) == len(voices) + 30


def test_one_person_counts_once_a_week(cast, heard, at):
    heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    before = sum(ThemeDay.objects.values_list("people", flat=True))
    loud = [cast.voice(f"{SLOW} {n}", at=at + n * DAY, email="loud@x.example").voice for n in range(9)]
    join_themes(voice_ids=[each.pk for each in loud], at=at + 9 * DAY)
    assert sum(ThemeDay.objects.values_list("people", flat=True)) == before + 2


# Erasure


def test_an_erased_voice_is_of_no_theme(cast, heard, at):
    voices = heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    gone = voices[0]
    theme = theme_of(gone)
    case = gone.case
    answer(case=case, text="고쳤습니다.", by=cast.mina, at=at, is_spoken=True)
    case.refresh_from_db()
    close(
        case=case, anything_else="없음", cause="회선", recurrence="none", recurrence_why="-", by=cast.mina, at=at
    )
    erase_customer(customer=gone.customer, ground="asked", by=cast.dohyun, at=at + DAY)
    theme.refresh_from_db()
    assert not ThemeVoice.objects.filter(pk=gone.pk).exists()
    assert gone.pk not in theme.speakers + theme.examples
    assert sum(ThemeDay.objects.filter(theme=theme).values_list("people", flat=True)) == 13
    assert sort_themes(at=at + 2 * DAY).voices == 25


def test_of_a_theme_that_one_person_began_nothing_is_left_when_they_are_erased(cast, heard, at):
    heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    praise = {"needs_answer": False, "email": "kim@home.example"}
    (only,) = heard({"zebra quantum violin harvest moonlight": 1}, at=at + DAY, **praise)
    join_themes(voice_ids=[only.pk], at=at + DAY)
    theme = theme_of(only)
    erase_customer(customer=only.customer, ground="asked", by=cast.dohyun, at=at + DAY)
    theme.refresh_from_db()
    assert (theme.state, theme.name, theme.words) == ("ended", "", [])
    assert "zebra" not in str(list(Fact.objects.filter(about=theme.about).values_list("body", "personal")))


# When


def test_themes_are_sorted_first_when_there_is_enough_and_then_every_night(heard, at):
    assert not is_due(at)
    heard({SLOW: 14, BILL: 12})
    assert is_due(at + DAY)
    sort_themes(at=at + DAY)
    assert not is_due(at + 2 * DAY)
    heard({VISIT: 1}, at=at + DAY + timedelta(hours=1))
    assert not is_due(at + DAY + timedelta(hours=2))
    assert is_due(at + 2 * DAY)


def test_much_that_is_new_is_not_left_until_the_night(heard, at):
    heard({SLOW: 14, BILL: 12})
    sort_themes(at=at + DAY)
    soon = at + DAY + timedelta(hours=1)
    news = heard({VISIT: 14}, at=soon - timedelta(minutes=30))
    join_themes(voice_ids=[voice.pk for voice in news], at=soon)
    assert is_due(soon + timedelta(hours=1))


def test_themes_too_small_for_the_map_lie_where_the_nearest_on_it_does(heard, at, monkeypatch):
    monkeypatch.setattr(sorting, "ON_MAP", 2)
    heard({SLOW: 14, BILL: 12, VISIT: 10})
    sort_themes(at=at + DAY)
    places = {(theme.x, theme.y) for theme in Theme.objects.all()}
    assert (Theme.objects.count(), len(places)) == (3, 2)


def test_where_people_are_is_told_by_how_their_addresses_begin(heard, at):
    heard({SLOW: 14}, place={"address": "New York, NY, 10001"})
    heard({BILL: 12}, place={"address": "서울특별시 강남구 테헤란로 1, 101호"})
    sort_themes(at=at + DAY)
    assert sorted(Theme.objects.values_list("places", flat=True)) == [[["New York", 14]], [["서울특별시", 12]]]


LETTER = "여기 대리점 직원이 너무 불친절하고 약속한 사은품도 주지 않았습니다. 다들 가지 마세요."


def test_copies_are_found_among_new_voices_and_stay_what_they_were_found_to_be(cast, heard, at, monkeypatch):
    monkeypatch.setattr(copying, "batches", lambda numbers: ([number] for number in numbers))
    plain = heard({SLOW: 20})
    first, again = (cast.voice(f"{LETTER} {ending}").voice.pk for ending in ENDINGS[:2])
    found = copying.copies_among([again, plain[0].pk, first])
    assert found.ids.tolist() == sorted([plain[0].pk, first, again])
    assert [found.first_of(number) for number in (plain[0].pk, first, again)] == [plain[0].pk, first, first]
    assert (found.marks_of(plain[0].pk), len(found.marks_of(first))) == ([], 8)
    with pytest.raises(KeyError):
        found.first_of(again + 1)
    sort_themes(at=at + DAY)
    assert copying.copies_among([again]).first_of(again) == first


def test_a_fresh_copy_of_a_voice_in_a_theme_is_a_copy_of_the_first_one(cast, heard, at):
    heard({SLOW: 20})
    first, again = (cast.voice(f"{LETTER} {ending}").voice.pk for ending in ENDINGS[:2])
    sort_themes(at=at + DAY)
    late, later = (cast.voice(f"{LETTER} {ending}").voice.pk for ending in ENDINGS[2:4])
    own = cast.voice(
        "대리점에서 알려 준 해지 위약금과 고지서에 찍힌 금액이 서로 다르니 다시 계산해 주세요."
    ).voice.pk
    assert copying.copies_among([late]).first_of(late) == first
    found = copying.copies_among([late, later, own])
    assert [found.first_of(number) for number in (late, later, own)] == [first, first, own]
    ThemeVoice.objects.filter(pk__in=[first, again]).delete()
    found = copying.copies_among([late, later, own])
    assert [found.first_of(number) for number in (late, later, own)] == [late, late, own]


def test_of_originals_that_are_alike_the_first_is_taken_wherever_its_row_lies(cast, heard, at, monkeypatch):
    monkeypatch.setattr(copying, "MOST_COMPARED", 1)
    heard({SLOW: 20})
    first, again = (cast.voice(LETTER).voice.pk for _ in range(2))
    sort_themes(at=at + DAY)
    ThemeVoice.objects.filter(pk=again).update(first_id=again)
    late = cast.voice(LETTER).voice.pk
    for moved in (first, again):  # a row that is written goes behind the others
        ThemeVoice.objects.filter(pk=moved).update(placed_at=at)
        assert copying.copies_among([late]).first_of(late) == first


def test_a_copy_is_found_by_its_own_words_above_lines_that_all_letters_end_with(cast, heard, at, monkeypatch):
    monkeypatch.setattr(copying, "MOST_COMPARED", 1)
    heard({SLOW: 20})
    letters = [cast.voice(f"{own} {SAME_LINES}").voice.pk for own in OWN_LINES]
    sort_themes(at=at + DAY)
    assert [ThemeVoice.objects.get(pk=letter).first_id for letter in letters] == letters
    late = cast.voice(f"{OWN_LINES[-1]} {SAME_LINES}").voice.pk
    assert copying.copies_among([late]).first_of(late) == letters[-1]


SAME_LINES = "이 글은 소비자 모임 누리집에서 보냈습니다. 답은 이 주소로 주세요."
OWN_LINES = (
    "대리점에서 알려 준 해지 위약금과 고지서에 찍힌 금액이 서로 다르니 처음부터 다시 계산해 주세요.",
    "설치 기사님이 약속한 시간에 오지 않으셨고 연락도 없어서 하루 휴가를 그냥 날려 버렸습니다.",
    "부모님 댁 텔레비전 화면이 저녁마다 멈추는데 셋톱박스를 두 번이나 바꿔도 나아지지 않습니다.",
)


def test_a_voice_erased_while_the_others_are_sorted_gets_no_theme(cast, heard, at, monkeypatch):
    praise = {"needs_answer": False, "email": "kim@home.example"}
    heard({SLOW: 13, BILL: 12})
    (gone,) = heard({f"{SLOW} 정말로": 1}, **praise)
    found_out = sorting.found_out

    def with_one_erased():
        night = found_out()
        erase_customer(customer=gone.customer, ground="asked", by=cast.dohyun, at=at)
        return night

    monkeypatch.setattr(sorting, "found_out", with_one_erased)
    sort_themes(at=at + DAY)
    assert ThemeVoice.objects.count() == 25
    assert not ThemeVoice.objects.filter(pk=gone.pk).exists()
