"""From a fact to the other system: who is told what, and what an operator does."""

import json
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.db import connection

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import KINDS, record, verb
from gwidam.core.models import Fact
from gwidam.post import jobs, verbs
from gwidam.post.carriers.webhook import sign
from gwidam.post.events import MessageFailed, TopicUnmuted
from gwidam.post.models import Webhook, WebhookDelivery
from gwidam.post.told_outside import TRIAL, can_be_asked_for, in_words, kinds_by_room

from .conftest import AT
from .receiver import receiving
from .webhook_steps import BY, SECOND, US, add, committed, mute, states, tick


@pytest.fixture(autouse=True)
def this_machine(settings):
    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_HTTP = (ip_network("127.0.0.0/8"),), True


# what it is told ------------------------------------------------------------------------------------------------


@committed
def test_a_webhook_is_told_of_what_it_asked_for_and_of_nothing_else():
    mute()  # before it was there
    with receiving() as receiver:
        webhook = add(receiver.url)
        mute(7)
        mute(8, kind=TopicUnmuted)
        tick()
        tick(AT + SECOND)
    (taken,) = receiver.taken
    fact = Fact.objects.get(kind="post.TopicMuted", body__to_employee_id=7)
    assert taken.headers["webhook-id"] == f"fact_{webhook.pk}_{fact.pk}"
    assert taken.headers["webhook-timestamp"] == str(int(AT.timestamp()))
    assert taken.headers["content-type"] == "application/json"
    assert json.loads(taken.body) == {
        "type": "post.TopicMuted",
        "timestamp": "2026-03-04T01:30:00.000000Z",
        "data": {
            "fact": fact.pk,
            "version": 1,
            "about": "reader:employee:5",
            "fields": {
                "topic": "mention",
                "what_ko": "나를 부른 글",
                "what_en": "mentions",
                "to_employee_id": 7,
                "to_customer_id": None,
            },
            "links": {},
        },
    }
    assert taken.headers["webhook-signature"] == sign(
        [webhook.secret], message_id=taken.headers["webhook-id"], timestamp=int(AT.timestamp()), body=taken.body
    )


@committed
def test_everything_of_a_room_is_asked_for_at_once_and_webhooks_are_never_told_of_webhooks():
    with receiving() as receiver:
        first = add(receiver.url, kinds=["post.*"])
        mute()
        mute(kind=TopicUnmuted)
        verbs.pause_webhook(webhook=add(), **BY)
        tick()
    assert [json.loads(each.body)["type"] for each in receiver.taken] == ["post.TopicMuted", "post.TopicUnmuted"]
    assert states(first) == ["sent", "sent"]


@committed
def test_personal_fields_never_leave():
    told = MessageFailed(
        message_id=1,
        key="answer:1",
        topic="answer",
        what_ko="답변",
        what_en="answer",
        because="550 no such user kim@home.example",
        to_customer_id=12,
    )

    @verb
    def fail():
        record(told, by=US, at=AT, about="case:1")

    with receiving() as receiver:
        add(receiver.url, kinds=["post.MessageFailed"])
        fail()
        tick()
    fields = json.loads(receiver.taken[0].body)["data"]["fields"]
    assert set(fields) == set(vars(told)) - {"because"}
    assert b"kim@" not in receiver.taken[0].body


@committed
def test_a_case_and_an_improvement_are_linked_to_the_api(cast, settings):
    settings.PUBLIC_URL = "https://voice.daon.example"
    with receiving() as receiver:
        add(receiver.url, kinds=["own.CaseOpened", "listen.VoiceHeard"])
        case = cast.voice().case
        tick()
    links = [json.loads(each.body)["data"]["links"] for each in receiver.taken]
    assert links == [{"case": f"https://voice.daon.example/api/v1/cases/{case.receipt}"}] * 2


@committed
def test_what_is_told_by_its_day_alone_is_sent_with_the_next_day():
    midnight = AT.replace(day=3, hour=15, minute=0)  # of the 4th, in Seoul
    with receiving() as receiver:
        add(receiver.url)
        mute(at=midnight)
        tick()
        tick(midnight + timedelta(hours=24) - SECOND)
        assert receiver.taken == []
        assert WebhookDelivery.objects.get().queued_at == midnight
        tick(midnight + timedelta(hours=24))
    assert len(receiver.taken) == 1


# what an operator does ------------------------------------------------------------------------------------------


@committed
def test_a_turned_secret_signs_beside_the_old_one_for_a_day():
    with receiving() as receiver:
        webhook = add(receiver.url)
        old, new = webhook.secret, verbs.turn_secret(webhook=webhook, **BY)
        for days in (0, 2):
            mute(days)
            tick(AT + timedelta(days=days))
    first, second = receiver.taken

    def signed(taken, keys):
        stamp = int(taken.headers["webhook-timestamp"])
        return sign(keys, message_id=taken.headers["webhook-id"], timestamp=stamp, body=taken.body)

    assert first.headers["webhook-signature"] == signed(first, [new, old])
    assert second.headers["webhook-signature"] == signed(second, [new])


