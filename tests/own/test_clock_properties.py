"""Whatever people do in whatever order: the clocks stay true and somebody has the case."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from gwidam.core.errors import Refused
from gwidam.own import rules
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, HandOff, Promise
from tests.cast import NOW, SETUP


def test_4_no_sequence_of_actions_shortens_a_clock_or_loses_the_guardian(cast):
    class Life(RuleBasedStateMachine):
        """One case, and everything people may do to it while time passes."""

        def __init__(self):
            super().__init__()
            self.now = NOW
            self.case = cast.voice(heard_by=cast.mina, email="life@home.example").case
            self.due = {}
            self.elapsed = timedelta(0)

        def try_(self, verb, **told):
            try:
                return verb(**told, at=self.now)
            except Refused:
                return None

        def row(self):
            return Case.objects.select_related("guardian", "voice__channel", "department__calendar").get(
                pk=self.case.pk
            )

        def offer(self):
            return HandOff.objects.filter(case=self.case).order_by("-id").first()

        @rule(hours=st.sampled_from([1, 5, 30, 100]))
        def time_passes(self, hours):
            self.now += timedelta(hours=hours)
            own.tick(at=self.now)

        @rule(to=st.sampled_from(["internet", "billing", "cvi", "centre"]))
        def hand_over(self, to):
            row = self.row()
            self.try_(own.hand_over, case=row, to=getattr(cast, to), reason="부탁드립니다", by=row.guardian)

        @rule(who=st.sampled_from(["jun", "sora", "dohyun", "hana"]))
        def accept(self, who):
            if self.offer():
                self.try_(own.accept, handoff=self.offer(), by=getattr(cast, who))

        @rule(who=st.sampled_from(["jun", "sora", "dohyun"]))
        def bounce(self, who):
            if self.offer():
                self.try_(own.bounce, handoff=self.offer(), reason="저희 일이 아닙니다", by=getattr(cast, who))

        @rule()
        def withdraw(self):
            if self.offer():
                self.try_(own.withdraw, handoff=self.offer(), by=cast.mina)

        @rule(kind=st.sampled_from(["callback", "work"]), sooner=st.sampled_from([None, 1, 99]))
        def promise(self, kind, sooner):
            row = self.row()
            when = None if sooner is None else self.now + timedelta(hours=sooner)
            self.try_(own.promise, case=row, kind=kind, says="전화", by=row.holder, sooner=when)

        @rule()
        def serve_first(self):
            row = self.row()
            self.try_(own.serve_first, case=row, served="먼저 개통", papers=["신분증"], by=row.holder)

        @rule(position=st.integers(0, 3))
        def keep_a_promise(self, position):
            waiting = Promise.objects.filter(case=self.case, kept_at__isnull=True, released_at__isnull=True)
            for each in waiting.order_by("id")[position : position + 1]:
                if each.kind != "answer":
                    own.keep(promise=each, by=SETUP, at=self.now)

        @rule(position=st.integers(0, 3))
        def release_a_promise(self, position):
            for each in Promise.objects.filter(case=self.case).order_by("id")[position : position + 1]:
                self.try_(own.release, promise=each, because="필요 없다고 하심", by=cast.mina)

        @rule(is_spoken=st.booleans())
        def answer(self, is_spoken):
            row = self.row()
            self.try_(own.answer, case=row, text="확인했습니다", by=row.holder, is_spoken=is_spoken)

        @rule(arrives=st.booleans())
        def the_mail_arrives_or_comes_back(self, arrives):
            last = Answer.objects.filter(case=self.case).order_by("-id").first()
            if last is not None and arrives:
                own.answer_reached(answer=last, by=SETUP, at=self.now)
            elif last is not None:
                own.answer_failed(answer=last, because="550", by=SETUP, at=self.now)

        @rule()
        def close(self):
            row = self.row()
            asked = {"anything_else": "없음", "cause": "회선", "recurrence": "none", "recurrence_why": "한 번뿐"}
            self.try_(own.close, case=row, **asked, by=row.holder)

        @rule(word=st.sampled_from(["fixed", "half", "not"]))
        def the_customer_says(self, word):
            closure = self.row().closures.order_by("-id").first()
            if closure is not None:
                self.try_(own.say_outcome, closure=closure, word=word, words="", by=self.case.customer)

        @rule()
        def reopen(self):
            self.try_(own.reopen, case=self.row(), why="아직이에요", by=SETUP)

        @invariant()
        def the_customers_clock_only_goes_forward(self):
            row = self.row()
            elapsed = self.now - row.opened_at
            assert row.opened_at == NOW
            assert elapsed >= self.elapsed
            self.elapsed = elapsed

        @invariant()
        def no_due_time_is_ever_moved(self):
            for pk, due_at in Promise.objects.filter(case=self.case).values_list("id", "due_at"):
                assert self.due.setdefault(pk, due_at) == due_at

        @invariant()
        def the_guardian_stays_and_somebody_holds_it(self):
            row = self.row()
            assert (row.guardian, row.holder.is_active) == (cast.mina, True)
            assert HandOff.objects.filter(case=row, state="offered").count() <= 1

        @invariant()
        def the_cached_due_time_is_what_is_owed_first(self):
            row = self.row()
            owed = Promise.objects.filter(
                case=row, owed_by="us", kept_at__isnull=True, released_at__isnull=True
            ).values_list("due_at", "kind")
            offered = HandOff.objects.filter(case=row, state="offered").values_list("due_at", flat=True)
            risk = (
                rules.most_at_risk([*owed, *((due_at, "accept") for due_at in offered)]) if row.is_open else None
            )
            assert (row.next_due_at, row.next_due_kind) == ((risk.due_at, risk.kind) if risk else (None, ""))

        @invariant()
        def an_answered_or_closed_case_has_an_answer_that_arrived(self):
            row = self.row()
            arrived = Answer.objects.filter(case=row, delivered_at__isnull=False, failed_at__isnull=True)
            if row.state in ("answered", "closed"):
                assert arrived.exists()

        @invariant()
        def an_open_case_owes_an_answer(self):
            row = self.row()
            if row.state == "open":
                assert Promise.objects.filter(
                    case=row, kind="answer", kept_at__isnull=True, released_at__isnull=True
                ).exists()

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
