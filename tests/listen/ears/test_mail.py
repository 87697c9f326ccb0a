"""A mail is kept as it came, read once, and becomes a voice, more words, or is set aside with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gwidam.core import failing
from gwidam.core.errors import NotNow
from gwidam.core.models import Fact
from gwidam.core.sealed import unseal
from gwidam.listen.ears import polling
from gwidam.listen.ears.mail import reading
from gwidam.listen.mail.becoming import SAID
from gwidam.listen.models import Attachment, Mail, Voice
from gwidam.listen.verbs import close_channel, mails, open_channel, purge_raw
from gwidam.listen.verbs.mails import keep_mail, take_mail_as_voice
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case
from gwidam.people.models import Contact
from gwidam.post.models import Message
from gwidam.post.verbs import send_due
from tests.cast import NOW, SETUP

from .mails import HELP, come, ear, raw, reader  # noqa: F401 - fixtures

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def verdicts(mail):
    return {each["filter"]: each["verdict"] for each in mail.log["decisions"]}


def told(mail):
    return list(Fact.objects.filter(about=mail.about).order_by("pk").values_list("kind", flat=True))


def test_what_a_mail_becomes_has_words_for_all_of_it():
    assert set(SAID) == set(Mail.Became.values)


def test_a_mail_is_a_voice_with_a_guarded_case_and_its_files(come):  # noqa: F811
    letter = raw("끊겨요.\n\n-- \n김지수 드림\n010-1234-5678\n")
    mail = come(letter)
    voice = mail.voice
    assert (mail.state, mail.became, mail.is_quiet) == ("read", "voice", False)
    assert (voice.text, voice.said_at) == ("인터넷 문의\n\n끊겨요.", NOW)
    assert Case.objects.get(voice=voice).guardian_id is not None
    contact = Contact.objects.get(customer=voice.customer)
    assert (contact.value, voice.customer.name) == ("kim@home.example", "김지수")
    assert (unseal(mail.raw), "김지수 드림" in mail.text) == (letter, True)
    assert told(mail) == ["listen.MailKept", "listen.MailRead"]


def test_a_file_in_a_mail_is_a_file_of_the_voice(come):  # noqa: F811
    boundary = (
        b"Content-Type: multipart/mixed; boundary=x\nFrom: kim@home.example\nSubject: s\n\n--x\n\nhello\n--x\n"
    )
    png = b"Content-Type: image/png; name=a.png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--x--\n"
    voice = come(boundary + png).voice
    assert list(Attachment.objects.filter(voice=voice).values_list("name", "size")) == [("a.png", 8)]


def test_numbers_that_must_not_be_kept_are_in_no_words_of_a_mail(come):  # noqa: F811
    mail = come(raw("제 번호는 900101-1234568 입니다"))
    assert "1234568" not in mail.voice.text + mail.text


def test_what_cannot_be_read_is_a_voice_with_its_bytes(come):  # noqa: F811
    mail = come(b"\x00\xff\xfe no mail at all")
    assert (mail.became, unseal(mail.raw)) == ("voice", b"\x00\xff\xfe no mail at all")
    assert Case.objects.filter(voice=mail.voice).exists()


def test_the_same_mail_to_two_mailboxes_is_one_voice(come):  # noqa: F811
    one, two = come(raw(), raw(to="sales@voice.example"))
    assert (one.became, two.became, two.voice, Voice.objects.count()) == ("voice", "twice", one.voice, 1)
    assert come(raw(name="other@home.example"), at=NOW + HOUR).became == "twice"  # sent again by its program
    assert come(raw("또 끊겼어요", name="m2@home.example"), at=NOW + 2 * HOUR).became == "voice"


def test_another_letter_under_a_reused_message_id_is_a_voice_of_its_own(come):  # noqa: F811
    rows = come(raw(), raw("전혀 다른 말입니다"), raw("또 다른 말", date=NOW - HOUR))
    assert ([each.became for each in rows], Voice.objects.count()) == (["voice"] * 3, 3)


@pytest.mark.parametrize(
    ("headers", "became"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"List_Unsubscribe": "<https://shop.example/off>"}, "mass"),
        ({"X_Loop": HELP}, "loop"),
        ({"Content_Type": "multipart/report; report-type=disposition-notification; boundary=b"}, "receipt"),
    ],
)
def test_mail_of_machines_is_set_aside_and_stays_visible(come, headers, became):  # noqa: F811
    letter = raw(**{name: value for name, value in headers.items() if name != "Content_Type"})
    if became == "receipt":
        head = b"From: kim@home.example\nSubject: read\nContent-Type: " + headers["Content_Type"].encode()
        part = b"Content-Type: message/disposition-notification\n\nDisposition: automatic-action; displayed\n"
        letter = head + b"\n\n--b\n\nRead.\n--b\n" + part + b"--b--\n"
    mail = come(letter)
    assert (mail.became, mail.voice, Voice.objects.count()) == (became, None, 0)
    assert (unseal(mail.raw), Message.objects.count()) == (letter, 0)


@pytest.mark.parametrize(
    "headers", [{"subject": "부재중 자동응답"}, {"Precedence": "list"}, {"X_Auto_Response_Suppress": "All"}]
)
def test_a_weak_sign_keeps_no_voice_out_but_gets_no_automatic_answer(come, headers):  # noqa: F811
    mail = come(raw(**headers))
    letters.receipt(voice_id=mail.voice_id, at=NOW)
    assert (mail.became, mail.is_quiet, Message.objects.count()) == ("voice", True, 0)
    person = come(raw("사람입니다", name="p@home.example"), at=NOW + HOUR)
    letters.receipt(voice_id=person.voice_id, at=NOW)
    assert (person.is_quiet, Message.objects.count()) == (False, 1)


def test_what_was_set_aside_is_a_voice_when_somebody_says_so(come, cast, reader):  # noqa: F811
    mail = come(raw(Auto_Submitted="auto-generated"))
    letter = reading.letter_of(mail, reader)
    voice = take_mail_as_voice(mail=mail, letter=letter, take=polling.take, by=cast.yuna, at=NOW)
    assert (mail.fresh().became, mail.fresh().voice, Case.objects.get().voice) == ("voice", voice, voice)
    with pytest.raises(NotNow):
        take_mail_as_voice(mail=mail, letter=letter, take=polling.take, by=cast.yuna, at=NOW)


def answered(case):
    """The guardian answers, and the answer leaves by mail."""
    given = own.answer(case=case, text="내일 고쳐 드리겠습니다", by=case.guardian, at=NOW, by_mail=True)
    letters.answer(given, at=NOW)
    send_due(at=NOW)
    return given, Message.objects.get(key=f"answer:{given.pk}")


def test_the_customer_who_replies_adds_words_and_nobody_else_does(come):  # noqa: F811
    case = Case.objects.get(voice=come(raw()).voice)
    _, message = answered(case)
    reply = raw(
        "고맙습니다\n\n2026년 11월 23일 (월) 오전 9:00, <help@voice.example>님이 작성:\n> 내일 고쳐 드리겠습니다\n",
        name="m2@home.example",
        In_Reply_To=message.message_id,
    )
    more = come(reply, at=NOW + HOUR)
    assert (more.became, more.voice.text, more.voice.needs_answer) == ("more", "고맙습니다", False)
    stranger = raw("저도 그래요", sender="lee@else.example", name="l@else.example", In_Reply_To=message.message_id)
    other = come(stranger, at=NOW + 2 * HOUR)
    assert (other.became, Case.objects.count()) == ("voice", 2)
    assert Fact.objects.filter(kind="own.MayBeRelated").count() == 2
    own_mail = raw("하나 더요", name="m3@home.example", In_Reply_To="<m1@home.example>")
    assert come(own_mail, at=NOW + 3 * HOUR).became == "more"


def report(message_id, *, status="5.1.1", to="kim@home.example"):
    """A delivery report as Postfix writes it."""
    head = "From: MAILER-DAEMON@mx.example\nSubject: Undelivered Mail Returned to Sender\n"
    kind = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nfailed\n--b\n"
    machine = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
    machine += (
        f"Final-Recipient: rfc822; {to}\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; {status}\n"
    )
    returned = f"--b\nContent-Type: message/rfc822\n\nMessage-ID: {message_id}\nSubject: x\n\nbody\n--b--\n"
    return (head + kind + machine + returned).encode()


@pytest.mark.parametrize(("status", "is_dead"), [("5.1.1", True), ("5.2.2", False)])
def test_an_answer_that_comes_back_is_no_answer(come, status, is_dead):  # noqa: F811
    case = Case.objects.get(voice=come(raw()).voice)
    given, message = answered(case)
    own.answer_reached(answer=given, by=SETUP, at=NOW)
    mail = come(report(message.message_id, status=status), at=NOW + HOUR)
    assert (mail.became, message.fresh().state, Voice.objects.count()) == ("bounce", "failed", 1)
    assert Fact.objects.filter(kind="post.MessageBounced", about=case.about).count() == 1
    assert (Contact.objects.get().dead_at is not None) == is_dead
    from gwidam.reacting import mark_answer_failed

    mark_answer_failed(Fact.objects.get(kind="post.MessageBounced"))
    assert (Answer.objects.get().failed_at is not None, case.fresh().state) == (True, "open")


def test_a_report_about_mail_that_is_not_ours_does_nothing(come):  # noqa: F811
    case = Case.objects.get(voice=come(raw()).voice)
    _, message = answered(case)
    assert come(report("<forged@voice.example>"), at=NOW + HOUR).became == "bounce"
    assert (message.fresh().state, Contact.objects.get().dead_at) == ("sent", None)


class Killed(BaseException):
    """Nothing may catch it, as nothing catches a kill."""


STEPS = {
    "before it is read": (reading, "letter_of"),
    "before it is settled": (reading, "settle_mail"),
    "before it is judged": (mails, "judge"),
    "after the voice was taken": (mails, "is_quiet"),
    "before its end": (mails, "_tell"),
}


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_nothing_is_lost_and_nothing_is_twice(ear, reader, monkeypatch, step):  # noqa: F811
    def killed(*_, **__):
        raise Killed

    keep_mail(ear=ear, raw=raw(), key="1", at=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(*STEPS[step], killed)
        with pytest.raises(Killed):
            reading.read_due(at=NOW, reader=reader)
    assert (Mail.objects.get().state, Voice.objects.count()) == ("waiting", 0)
    assert reading.read_due(at=NOW, reader=reader) == 0  # another's, as long as its lease
    assert reading.read_due(at=NOW + reading.LEASE, reader=reader) == 1
    assert reading.read_due(at=NOW + 2 * reading.LEASE, reader=reader) == 0
    assert (Mail.objects.get().became, Voice.objects.count(), Case.objects.count()) == ("voice", 1, 1)


def test_control_a_mail_that_is_marked_as_read_first_is_lost(ear, reader):  # noqa: F811
    keep_mail(ear=ear, raw=raw(), key="1", at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listen_mail SET state = 'read', became = 'voice'")
    assert reading.read_due(at=NOW + reading.LEASE, reader=reader) == 0
    assert Voice.objects.count() == 0


def test_settling_twice_is_once(ear, reader):  # noqa: F811
    mail = keep_mail(ear=ear, raw=raw(), key="1", at=NOW)
    assert keep_mail(ear=ear, raw=raw(), key="1", at=NOW) == mail
    for _ in range(2):
        assert reading.read_one(mail=mail, reader=reader, at=NOW) == "voice"
    assert (Voice.objects.count(), told(mail)) == (1, ["listen.MailKept", "listen.MailRead"])


def test_a_mail_that_cannot_be_settled_waits_and_the_door_says_so(ear, reader, monkeypatch):  # noqa: F811
    def broken(**_):
        raise ZeroDivisionError

    mail = keep_mail(ear=ear, raw=raw(), key="1", at=NOW)
    with monkeypatch.context() as patch:
        patch.setattr(polling, "_take", broken)
        reading.read_due(at=NOW, reader=reader)
        mail = mail.fresh()
        assert (mail.state, mail.tries, ear.fresh().failed) == ("waiting", 1, "unkept")
        rests = failing.again_at(failing.UNKEPT, 9, {}, at=NOW)
        Mail.objects.filter(pk=mail.pk).update(read_due_at=NOW, tries=8)
        reading.read_due(at=NOW, reader=reader)
    assert mail.fresh().read_due_at == rests > NOW + reading.LEASE  # longer from try to try, not just its lease
    assert reading.read_due(at=rests - MINUTE, reader=reader) == 0
    assert reading.read_due(at=NOW + HOUR, reader=reader) == 1
    assert mail.fresh().became == "voice"


def test_mail_to_a_closed_channel_waits_until_it_opens(ear, cast, reader):  # noqa: F811
    mail = keep_mail(ear=ear, raw=raw(), key="1", at=NOW)
    close_channel(channel=cast.api, why="쉼", by=SETUP, at=NOW)
    assert (reading.read_due(at=NOW, reader=reader), mail.fresh().state) == (0, "waiting")
    open_channel(channel=cast.api.fresh(), by=SETUP, at=NOW)
    assert reading.read_due(at=NOW, reader=reader) == 1


def test_what_a_mail_says_goes_after_its_time_but_never_before_it_was_read(come, ear):  # noqa: F811
    mail = come(raw())
    waiting = keep_mail(ear=ear, raw=raw("나중"), key="late", at=NOW)
    purge_raw(by=SETUP, at=NOW + timedelta(days=31))
    row = mail.fresh()
    assert (row.raw, row.log, row.text, row.became) == (None, None, None, "voice")
    assert waiting.fresh().raw is not None
