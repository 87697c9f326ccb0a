from datetime import date, timedelta

import pytest

from gwidam.core.memory import forget, shared_for
from gwidam.own import verbs
from gwidam.own.models import Case, DayCount
from gwidam.own.queries.pulse import Asked, BackAndForth, Route, back_and_forth, count_finished_days, pulse_of
from gwidam.own.rules.shares import NOTHING, Share, Waits, median_wait
from gwidam.people.verbs import set_roster
from tests.cast import SETUP

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def pulse(at, **asked):
    forget()
    return pulse_of(Asked(**asked), at=at)


def answered(cast, at, *, after, **voice):
    """A voice that has its spoken answer `after` it was heard."""
    case = cast.voice(at=at, **voice).case
    verbs.answer(case=case, text="고쳤습니다.", by=case.guardian, at=at + after, is_spoken=True)
    return Case.objects.get(pk=case.pk)


def closed(cast, at, **voice):
    """A voice answered after an hour and closed after two."""
    case = answered(cast, at, after=HOUR, **voice)
    return verbs.close(
        case=case,
        anything_else="없다고 하심",
        cause="노후 회선",
        recurrence="none",
        recurrence_why="한 집만의 일",
        by=case.guardian,
        at=at + 2 * HOUR,
    )


# Shares and medians


def test_a_share_says_between_what_the_truth_lies():
    assert tuple(round(each, 4) for each in Share(18, 20).likely) == (0.6990, 0.9721)
    assert tuple(round(each, 4) for each in Share(5, 5).likely) == (0.5655, 1.0)
    assert NOTHING.likely == (0.0, 1.0)


def test_a_share_of_fewer_than_five_is_not_said():
    assert [Share(2, whole).is_sayable for whole in (4, 5)] == [False, True]


def test_a_median_does_not_forget_who_still_waits():
    told = [Waits(60, True, 2), Waits(120, True, 1)]
    assert median_wait(told) == 60
    assert median_wait([*told, Waits(130, False, 3)]) == 120
    assert median_wait([*told, Waits(130, False, 4)]) is None
    assert median_wait([Waits(30, False, 5), *told]) == 60
    assert median_wait([]) is None


# Voices


def test_voices_are_counted_on_the_day_they_were_heard(cast, at):
    for back in (0, 0, 1, 6, 7, 29, 30):
        cast.voice(at=at - back * DAY)
    found = pulse(at + HOUR).voices
    assert (found.today, found.week, found.whole) == (2, 4, 6)
    assert found.by_day[-1] == (date(2026, 11, 16), 2)
    assert found.by_day[0] == (date(2026, 10, 18), 1)


def test_a_day_begins_at_midnight_of_the_house(cast, at):
    midnight = at - 10 * HOUR  # Monday 00:00 in Seoul
    cast.voice(at=midnight - timedelta(seconds=1))
    cast.voice(at=midnight)
    assert [count for _day, count in pulse(at).voices.by_day[-2:]] == [1, 1]


def test_what_comes_while_nobody_is_on_the_roster_is_a_gap(cast, at):
    weekdays = [(cast.mina, day * 1440 + 9 * 60, 9 * 60) for day in range(5)]
    set_roster(code="desk", name_ko="상담", name_en="Desk", shifts=weekdays, by=SETUP, at=at)
    cast.voice(at=at)  # Monday 10:00
    cast.voice(at=at - 2 * HOUR)  # Monday 08:00
    cast.voice(at=at - DAY)  # Sunday 10:00
    cast.voice(at=at - 2 * DAY, channel=cast.imported)  # says nothing about when customers speak
    found = pulse(at + HOUR).voices
    assert (found.by_hour[0][10], found.by_hour[0][8], found.by_hour[6][10]) == (1, 1, 1)
    assert (found.on_duty[0][10], found.on_duty[0][8], found.on_duty[6][10]) == (1, 0, 0)
    assert found.unheard == Share(2, 3)
    assert found.whole == 4


# Promises


def test_a_promise_counts_on_the_day_it_fell_due_kept_late_is_broken(cast, at):
    spoken_to = at - 2 * DAY
    answered(cast, spoken_to, after=HOUR / 2)  # first word due after an hour: kept; answer not due yet
    answered(cast, spoken_to, after=2 * HOUR)  # first word late
    cast.voice(at=spoken_to)  # first word never
    found = pulse(at).promises
    assert dict(found.by_day)[date(2026, 11, 14)] == Share(1, 3)
    assert found.by_kind == {"first_word": Share(1, 3)}
    assert found.whole == Share(1, 3)
    assert pulse(at + 2 * DAY).promises.by_kind == {"first_word": Share(1, 3), "answer": Share(2, 3)}


