"""Every kind of trouble is an RFC 9457 problem document in the reader's language."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from gwidam.api import voices
from gwidam.listen.models import Voice
from gwidam.people.models import Token
from gwidam.people.verbs import leave, revoke_token
from tests.cast import SETUP

SAID = {"channel": "api", "text": "말"}


def kind_of(answer: Any) -> tuple[int, str, str]:
    """(status, media type, kind of problem), the document agreeing with its answer."""
    document = answer.json()
    assert document["status"] == answer.status_code
    assert {"type", "title", "status", "detail"} <= document.keys()
    return answer.status_code, answer.headers["Content-Type"], document["type"].removeprefix("urn:gwidam:problem:")


PROBLEM = "application/problem+json"


@pytest.mark.parametrize("given", [None, "Basic abc", "Bearer", "Bearer ", "Bearer gwd_wrong", "Bearer \0"])
def test_without_a_good_key_nobody_gets_in(db, given):
    headers = {} if given is None else {"Authorization": given}
    answer = Client().post("/api/v1/voices", SAID, content_type="application/json", headers=headers)
    assert kind_of(answer) == (401, PROBLEM, "no-key")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="gwidam"'


def test_a_key_ends_when_it_is_revoked_when_it_expires_and_when_its_person_leaves(caller, calling, cast, at):
    assert caller.post("/voices", SAID).status_code == 201
    revoke_token(token=caller.token, by=SETUP, at=timezone.now())
    assert kind_of(caller.post("/voices", SAID)) == (401, PROBLEM, "no-key")
    late = calling(cast.mina)
    Token.objects.filter(pk=late.token.pk).update(used_at=None)
    gone = calling(cast.charlie)
    leave(employee=cast.charlie, moved=0, by=SETUP, at=at)
    assert kind_of(gone.post("/voices", SAID)) == (401, PROBLEM, "no-key")


def test_an_expired_key_is_no_key(caller, cast):
    caller.token.expires_at = timezone.now() - timedelta(seconds=1)
    assert caller.token.is_good(timezone.now()) is False


def test_a_key_reaches_as_far_as_its_scopes(calling, cast):
    answer = calling(cast.mina, "cases:read").post("/voices", SAID)
    assert kind_of(answer) == (403, PROBLEM, "out-of-scope")
    assert answer.json()["scope"] == "voices:write"


def test_when_a_key_was_used_is_kept_to_five_minutes(caller):
    caller.post("/voices", SAID)
    first = Token.objects.get(pk=caller.token.pk).used_at
    caller.post("/voices", SAID)
    assert first is not None
    assert Token.objects.get(pk=caller.token.pk).used_at == first


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/nothing", "/api/v1/voices/", "/api/v1/docs"])
def test_other_addresses_are_not_there(db, path):
    assert kind_of(Client().get(path)) == (404, PROBLEM, "not-found")


@pytest.mark.parametrize(("method", "path"), [("PUT", "/voices"), ("GET", "/voices:bulk"), ("DELETE", "/voices")])
def test_other_methods_are_not_taken(caller, method, path):
    answer = caller.client.generic(method, f"/api/v1{path}")
    assert kind_of(answer) == (405, PROBLEM, "no-such-method")
    assert answer.headers["Allow"] != ""


@pytest.mark.parametrize("body", [b"{", b"", b"\xff", b'{"a":NaN}', b"[" * 100_000])
def test_a_body_that_is_no_json_is_told_so(caller, body):
    status, media_type, kind = kind_of(caller.post("/voices", body))
    assert (media_type, (status, kind)) == (
        PROBLEM,
        (422, "not-valid") if body == b"" else (400, "not-readable"),
    )


def test_another_media_type_is_not_read(caller):
    answer = caller.post("/voices", b"text=1", content_type="application/x-www-form-urlencoded")
    assert kind_of(answer) == (415, PROBLEM, "other-type")


def test_too_many_requests_are_asked_to_wait(caller, settings):
    settings.API_RATE = 2
    answers = [caller.post("/voices", SAID) for _ in range(3)]
    assert [each.status_code for each in answers] == [201, 201, 429]
    assert kind_of(answers[2]) == (429, PROBLEM, "too-many")
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 10


def test_while_the_database_is_away_it_is_503_and_nothing_is_stored(caller, monkeypatch):
    def away(**_: Any) -> Any:
        raise OperationalError("the database system is starting up")

    monkeypatch.setattr(voices.verbs, "take_in", away)
    answer = caller.post("/voices", SAID)
    assert kind_of(answer) == (503, PROBLEM, "away")
    assert (answer.headers["Retry-After"], Voice.objects.count()) == ("3", 0)


def test_what_breaks_gives_nothing_away(caller, monkeypatch):
    def breaks(**_: Any) -> Any:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(voices.verbs, "take_in", breaks)
    answer = caller.post("/voices", SAID)
    assert kind_of(answer) == (500, PROBLEM, "broken")
    assert b"secret" not in answer.content


def test_problems_speak_the_readers_language(caller):
    spoken = [
        caller.post("/voices", {"channel": "api"}, Accept_Language=language).json()
        for language in ("ko-KR,ko;q=0.9", "en-GB", "fr")
    ]
    assert [each["errors"] for each in spoken] == [
        [{"field": "text", "detail": detail}]
        for detail in ("꼭 있어야 합니다.", "It is required.", "꼭 있어야 합니다.")
    ]


def test_a_body_sent_in_chunks_is_read(caller):
    """As granian hands it over: no length, and a stream that ends by itself."""
    environ = {
        "PATH_INFO": "/api/v1/voices",
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": "application/json",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "HTTP_AUTHORIZATION": f"Bearer {caller.key}",
        "wsgi.input": io.BytesIO(b'{"channel": "api", "text": "chunk"}'),
        "wsgi.input_terminated": True,
    }
    assert caller.client.request(**environ).status_code == 201
