"""A customer writes a mail, gets a receipt, is answered, and replies: one case, over real SMTP and LMTP servers."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest

from gwidam.core.models import Fact
from gwidam.core.thread_tokens import case_of_address, case_of_message_id, reply_address
from gwidam.listen.ears.mail.reading import read_due
from gwidam.listen.models import Mail, Voice
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.post.models import Message
from gwidam.post.verbs import change_line, connect_line, send_due
from gwidam.reacting import mark_answer_arrived
from tests.cast import NOW, SETUP
from tests.listen.ears.mails import HELP, come, ear, raw, reader  # noqa: F401 - fixtures
from tests.listen.ears.test_lmtp import door, give, served  # noqa: F401 - fixture
from tests.post.conftest import mail_server  # noqa: F401 - fixture

MINUTE = timedelta(minutes=1)


def answered(case, at=NOW + MINUTE, text="내일 오전에 고쳐 드리겠습니다"):
    """The guardian answers by mail."""
    given = own.answer(case=case, text=text, by=case.guardian, at=at)
    letters.answer(given, at=at)
    send_due(at=at)
    return given


def test_a_customer_writes_is_answered_and_replies(come, mail_server):  # noqa: F811
    first = come(raw("인터넷이 자꾸 끊겨요."))
    case = Case.objects.get(voice=first.voice)
    letters.receipt(voice_id=first.voice_id, at=NOW)
    send_due(at=NOW)
    answered(case)
    mark_answer_arrived(Fact.objects.filter(kind="post.MessageSent").latest("pk"))
    receipt, answer = mail_server.taken
    assert (receipt["Auto-Submitted"], answer["Auto-Submitted"]) == ("auto-replied", None)
    assert (case.fresh().state, "내일 오전에" in answer.get_body().get_content()) == ("answered", True)

    reply = raw("내일 오전엔 집에 없어요", name="m2@home.example", In_Reply_To=answer["Message-ID"])
    more = come(reply, at=NOW + 2 * MINUTE)
    to_receipt = raw("참, 3층입니다", name="m3@home.example", References=receipt["Message-ID"])
    also = come(to_receipt, at=NOW + 3 * MINUTE)
    assert (more.became, also.became) == ("more", "more")
    assert (Case.objects.count(), Voice.objects.count(), Message.objects.count()) == (1, 3, 2)
    added = Fact.objects.filter(kind="own.WordsAdded", about=case.about).order_by("pk")
    assert [each.body["added_voice_id"] for each in added] == [more.voice_id, also.voice_id]

    own_mail_back = raw("되돌아온 우리 답", sender=answer["From"], name=answer["Message-ID"].strip("<>"))
    assert come(own_mail_back, at=NOW + 4 * MINUTE).became == "loop"
    assert Mail.objects.filter(state="read").count() == 4


def test_each_letter_carries_its_mark_and_answers_the_customers_mails(come, mail_server, settings):  # noqa: F811
    secret = settings.SECRET_KEY.encode()
    first = come(raw(References="<before@home.example>"))
    case = Case.objects.get(voice=first.voice)
    letters.receipt(voice_id=first.voice_id, at=NOW)
    send_due(at=NOW)
    receipt = mail_server.taken[0]
    reply = raw(
        "하나 더요",
        name="m2@home.example",
        In_Reply_To=receipt["Message-ID"],
        References=f"<m1@home.example> {receipt['Message-ID']}",
    )
    come(reply, at=NOW + MINUTE)
    answered(case, at=NOW + 2 * MINUTE)
    answer = mail_server.taken[1]
    for letter in (receipt, answer):
        assert case_of_message_id(letter["Message-ID"].strip("<>"), secret) == str(case.pk)
        assert case_of_address(letter["Reply-To"], secret) == str(case.pk)
        assert letter["Reply-To"].startswith("help+")
        assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    mark, *told = receipt["References"].split()
    assert (receipt["In-Reply-To"], told) == ("<m1@home.example>", ["<before@home.example>", "<m1@home.example>"])
    assert answer["In-Reply-To"] == "<m2@home.example>"
    assert answer["References"].split() == [
        mark, "<m1@home.example>", receipt["Message-ID"], "<m2@home.example>",
    ]  # fmt: skip


REPLIES = {
    "In-Reply-To": lambda answer: {"In_Reply_To": answer["Message-ID"]},
    "References": lambda answer: {"References": f"<x@list.example> {answer['Message-ID']} <y@list.example>"},
    "the address": lambda answer: {"to": answer["Reply-To"]},
}


def written_by(client, answer, *, sender="kim@home.example", at=NOW + 3 * MINUTE):
    """A reply as one kind of program writes it, and the address it is handed in for."""
    headers = REPLIES[client](answer)
    letter = raw(
        "네, 좋습니다", name=f"{client.replace(' ', '-')}@home.example", sender=sender, date=at, **headers
    )
    return letter, headers.get("to", HELP)


@pytest.fixture
def round_trip(door, mail_server, reader):  # noqa: F811
    """A case with an answer that went out by SMTP, and a way for replies over LMTP; returns what a reply became."""
    with served() as port:

        def comes(letter, recipient):
            assert give(port, recipient, letter=letter) == ([250], [250])
            read_due(at=Mail.objects.latest("pk").came_at, reader=reader)
            return Mail.objects.latest("pk")

        case = Case.objects.get(voice=comes(raw(), HELP).voice)
        answered(case)
        yield case, mail_server.taken[-1], comes


@pytest.mark.parametrize("client", REPLIES)
def test_a_reply_comes_home_by_whatever_its_program_keeps(round_trip, client):
    case, answer, comes = round_trip
    mail = comes(*written_by(client, answer))
    assert (mail.became, Case.objects.count(), mail.voice.text) == ("more", 1, "네, 좋습니다")
    told = Fact.objects.get(kind="own.WordsAdded", about=case.about)
    assert told.body["added_voice_id"] == mail.voice_id


@pytest.mark.parametrize("client", REPLIES)
def test_somebody_elses_reply_is_a_voice_that_may_be_related(round_trip, client):
    case, answer, comes = round_trip
    mail = comes(*written_by(client, answer, sender="lee@else.example"))
    other = Case.objects.exclude(pk=case.pk).get()
    assert (mail.became, mail.voice_id) == ("voice", other.voice_id)
    related = Fact.objects.filter(kind="own.MayBeRelated").values_list("about", flat=True)
    assert sorted(related) == sorted([case.about, other.about])


@pytest.mark.parametrize(("client", "became"), [("the address", "voice"), ("References", "more")])
def test_control_without_the_mark_a_reply_comes_home_only_where_its_mail_is_known(
    round_trip, monkeypatch, client, became
):
    """The address alone brings nothing home any more; a Message-ID is known besides by our own letter."""
    _, answer, comes = round_trip
    thread = import_module("gwidam.listen.mail.filters.thread")  # its package calls the filter by the same name
    for look in ("case_of_address", "case_of_message_id"):
        monkeypatch.setattr(thread, look, lambda *_: None)
    assert comes(*written_by(client, answer)).became == became


def test_a_mark_that_another_house_made_brings_nothing_home(round_trip):
    case, _, comes = round_trip
    forged = reply_address(str(case.pk), mailbox=HELP, secret=b"another house")
    assert comes(raw("네", name="f@home.example", to=forged), forged).became == "voice"


def test_letters_leave_as_the_mailbox_that_was_written_to(come, ear, mail_server):  # noqa: F811
    given = {"account": HELP, "sender_ko": "도움방", "sender_en": "Care", "reply_address": "care@voice.example"}
    change_line(line=ear.line, name="고객 메일", given=given, by=SETUP, at=NOW)
    first = come(raw())
    letters.receipt(voice_id=first.voice_id, at=NOW)
    send_due(at=NOW)
    assert mail_server.taken[0]["From"].startswith("도움방 <")
    assert mail_server.taken[0]["Reply-To"].startswith("care+")


def test_who_wrote_elsewhere_is_answered_by_the_house(cast, come, mail_server, settings):  # noqa: F811
    voice = cast.voice("요금이 이상해요", email="kim@home.example").voice
    letters.receipt(voice_id=voice.pk, at=NOW)
    settings.MAIL_FROM = f"귀담 <{HELP}>"
    letters.receipt(voice_id=cast.voice("또요", email="kim@home.example").voice.pk, at=NOW)
    send_due(at=NOW)
    without, within = mail_server.taken
    assert (without["Reply-To"], within["Reply-To"].startswith("help+")) == (None, True)
    assert come(raw("그 요금 말인데요", to=within["Reply-To"], name="r@home.example")).became == "more"


def test_a_receipt_quotes_nothing_of_the_mail_it_answers(come, mail_server):  # noqa: F811
    hostile = "Win http://evil.example now"
    mail = come(
        raw(f"{hostile} body", subject=f"{hostile} subject", sender=f'"{hostile} name" <kim@home.example>')
    )
    letters.receipt(voice_id=mail.voice_id, at=NOW)
    send_due(at=NOW)
    (receipt,) = mail_server.taken
    said = [receipt["Subject"], str(receipt["From"]), *(part.get_content() for part in receipt.iter_parts())]
    assert [each for each in said if "evil" in each] == []


def test_a_wrong_address_of_a_sender_is_refused(cast):
    from gwidam.core.errors import NotValid

    given = {"account": HELP, "sender_address": "no address"}
    with pytest.raises(NotValid) as refused:
        connect_line(kind="mailbox", name="고객 메일", given=given, by=SETUP, at=NOW)
    assert refused.value.more["field"] == "sender_address"


def test_the_mail_server_takes_what_we_send_as_it_stands(come, mail_server):  # noqa: F811
    """A real server hands the headers on; a long identifier of theirs comes back whole."""
    name = f"{'long.' * 30}@home.example"
    mail = come(raw(name=name))
    letters.receipt(voice_id=mail.voice_id, at=NOW)
    send_due(at=NOW)
    assert mail_server.taken[0]["In-Reply-To"] == f"<{name}>"
