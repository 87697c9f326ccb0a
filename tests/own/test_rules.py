from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core.errors import NotNow
from gwidam.own import rules

NOW = datetime(2026, 11, 16, 1, tzinfo=UTC)
VERBS = sorted({verb for steps in rules.STEPS.values() for verb in steps})
HANDOFF_VERBS = ("accept", "bounce", "expire", "withdraw")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("state", rules.STATES)
def test_every_state_and_verb_either_steps_to_a_known_state_or_is_refused(state, verb):
    if verb in rules.STEPS[state]:
        assert rules.step(state, verb) in rules.STATES
    else:
        with pytest.raises(NotNow):
            rules.step(state, verb)


@pytest.mark.parametrize("verb", HANDOFF_VERBS)
@pytest.mark.parametrize("state", rules.HANDOFF_STATES)
def test_an_offer_is_decided_once(state, verb):
    if state == "offered":
        assert rules.handoff_step(state, verb) in rules.HANDOFF_STATES[1:]
    else:
        with pytest.raises(NotNow):
            rules.handoff_step(state, verb)


def test_only_an_answered_case_closes_and_only_by_closing():
    closing = {
        (state, verb) for state, steps in rules.STEPS.items() for verb, after in steps.items() if after == "closed"
    }
    assert closing - {("closed", verb) for verb in rules.STEPS["closed"]} == {
        ("answered", "close"),
        ("open", "close_unreached"),
        ("merged", "close_behind"),
    }


@given(st.lists(st.sampled_from(VERBS), max_size=40))
def test_no_sequence_of_verbs_leaves_the_known_states_or_closes_without_a_delivered_answer(verbs):
    state, was_delivered, was_tried = "open", False, False
    for verb in verbs:
        try:
            after = rules.step(state, verb)
        except NotNow:
            continue
        if verb == "close":
            assert was_delivered
        was_delivered = (was_delivered or verb == "deliver") and verb not in ("undeliver", "reopen", "unmerge")
        was_tried = was_tried or verb == "answer"
        state = after
        assert state in rules.STATES


def test_the_guardian_has_the_wanted_skills_then_the_least_to_guard():
    on_duty = [
        rules.Guard(1, frozenset({"billing"}), 0),
        rules.Guard(2, frozenset({"internet", "english"}), 9),
        rules.Guard(3, frozenset({"internet"}), 4),
        rules.Guard(4, frozenset({"internet"}), 4),
    ]
    assert rules.choose_guardian(on_duty, wanted=["internet"]) == 3
    assert rules.choose_guardian(on_duty, wanted=["internet", "english"]) == 2
    assert rules.choose_guardian(on_duty, wanted=["diving"]) == 1
    assert rules.choose_guardian([], wanted=["internet"]) is None


def test_the_promise_most_at_risk_is_the_one_due_first():
    due = [(NOW + timedelta(days=3), "answer"), (NOW + timedelta(hours=1), "first_word")]
    assert rules.most_at_risk(due) == rules.Risk(NOW + timedelta(hours=1), "first_word")
    assert rules.most_at_risk([]) is None


@pytest.mark.parametrize(
    ("hours_from_now", "shade"),
    [(-1, "safe"), (50, "safe"), (55, "soon"), (71, "soon"), (72, "late"), (99, "late")],
)
def test_a_promise_of_three_days_turns_from_safe_to_soon_to_late(hours_from_now, shade):
    assert rules.shade(NOW, NOW + timedelta(days=3), NOW + timedelta(hours=hours_from_now)) == shade