def test_a_promise_let_go_before_its_time_is_not_counted_one_let_go_after_it_is_broken(cast, at):
    case = cast.voice(at=at).case
    first = verbs.promise(case=case, kind="callback", says="전화", by=case.guardian, at=at)
    verbs.release(promise=first, because="문자로 충분하다고 하심", by=case.guardian, at=at + HOUR)
    verbs.answer(case=case, text="메일로 답합니다.", by=case.guardian, at=at + HOUR / 2)
    verbs.promise(case=case, kind="callback", says="전화", by=case.guardian, at=at + HOUR)
    later = at + 10 * DAY
    verbs.close_unreached(
        case=Case.objects.get(pk=case.pk),
        because="받지 않으심",
        cause="노후 회선",
        recurrence="none",
        recurrence_why="한 집만의 일",
        by=case.guardian,
        at=later,
    )
    assert pulse(later + HOUR).promises.by_kind == {
        "first_word": Share(1, 1),
        "callback": Share(0, 1),
        "answer": Share(0, 1),
    }


def test_a_promise_is_at_risk_once_the_clock_has_warned_of_it(cast, at):
    cast.voice(at=at)  # first word due after an hour
    assert [pulse(at + minutes).promises.at_risk for minutes in (HOUR / 4, HOUR / 2, HOUR)] == [0, 1, 0]
    assert pulse(at + 3 * DAY - 3 * HOUR).promises.at_risk == 1


def test_medians_count_the_customers_who_still_wait(cast, at):
    start = at - 5 * HOUR
    for after in (HOUR / 6, HOUR / 3, 2 * HOUR):
        answered(cast, start, after=after)
    found = pulse(at).promises
    assert (found.first_word.median, found.first_word.customers) == (timedelta(minutes=20), 3)
    cast.voice(at=start)
    cast.voice(at=start)
    assert pulse(at).promises.first_word.median == 2 * HOUR
    cast.voice(at=start)
    cast.voice(at=start)
    assert pulse(at).promises.first_word.median is None


def test_broken_promises_are_told_by_touchpoint(cast, at):
    point = cast.web.touchpoint
    cast.voice(at=at - 2 * HOUR)
    cast.voice(at=at - 2 * HOUR)
    answered(cast, at - 2 * HOUR, after=HOUR / 2)
    assert pulse(at).promises.touchpoints == ((point.pk if point else None, 2),)


# Open cases


def test_open_cases_by_age_and_by_how_their_promises_stand(cast, at):
    cast.voice(at=at - HOUR / 2)  # first word due soon
    old = cast.voice(at=at - 5 * DAY).case  # past its promises
    answered(cast, at - 2 * DAY, after=HOUR)  # nothing due
    closed(cast, at - 2 * DAY)
    found = pulse(at).cases
    assert [{name: count for name, count in band.items() if count} for band in found.ages] == [
        {"soon": 1},
        {"none": 1},
        {"late": 1},
        {},
        {},
    ]
    assert (found.whole, found.late, found.answered) == (3, 1, 1)
    assert (found.oldest, found.oldest_receipt) == (old.opened_at, old.receipt)
    assert [(held.cases, held.late) for held in found.by_department.values()] == [(3, 1)]


# Endings


def test_closed_not_fixed_is_a_number_of_its_own(cast, at):
    for word in ("fixed", "fixed", "half", "not"):
        closure = closed(cast, at - 2 * DAY)
        verbs.say_outcome(closure=closure, word=word, words="", by=closure.case.customer, at=at - DAY)
    closed(cast, at - 2 * DAY)
    found = pulse(at).endings
    assert found.said == {"fixed": 2, "half": 1, "not": 1}
    assert (found.closed, found.reopened, found.answers) == (5, 1, 4)


# Routes


def offered(cast, at, to, *, decide):
    case = cast.voice(at=at).case
    handoff = verbs.hand_over(case=case, to=to, reason="봐 주세요", by=case.guardian, at=at)
    decide(handoff)
    return case


