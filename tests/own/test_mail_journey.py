"""A customer writes a mail, gets a receipt, is answered, and replies: one case, over real SMTP and LMTP servers."""

from __future__ import annotations

from datetime import timedelta

from gwidam.core.models import Fact
from gwidam.listen.models import Mail, Voice
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.post.models import Message
from gwidam.post.verbs import send_due
from gwidam.reacting import mark_answer_arrived
from tests.cast import NOW
from tests.listen.ears.mails import come, ear, raw, reader  # noqa: F401 - fixtures
from tests.post.conftest import mail_server  # noqa: F401 - fixture

MINUTE = timedelta(minutes=1)


def test_a_customer_writes_is_answered_and_replies(come, mail_server):  # noqa: F811
    first = come(raw("인터넷이 자꾸 끊겨요."))
    case = Case.objects.get(voice=first.voice)
    letters.receipt(voice_id=first.voice_id, at=NOW)
    send_due(at=NOW)
    given = own.answer(case=case, text="내일 오전에 고쳐 드리겠습니다", by=case.guardian, at=NOW + MINUTE)
    letters.answer(given, at=NOW + MINUTE)
    send_due(at=NOW + MINUTE)
    mark_answer_arrived(Fact.objects.filter(kind="post.MessageSent").latest("pk"))
    receipt, answer = mail_server.taken
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
