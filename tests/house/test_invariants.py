"""The promises the code keeps (DESIGN 3), each under its own name. Room tests go into the details."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from gwidam.change import verbs as change
from gwidam.change.queries.telling import count_untold
from gwidam.core.errors import NotNow
from gwidam.core.ledger import react_to
from gwidam.core.models import Fact, Reacted
from gwidam.listen.models import Delivery, Voice
from gwidam.listen.verbs import attach
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, HandOff, Promise
from gwidam.people.models import Employee
from gwidam.people.verbs import be_absent
from gwidam.post.models import Message
from gwidam.understand.heart.tiers import tier
from gwidam.understand.models import Reading
from gwidam.understand.verbs import read_voices
from tests.cast import SETUP

HOUR = timedelta(hours=1)


def facts_of(case):
    return list(Fact.objects.filter(about=case.about).order_by("id").values_list("kind", flat=True))


def closed(case, *, by, at):
    own.answer(case=case, text="고쳤습니다.", by=by, at=at, is_spoken=True)
    case = Case.objects.get(pk=case.pk)
    return own.close(
        case=case,
        anything_else="없다고 하심",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐인 일",
        by=by,
        at=at,
    )


# 1 -------------------------------------------------------------------------------------------------------------


def test_1_received_means_stored_voice_fact_and_job_stand_or_fall_together(cast, at):
    with pytest.raises(RuntimeError, match="pulled"), transaction.atomic():
        taken = cast.voice(email="a@b.example")
        assert Fact.objects.filter(about=f"voice:{taken.voice.pk}").count() == 1
        assert jobs() == 1
        raise RuntimeError("the plug was pulled")
    assert (
        Voice.objects.count(),
        Case.objects.count(),
        Fact.objects.filter(kind="listen.VoiceHeard").count(),
    ) == (
        0,
        0,
        0,
    )
    assert jobs() == 0


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'react'")
        return cursor.fetchone()[0]


def test_1_the_same_delivery_twice_is_one_voice(cast):
    first, second = cast.voice(key="mail-1"), cast.voice(key="mail-1")
    assert (first.is_new, second.is_new) == (True, False)
    assert first.voice.pk == second.voice.pk
    assert first.case == second.case
    assert Voice.objects.count() == 1


def test_1_what_had_to_be_changed_is_kept_sealed_as_it_came(cast):
    cast.voice("제 번호는 880101-1234567 입니다", key="a")
    cast.voice("아무것도 바뀌지 않는 글", key="b")
    raws = dict(Delivery.objects.values_list("key", "raw"))
    assert raws["web/b"] is None
    assert b"1234567" not in bytes(raws["web/a"])


# 2 -------------------------------------------------------------------------------------------------------------


def test_2_never_nobody_a_case_cannot_be_written_without_guardian_or_holder(cast):
    case = cast.voice().case
    for column in ("guardian_id", "holder_id"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE own_case SET {column} = NULL WHERE id = %s", [case.pk])


def test_2_never_nobody_somebody_who_left_cannot_be_given_a_case(cast, at):
    own.re_home_and_leave(leaving=cast.charlie, homes={}, rest_to=cast.sora, by=cast.oksu, at=at)
    case = cast.voice().case
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE own_case SET guardian_id = %s WHERE id = %s", [cast.charlie.pk, case.pk])


def test_2_never_nobody_somebody_with_cases_cannot_leave(cast, at):
    case = cast.voice(heard_by=cast.mina).case
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_employee SET is_active = false, left_at = now() WHERE id = %s", [case.guardian_id]
        )


def test_2_people_who_leave_are_re_homed_first(cast, at):
    cases = [cast.voice(heard_by=cast.mina).case for _ in range(3)]
    moved = own.re_home_and_leave(
        leaving=cast.mina, homes={cases[0].pk: cast.dohyun}, rest_to=cast.hana, by=cast.oksu, at=at
    )
    assert moved == 3
    assert [Case.objects.get(pk=case.pk).guardian for case in cases] == [cast.dohyun, cast.hana, cast.hana]
    assert Employee.objects.get(pk=cast.mina.pk).is_active is False


def test_2_an_absent_guardian_is_covered_and_stays(cast, at):
    case = cast.voice(heard_by=cast.mina).case
    be_absent(
        employee=cast.mina, deputy=cast.hana, starts_at=at, ends_at=at + 5 * HOUR, why="leave", by=cast.mina, at=at
    )
    assert Case.objects.get(pk=case.pk).guardian == cast.mina
    assert cast.voice(at=at + HOUR).case.guardian == cast.hana


def test_2_when_nobody_is_on_duty_the_owner_of_the_channel_guards(cast):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_shift")
    assert cast.voice().case.guardian == cast.web.owner


# 3 -------------------------------------------------------------------------------------------------------------


def test_3_handing_over_is_offered_until_accepted_it_is_the_givers(cast, at):
    case = cast.voice().case
    guardian = case.guardian
    handoff = own.hand_over(case=case, to=cast.internet, reason="회선", by=guardian, at=at)
    assert (Case.objects.get(pk=case.pk).holder, handoff.state) == (guardian, "offered")
    own.accept(handoff=handoff, by=cast.jun, at=at)
    case = Case.objects.get(pk=case.pk)
    assert (case.holder, case.guardian) == (cast.jun, guardian)


def test_3_the_offer_is_due_on_the_receivers_own_calendar(cast, at):
    late = at + 7 * HOUR  # 17:00 in Seoul: one hour of work is left, three are due tomorrow morning
    handoff = own.hand_over(case=cast.voice(at=late).case, to=cast.internet, reason="회선", by=cast.mina, at=late)
    assert handoff.due_at == late + 18 * HOUR + HOUR


def test_3_a_second_bounce_goes_to_the_cvi_team(cast, at):
    case = cast.voice().case
    for department, person in ((cast.internet, cast.jun), (cast.billing, cast.sora)):
        handoff = own.hand_over(
            case=Case.objects.get(pk=case.pk), to=department, reason="맡아 주세요", by=case.guardian, at=at
        )
        own.bounce(handoff=handoff, reason="저희 일이 아닙니다", better=cast.cvi, by=person, at=at)
        own.bring_to_cvi(case=Case.objects.get(pk=case.pk), by=SETUP, at=at)
    last = HandOff.objects.filter(case=case).latest("id")
    assert (last.to_department, last.state) == (cast.cvi, "offered")
    with pytest.raises(NotNow):
        own.bounce(handoff=last, reason="여기도 아닙니다", by=cast.dohyun, at=at)


# 4 -------------------------------------------------------------------------------------------------------------


def test_4_two_clocks_the_customers_runs_through_nights_and_hand_overs(cast, at):
    friday_night = at + timedelta(days=4, hours=12)
    case = cast.voice(at=friday_night).case
    owed = Promise.objects.get(case=case, kind="answer")
    assert owed.due_at == friday_night + timedelta(days=3)
    handoff = own.hand_over(case=case, to=cast.internet, reason="회선", by=case.guardian, at=friday_night)
    own.accept(handoff=handoff, by=cast.jun, at=friday_night + 60 * HOUR)
    assert Promise.objects.get(pk=owed.pk).due_at == owed.due_at


def test_4_a_reopened_case_is_as_old_as_its_voice(cast, at):
    case = cast.voice().case
    closed(case, by=case.guardian, at=at + HOUR)
    own.reopen(case=Case.objects.get(pk=case.pk), why="그대로예요", by=SETUP, at=at + 30 * HOUR)
    assert Case.objects.get(pk=case.pk).opened_at == at


# 5 -------------------------------------------------------------------------------------------------------------


def test_5_do_it_first_papers_are_owed_by_the_customer_and_never_cancel_anything(cast, at):
    case = cast.voice().case
    own.serve_first(case=case, served="명의를 바꿔 드림", papers=["신분증 사본"], by=case.guardian, at=at)
    owed = Promise.objects.get(case=case, kind="papers")
    assert (owed.owed_by, owed.due_at) == ("customer", at + timedelta(days=7))
    for day in range(1, 40):
        own.tick(at=at + timedelta(days=day))
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.owes_papers) == ("open", True)
    told = [kind for kind in facts_of(case) if kind.startswith("own.Papers")]
    assert told == [
        "own.PapersReminded",
        "own.PapersReminded",
        "own.PapersReminded",
        "own.PapersOverdue",
    ]


# 6 -------------------------------------------------------------------------------------------------------------


def test_6_nothing_closes_on_the_customer_without_an_answer_that_arrived(cast, at):
    case = cast.voice(email="kim@home.example").case
    given = own.answer(case=case, text="확인했습니다.", by=case.guardian, at=at)
    asked = {"anything_else": "없음", "cause": "회선", "recurrence": "none", "recurrence_why": "한 번뿐"}
    with pytest.raises(NotNow):
        own.close(case=Case.objects.get(pk=case.pk), **asked, by=case.guardian, at=at)
    own.answer_reached(answer=given, by=SETUP, at=at)
    own.close(case=Case.objects.get(pk=case.pk), **asked, by=case.guardian, at=at)
    assert Case.objects.get(pk=case.pk).state == "closed"


def test_6_a_bounced_mail_is_no_answer_also_after_closing(cast, at):
    case = cast.voice(email="kim@home.example").case
    given = own.answer(case=case, text="확인했습니다.", by=case.guardian, at=at)
    own.answer_reached(answer=given, by=SETUP, at=at)
    asked = {"anything_else": "없음", "cause": "회선", "recurrence": "none", "recurrence_why": "한 번뿐"}
    own.close(case=Case.objects.get(pk=case.pk), **asked, by=case.guardian, at=at)
    own.answer_failed(answer=Answer.objects.get(pk=given.pk), because="550 no such user", by=SETUP, at=at + HOUR)
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.holder) == ("open", case.guardian)
    assert Promise.objects.filter(case=case, kind="answer", kept_at__isnull=True).count() == 1


@pytest.mark.parametrize("missing", ["anything_else", "cause", "recurrence_why"])
def test_6_closing_needs_anything_else_cause_and_recurrence(cast, at, missing):
    case = cast.voice().case
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        told = {"anything_else": "x", "cause": "x", "recurrence_why": "x", missing: ""}
        cursor.execute(
            "INSERT INTO own_closure (case_id, by_id, at, recurrence, unreached_because, anything_else, cause,"
            " recurrence_why) VALUES (%s, %s, now(), 'none', '', %s, %s, %s)",
            [case.pk, case.guardian_id, *told.values()],
        )


def test_6_not_fixed_begins_again_at_the_guardian(cast, at):
    case = cast.voice().case
    handoff = own.hand_over(case=case, to=cast.internet, reason="회선", by=case.guardian, at=at)
    own.accept(handoff=handoff, by=cast.jun, at=at)
    closure = closed(Case.objects.get(pk=case.pk), by=cast.jun, at=at)
    own.say_outcome(closure=closure, word="not", words="아직도 끊겨요", by=case.customer, at=at + HOUR)
    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.holder) == ("open", case.guardian)


# 7 -------------------------------------------------------------------------------------------------------------


def test_7_progress_is_a_projection_of_public_facts(cast, at):
    case = cast.voice().case
    own.leave_note(case=case, text="이 고객은 어제도 전화했음", by=case.guardian, at=at)
    own.hand_over(case=case, to=cast.internet, reason="까다로운 분", by=case.guardian, at=at)
    names = {"guardian_employee": "김미나", "from_department": "고객센터", "to_department": "인터넷기술팀"}
    told = [
        fact.said(names, "ko", to_customer=True)
        for fact in Fact.objects.filter(about=case.about, is_public=True).order_by("id")
    ]
    assert told == [
        "김미나 님이 끝까지 지켜보며 챙깁니다.",
        "인터넷기술팀에 맡아 달라고 청했습니다. 그때까지는 고객센터에서 챙깁니다.",
    ]


# 8 -------------------------------------------------------------------------------------------------------------


def test_8_everyone_who_asked_is_told_before_an_improvement_counts_as_told(cast, at):
    taken = cast.voice()
    improvement = change.propose(
        words={"title_ko": "끊기지 않게", "text_ko": "회선을 바꿨습니다."},
        origin="voice",
        voice=taken.voice,
        by=cast.mina,
        at=at,
    )
    change.mark_must(improvement=improvement, ground="약관 제7조", by=cast.dohyun, at=at)
    change.table(improvement=improvement, by=cast.dohyun, at=at)
    change.rule(improvement=improvement, verdict="yes", owner=cast.jun, by=cast.yuna, at=at)
    change.begin_work(improvement=improvement, by=cast.jun, at=at)
    change.release(improvement=improvement, by=cast.jun, at=at)
    with pytest.raises(NotNow):
        change.finish_telling(improvement=improvement, by=cast.dohyun, at=at)
    assert count_untold(improvement) == 1


# 9 -------------------------------------------------------------------------------------------------------------


def test_9_merging_moves_nothing_and_is_taken_back(cast, at):
    first, second = cast.voice().case, cast.voice(heard_by=cast.hana).case
    before = Case.objects.filter(pk=second.pk).values("guardian", "holder", "customer", "voice", "opened_at").get()
    own.merge(case=second, into=first, why="같은 일", by=cast.mina, at=at)
    own.unmerge(case=Case.objects.get(pk=second.pk), by=cast.mina, at=at)
    after = Case.objects.filter(pk=second.pk).values("guardian", "holder", "customer", "voice", "opened_at").get()
    assert (before, Case.objects.get(pk=second.pk).state) == (after, "open")


def test_9_linking_a_voice_changes_neither_the_voice_nor_its_case(cast, at):
    taken = cast.voice()
    before = facts_of(taken.case), Case.objects.filter(pk=taken.case.pk).values().get()
    improvement = change.propose(words={"title_ko": "끊기지 않게"}, origin="idea", by=cast.mina, at=at)
    change.link(improvement=improvement, voice=taken.voice, via="case", by=cast.mina, at=at)
    assert (facts_of(taken.case), Case.objects.filter(pk=taken.case.pk).values().get()) == before


# 11 ------------------------------------------------------------------------------------------------------------


def test_11_what_must_not_be_kept_is_not_kept_anywhere(cast, at):
    case = cast.voice("주민번호 880101-1234567, 카드 4111 1111 1111 1111").case
    own.leave_note(case=case, text="확인한 번호 880101-1234567", by=case.guardian, at=at)
    own.answer(case=case, text="카드 4111-1111-1111-1111 확인", by=case.guardian, at=at, is_spoken=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT string_agg(v::text, ' ') FROM listen_voice v)"
            " || (SELECT string_agg(n::text, ' ') FROM own_note n)"
            " || (SELECT string_agg(a::text, ' ') FROM own_answer a)"
            " || (SELECT string_agg(f::text, ' ') FROM core_fact f WHERE f.about = %s)",
            [case.about],
        )
        everything = cursor.fetchone()[0]
    assert "1234567" not in everything
    assert "1111 1111" not in everything
    assert "1111-1111" not in everything


def test_11_erasure_removes_a_person_and_keeps_the_anonymous_lesson(cast, at, settings):
    said = "김서연입니다, 인터넷 요금 청구서 보고 010-0000-4321로 전화 주세요"
    taken = cast.voice(said, name="김서연", email="seoyeon@home.example")
    case = taken.case
    attach(voice=taken.voice, files=[SimpleUploadedFile("김서연.txt", b"seoyeon")], by=SETUP, at=at)
    own.leave_note(case=case, text="김서연 님은 저녁에만 받으심", by=case.guardian, at=at)
    letters.receipt(voice_id=taken.voice.pk, at=at)
    read_voices(voices=[taken.voice], tier=tier("T0"), at=at)
    assert Reading.objects.get().told["phrases"]
    with pytest.raises(NotNow):
        own.erase_customer(customer=case.customer, ground="asked", by=cast.dohyun, at=at)
    closed(Case.objects.get(pk=case.pk), by=case.guardian, at=at)
    own.erase_customer(customer=Case.objects.get(pk=case.pk).customer, ground="asked", by=cast.dohyun, at=at)
    assert "김서연" not in dump()
    assert "seoyeon" not in dump()
    assert "phrases" not in Reading.objects.get().told
    assert list(settings.FILES.rglob("*/*")) == []
    closure = Case.objects.get(pk=case.pk).closures.get()
    assert (closure.cause, closure.recurrence) == ("회선", "none")


def dump():
    """Every row of every table of ours, as text."""
    from django.apps import apps

    told = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model.__module__.startswith("gwidam."):
                cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{model._meta.db_table}" t')
                told.append(cursor.fetchone()[0] or "")
    return "\n".join(told)


# 12 ------------------------------------------------------------------------------------------------------------


def test_12_the_customer_gets_each_notice_once_however_often_its_cause_is_tried(cast, at):
    taken = cast.voice(email="kim@home.example")
    heard = Fact.objects.get(about=f"voice:{taken.voice.pk}", kind="listen.VoiceHeard")
    for _ in range(2):
        react_to(heard)
        Reacted.objects.all().delete()  # as if the mark had been lost: the letter's own key still holds
    assert Message.objects.filter(reader=taken.case.customer.actor, template="receipt").count() == 1
