"""What is not said yet: drafts, and who is looking or writing. No facts: nothing has happened."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.ledger.acts import wake
from gwidam.people.models import Employee

from ..models import Case, Draft, Presence

LONGEST_DRAFT = 200_000


def keep_draft(*, employee: Employee, place: str, text: str, at: datetime) -> None:
    """Keep the words typed so far at this place; empty words drop the draft."""
    if not text.strip():
        drop_draft(employee=employee, place=place)
        return
    Draft.objects.update_or_create(
        employee=employee, place=place[:80], defaults={"text": text[:LONGEST_DRAFT], "at": at}
    )


def drop_draft(*, employee: Employee, place: str) -> None:
    """The words were said, or thrown away."""
    Draft.objects.filter(employee=employee, place=place[:80]).delete()


def be_present(*, case: Case, employee: Employee, is_writing: bool, at: datetime) -> None:
    """Somebody has the case open; colleagues on the same page see it at once when that changes."""
    before = Presence.objects.filter(case=case, employee=employee).first()
    Presence.objects.update_or_create(
        case=case, employee=employee, defaults={"is_writing": is_writing, "seen_at": at}
    )
    if before is None or before.is_writing != is_writing or (at - before.seen_at).total_seconds() > 60:
        wake([f"presence:{case.pk}"])


def be_away(*, case: Case, employee: Employee) -> None:
    """The case was closed on somebody's screen; colleagues see that at once, too."""
    if Presence.objects.filter(case=case, employee=employee).delete()[0]:
        wake([f"presence:{case.pk}"])
