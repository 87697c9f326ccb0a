"""The telling page: what would be sent, begun, paused, gone on with; photos and the board."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Photo, Publication, Sending, Telling
from gwidam.post.models import Message
from tests.cast import NOW
from tests.change.picture_steps import drawn
from tests.change.telling_steps import asks

PNG = drawn("PNG")


@pytest.fixture
def released(cast, brought):
    improvement = brought("in_work")
    asks(cast, improvement, email="sora@customer.example", text="밤마다 인터넷이 끊겨요.")
    asks(cast, improvement, phone="010-0000-1234", channel=cast.phone)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    return improvement


@pytest.fixture
def dohyun(client, cast):
    return signed_in(client, cast.dohyun)


def signed_in(client, person):
    client.force_login(person, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def address(improvement, *verb):
    return "/".join([f"/improvements/{improvement.number}", *verb])


def shown(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_before_it_begins_the_page_shows_how_many_by_which_door_and_the_letters_themselves(dohyun, released):
    page = shown(dohyun.get(address(released, "tellings")))
    assert "2 people, 1 letters" in page
    assert "by e-mail, in Korean" in page
    assert "left a phone number alone" in page
    assert "말씀하신 일이 달라졌습니다" in page


def test_it_is_begun_paused_and_gone_on_with(dohyun, released):
    steps = [("begin", {"pace": "600"}), ("pause", {}), ("resume", {"pace": "60"})]
    states = []
    for step, given in steps:
        answer = dohyun.post(address(released, "tellings", step), given)
        states.append((answer.status_code, Sending.objects.get().state))
    assert states == [(302, "running"), (302, "paused"), (302, "running")]
    assert Sending.objects.get().pace == 60


def test_a_pace_that_is_none_is_said_on_the_form(dohyun, released):
    answer = dohyun.post(address(released, "tellings", "begin"), {"pace": "0"})
    assert (answer.status_code, Sending.objects.count()) == (422, 0)


def test_begun_twice_the_second_is_told_so(dohyun, released):
    answers = [dohyun.post(address(released, "tellings", "begin"), {"pace": "600"}).status_code for _ in range(2)]
    assert answers == [302, 409]


def test_a_sample_goes_to_whoever_asks_for_it(dohyun, cast, released):
    assert dohyun.post(address(released, "tellings", "trial")).status_code == 302
    assert Message.objects.get(template="told").reader == cast.dohyun.actor


def test_who_left_only_a_number_is_called_and_counts_as_told(dohyun, released):
    dohyun.post(address(released, "tellings", "begin"), {"pace": "600"})
    verbs.tell_due(at=timezone.now())
    caller = Telling.objects.get(reason="no_mail")
    assert caller.voice.receipt in shown(dohyun.get(address(released, "tellings")))
    dohyun.post(address(released, "tellings", str(caller.pk), "aloud"), {"says": "전화로 알림"})
    caller.refresh_from_db()
    assert (caller.state, caller.door) == ("delivered", "spoken")


def test_the_page_asks_the_same_number_of_questions_for_five_as_for_fifty(
    dohyun, cast, released, django_assert_max_num_queries
):
    counts = []
    for many in (5, 50):
        for number in range(many):
            asks(cast, released, email=f"c{many}-{number}@customer.example")
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        dohyun.get(address(released, "tellings"))
        with CaptureQueriesContext(connection) as asked:
            dohyun.get(address(released, "tellings"))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_whoever_is_not_of_the_team_sees_how_it_stands_and_sends_nothing(client, cast, released):
    mina = signed_in(client, cast.mina)
    page = shown(mina.get(address(released, "tellings")))
    assert "Begin to tell" not in page
    assert "밤마다" not in page
    assert mina.post(address(released, "tellings", "begin"), {"pace": "600"}).status_code == 403


def test_it_is_put_on_the_board_and_taken_off(dohyun, released):
    words = {"theme_ko": "인터넷", "quote_ko": "밤에 자꾸 끊겨요", "next_on": "2026-12-24"}
    dohyun.post(address(released, "publication"), words)
    found = Publication.objects.get()
    assert (found.theme_ko, found.quote_ko, found.next_on) == ("인터넷", "밤에 자꾸 끊겨요", date(2026, 12, 24))
    assert dohyun.get(f"/changes/{released.number}").status_code == 200
    dohyun.post(address(released, "publication"), {"end": "1"})
    assert dohyun.get(f"/changes/{released.number}").status_code == 404


def test_its_owner_adds_photos_that_are_pictures(client, cast, released):
    jun = signed_in(client, cast.jun)
    given = {"when": "after", "says_ko": "새 단자함"}
    for name, content, status in (("a.png", PNG, 302), ("a.svg", b"<svg/>", 422), ("a.pdf", b"%PDF-1.7", 422)):
        answer = jun.post(address(released, "photos"), {**given, "file": SimpleUploadedFile(name, content)})
        assert answer.status_code == status, name
    photo = Photo.objects.get()
    assert photo.media_type == "image/png"
    jun.post(address(released, "photos", str(photo.pk), "end"))
    assert Photo.objects.filter(taken_down_at=None).count() == 0


def test_a_photo_without_words_for_who_cannot_see_it_is_not_taken(client, cast, released):
    jun = signed_in(client, cast.jun)
    answer = jun.post(address(released, "photos"), {"when": "after", "file": SimpleUploadedFile("a.png", PNG)})
    assert (answer.status_code, Photo.objects.count()) == (422, 0)
