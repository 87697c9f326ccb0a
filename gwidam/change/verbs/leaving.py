"""Somebody leaves: all of the room that was theirs to do goes to others, by name, before the account is closed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb
from gwidam.listen.models import Channel
from gwidam.people.models import Employee, Role

from ..events import leaving as events
from ..models import Campaign, Evaluation, Improvement, Meeting, MeetingItem
from ..queries import leaving as kept


@verb
def re_home(
    *, leaving: Employee, homes: Mapping[str, Employee], rest_to: Employee, by: Actor, at: datetime
) -> None:
    """Give everything in the room that is theirs to do to somebody else, in the transaction in which they leave.

    `homes` says who takes a certain thing, by the key of `queries.leaving.Kept`; `rest_to` takes all others.
    1. Improvements and what is to be found out about them. 2. Items of meetings, and what their owners owe after
    30, 60 and 90 days. 3. Campaigns, with their channels. 4. Evaluations: the next is asked by the same day.
    5. Meetings. Raises NotValid for a meeting that would be left without an executive to rule.
    """
    step = _Step(leaving, homes, rest_to, by, at)
    step.improvements()
    step.items()
    step.campaigns()
    step.evaluations()
    step.meetings()


class _Step:
    """One person's leaving: who leaves, who takes what, in whose name."""

    def __init__(
        self, leaving: Employee, homes: Mapping[str, Employee], rest_to: Employee, by: Actor, at: datetime
    ) -> None:
        self.leaving, self.homes, self.rest_to = leaving, homes, rest_to
        self.by, self.at = by, at

    def home(self, key: str) -> Employee:
        """Who takes it. Raises NotValid for somebody who leaves, or has left."""
        found = self.homes.get(key, self.rest_to)
        if found.pk == self.leaving.pk or not found.is_active:
            raise NotValid(
                ko="일하고 있는 다른 직원을 골라 주세요.", en="Choose another, active employee.", field="rest_to"
            )
        return found

    def improvements(self) -> None:
        for each in kept.owned(self.leaving):
            home = self.home(f"improvement-{each.pk}")
            Improvement.objects.filter(pk=each.pk).update(owner=home, department_id=home.department_id)
            said = events.OwnerChanged(
                improvement_id=each.pk,
                old_employee_id=self.leaving.pk,
                new_employee_id=home.pk,
                new_department_id=home.department_id,
            )
            record(said, by=self.by, at=self.at, about=each.about)
        for each in kept.asked(self.leaving):
            home = self.home(f"asked-{each.pk}")
            Improvement.objects.filter(pk=each.pk).update(asked_of=home)
            told = events.AskedChanged(
                improvement_id=each.pk,
                old_employee_id=self.leaving.pk,
                new_employee_id=home.pk,
                until=str(each.asked_until),
            )
            record(told, by=self.by, at=self.at, about=each.about)

    def items(self) -> None:
        for each in kept.items(self.leaving):
            home = self.home(f"item-{each.pk}")
            MeetingItem.objects.filter(pk=each.pk).update(owner=home)
            said = events.ItemOwnerChanged(
                meeting_id=each.meeting_id,
                item_id=each.pk,
                number=each.improvement.number,
                old_employee_id=self.leaving.pk,
                new_employee_id=home.pk,
            )
            record(said, by=self.by, at=self.at, about=each.meeting.about)

    def campaigns(self) -> None:
        for each in kept.campaigns(self.leaving):
            home = self.home(f"campaign-{each.pk}")
            Campaign.objects.filter(pk=each.pk).update(owner=home)
            Channel.objects.filter(pk=each.channel_id, owner=self.leaving).update(owner=home)
            said = events.CampaignRunnerChanged(
                campaign_id=each.pk, old_employee_id=self.leaving.pk, new_employee_id=home.pk
            )
            record(said, by=self.by, at=self.at, about=each.about)

    def evaluations(self) -> None:
        for each in kept.evaluations(self.leaving):
            home = self.home(f"evaluation-{each.pk}")
            which = {"idea_id": each.idea_id, "old_employee_id": self.leaving.pk, "new_employee_id": home.pk}
            Evaluation.objects.filter(pk=each.pk).delete()
            # A row of its own: the letter that asks them is another than the one that has left.
            _row, is_new = Evaluation.objects.get_or_create(
                idea_id=each.idea_id,
                evaluator=home,
                defaults={"asked_by_id": each.asked_by_id, "due_on": each.due_on},
            )
            said = (
                events.EvaluatorChanged(**which, due_on=each.due_on.isoformat())
                if is_new
                else events.EvaluatorLeft(**which)
            )
            record(said, by=self.by, at=self.at, about=each.idea.about)

    def meetings(self) -> None:
        for each in kept.sponsored(self.leaving):
            home = self.home(f"sponsor-{each.pk}")
            if not home.is_a(Role.EXECUTIVE):
                raise NotValid(
                    ko=f"“{each}” 워크아웃에서 대신 결정할 임원을 골라 주세요.",
                    en=f"Choose an executive who rules in the work-out “{each}”.",
                    field="rest_to",
                )
            Meeting.objects.filter(pk=each.pk).update(sponsor=home)
            which = {"meeting_id": each.pk, "old_employee_id": self.leaving.pk, "new_employee_id": home.pk}
            record(events.SponsorChanged(**which), by=self.by, at=self.at, about=each.about)
        for each in kept.facilitated(self.leaving):
            home = self.home(f"facilitator-{each.pk}")
            Meeting.objects.filter(pk=each.pk).update(facilitator=home)
            which = {"meeting_id": each.pk, "old_employee_id": self.leaving.pk, "new_employee_id": home.pk}
            record(events.FacilitatorChanged(**which), by=self.by, at=self.at, about=each.about)
