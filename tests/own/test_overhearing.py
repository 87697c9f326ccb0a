"""What an ear heard becomes a voice, more words, or nothing any more; again or in another order it is the same."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from gwidam.core.calls import TryLater
from gwidam.core.errors import NotValid
from gwidam.core.models import Fact
from gwidam.listen.ears.heard import File, Gone
from gwidam.listen.models import Attachment, Delivery, Hearing, Voice
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case
from gwidam.people.models import Contact
from gwidam.post.models import Message
from gwidam.post.verbs import end_line, erase, send_due
from tests.cast import NOW, SETUP
from tests.listen.ears.conftest import KIM, LEE, ear, heard, line, there  # noqa: F401 - fixtures

MINUTE = timedelta(minutes=1)


def kinds_about(about):
    return list(Fact.objects.filter(about=about).order_by("pk").values_list("kind", flat=True))


def take(ear, item):  # noqa: F811
    return own.take_heard(ear=ear, item=item, at=NOW)


def answered(ear, case, there, **more):  # noqa: F811
    given = own.answer(case=case, text="살펴보겠습니다", by=case.guardian, at=NOW, **more)
    letters.answer(given, at=NOW)
    send_due(at=NOW)
    return given


def test_words_are_a_voice_with_a_case_once_however_often_they_are_heard(ear):  # noqa: F811
    first = take(ear, heard(url="https://tin.example/1", is_public=True))
    again = take(ear, heard(text="고쳐 쓴 말"))
    assert (first.is_new, again.is_new, again.voice.text) == (True, False, "인터넷이 끊겨요")
    assert (first.case.pk, Voice.objects.count(), Case.objects.count()) == (first.voice.pk, 1, 1)
    assert Contact.objects.get(customer=first.voice.customer).value == "tin:kim"
    kept = Hearing.objects.get()
    assert (kept.url, kept.is_public, kept.about) == ("https://tin.example/1", True, first.case.about)
    assert Delivery.objects.get().key.startswith("/ear/")


def test_the_customer_who_replies_adds_words_and_nobody_else_does(ear):  # noqa: F811
    case = take(ear, heard()).case
    more = take(ear, heard("2", "오늘도 끊겨요", replies_to=("1",)))
    assert (more.case, more.is_new, more.voice.needs_answer) == (case, True, False)
    more = take(ear, heard("3", "또요", replies_to=("2",)))  # under words that were added
    assert more.case == case
    stranger = take(ear, heard("4", "저도요", who=LEE, replies_to=("1",)))
    assert (stranger.case.pk == case.pk, stranger.voice.customer_id == case.customer_id) == (False, False)
    assert kinds_about(case.about)[-1] == "own.MayBeRelated"
    assert kinds_about(stranger.case.about)[-1] == "own.MayBeRelated"
    nobody = take(ear, heard("5", "저도요", who=None, replies_to=("1",)))
    assert nobody.case.pk != case.pk
    again = take(ear, heard("3", "또요", replies_to=("2",)))
    assert (again.is_new, Case.objects.count(), Voice.objects.count()) == (False, 3, 5)


def test_a_reply_to_our_answer_comes_home_to_its_case(ear, there):  # noqa: F811
    case = take(ear, heard(thread={"reply_to": "1"})).case
    given = answered(ear, case, there)
    said = there.said[0]
    assert (given.door, given.is_public, said.to, said.text) == ("line", False, "tin:kim", "살펴보겠습니다")
    assert (said.thread, said.key, said.is_again) == (
        {"reply_to": "1", "is_public": False},
        f"answer:{given.pk}",
        False,
    )
    message = Message.objects.get()
    assert (message.carrier, message.state, message.line_id) == ("line", "sent", ear.line_id)
    more = take(ear, heard("2", "고맙습니다", replies_to=("ours-1",)))
    assert more.case == case
    assert ear.line.fresh().sent_at == NOW


def test_public_is_only_who_spoke_in_public_and_only_on_purpose(ear, there):  # noqa: F811
    quiet = take(ear, heard()).case
    with pytest.raises(NotValid):
        own.answer(case=quiet, text="예", by=quiet.guardian, at=NOW, is_public=True)
    loud = take(ear, heard("2", is_public=True)).case
    answered(ear, loud, there, is_public=True)
    assert (there.said[0].thread["is_public"], Answer.objects.get().is_public) == (True, True)


def test_where_the_line_is_gone_the_answer_goes_another_way(ear, line, there):  # noqa: F811
    case = take(ear, heard()).case
    given = own.answer(case=case, text="예", by=case.guardian, at=NOW)
    end_line(line=line, by=SETUP, at=NOW)
    letters.answer(Answer.objects.get(pk=given.pk), at=NOW)
    assert (Message.objects.get().state, there.said) == ("withheld", [])
    later = own.answer(case=Case.objects.get(pk=case.pk), text="예", by=case.guardian, at=NOW)
    assert later.door == "page"


def test_a_line_that_is_away_holds_its_own_letters_and_says_so(ear, line, there, cast):  # noqa: F811
    there.outcome = TryLater(because="away", is_away=True, rest_for=30 * MINUTE)
    for key in ("1", "2"):
        case = take(ear, heard(key)).case
        letters.answer(own.answer(case=case, text="예", by=case.guardian, at=NOW), at=NOW)
    assert send_due(at=NOW) == 2
    row = line.fresh()
    assert (len(there.said), row.failed, row.failed_at, row.rest_until) == (1, "away", NOW, NOW + 30 * MINUTE)
    assert send_due(at=NOW + 29 * MINUTE) == 0
    there.outcome = None
    assert send_due(at=NOW + 31 * MINUTE) == 2
    assert [each.is_again for each in there.said] == [False, True, False]
    assert kinds_about(line.about) == ["post.LineConnected", "post.LineFailed", "post.LineBack"]


def test_words_deleted_over_there_are_erased_here_in_any_order(ear):  # noqa: F811
    for number, order in enumerate(permutations([heard, heard, Gone])):
        for each in order:
            key = f"k{number}"
            take(ear, each(key) if each is Gone else each(key, f"지울 말 {number}"))
        assert Voice.objects.filter(text__contains="지울 말").count() == 0
    for voice in Voice.objects.all():
        assert (voice.text, voice.erased_at, voice.hearing.address) == ("", NOW, None)
        assert kinds_about(f"case:{voice.pk}")[-1] == "own.WordsTakenBack"


def test_words_that_were_added_can_be_taken_back_alone(ear):  # noqa: F811
    case = take(ear, heard()).case
    more = take(ear, heard("2", "비밀", replies_to=("1",)))
    for _ in range(2):
        take(ear, Gone("2"))
    assert (more.voice.fresh().text, case.voice.fresh().text) == ("", "인터넷이 끊겨요")
    assert kinds_about(case.about).count("own.WordsTakenBack") == 1


def test_a_closed_case_is_not_written_into_but_named(ear):  # noqa: F811
    case = take(ear, heard()).case
    own.answer(case=case, text="고쳤습니다", by=case.guardian, at=NOW, is_spoken=True)
    own.close(
        case=Case.objects.get(pk=case.pk),
        anything_else="없음",
        cause="선",
        recurrence="none",
        recurrence_why="한 번뿐",
        by=case.guardian,
        at=NOW,
    )
    more = take(ear, heard("2", "아직도요", replies_to=("1",)))
    assert more.case.pk != case.pk
    assert kinds_about(more.case.about)[-1] == "own.MayBeRelated"


def test_files_come_along_and_one_that_is_not_taken_keeps_nothing_else_out(ear):  # noqa: F811
    files = (File("a.txt", b"hello"), File("evil.svg", b"<svg/>"), File("b.txt", b"bye"))
    voice = take(ear, heard(text="  ", files=files)).voice
    assert voice.text == "(글 없이 보내온 것입니다)"
    assert list(Attachment.objects.filter(voice=voice).order_by("pk").values_list("name", flat=True)) == [
        "a.txt",
        "b.txt",
    ]
    left_out = Fact.objects.get(kind="listen.FileLeftOut")
    assert left_out.all_fields["name"] == "evil.svg"


def test_who_is_erased_leaves_no_thread_behind(ear, there):  # noqa: F811
    case = take(ear, heard(thread={"reply_to": "https://tin.example/@kim/1"})).case
    answered(ear, case, there)
    erase(reader=case.customer.actor, by=SETUP, at=NOW)
    message = Message.objects.get()
    assert (message.address, message.thread, message.said_mark, message.body) == (None, None, "", None)
    assert KIM.value == "tin:kim"