def test_routes_count_what_was_decided_and_what_came_back(cast, at):
    def bounce(handoff):
        verbs.bounce(handoff=handoff, reason="우리 일이 아닙니다", by=cast.jun, at=at + HOUR)

    def accept(handoff):
        verbs.accept(handoff=handoff, by=cast.jun, at=at + HOUR)

    offered(cast, at, cast.internet, decide=bounce)
    offered(cast, at, cast.internet, decide=bounce)
    taken = offered(cast, at, cast.internet, decide=accept)
    offered(cast, at, cast.billing, decide=lambda handoff: None)
    back = verbs.hand_over(
        case=Case.objects.get(pk=taken.pk),
        to=cast.centre,
        reason="고객과 통화해 주세요",
        by=cast.jun,
        at=at + HOUR,
    )
    verbs.accept(handoff=back, by=cast.mina, at=at + HOUR)
    routes = pulse(at + 2 * HOUR).routes
    centre, internet = cast.centre.pk, cast.internet.pk
    assert routes == (Route(centre, internet, 1, 2, 0), Route(internet, centre, 1, 0, 0))
    assert routes[0].acceptance == Share(1, 3)
    assert back_and_forth(routes) == [BackAndForth(centre, internet, 3, 3)]


def test_without_a_bounce_nothing_goes_back_and_forth():
    assert back_and_forth([Route(1, 2, 9, 0, 1), Route(2, 1, 3, 0, 0)]) == []


# Filters, days, memory


def test_filters_narrow_every_count(cast, at):
    answered(cast, at - 5 * HOUR, after=HOUR / 2)
    phoned = answered(cast, at - 5 * HOUR, after=HOUR / 2, channel=cast.phone)
    handoff = verbs.hand_over(case=phoned, to=cast.internet, reason="봐 주세요", by=phoned.guardian, at=at - HOUR)
    verbs.accept(handoff=handoff, by=cast.jun, at=at - HOUR)

    def counts(**asked):
        found = pulse(at, **asked)
        return (found.voices.whole, found.cases.whole, found.promises.whole.whole, len(found.routes))

    assert counts() == (2, 2, 2, 1)
    assert counts(channel_id=cast.phone.pk) == (1, 1, 1, 1)
    assert counts(department_id=cast.internet.pk) == (1, 1, 1, 1)
    assert counts(department_id=cast.billing.pk) == (0, 0, 0, 0)
    assert counts(channel_id=cast.web.pk, department_id=cast.internet.pk) == (0, 0, 0, 0)


def test_a_finished_day_is_counted_once_and_gives_the_same_numbers(cast, at):
    for back in range(3):
        answered(cast, at - back * DAY, after=HOUR / 2)
        cast.voice(at=at - back * DAY, channel=cast.phone)
    first = pulse(at + HOUR, days=7)
    assert sorted(DayCount.objects.values_list("day", flat=True)) == [date(2026, 11, 14), date(2026, 11, 15)]
    again = pulse(at + HOUR, days=7)
    assert again == first
    DayCount.objects.all().delete()
    assert pulse(at + HOUR, days=7, channel_id=cast.phone.pk).voices.whole == 3
    assert pulse(at + HOUR, days=7, channel_id=cast.phone.pk).voices.whole == 3


def test_a_day_is_not_kept_within_an_hour_after_its_midnight(cast, at):
    midnight = at - 10 * HOUR
    cast.voice(at=midnight - HOUR)
    pulse(midnight + HOUR / 2)
    assert DayCount.objects.count() == 0
    pulse(midnight + HOUR)
    assert DayCount.objects.count() == 1


def test_a_history_written_later_into_an_empty_day_is_seen(cast, at):
    assert pulse(at).is_empty
    cast.voice(at=at - 3 * DAY)
    assert pulse(at).voices.whole == 1


@pytest.mark.parametrize("days", [7, 90])
def test_the_number_of_queries_does_not_grow_with_what_is_counted(cast, at, days, django_assert_num_queries):
    for back in range(6):
        answered(cast, at - back * DAY, after=HOUR)
    pulse(at, days=days)
    forget()
    with django_assert_num_queries(14):  # the day that is over was kept the first time
        pulse_of(Asked(days=days), at=at)
    with django_assert_num_queries(0):
        pulse_of(Asked(days=days), at=at + timedelta(seconds=5))


def test_what_is_shared_is_worked_out_once_for_many_who_ask_at_once():
    import threading

    asked, gate = [], threading.Event()

    @shared_for(30)
    def dear(word, *, at):
        asked.append((word, at))
        gate.wait(5)
        return word.upper()

    found = []
    askers = [threading.Thread(target=lambda: found.append(dear("a", at=1))) for _ in range(4)]
    for each in askers:
        each.start()
    gate.set()
    for each in askers:
        each.join()
    assert (asked, found) == ([("a", 1)], ["A"] * 4)


def test_finished_days_are_counted_before_anybody_looks(cast, at):
    cast.voice(at=at - 40 * DAY)
    count_finished_days(at=at)
    counted = set(DayCount.objects.values_list("day", flat=True))
    assert (at - 40 * DAY).date() in counted
    pulse(at, days=90)
    assert set(DayCount.objects.values_list("day", flat=True)) == counted
