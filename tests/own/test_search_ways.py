"""The two ways to words: common ones are walked to, rare ones are asked of the index; both find the same."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gwidam.core.grams import query_grams
from gwidam.own.queries.search import candidates as ways
from gwidam.own.queries.search import finding, newest
from gwidam.own.queries.search.rarity import Rarity, rarity
from tests.cast import NOW

from .searching import COMPLAINT, DAY, PRAISE, ask, found, hear, read


def counted(monkeypatch, shares, total=1_000_000):
    known = Rarity(total, 60.0, shares, min(shares.values(), default=0.0))
    monkeypatch.setattr(ways, "rarity", lambda: known)


def statements(cast, typed) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        newest(*ask(cast, typed))
    return [each["sql"] for each in queries if "ARRAY[" in each["sql"] or "grams" in each["sql"]]


def test_common_words_are_walked_to_and_rare_ones_asked_of_the_index(cast, monkeypatch):
    hear(cast, "요금 가나다")
    counted(monkeypatch, dict.fromkeys(query_grams("요금"), 0.3) | {1: 0.00001})
    (walk, *_) = statements(cast, "요금")
    assert "|| '{}'::integer[]" in walk
    (index,) = statements(cast, "가나다")
    assert "|| '{}'::integer[]" not in index


def test_both_ways_find_the_same(cast, monkeypatch):
    for number in range(60):
        hear(cast, f"요금 {number % 7} 나누기")
    every = [row.receipt for row in newest(*ask(cast, "요금 나누기")).voices]
    counted(monkeypatch, {1: 0.00001})
    assert [row.receipt for row in newest(*ask(cast, "요금 나누기")).voices] == every
    assert len(every) == finding.PAGE


def test_days_without_words_are_walked_through_as_they_were_said(cast, monkeypatch):
    monkeypatch.setattr(ways, "FIRST_LOOK", 2)
    monkeypatch.setattr(ways, "GROWTH", 1)
    monkeypatch.setattr(finding, "PAGE", 3)
    days = (5, 1, 9, 5, 2, 7, 5)
    voices = [hear(cast, f"말씀 {days}", said_at=NOW - days * DAY).voice for days in days]
    order = sorted(voices, key=lambda voice: (voice.said_at, voice.pk), reverse=True)
    asked, asker = ask(cast, "since:30d")
    pages, before = [], 0
    while not pages or before:
        page = newest(asked, asker, before=before)
        pages.append([row.pk for row in page.voices])
        before = page.before
    assert pages == [[voice.pk for voice in order[start : start + 3]] for start in (0, 3, 6)]
    assert found(cast, "until:7d") == [voice.receipt for voice in order[5:]]


def test_words_of_some_days_come_as_they_were_heard(cast):
    voices = [hear(cast, "요금", said_at=NOW - days * DAY).voice for days in (5, 1, 9)]
    assert found(cast, "요금 since:30d") == [voice.receipt for voice in reversed(voices)]


def test_what_lies_behind_the_walk_is_asked_of_the_index(cast, monkeypatch):
    old = hear(cast, "세탁기가 멈췄어요.")
    for number in range(5):
        hear(cast, f"요금 {number}")
    monkeypatch.setattr(ways, "LEAST_WALKED", 3)
    monkeypatch.setattr(ways, "MOST_WALKED", 3)
    assert found(cast, "세탁기") == [old.voice.receipt]


def test_a_look_through_everything_stops_and_can_be_gone_on_with(cast, monkeypatch):
    old = hear(cast, PRAISE)
    others = [hear(cast, COMPLAINT) for _ in range(6)]
    read(old, *others)
    monkeypatch.setattr(ways, "FIRST_LOOK", 2)
    monkeypatch.setattr(ways, "GROWTH", 1)
    monkeypatch.setattr(ways, "MOST_LOOKED_AT", 4)
    monkeypatch.setattr(finding, "MOST_LOOKED_AT", 4)
    asked, asker = ask(cast, "tone:positive")
    first = newest(asked, asker)
    assert (first.voices, first.before > 0) == ([], True)
    assert [row.receipt for row in newest(asked, asker, before=first.before).voices] == [old.voice.receipt]


def test_how_rare_words_are_comes_from_what_the_database_has_counted(cast):
    for number in range(40):
        hear(cast, "요금이 이상해요" if number % 4 else "세탁기가 멈췄어요")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE listen_voice")
    known = rarity()
    assert known.total == 40
    assert known.share(["요금"]) == pytest.approx(0.75)
    assert known.share(["세탁기"]) == pytest.approx(0.25)
    assert known.share(["요금", "세탁기"]) < 0.25
    assert known.share(["없는말"]) < 0.25


def test_before_anything_was_counted_every_word_may_be_common():
    assert Rarity(0, 1.0, {}, 0.0).share(["요금"]) == 1.0
