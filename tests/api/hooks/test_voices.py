"""Voices by webhook: signed or not taken, stored before the receipt, once for each id."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.listen.models import Delivery, Ear, Voice
from gwidam.listen.verbs import close_channel, end_ear, turn_secret
from gwidam.own.models import Case
from gwidam.own.tracking import follow_url
from tests.own.pages.steps import sign_in

from .conftest import Sender

VOICE = {"text": "배송이 안 와요", "customer": {"name": "김솔", "phone": "010-2345-4417"}, "kind": "complaint"}


def test_a_signed_voice_is_stored_guarded_and_given_a_receipt(cast, shop, sender):
    answer = sender.send(VOICE)
    voice = Voice.objects.get()
    assert answer.status_code == 202
    assert answer.json() == {"receipt": voice.receipt, "follow_url": follow_url(voice.receipt)}
    assert (voice.text, voice.kind, voice.channel, voice.customer.name) == (
        "배송이 안 와요",
        "complaint",
        shop,
        "김솔",
    )
    assert Case.objects.get().guardian in (cast.mina, cast.hana)
    assert set(Fact.objects.filter(about=f"voice:{voice.pk}").values_list("by", flat=True)) == {"house:webhook"}
    assert Delivery.objects.get().key == "shop/msg_1"


def test_the_same_id_is_the_same_voice_and_another_body_under_it_is_refused(sender):
    first, again = sender.send(VOICE), sender.send(VOICE)
    assert (again.status_code, again.json()) == (200, first.json())
    other = sender.send({**VOICE, "text": "다른 말"})
    assert (other.status_code, other.json()["type"].rpartition(":")[2]) == (409, "key-reused")
    assert Voice.objects.count() == 1
    assert sender.send(VOICE, name="msg_2").status_code == 202


@pytest.mark.parametrize(
    "changed",
    [
        {"late": 301},
        {"late": -310},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": ""},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": "now"},
    ],
)
def test_what_is_not_signed_in_time_is_not_taken(sender, changed):
    answer = sender.send(VOICE, **changed)
    assert (answer.status_code, Voice.objects.count()) == (403, 0)
    assert Ear.objects.get().failed == "stranger"
    sender.send(VOICE)
    assert Ear.objects.get().failed == ""


def test_a_message_of_four_minutes_ago_is_taken(sender):
    assert sender.send(VOICE, late=240).status_code == 202


def test_a_new_secret_is_good_at_once_and_the_old_one_for_a_day(cast, shop, sender):
    second = Sender("/hooks/shop", turn_secret(channel=shop, by=cast.oksu, at=timezone.now()))
    assert [each.send(VOICE, name=str(n)).status_code for n, each in enumerate((sender, second))] == [202, 202]


def test_after_that_day_the_old_one_is_over(cast, shop, sender):
    yesterday = timezone.now() - timedelta(hours=24)
    second = Sender("/hooks/shop", turn_secret(channel=shop, by=cast.oksu, at=yesterday))
    assert [each.send(VOICE).status_code for each in (sender, second)] == [403, 202]


def test_the_secret_before_the_last_is_over_at_once(cast, shop, sender):
    for _ in range(2):
        turn_secret(channel=shop, by=cast.oksu, at=timezone.now())
    assert sender.send(VOICE).status_code == 403


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"customer": {}}, 422),
        ({"text": ""}, 422),
        ({"text": "  "}, 422),
        ({"text": "말", "kind": "shout"}, 422),
        ({"text": "말", "touchpoint": "nowhere"}, 404),
        ([], 422),
        (None, 422),
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b"[" * 5000, 400),
        (b'{"text": "\\ud83d"}', 422),
    ],
)
def test_what_makes_no_sense_is_told_why_and_kept_with_the_ear(sender, sent, status):
    answer = sender.send(sent)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert not Voice.objects.exists()
    assert Ear.objects.get().failed == ("" if status == 404 else "odd")


def test_a_wrong_contact_or_an_unknown_member_does_not_lose_the_voice(sender):
    answer = sender.send({"text": "말", "customer": {"phone": "12"}, "colour": "red"})
    assert (answer.status_code, len(answer.json()["warnings"])) == (202, 2)


def test_the_channel_in_the_body_is_not_the_one_that_counts(sender, shop):
    assert sender.send({**VOICE, "channel": "web"}).status_code == 202
    assert Voice.objects.get().channel == shop


def test_a_trial_is_heard_and_leaves_nothing(sender):
    answer = sender.send({"trial": True})
    assert (answer.status_code, answer.json(), Voice.objects.count()) == (200, {"trial": "heard"}, 0)
    assert Ear.objects.get().heard_at is not None


@pytest.mark.parametrize("address", ["/hooks/web", "/hooks/nowhere", "/phone/shop", "/hooks/phone"])
def test_no_other_channel_has_an_address(sender, address):
    assert Sender(address, sender.secret).send(VOICE).status_code == 404


def test_a_closed_door_takes_nothing(cast, shop, sender):
    close_channel(channel=shop, why="그만", by=cast.oksu, at=timezone.now())
    assert (sender.send(VOICE).status_code, Voice.objects.count()) == (422, 0)


def test_an_ear_that_was_closed_is_no_address(cast, sender):
    end_ear(ear=Ear.objects.get(), by=cast.oksu, at=timezone.now())
    assert sender.send(VOICE).status_code == 404


def test_a_long_body_is_refused_and_only_post_is_taken(sender, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert sender.send({"text": "가" * 1000}).status_code == 413
    answer = sender.client.get("/hooks/shop")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_a_flood_of_forgeries_writes_once(sender, django_assert_num_queries):
    sender.send(VOICE, late=1000)
    with django_assert_num_queries(1):
        sender.send(VOICE, late=1000)
    assert Fact.objects.filter(kind="listen.EarFailed").count() == 1


def test_the_page_shows_the_secret_once_and_how_it_goes(cast, shop):
    oksu = sign_in(cast.oksu)
    assert "아직 없어서 서명할 수 없습니다" in oksu.get("/channels/shop/hook").content.decode()
    shown = oksu.post("/channels/shop/hook/secret").content.decode()
    ear = Ear.objects.get()
    assert f'data-copy="{ear.secret}"' in shown
    page = oksu.get("/channels/shop/hook").content.decode()
    assert ear.secret not in page
    assert "http://127.0.0.1" in page
    oksu.post(f"/settings/doors/ears/{ear.pk}/trial")
    ear.refresh_from_db()
    assert (ear.failed, ear.answered_at is not None) == ("", True)
    doors = oksu.get("/settings/doors").content.decode()
    assert "들어오는 웹훅" in doors
    assert f'action="/settings/doors/ears/{ear.pk}/trial"' in doors
    assert 'href="/channels/shop/hook"' in oksu.get("/channels/shop").content.decode()


def test_the_page_is_there_for_channels_that_are_told_alone(cast, shop):
    oksu = sign_in(cast.oksu)
    assert oksu.get("/channels/web/hook").status_code == 404
    assert oksu.post("/channels/web/hook/secret").status_code == 404


def test_a_trial_before_there_is_a_secret_says_so(cast, shop):
    from gwidam.listen.ears.told import trial
    from gwidam.listen.verbs import open_ear

    ear = open_ear(channel=shop, kind="webhook", line=None, by=cast.oksu, at=timezone.now() - timedelta(days=1))
    assert trial(ear) == "stranger"
    assert (
        Sender("/hooks/shop", ear.secret.replace("-", "a").replace("_", "b") + "=").send(VOICE).status_code == 403
    )
