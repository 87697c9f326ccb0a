"""New voices join a theme or found one."""

from __future__ import annotations

import numpy as np

from gwidam.understand.heart.themes import (
    NO_THEME,
    Themes,
)
from tests.understand.clouds import DIMS, clouds


def test_new_voices_join_or_found() -> None:
    rows, of = clouds([120] * 6, spread=0.6)
    numbers = of + 1
    known = np.flatnonzero(numbers < 6)
    night, day = known[:400], known[400:]
    themes = Themes.of(rows[night], numbers[night].tolist())
    joined = themes.place_all(rows[day])
    right = [placed.theme == number for placed, number in zip(joined, numbers[day], strict=True)]
    assert np.mean(right) > 0.9
    assert all(placed.is_new for placed, is_right in zip(joined, right, strict=True) if not is_right)
    strange = [placed.theme for placed in themes.place_all(rows[numbers == 6])]
    founded = max(set(strange), key=strange.count)
    assert founded not in {1, 2, 3, 4, 5}
    assert strange.count(founded) > 80
    assert themes.voices(founded) == strange.count(founded)


def test_a_voice_without_letters_has_no_theme() -> None:
    themes = Themes(DIMS, floor=0.5)
    assert themes.place(np.zeros(DIMS, np.float32)).theme == NO_THEME
    assert len(themes) == 0


def test_the_first_voice_founds_the_first_theme() -> None:
    rows, _ = clouds([2], spread=0.1)
    themes = Themes(DIMS, floor=0.5, next_number=41)
    assert [(placed.theme, placed.is_new) for placed in themes.place_all(rows)] == [(41, True), (41, False)]


def test_many_themes_find_room() -> None:
    themes = Themes(200, floor=0.5)
    placed = themes.place_all(np.eye(200, dtype=np.float32))
    assert [each.theme for each in placed] == list(range(1, 201))
    assert np.allclose(themes.middle(150), np.eye(200)[149])


def test_in_a_small_house_strange_voices_found_themes_as_well() -> None:
    rows, of = clouds([12, 12, 1], spread=0.6)
    themes = Themes.of(rows[of < 2], (of[of < 2] + 1).tolist())
    (strange,) = themes.place_all(rows[of == 2])
    assert (strange.is_new, themes.floor > 0) == (True, True)


def test_a_voice_that_somebody_else_has_placed_is_taken_in() -> None:
    rows, of = clouds([80, 80, 3], spread=0.6)
    themes = Themes.of(rows[of < 2], (of[of < 2] + 1).tolist())
    strange = rows[of == 2][0]
    themes.join(9, strange)
    assert (themes.place(strange).theme, themes.voices(9)) == (9, 2)
    themes.join(1, rows[of == 0][0])
    assert themes.voices(1) == 81
