"""What webhooks are told is queued once, tried again as published, and given up in words."""

import json
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import connections

from gwidam.core.errors import NotNow
from gwidam.core.models import Fact
from gwidam.post import verbs
from gwidam.post.carriers.webhook import Answered, Unreached, rules
from gwidam.post.models import Message, Webhook, WebhookDelivery
from tests.racing import race

from .conftest import AT
from .receiver import receiving
from .settled import gather, until_settled
from .webhook_steps import BY, SECOND, add, committed, mute, one_still_running, states, tick


@pytest.fixture(autouse=True)
def this_machine(settings):
    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_HTTP = (ip_network("127.0.0.0/8"),), True


# never lost, never queued twice ---------------------------------------------------------------------------------


@committed
def test_a_fact_of_a_transaction_that_ends_late_is_not_missed():
    webhook = add()
    with one_still_running():
        mute(2)  # numbered later, there earlier
        verbs.gather(at=AT)
        highest = WebhookDelivery.objects.count()
    gather(at=AT)
    assert highest == 0  # neither: what is told waits for the older one
    assert sorted(WebhookDelivery.objects.values_list("fact_id", flat=True)) == sorted(
        Fact.objects.filter(kind="post.TopicMuted").values_list("pk", flat=True)
    )
    assert states(webhook) == ["queued"] * 2


@committed
def test_one_older_than_the_webhook_that_still_runs_delays_what_is_told_and_loses_nothing():
    with one_still_running():
        webhook = add()
        mute(2)
        verbs.gather(at=AT)
        assert states(webhook) == []
    gather(at=AT)
    assert states(webhook) == ["queued"]  # what was said since it was added


@committed
def test_control_following_numbers_alone_misses_it():
    with one_still_running():
        mute(2)
        seen = list(Fact.objects.filter(kind="post.TopicMuted").values_list("pk", flat=True))
    seen += Fact.objects.filter(kind="post.TopicMuted", pk__gt=max(seen)).values_list("pk", flat=True)
    assert len(seen) == 1


@committed
def test_two_who_gather_at_once_queue_each_fact_once():
    add()
    for number in range(20):
        mute(number)
    until_settled()
    race(*[lambda: verbs.gather(at=AT)] * 4)
    assert states() == ["queued"] * 20
    gather(at=AT)
    Webhook.objects.filter(pk__gt=0).update(reads_from=0)  # even one that reads everything anew
    gather(at=AT)
    assert WebhookDelivery.objects.values("fact_id").distinct().count() == WebhookDelivery.objects.count() == 20


@committed
def test_a_house_restored_elsewhere_tells_neither_old_news_nor_misses_new_ones():
    webhook = add()
    mute(1)
    Webhook.objects.filter(pk=webhook.pk).update(reads_from=2**40)  # the old machine had counted so far
    gather(at=AT)
    mute(2)
    gather(at=AT)
    assert list(WebhookDelivery.objects.values_list("fact_id", flat=True)) == [
        Fact.objects.get(kind="post.TopicMuted", body__to_employee_id=2).pk
    ]


@committed
def test_two_senders_deliver_each_once():
    with receiving() as receiver:
        add(receiver.url)
        for number in range(12):
            mute(number)
        gather(at=AT)
        race(*[lambda: verbs.deliver_due(at=AT)] * 3)
        verbs.deliver_due(at=AT)
    assert (len(receiver.taken), len(receiver.told), states()) == (12, 12, ["sent"] * 12)


@committed
def test_control_without_the_claim_two_senders_deliver_twice(monkeypatch):
    from gwidam.post.verbs import delivering

    unlocked = delivering._CLAIM.replace("FOR UPDATE SKIP LOCKED", "").replace("d.state = 'queued'", "true")
    monkeypatch.setattr(delivering, "_CLAIM", unlocked.replace("d.state = '{waits}'", "d.state <> 'failed'"))
    with receiving() as receiver:
        add(receiver.url)
        mute()
        gather(at=AT)
        WebhookDelivery.objects.update(sending_since=None)
        verbs.deliver_due(at=AT)
        verbs.deliver_due(at=AT)
    assert (len(receiver.taken), len(receiver.told)) == (2, 1)


@committed
def test_a_lease_that_is_over_is_taken_by_another_and_the_first_ones_mark_does_not_count():
    with receiving() as receiver:
        add(receiver.url)
        mute()
        gather(at=AT)

        def slow(*_, **__):
            verbs.deliver_due(at=AT + timedelta(seconds=61))  # somebody else, while we wait
            connections.close_all()
            return Unreached(because="timeout", took_ms=15000)

        verbs.deliver_due(at=AT, carry=slow)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.status) == ("sent", 2, 200)


# trying again ---------------------------------------------------------------------------------------------------


@committed
def test_a_failed_one_is_tried_again_on_the_published_schedule_under_one_id_then_given_up(monkeypatch):
    monkeypatch.setattr("gwidam.post.verbs.delivering.random.random", lambda: 0.0)
    monkeypatch.setattr(rules, "PAUSE_AFTER", timedelta(days=30))
    with receiving(status=500, words=b"broken here") as receiver:
        webhook = add(receiver.url)
        mute()
        tick()
        now = AT
        for wait in rules.WAITS:
            assert tick(now + wait - SECOND) == 0
            now += wait
            assert tick(now) == 1
        assert tick(now + timedelta(days=9)) == 0
    delivery = WebhookDelivery.objects.get()
    assert (len(receiver.taken), len(receiver.told)) == (10, 1)
    assert (delivery.state, delivery.attempts, delivery.status) == ("failed", 10, 500)
    assert (delivery.answer, delivery.tried_at - AT) == ("broken here", timedelta(hours=75, minutes=35, seconds=5))
    stamps = [int(each.headers["webhook-timestamp"]) for each in receiver.taken]
    assert stamps == sorted(set(stamps))
    assert webhook.fresh().failing_since == AT


