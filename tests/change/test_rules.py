"""The table of an improvement, and the three ways to score: pure decisions."""

from __future__ import annotations

import pytest

from gwidam.change import rules
from gwidam.change.models import Improvement
from gwidam.change.rules.states import NAMES
from gwidam.core.errors import NotNow
from gwidam.people.door import ACTIONS


def test_states_and_names_are_the_models():
    assert sorted(rules.STATES) == sorted(Improvement.State.values) == sorted(NAMES)


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("verb", rules.MOVES)
def test_every_verb_in_every_state_leads_on_or_is_refused(state, verb):
    to = rules.MOVES[verb].to.get(state)
    if to is None:
        with pytest.raises(NotNow):
            rules.step(state, verb)
    else:
        assert (rules.step(state, verb), to in rules.STATES) == (to, True)


def test_every_move_names_an_action_of_the_door_and_known_needs():
    assert {move.action for move in rules.MOVES.values()} - set(ACTIONS) == set()
    assert {need for move in rules.MOVES.values() for need in move.needs} - set(rules.NEEDS) == set()


def test_told_is_reached_from_released_alone():
    assert {state for state in rules.STATES if "told" in rules.STEPS[state].values()} - {"told"} == {"released"}


@pytest.mark.parametrize(
    ("method", "parts", "reach", "value", "formula"),
    [
        ("rice", {"impact": 2.0, "confidence": 0.8, "effort": 4.0}, 150, 60.0, "150 × 2 × 0.8 ÷ 4"),
        ("wsjf", {"value": 8.0, "time": 5.0, "risk": 3.0, "size": 2.0}, 150, 8.0, "(8 + 5 + 3) ÷ 2"),
        ("ice", {"impact": 7.0, "confidence": 5.0, "ease": 3.0}, 150, 105.0, "7 × 5 × 3"),
    ],
)
def test_a_score_is_its_formula(method, parts, reach, value, formula):
    found = rules.scored(method, parts, reach=reach)
    assert found is not None
    assert (found.value, found.formula) == (value, formula)


@pytest.mark.parametrize("method", rules.METHODS)
def test_a_score_wants_every_part(method):
    assert rules.scored(method, {}, reach=10) is None


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("G-12", 12),
        ("g12", 12),
        (" 12 ", 12),
        ("G-12 밤에도", 12),
        ("5G 요금제", None),
        ("12가지 요금", None),
        ("", None),
    ],
)
def test_a_number_is_read_however_it_is_written(written, number):
    assert rules.named_number(written) == number