@committed
def test_one_or_all_failed_ones_of_a_time_are_sent_again_under_the_same_id():
    with receiving(status=500) as receiver:
        webhook = add(receiver.url)
        for number in range(3):
            mute(number)
        tick()
        WebhookDelivery.objects.update(state="failed", next_try_at=None)
        first, *_ = WebhookDelivery.objects.order_by("pk")
        WebhookDelivery.objects.filter(pk=first.pk).update(queued_at=AT - timedelta(days=2))
        before = list(receiver.ids)
        receiver.status = 200
        later = {"by": US, "at": AT + timedelta(hours=1)}
        assert verbs.resend_failed(webhook=webhook, since=AT - timedelta(hours=1), **later) == 2
        tick(AT + timedelta(hours=1))
        assert sorted(states()) == ["failed", "sent", "sent"]
        verbs.resend(delivery=first.__class__.objects.get(pk=first.pk), **later)
        with pytest.raises(NotNow):
            verbs.resend(delivery=first.__class__.objects.get(pk=first.pk), **later)
        tick(AT + timedelta(hours=1))
    assert (states(), sorted(receiver.ids[3:])) == (["sent"] * 3, sorted(before))


@pytest.mark.django_db(transaction=True)
def test_a_trial_is_signed_and_logged_and_not_repeated():
    with receiving(status=500) as receiver:
        webhook = add(receiver.url)
        trial = verbs.try_webhook(webhook=webhook, **BY)
        tick()
        tick(AT + timedelta(days=1))
    (taken,) = receiver.taken
    assert (json.loads(taken.body)["type"], taken.headers["webhook-id"]) == (
        TRIAL,
        f"trial_{webhook.pk}_{trial.pk}",
    )
    assert (states(), webhook.fresh().failing_since) == (["failed"], None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"url": "ftp://a.example"}, "url"),
        ({"url": "http://"}, "url"),
        ({"url": "https://a.example:25/"}, "url"),
        ({"kinds": []}, "kinds"),
        ({"kinds": ["post.Nothing"]}, "kinds"),
        ({"kinds": ["nowhere.*"]}, "kinds"),
        ({"kinds": ["post.WebhookPaused"]}, "kinds"),
        ({"kinds": ["demo.DemoBuilt"]}, "kinds"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands(changes, field):
    with pytest.raises(NotValid) as refused:
        verbs.add_webhook(**{"name": "x", "url": "https://a.example/", "kinds": ["post.*"], **changes}, **BY)
    assert (refused.value.more["field"], Webhook.objects.count()) == (field, 0)


@pytest.mark.django_db
def test_plain_http_is_refused_when_a_webhook_is_added_unless_it_is_allowed(settings):
    settings.OUTBOUND_HTTP = False
    with pytest.raises(NotValid):
        add("http://a.example/")


@pytest.mark.django_db
def test_a_secret_lies_sealed_in_the_database():
    webhook = add()
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM post_webhook WHERE id = %s", [webhook.pk])
        (kept,) = cursor.fetchone()
    assert webhook.secret.startswith("whsec_")
    assert webhook.secret.encode() not in bytes(kept)


@pytest.mark.django_db
def test_a_webhook_goes_with_its_log_and_old_rows_of_the_log_are_dropped():
    webhook = add()
    for days, state in ((31, "sent"), (31, "queued"), (29, "failed")):
        WebhookDelivery.objects.create(
            webhook=webhook, kind="x", state=state, queued_at=AT - timedelta(days=days), next_try_at=AT
        )
    verbs.drop_old_deliveries(at=AT)
    assert states() == ["queued", "failed"]
    verbs.remove_webhook(webhook=webhook, **BY)
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)
    assert Fact.objects.filter(kind="post.WebhookRemoved").count() == 1


@pytest.mark.django_db
def test_a_house_without_webhooks_is_asked_once_in_a_while(django_assert_num_queries):
    with django_assert_num_queries(1):
        jobs.tick_webhooks(at=AT)
    with django_assert_num_queries(0):
        jobs.tick_webhooks(at=AT)


# in words -------------------------------------------------------------------------------------------------------


def test_every_kind_can_be_asked_for_but_those_of_webhooks_and_demos():
    offered = {kind for kinds in kinds_by_room().values() for kind in kinds}
    assert offered == {kind for kind in KINDS if not kind.startswith(("post.Webhook", "demo.", "tests."))}
    assert all(can_be_asked_for(kind) for kind in offered)
    assert can_be_asked_for("change.*")


def test_a_kind_is_shown_in_its_own_words_without_places():
    assert in_words("post.TopicMuted").ko == "…님이 메일(…)을 받지 않기로 했습니다."
    assert in_words("post.TopicMuted").en == "… muted mail about …."
    for kinds in kinds_by_room().values():
        for kind in kinds:
            assert "{" not in in_words(kind).ko + in_words(kind).en
