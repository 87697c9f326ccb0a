"""What is sure enough to be said, and what wakes somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.understand import names, rules
from gwidam.understand.heart.reading import read
from gwidam.understand.heart.reading.cues import found
from gwidam.understand.heart.tiers import tier

DAY = timedelta(days=1)


def told(text):
    return rules.told_by(read([text], tier("T0"))[0], text)


def test_a_guess_below_its_threshold_does_not_stand():
    unsure = {"tone": [["negative", 0.59, []], ["neutral", 0.41, []]]}
    assert rules.best("tone", unsure) == ""
    assert rules.best("tone", {"tone": [["negative", 0.6, []]]}) == "negative"


def test_what_was_not_read_is_empty():
    assert (rules.best("topic", {}), rules.some("needs", {})) == ("", [])


@pytest.mark.parametrize(("heat", "level"), [(0.0, "calm"), (0.34, "calm"), (0.35, "upset"), (0.7, "angry")])
def test_heat_has_three_words(heat, level):
    assert rules.heat_level(heat) == level


@pytest.mark.parametrize(
    ("told", "known", "age", "woken"),
    [
        ([["legal", 0.9, []], ["leaving", 0.3, []]], [], timedelta(), ["legal"]),
        ([["legal", 0.9, []]], ["legal"], timedelta(), []),
        ([["legal", 0.9, []]], [], 7 * DAY, ["legal"]),
        ([["legal", 0.9, []]], [], 8 * DAY, []),
    ],
)
def test_a_danger_wakes_once_when_it_is_sure_and_young(told, known, age, woken):
    assert rules.waking(told, known=known, age=age) == woken


def test_places_are_of_the_words_that_were_read():
    text = "어제 불이 났어요. 고소하겠습니다."
    places = {code: [text[start:end] for start, end in spans] for code, _, spans in told(text)["dangers"]}
    assert places == {"safety": ["불이 났"], "legal": ["고소"]}


def test_another_text_than_the_one_kept_has_no_places():
    reading = read(["모뎀에서 불이 났어요."], tier("T0"))[0]
    assert rules.told_by(reading, "다른 글")["dangers"] == [["safety", 0.9, []]]


def test_all_three_tones_are_told_the_likeliest_first():
    tones = told("정말 친절하고 감사합니다")["tone"]
    assert next(code for code, *_ in tones) == "positive"
    assert sorted(code for code, *_ in tones) == sorted(rules.OPTIONS["tone"])


@pytest.mark.parametrize("family", ["danger", "need", "kind", "urgency"])
def test_every_code_of_the_cues_has_a_name_and_can_be_chosen(family):
    from gwidam.understand.heart.reading import cues

    found("", family)
    field = {"danger": "dangers", "need": "needs"}.get(family, family)
    codes = {code for code, *_ in cues._patterns()[family]}
    assert codes - set(rules.OPTIONS[field]) == set()
    assert set(rules.OPTIONS[field]) == set(names.VALUES[field])


def test_every_field_has_a_name():
    assert set(rules.FIELDS) - set(names.FIELDS) == set()
