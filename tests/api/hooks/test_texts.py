"""What a gateway reports of text messages: the answer arrived, or did not and is owed again; in any order."""

from __future__ import annotations

import hashlib
import itertools
import json
from ipaddress import ip_network

import pytest
from django.test import Client

from gwidam.listen.connectors import stepping
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer
from gwidam.people.contacts import phone
from gwidam.post.models import Message
from gwidam.post.verbs import connect_line, send_due
from tests.cast import NOW, SETUP
from tests.listen.connectors.served import serving
from tests.listen.connectors.solapi_there import GIVEN, Solapi

SECRET = hashlib.sha1(b"told").hexdigest()  # noqa: S324 - their rule


@pytest.fixture
def there(settings):
    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_HTTP = (ip_network("127.0.0.0/8"),), True
    with serving(Solapi()) as found:
        yield found
    stepping._SESSIONS.clear()


@pytest.fixture
def line(cast, there):
    return connect_line(kind="solapi", name="문자", given={"url": there.url, **GIVEN}, by=SETUP, at=NOW)


@pytest.fixture
def answer(cast, line):
    case = cast.voice(reaches=[phone("010-2345-4417")]).case
    given = own.answer(case=case, text="내일 갑니다.", by=case.guardian, at=NOW)
    letters.answer(given, at=NOW)
    return given


def report(line, *reports, secret=SECRET):
    return Client().post(
        f"/texts/{line.pk}",
        json.dumps(list(reports)),
        content_type="application/json",
        headers={"X-Solapi-Secret": secret},
    )


def of(answer, code, **more):
    return {
        "messageId": "M4V" + "0" * 20,
        "statusCode": code,
        "customFields": {"gwidam": f"answer:{answer.pk}"},
        **more,
    }


def state(answer):
    return Message.objects.get(key=f"answer:{answer.pk}").state


def test_who_left_only_a_number_is_answered_by_text(answer, there):
    assert answer.door == Answer.Door.TEXT
    send_due(at=NOW)
    (message,) = there.messages.values()
    assert (message["to"], message["type"], "내일 갑니다." in message["text"]) == ("01023454417", "SMS", True)
    assert state(answer) == "sent"


def test_a_lost_confirmation_is_one_message(answer, there):
    there.swallows = 1
    send_due(at=NOW)
    assert state(answer) == "queued"
    send_due(at=Message.objects.get(key=f"answer:{answer.pk}").next_try_at)
    assert (state(answer), len(there.messages)) == ("sent", 1)


def test_a_report_that_comes_before_the_confirmation_ends_the_trying(answer, line, there):
    there.swallows = 1
    send_due(at=NOW)
    assert report(line, of(answer, "4000")).json() == {"kept": 1}
    again_at = Message.objects.get(key=f"answer:{answer.pk}").next_try_at
    assert (state(answer), send_due(at=again_at), len(there.messages)) == ("sent", 0, 1)


@pytest.mark.parametrize("order", list(itertools.permutations(["send", "4000", "3058", "3058"])))
def test_reports_twice_and_in_any_order_come_to_the_same(answer, line, order):
    for each in dict.fromkeys(order) if order[0] == "send" else order:
        if each == "send":
            send_due(at=NOW)
        else:
            report(line, of(answer, each))
    assert state(answer) == "failed"


def test_who_does_not_know_the_secret_is_refused(answer, line):
    send_due(at=NOW)
    assert report(line, of(answer, "3058"), secret="other").status_code == 403
    assert state(answer) == "sent"


def test_other_peoples_messages_are_passed_over_and_nonsense_is_refused(line):
    assert report(line, {"messageId": "M1", "statusCode": "4000"}).json() == {"kept": 0}
    assert report(line, {"messageId": "M1"}).status_code == 422
