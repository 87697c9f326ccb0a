"""Others have said this: who said the same, folded by person, campaigns told, and only what one may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.core.ledger import act
from gwidam.listen.verbs import erase_voice
from gwidam.understand.heart.likeness import keys_of
from gwidam.understand.heart.likeness.shared import shared_words
from gwidam.understand.heart.likeness.sketch import Rarity
from gwidam.understand.queries.likeness import NOTHING, likes_of_text, likes_of_voice
from gwidam.understand.shelf import Writer
from gwidam.understand.verbs import erase_readings, read_voices
from tests.cast import SETUP

from .fakes import T0, t1

DAY = timedelta(days=1)
SLOW = "인터넷이 자꾸 끊겨서 일을 못 하겠어요"
LETTER = "이번 요금 인상을 철회해 주십시오. 통신비 부담이 너무 큽니다. 시민 모두가 힘듭니다."
HTMX = {"HX-Request": "true"}


@pytest.fixture
def shelve(cast, at):
    """Hear texts, each of (text, phone), read them and put them on the shelf; their voices."""

    def shelving(*said, tier=T0):
        voices = [
            cast.voice(text, at=at + number * DAY / 100, phone=phone).voice
            for number, (text, phone) in enumerate(said)
        ]
        read_voices(voices=voices, tier=tier, at=at)
        Writer().keep_up()
        return voices

    return shelving


def everybody(ids):
    return list(ids)


def nobody(_ids):
    return []


# Who has said it


def test_what_is_typed_finds_who_has_said_it(shelve):
    slow, _bill = shelve((SLOW, ""), ("요금이 올랐어요", ""))
    (line,) = likes_of_text("인터넷이 자꾸 끊겨서 일을 못 해요", seen=everybody).lines
    assert (line.voice_id, line.times, line.is_same_person) == (slow.pk, 1, False)
    assert line.words[0] in {"인터넷이", "끊겨서"}
    assert 50 <= line.percent <= 99


def test_a_voice_is_not_like_itself(shelve):
    (slow,) = shelve((SLOW, ""))
    assert likes_of_voice(slow, seen=everybody) == NOTHING


def test_others_are_found_by_meaning_on_the_page_of_a_case(shelve):
    first, second, _ = shelve((SLOW, ""), (SLOW, ""), ("요금이 올랐어요", ""), tier=t1())
    assert [line.voice_id for line in likes_of_voice(first, seen=everybody).lines] == [second.pk]


def test_without_the_model_what_is_typed_is_compared_by_letters(shelve):
    slow, _bill = shelve((SLOW, ""), ("요금이 올랐어요", ""), tier=t1())
    assert [line.voice_id for line in likes_of_text(SLOW, seen=everybody).lines] == [slow.pk]


def test_with_the_model_what_is_typed_is_compared_by_meaning_too(shelve, monkeypatch):
    slow, _bill = shelve((SLOW, ""), ("요금이 올랐어요", ""), tier=t1())
    monkeypatch.setattr("gwidam.understand.footing._held", [t1()])
    assert [line.voice_id for line in likes_of_text(SLOW, seen=everybody).lines] == [slow.pk]


def test_only_what_may_be_seen_is_told(shelve):
    first, second = shelve((SLOW, ""), (SLOW, ""))
    assert likes_of_text(SLOW, seen=nobody) == NOTHING
    (line,) = likes_of_text(SLOW, seen=lambda ids: [pk for pk in ids if pk == second.pk]).lines
    assert line.voice_id == second.pk != first.pk


def test_an_erased_voice_is_told_nowhere(shelve, at):
    first, second = shelve((SLOW, ""), (SLOW, ""))
    with act():  # the files still have it: nobody forgets before the commit
        erase_voice(voice=first, by=SETUP, at=at)
        erase_readings(voice=first, by=SETUP, at=at)
    assert [line.voice_id for line in likes_of_text(SLOW, seen=everybody).lines] == [second.pk]


@pytest.mark.parametrize("text", ["", "ㅋ", "😡😡😡", "\x00", "가", "요금 " * 300_000, "a" * 1_000_000])
def test_hostile_texts_find_nobody(shelve, text):
    shelve((SLOW, ""))
    assert likes_of_text(text, seen=everybody) == NOTHING


def test_without_a_shelf_nothing_is_said(cast):
    cast.voice(SLOW)
    assert likes_of_text(SLOW, seen=everybody) == NOTHING


# One line a person


def test_one_person_who_says_it_three_times_is_one_line(shelve):
    said = [(SLOW, "010-2345-4417"), (SLOW + " 정말로요", "010-2345-4417"), (SLOW + "!", "010-2345-4417")]
    voices = shelve(*said, (SLOW, ""))
    lines = likes_of_text(SLOW, seen=everybody).lines
    assert sorted(line.times for line in lines) == [1, 3]
    of_another = likes_of_voice(voices[3], seen=everybody).lines
    assert [(line.times, line.is_same_person) for line in of_another] == [(3, False)]
    of_the_first = likes_of_voice(voices[0], seen=everybody).lines
    assert sorted((line.times, line.is_same_person) for line in of_the_first) == [(1, False), (2, True)]


def test_a_letter_of_many_is_told_as_one_with_its_size(shelve):
    voices = shelve(*[(LETTER, f"010-2345-44{n:02}") for n in range(6)], (SLOW, ""))
    found = likes_of_voice(voices[0], seen=everybody)
    assert (found.campaign.copies, found.campaign.people, found.is_more) == (6, 6, False)
    assert [(line.times, line.receipt in {each.receipt for each in voices[1:6]}) for line in found.lines] == [
        (1, True)
    ]


def test_the_size_of_a_campaign_counts_only_what_may_be_seen(shelve):
    voices = shelve(*[(LETTER, f"010-2345-44{n:02}") for n in range(6)])
    may = {each.pk for each in voices[:3]}
    found = likes_of_text(LETTER, seen=lambda ids: [pk for pk in ids if pk in may])
    assert (found.campaign.copies, found.campaign.people) == (3, 3)


def test_one_person_who_sends_a_letter_six_times_is_no_campaign(shelve):
    shelve(*[(LETTER, "010-2345-4417")] * 6)
    found = likes_of_text(LETTER, seen=everybody)
    assert (found.campaign, [line.times for line in found.lines]) == (None, [6])


@pytest.mark.parametrize("count", [2, 12])
def test_it_takes_as_many_queries_however_many_have_said_it(shelve, count, django_assert_num_queries):
    voices = shelve(*[(f"{SLOW} {n}", "") for n in range(count)])
    likes_of_text(SLOW, seen=everybody)
    with django_assert_num_queries(1):
        likes_of_text(SLOW, seen=everybody)
    with django_assert_num_queries(1):
        likes_of_voice(voices[0], seen=everybody)


# Shared words


@pytest.mark.parametrize(
    ("text", "other", "words"),
    [
        ("인터넷이 느려요", "인터넷을 바꿨는데 느려요", ("느려요", "인터넷")),
        ("My internet keeps dropping", "the Internet is dropping out", ("internet", "dropping")),
        ("요금 문의", "해지 신청", ()),
        ("a b c", "a b c", ()),
        ("", "요금", ()),
    ],
)
def test_the_words_that_two_texts_share(text, other, words):
    keys = [keys_of(text), keys_of(other)]
    assert sorted(shared_words(text, keys[1], Rarity.of(keys))) == sorted(words)


# Pages


def test_the_case_shows_who_else_has_said_it(cast, shelve, sign_in):
    first, second = shelve((SLOW, ""), (SLOW, ""))
    client = sign_in(cast.mina)
    shown = client.get(f"/cases/{first.receipt}/likeness", headers=HTMX).content.decode()
    assert f'href="/cases/{second.receipt}"' in shown
    assert f"/cases/{first.receipt}/merge?into={second.receipt}" in shown
    assert "<html" not in shown
    page = client.get(f"/cases/{first.receipt}").content.decode()
    assert f'hx-get="/cases/{first.receipt}/likeness"' in page


def test_likeness_has_a_page_for_browsers_without_scripts(cast, shelve, sign_in):
    first, second = shelve((SLOW, ""), (SLOW, ""))
    shown = sign_in(cast.mina, "en").get(f"/cases/{first.receipt}/likeness").content.decode()
    assert "<html" in shown
    assert second.shown_receipt in shown
    assert "Both say" in shown


def test_where_nobody_else_has_said_it_the_page_says_so(cast, shelve, sign_in):
    (slow,) = shelve((SLOW, ""))
    shown = sign_in(cast.mina).get(f"/cases/{slow.receipt}/likeness").content.decode()
    assert "아직 같은 말씀이 없습니다" in shown


def test_who_is_typing_sees_who_has_said_it(cast, shelve, sign_in):
    (slow,) = shelve((SLOW, ""))
    shown = sign_in(cast.mina).post("/hear/others", {"text": SLOW}, headers=HTMX).content.decode()
    assert slow.shown_receipt in shown
    assert "함께 나온 말" in shown


@pytest.mark.parametrize("text", ["", "\x00", "😡", "가" * 200_000])
def test_whatever_is_typed_is_answered(cast, shelve, sign_in, text):
    shelve((SLOW, ""))
    assert sign_in(cast.mina).post("/hear/others", {"text": text}, headers=HTMX).status_code == 200


def test_a_department_sees_no_voice_of_another(cast, shelve, sign_in):
    (slow,) = shelve((SLOW, ""))
    shown = sign_in(cast.charlie).post("/hear/others", {"text": SLOW}, headers=HTMX).content.decode()
    assert slow.shown_receipt not in shown
    assert slow.summary not in shown


def test_hostile_words_stay_words(cast, shelve, sign_in):
    first, _ = shelve(("<script>alert(1)</script> " + SLOW, ""), ("<script>alert(1)</script> " + SLOW, ""))
    shown = sign_in(cast.mina).get(f"/cases/{first.receipt}/likeness", headers=HTMX).content.decode()
    assert "<script>alert" not in shown
