"""Improvements through the API: read, propose, link, support."""

from __future__ import annotations

import pytest

from gwidam.change.models import Improvement, Support, VoiceLink


@pytest.fixture
def proposed(caller):
    answer = caller.post("/improvements", {"title_ko": "밤에도 끊기지 않게", "text_ko": "회선을 바꿉니다."})
    assert answer.status_code == 201
    return answer.json()


def test_an_improvement_is_proposed_and_read(caller, proposed):
    number = proposed["number"]
    assert proposed["state"] == "proposed"
    assert caller.get(f"/improvements/{number}").json() == proposed
    assert caller.get(f"/improvements/{number.removeprefix('G-')}").json() == proposed
    assert caller.get("/improvements", state="proposed").json() == {"items": [proposed], "next": None}
    assert caller.get("/improvements", state="told").json()["items"] == []


def test_it_wants_a_title(caller):
    answer = caller.post("/improvements", {"text_ko": "제목 없이"})
    assert (answer.status_code, Improvement.objects.count()) == (422, 0)


def test_a_voice_is_linked_and_counted(cast, caller, proposed):
    voice = cast.voice(heard_by=cast.mina).voice
    path = f"/improvements/{proposed['number']}/voices"
    told = [caller.post(path, {"receipt": voice.receipt}).json() for _ in range(2)]
    assert [(each["people"], each["voices"]) for each in told] == [(1, 1)] * 2
    assert VoiceLink.objects.get().via == "api"


def test_a_voice_that_may_not_be_seen_is_not_linked(cast, calling, proposed):
    voice = cast.voice(heard_by=cast.mina).voice
    answer = calling(cast.charlie).post(f"/improvements/{proposed['number']}/voices", {"receipt": voice.receipt})
    assert (answer.status_code, VoiceLink.objects.count()) == (422, 0)


def test_support_is_for_oneself_or_on_behalf_of_a_customer(cast, caller, proposed):
    voice = cast.voice(heard_by=cast.mina).voice
    path = f"/improvements/{proposed['number']}/support"
    caller.post(path, {})
    assert caller.post(path, {"receipt": voice.receipt}).json()["supporters"] == 2
    assert Support.objects.get(customer__isnull=False).by == cast.mina


def test_scopes_are_kept_apart(cast, calling, proposed):
    reader = calling(cast.mina, "improvements:read")
    assert reader.get("/improvements").status_code == 200
    assert reader.post("/improvements", {"title_ko": "하나 더"}).status_code == 403
    assert calling(cast.mina, "cases:read").get("/improvements").status_code == 403


def test_what_is_not_there_is_404(caller):
    assert [caller.get(f"/improvements/{number}").status_code for number in ("G-999", "abc")] == [404, 404]
