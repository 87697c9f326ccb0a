"""What really rises is told, once for each rise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.core.ledger import act, react_to, record
from gwidam.core.models import Fact
from gwidam.post.models import Message
from gwidam.understand import events
from gwidam.understand.models import Rise, Theme, ThemeDay
from gwidam.understand.verbs import watch_themes
from tests.cast import SETUP

DAY = timedelta(days=1)
STEADY = [5, 4, 6, 5, 5, 4, 6, 5, 5, 6, 4, 5]


@pytest.fixture
def theme(cast, at):
    """A maker of themes with people in each of thirteen weeks, the last one ending at `at`."""

    def made(name, weeks):
        with act():
            row = Theme(name=name, founded_at=at, first_said_at=at)
            row.save()
            record(events.ThemeFounded(theme_id=row.pk, name=name), by=SETUP, at=at, about=row.about)
        today = timezone.localdate(at)
        ThemeDay.objects.bulk_create(
            ThemeDay(
                theme=row,
                day=today - timedelta(weeks=len(weeks) - 1 - week),
                channel=cast.web,
                people=people,
                voices=people,
                negative=0,
                positive=0,
            )
            for week, people in enumerate(weeks)
            if people
        )
        return row

    return made


@pytest.fixture
def others(theme):
    return [theme(f"평소 {number}", [*STEADY, 5]) for number in range(12)]


def told():
    return [(fact.about, fact.body["people"]) for fact in Fact.objects.filter(kind="understand.ThemeRose")]


def test_a_theme_that_rises_is_told_once_and_settles(theme, others, at):
    rising = theme("로밍 요금", [*STEADY, 30])
    (rise,) = watch_themes(at=at)
    assert (rise.theme, rise.people) == (rising, 30)
    assert watch_themes(at=at + timedelta(hours=1)) == []
    assert told() == [(rising.about, 30)]
    rising.refresh_from_db()
    assert (rising.is_rising, rising.people_lately, round(rising.expected)) == (True, 30, 7)
    ThemeDay.objects.filter(theme=rising, people=30).update(people=5)
    assert watch_themes(at=at + 2 * timedelta(hours=1)) == []
    assert Rise.objects.get().ended_at == at + 2 * timedelta(hours=1)
    assert Fact.objects.filter(kind="understand.ThemeSettled").count() == 1


def test_a_second_rise_is_told_again(theme, others, at):
    rising = theme("로밍 요금", [*STEADY, 30])
    for people in (30, 5, 30):
        ThemeDay.objects.filter(theme=rising, day=timezone.localdate(at)).update(people=people)
        watch_themes(at=at)
    assert len(told()) == 2


def test_where_all_are_busy_nothing_rises(theme, at):
    for number in range(12):
        theme(f"모두 {number}", [*STEADY, 15])
    assert watch_themes(at=at) == []


def test_two_people_are_no_rise(theme, others, at):
    theme("새 말", [0] * 12 + [2])
    assert watch_themes(at=at) == []


def test_the_cvi_team_is_told_where_to_look(cast, theme, others, at):
    rising = theme("로밍 요금", [*STEADY, 30])
    watch_themes(at=at)
    fact = Fact.objects.get(kind="understand.ThemeRose")
    for _ in range(2):
        react_to(fact)
    message = Message.objects.get(template="theme_rising")
    assert message.reader == cast.dohyun.actor
    assert f"/understand/themes/{rising.pk}" in message.body
    assert "로밍 요금" in message.subject


def test_what_was_found_of_quiet_themes_is_forgotten(theme, at):
    row = theme("옛 말", [*STEADY, 5])
    watch_themes(at=at)
    watch_themes(at=at + 200 * DAY)
    row.refresh_from_db()
    assert (row.people_lately, row.weeks) == (0, [])
