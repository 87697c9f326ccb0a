"""Voices close in meaning: beside those with the words, as far as they may be seen."""

from __future__ import annotations

import numpy as np
import pytest

from gwidam.own.queries.search import Asker, understood
from gwidam.own.queries.search import meaning as meaning_module
from gwidam.own.queries.search.meaning import alike
from gwidam.understand.heart.likeness import Near
from gwidam.understand.queries import meanings
from tests.cast import NOW


@pytest.fixture
def shelf(cast, monkeypatch):
    """Three voices, and a shelf on which they stand near in this order: bill, refund, router (too far)."""
    texts = ("청구서가 비싸게 나왔어요", "환불받고 싶어요", "공유기 불이 빨개요")
    heard = [cast.voice(text, channel=cast.phone, heard_by=cast.mina) for text in texts]
    near = [Near(each.voice.pk, cosine) for each, cosine in zip(heard, (0.9, 0.8, 0.1), strict=True)]
    monkeypatch.setattr(meanings, "meaning_of", lambda text: np.ones(4, np.float32))
    monkeypatch.setattr(meanings, "near", lambda vector, limit: near[:limit])
    return [each.voice for each in heard]


def found(cast, typed, who=None):
    asker = Asker(who or cast.mina, NOW)
    return [row.receipt for row in alike(understood(typed, asker), asker)]


@pytest.mark.parametrize(
    ("typed", "which"),
    [
        ("요금이 많아요", [0, 1]),
        ("청구서", [1]),
        ("요금 -환불", [0]),
        ("요금 channel:web", []),
        ("state:open", []),
        ("", []),
    ],
)
def test_what_is_near_and_has_other_words_is_shown_nearest_first(cast, shelf, typed, which):
    assert found(cast, typed) == [shelf[at].receipt for at in which]


def test_what_may_not_be_seen_is_not_near(cast, shelf):
    assert found(cast, "요금이 많아요", cast.charlie) == []


def test_no_more_are_shown_than_a_page_bears(cast, shelf, monkeypatch):
    monkeypatch.setattr(meaning_module, "SHOWN", 1)
    assert found(cast, "요금이 많아요") == [shelf[0].receipt]


def test_without_a_model_nothing_is_said(cast, shelf, monkeypatch):
    monkeypatch.setattr(meanings, "meaning_of", lambda text: None)
    assert found(cast, "요금이 많아요") == []