def test_the_waits_are_the_published_ones():
    assert [str(sum(rules.WAITS[:count], timedelta())) for count in range(1, 10)] == [
        "0:00:05",
        "0:05:05",
        "0:35:05",
        "2:35:05",
        "7:35:05",
        "17:35:05",
        "1 day, 7:35:05",
        "2 days, 3:35:05",
        "3 days, 3:35:05",
    ]


@pytest.mark.parametrize(
    ("outcome", "jitter", "wait"),
    [
        (Answered(status=500, took_ms=1), 0.0, 300.0),
        (Answered(status=500, took_ms=1), 1.0, 330.0),
        (Answered(status=503, took_ms=1, retry_after=900), 0.0, 900.0),
        (Answered(status=503, took_ms=1, retry_after=10), 0.0, 300.0),
        (Answered(status=503, took_ms=1, retry_after=9_000_000), 0.0, 86400.0),
        (Unreached(because="no_line", took_ms=1), 0.0, 300.0),
    ],
)
def test_the_wait_obeys_retry_after_and_is_spread(outcome, jitter, wait):
    again = rules.try_again_at(outcome, attempts=2, at=AT, jitter=jitter)
    assert (again - AT).total_seconds() == wait


@pytest.mark.parametrize(
    ("status", "verdict", "away"),
    [
        (200, "taken", False),
        (204, "taken", False),
        (299, "taken", False),
        (300, "failed", False),
        (302, "failed", False),
        (404, "failed", False),
        (410, "gone", False),
        (429, "failed", True),
        (500, "failed", False),
        (502, "failed", True),
        (504, "failed", True),
    ],
)
def test_what_an_answer_means(status, verdict, away):
    outcome = Answered(status=status, took_ms=1)
    assert (rules.verdict(outcome), rules.is_away(outcome)) == (verdict, away)


@pytest.mark.parametrize("state", rules.STATES)
@pytest.mark.parametrize("verb_", ["claim", "release", "send", "defer", "fail", "resend", "drop"])
def test_every_state_and_verb(state, verb_):
    if verb_ in rules.STEPS[state]:
        assert rules.step(state, verb_) in rules.STATES
    else:
        with pytest.raises(NotNow):
            rules.step(state, verb_)


@committed
def test_one_that_is_away_holds_up_nobody_and_is_left_in_peace():
    with receiving() as receiver:
        away, well = add("http://127.0.0.1:65535/"), add(receiver.url)
        for number in range(5):
            mute(number)
        tick()
        assert (states(away), states(well)) == (["queued"] * 5, ["sent"] * 5)
        assert sorted(WebhookDelivery.objects.filter(webhook=away).values_list("attempts", flat=True)) == [
            0
        ] * 4 + [1]
        assert tick(AT + SECOND) == 0  # not even looked at
        assert tick(AT + 6 * SECOND) == 5


# being left alone -----------------------------------------------------------------------------------------------


@committed
def test_410_ends_it_and_operators_hear_of_it(cast):
    from gwidam.core.ledger import react_to

    with receiving(status=410) as receiver:
        webhook = add(receiver.url)
        mute(1)
        mute(2)
        tick()
        tick(AT + timedelta(days=1))
    webhook = webhook.fresh()
    assert (webhook.state, webhook.paused_because, len(receiver.taken)) == ("paused", "gone", 1)
    assert sorted(states()) == ["failed", "queued"]
    fact = Fact.objects.get(kind="post.WebhookPaused")
    react_to(fact)
    react_to(fact)
    letter = Message.objects.get(template="webhook_paused")
    assert (letter.reader, letter.state) == (cast.oksu.actor, "queued")
    assert "410" in letter.body


@committed
def test_one_that_fails_for_days_is_paused_and_one_success_starts_the_count_anew():
    with receiving(status=500) as receiver:
        webhook = add(receiver.url)
        mute(1)
        tick()
        receiver.status = 200
        tick(AT + timedelta(days=2))
        assert webhook.fresh().failing_since is None
        receiver.status = 500
        mute(2)
        tick(AT + timedelta(days=3))
        assert webhook.fresh().state == "on"
        tick(AT + timedelta(days=6))
    webhook = webhook.fresh()
    assert (webhook.state, webhook.paused_because) == ("paused", "failing")


@committed
def test_an_operator_pauses_and_resumes_with_or_without_what_was_missed():
    with receiving() as receiver:
        webhook = add(receiver.url)
        verbs.pause_webhook(webhook=webhook, **BY)
        verbs.pause_webhook(webhook=webhook, **BY)
        mute(1)
        assert tick() == 0
        verbs.resume_webhook(webhook=webhook.fresh(), with_missed=True, **BY)
        tick()
        assert len(receiver.taken) == 1
        verbs.pause_webhook(webhook=webhook.fresh(), **BY)
        mute(2)
        verbs.resume_webhook(webhook=webhook.fresh(), with_missed=False, **BY)
        mute(3)
        tick()
        told = [json.loads(each.body)["data"]["fields"]["to_employee_id"] for each in receiver.taken]
        assert told == [1, 3]
        with pytest.raises(NotNow):
            verbs.resume_webhook(webhook=webhook.fresh(), with_missed=True, **BY)
    assert Fact.objects.filter(kind="post.WebhookPaused").count() == 2
