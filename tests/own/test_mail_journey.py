"""A customer writes a mail, gets a receipt, is answered, and replies: one case, over real SMTP and LMTP servers."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from gwidam.core.models import Fact
from gwidam.listen.models import Mail, Voice
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.post.carriers import SmtpCarrier
from gwidam.post.models import Message
from gwidam.post.verbs import send_due
from gwidam.reacting import mark_answer_arrived
from tests.cast import NOW
from tests.listen.ears.mails import come, ear, raw, reader  # noqa: F401 - fixtures

MINUTE = timedelta(minutes=1)


class Box:
    """The customer's mail server: what it took."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the name the library calls
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def box():
    made = Box()
    server = Controller(made, hostname="127.0.0.1", port=0)
    server.start()
    made.carrier = SmtpCarrier(f"smtp://127.0.0.1:{server.server.sockets[0].getsockname()[1]}")
    yield made
    server.stop()


def test_a_customer_writes_is_answered_and_replies(come, box):  # noqa: F811
    first = come(raw("인터넷이 자꾸 끊겨요."))
    case = Case.objects.get(voice=first.voice)
    letters.receipt(voice_id=first.voice_id, at=NOW)
    send_due(at=NOW, carrier=box.carrier)
    given = own.answer(case=case, text="내일 오전에 고쳐 드리겠습니다", by=case.guardian, at=NOW + MINUTE)
    letters.answer(given, at=NOW + MINUTE)
    send_due(at=NOW + MINUTE, carrier=box.carrier)
    mark_answer_arrived(Fact.objects.filter(kind="post.MessageSent").latest("pk"))
    receipt, answer = box.mails
    assert (receipt["Auto-Submitted"], answer["Auto-Submitted"]) == ("auto-generated", None)
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
