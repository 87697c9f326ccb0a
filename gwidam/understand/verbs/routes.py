"""Routes are learnt from what became of each hand-over."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.ledger import record, verb

from .. import events
from ..models import RouteExample


@verb
def learn_route(*, handoff_id: int, voice_id: int, department_id: int, by: Actor, at: datetime) -> None:
    """A department took a voice: the next one like it is theirs, too. Learnt once, however often it is told."""
    _keep(handoff_id, voice_id, department_id, None, is_accepted=True, by=by, at=at)


@verb
def unlearn_route(
    *,
    handoff_id: int,
    voice_id: int,
    department_id: int,
    by: Actor,
    at: datetime,
    better_department_id: int | None = None,
) -> None:
    """A department bounced a voice: the next one like it is not theirs. Learnt once, however often it is told."""
    _keep(handoff_id, voice_id, department_id, better_department_id, is_accepted=False, by=by, at=at)


def _keep(
    handoff_id: int,
    voice_id: int,
    department_id: int,
    better_id: int | None,
    *,
    is_accepted: bool,
    by: Actor,
    at: datetime,
) -> None:
    _, is_new = RouteExample.objects.get_or_create(
        handoff_id=handoff_id,
        defaults={
            "voice_id": voice_id,
            "department_id": department_id,
            "better_department_id": better_id,
            "is_accepted": is_accepted,
            "at": at,
        },
    )
    if is_new:
        record(
            events.RouteLearnt(
                voice_id=voice_id, handoff_id=handoff_id, to_department_id=department_id, is_accepted=is_accepted
            ),
            by=by,
            at=at,
            about="house:understand",
        )
