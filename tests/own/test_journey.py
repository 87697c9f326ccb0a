from datetime import timedelta

from gwidam.own import verbs
from gwidam.own.models import Case


def test_a_voice_is_heard_handed_over_answered_and_closed(cast, at):
    taken = cast.voice(phone="010-0000-1234", name="홍길동")
    case = taken.case
    assert case.guardian in (cast.mina, cast.hana)
    handoff = verbs.hand_over(case=case, to=cast.internet, reason="회선을 봐 주세요", by=case.guardian, at=at)
    verbs.accept(handoff=handoff, by=cast.jun, at=at + timedelta(hours=1))
    case = Case.objects.get(pk=case.pk)
    assert (case.holder, case.department) == (cast.jun, cast.internet)
    verbs.answer(case=case, text="회선을 고쳤습니다.", by=cast.jun, at=at + timedelta(hours=3), is_spoken=True)
    case = Case.objects.get(pk=case.pk)
    assert case.state == "answered"
    verbs.close(
        case=case,
        anything_else="없다고 하심",
        cause="노후 회선",
        recurrence="none",
        recurrence_why="한 집만의 일",
        by=cast.jun,
        at=at + timedelta(hours=4),
    )
    assert Case.objects.get(pk=case.pk).state == "closed"
