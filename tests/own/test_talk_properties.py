"""Whatever happens to a talk in whatever order: all of it is one voice in the end, and every window shows the same."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from gwidam.core.errors import Refused
from gwidam.listen.models import Voice
from gwidam.live.talks import Window, messages
from gwidam.own import verbs as own
from gwidam.own.models import TalkLine, TalkOffer
from gwidam.own.queries.talks import View, view_of
from tests.cast import NOW
from tests.own.talk_steps import KEY, begin, fresh


def test_no_sequence_of_actions_loses_or_doubles_a_word(cast):
    class Life(RuleBasedStateMachine):
        """One talk, and everything people, wires and clocks may do to it."""

        count = 0

        def __init__(self):
            super().__init__()
            Life.count += 1
            self.now = NOW
            self.talk = begin(cast, self.now, key=f"{KEY}{Life.count}", text="w0")
            self.said = {"first": "w0"}  # by key: what the customer was told has arrived
            self.has = 0  # the number of the last line their window has
            self.window = []

        def try_(self, verb, **told):
            try:
                return verb(**told, at=self.now)
            except Refused:
                return None

        def row(self):
            return fresh(self.talk)

        def offer(self):
            return TalkOffer.objects.filter(talk=self.talk).order_by("-id").first()

        @rule(key=st.integers(1, 6))
        def customer_says(self, key):
            """Also again, under the same key: the answer to the first try may have been lost."""
            if self.try_(own.say, talk=self.row(), text=f"w{key}", key=f"k{key}"):
                self.said[f"k{key}"] = f"w{key}"

        @rule(who=st.sampled_from(["mina", "hana", "jun"]), key=st.integers(1, 3))
        def employee_says(self, who, key):
            self.try_(own.say, talk=self.row(), text=f"e{key}", key=f"{who}{key}", by=getattr(cast, who))

        @rule(who=st.sampled_from(["mina", "hana"]))
        def take(self, who):
            self.try_(own.take_talk, talk=self.row(), keeper=getattr(cast, who), by=getattr(cast, who))

        @rule(who=st.sampled_from(["mina", "hana", "jun"]))
        def let_go(self, who):
            self.try_(own.let_go, talk=self.row(), by=getattr(cast, who))

        @rule()
        def hand_over(self):
            row = self.row()
            if row.keeper:
                self.try_(own.offer_talk, talk=row, to=cast.internet, reason="부탁", by=row.keeper)

        @rule(verb=st.sampled_from([own.accept_talk, own.withdraw_talk]), who=st.sampled_from(["jun", "mina"]))
        def decide(self, verb, who):
            if self.offer():
                self.try_(verb, offer=self.offer(), by=getattr(cast, who))

        @rule(is_answered=st.booleans(), ends=st.booleans())
        def ask_and_end(self, is_answered, ends):
            row = self.row()
            if row.keeper:
                self.try_(own.ask_anything_else, talk=row, is_answered=is_answered, by=row.keeper)
                if ends:
                    self.try_(own.leave_talk, talk=self.row(), by=row.keeper)

        @rule()
        def customer_ends(self):
            row = self.row()
            own.end_talk(talk=row, because="customer", by=row.customer, at=self.now)

        @rule(seconds=st.sampled_from([2, 40, 150, 2000]), is_seen=st.booleans())
        def time_passes(self, seconds, is_seen):
            self.now += timedelta(seconds=seconds)
            if is_seen:
                own.be_seen(talk_ids=[self.talk.pk], at=self.now)
            own.tick_talks(at=self.now)

        @rule(most=st.integers(0, 3))
        def window_hears(self, most):
            """Only some of what is new arrives before the wire is cut."""
            for line in view_of(self.row(), after=self.has, at=self.now).lines[:most]:
                self.window.append(line["text"])
                self.has = line["number"]

        @invariant()
        def lines_are_numbered_without_gaps(self):
            numbers = list(TalkLine.objects.filter(talk=self.talk).values_list("number", flat=True))
            assert numbers == list(range(1, self.row().said + 1))

        @invariant()
        def ended_is_one_voice(self):
            row = self.row()
            assert (row.state == "ended") == (row.voice_id is not None)

        def teardown(self):
            for _ in range(3):
                self.now += timedelta(hours=1)
                own.tick_talks(at=self.now)
            row = self.row()
            voices = list(Voice.objects.filter(customer=row.customer))
            assert row.state == "ended"
            assert sum(each.pk == row.voice_id for each in voices) == 1
            told = " ".join(each.text.replace("\n", " ") for each in voices).split()
            assert {word: told.count(word) for word in self.said.values()} == dict.fromkeys(self.said.values(), 1)
            self.window_hears(most=1000)
            assert self.window == list(TalkLine.objects.filter(talk=self.talk).values_list("text", flat=True))

    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


@given(
    cuts=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=8),
    stale=st.lists(st.integers(0, 12), max_size=4),
)
def test_however_often_a_stream_is_cut_its_window_has_each_line_once_and_in_order(cuts, stale):
    """Each try: the house has said so many lines by then, and so many events arrive before the cut."""
    lines = [{"number": number, "text": str(number)} for number in range(1, 13)]
    had = []
    so_far = 0
    for said, arrive in [*cuts, (12, 100)]:
        so_far = max(so_far, said)
        window = Window(1, 1, after=had[-1] if had else 0)
        told = []
        for known in [*stale, so_far]:  # views may be older than what was told already
            view = View({"state": "running"}, lines[: min(known, so_far)])
            told += [int(each.split(b"\n")[0][4:]) for each in messages(window, view) if each.startswith(b"id")]
        had += told[:arrive]
    assert had == list(range(1, 13))
