from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from gwidam.core.errors import NotNow
from gwidam.post import rules

AT = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)
SEOUL = ZoneInfo("Asia/Seoul")
VERBS = sorted({verb for steps in rules.STEPS.values() for verb in steps})


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_every_step_is_in_the_table_or_refused(state, verb):
    expected = {
        ("queued", "claim"): "sending",
        ("queued", "withhold"): "withheld",
        ("queued", "bundle"): "bundled",
        ("queued", "arrive"): "sent",
        ("queued", "miss"): "failed",
        ("sending", "arrive"): "sent",
        ("sending", "miss"): "failed",
        ("sending", "claim"): "sending",
        ("sending", "release"): "queued",
        ("sending", "send"): "sent",
        ("sending", "defer"): "queued",
        ("sending", "fail"): "failed",
        ("sent", "bounce"): "failed",
    }.get((state, verb))
    if expected is None:
        with pytest.raises(NotNow):
            rules.step(state, verb)
    else:
        assert rules.step(state, verb) == expected


def test_waiting_doubles_from_300_to_4000_seconds():
    waits = [
        (rules.try_again_at(attempts=attempts, queued_at=AT, at=AT) - AT).total_seconds()
        for attempts in range(1, 8)
    ]
    assert waits == [300, 600, 1200, 2400, 4000, 4000, 4000]


def test_a_thousandth_attempt_still_waits_the_longest_wait():
    assert rules.try_again_at(attempts=1000, queued_at=AT, at=AT) == AT + rules.LONGEST_WAIT


def test_trying_ends_after_five_days():
    last = AT + timedelta(days=5)
    assert rules.try_again_at(attempts=9, queued_at=AT, at=last - timedelta(seconds=1)) is not None
    assert rules.try_again_at(attempts=9, queued_at=AT, at=last) is None


@pytest.mark.parametrize(
    ("minutes_ago", "capped"),
    [
        ([], False),
        ([1, 2], False),
        ([1, 2, 3], True),
        ([1, 2, 60], False),  # half-open: what is an hour old has left the hour
        ([1, 2, 59.99], True),
        ([61 + 30 * n for n in range(9)], False),
        ([61 + 30 * n for n in range(10)], True),
    ],
)
def test_three_an_hour_and_ten_a_day_to_an_unverified_address(minutes_ago, capped):
    earlier = [AT - timedelta(minutes=minutes) for minutes in minutes_ago]
    assert rules.is_capped(earlier, at=AT) is capped


@pytest.mark.parametrize(
    ("reader", "queued", "goes"),
    [
        ("employee:5", "2026-03-04 10:30", "2026-03-04 11:00"),
        ("employee:5", "2026-03-04 10:00", "2026-03-04 11:00"),
        ("employee:5", "2026-03-04 19:59", "2026-03-04 20:00"),
        ("employee:5", "2026-03-04 20:00", "2026-03-05 08:00"),
        ("employee:5", "2026-03-04 23:30", "2026-03-05 08:00"),
        ("employee:5", "2026-03-04 00:10", "2026-03-04 08:00"),
        ("customer:12", "2026-03-04 08:59", "2026-03-04 09:00"),
        ("customer:12", "2026-03-04 09:00", "2026-03-05 09:00"),
        ("customer:12", "2026-03-04 22:00", "2026-03-05 09:00"),
    ],
)
def test_digests_go_hourly_by_day_to_employees_and_by_morning_to_others(reader, queued, goes):
    moment = datetime.fromisoformat(queued).replace(tzinfo=SEOUL)
    found = rules.digest_at(reader=reader, queued_at=moment.astimezone(UTC), zone=SEOUL)
    assert found == datetime.fromisoformat(goes).replace(tzinfo=SEOUL)


def test_what_was_asked_for_answers_and_dangers_are_all_that_cannot_be_muted():
    loud = {slug for slug, topic in rules.TOPICS.items() if not topic.can_be_muted}
    assert loud == {"receipt", "answer", "danger", "said", "taking_part"}


def test_only_what_no_stranger_can_make_us_write_is_free_of_the_caps():
    assert {slug for slug, topic in rules.TOPICS.items() if not topic.is_capped} == {"answer", "change"}
    assert {slug for slug, form in rules.TEMPLATES.items() if form.is_personal} == {"answer"}


def test_every_template_has_a_known_topic():
    assert {form.topic for form in rules.TEMPLATES.values()} == set(rules.TOPICS)


def test_words_from_outside_are_dropped_for_an_unverified_address():
    places = {"receipt": "7KQ2", "url": "https://x.example", "name": "BUY NOW http://evil.example"}
    assert rules.places_for("receipt", places, is_verified=False) == {
        "receipt": "7KQ2",
        "url": "https://x.example",
    }
    assert rules.places_for("receipt", places, is_verified=True) == places


@pytest.mark.parametrize(
    ("template", "places", "sentence"),
    [
        ("nothing", {}, "there is no template 'nothing'"),
        ("receipt", {"receipt": "7KQ2"}, "receipt: missing places ['url'], unknown places []"),
        (
            "receipt",
            {"receipt": "7KQ2", "url": "u", "text": "t"},
            "receipt: missing places [], unknown places ['text']",
        ),
    ],
)
def test_a_wrong_template_or_place_is_a_mistake_of_the_caller(template, places, sentence):
    with pytest.raises(ValueError) as wrong:  # noqa: PT011 - the whole sentence is compared
        rules.places_for(template, places, is_verified=True)
    assert str(wrong.value) == sentence
