"""Two work processes tell at once: each person is told by one of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from gwidam.bench.askers import released_with_askers
from gwidam.change import verbs
from gwidam.change.models import Telling
from gwidam.change.rules.telling import FASTEST_PACE
from gwidam.core.errors import NotNow
from gwidam.post.models import Message
from tests.cast import NOW
from tests.racing import race, wins

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def improvement(cast):
    secret = settings.SECRET_KEY.encode()
    return released_with_askers(30, channel=cast.web, owner=cast.dohyun, secret=secret, at=NOW)


def test_of_two_that_tell_at_once_each_person_is_told_by_one(cast, improvement):
    sending = verbs.begin_telling(improvement=improvement, pace=FASTEST_PACE, by=cast.dohyun, at=NOW)
    outcomes = race(*[lambda: verbs.tell_batch(sending_id=sending.pk, at=LATER)] * 3)
    assert sorted(outcomes) == [0, 0, 30]
    assert Telling.objects.count() == Message.objects.filter(template="told").count() == 30


def test_of_two_who_begin_at_once_one_begins(cast, improvement):
    def begin():
        return verbs.begin_telling(improvement=improvement, pace=600, by=cast.dohyun, at=NOW)

    outcomes = race(begin, begin)
    assert wins(outcomes) == 1
    assert [type(each) for each in outcomes if isinstance(each, Exception)] == [NotNow]


def test_of_two_answers_at_once_one_is_first_and_the_other_its_only_change(cast, improvement):
    sending = verbs.begin_telling(improvement=improvement, pace=FASTEST_PACE, by=cast.dohyun, at=NOW)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    telling = Telling.objects.select_related("customer").first()

    def say(settled):
        return verbs.say_settled(telling=telling, settled=settled, by=telling.customer, at=LATER)

    assert wins(race(lambda: say(True), lambda: say(False))) == 2
    assert Telling.objects.get(pk=telling.pk).resettled_at == LATER
