"""A call is the same however its news arrive: doubled, late, in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.listen.phone import LONGEST_CALL, UNANSWERED, Known, News, What, rings_for

AT = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)

news = st.builds(
    News,
    call=st.just("c"),
    what=st.sampled_from(list(What)),
    at=st.integers(0, 30).map(lambda seconds: AT + seconds * SECOND),
    extension=st.sampled_from(["", "204", "205", "206"]),
    caller=st.sampled_from(["", "01023454417"]),
    recording=st.sampled_from(["", "https://pbx.example/1"]),
)


def added_up(told) -> Known:
    known = Known()
    for each in told:
        known = known.after(each)
    return known


@given(st.lists(news, max_size=8), st.randoms(use_true_random=False))
def test_replays_doubles_and_another_order_give_the_same_call(told, dice):
    again = told + dice.choices(told, k=3) if told else []
    dice.shuffle(again)
    assert added_up(again) == added_up(told)


def rang(extension="204", seconds=0, **more):
    return News(call="c", what=What.RINGING, at=AT + seconds * SECOND, extension=extension, **more)


def test_a_call_is_told_step_by_step():
    known = added_up(
        [
            rang("205", 1, caller="01023454417"),
            rang("204"),
            News(call="c", what=What.ANSWERED, at=AT + 4 * SECOND, extension="205"),
            News(call="c", what=What.ENDED, at=AT + 60 * SECOND, recording="https://pbx.example/1"),
        ]
    )
    assert known == Known(
        caller="01023454417",
        rung=("204", "205"),
        rang_at=AT,
        answered_at=AT + 4 * SECOND,
        answered_by="205",
        ended_at=AT + 60 * SECOND,
        recording="https://pbx.example/1",
    )
    assert known.extensions == ("204", "205")


ANSWERED = News(call="c", what=What.ANSWERED, at=AT + SECOND, extension="204")
ENDED = News(call="c", what=What.ENDED, at=AT + SECOND)


@pytest.mark.parametrize(
    ("told", "extension", "later", "rings"),
    [
        ([rang()], "204", SECOND, True),
        ([rang()], "205", SECOND, False),
        ([rang()], "204", UNANSWERED, False),
        ([rang(), rang("205"), ANSWERED], "204", SECOND, True),
        ([rang(), rang("205"), ANSWERED], "205", SECOND, False),
        ([rang(), ANSWERED], "204", SECOND + LONGEST_CALL, False),
        ([rang(), ENDED], "204", SECOND, False),
        ([rang(), ANSWERED, ENDED], "204", SECOND, False),
        ([ANSWERED], "204", SECOND, False),
        ([], "204", SECOND, False),
    ],
)
def test_for_whom_it_rings(told, extension, later, rings):
    assert rings_for(added_up(told), [extension], at=AT + later) == rings
