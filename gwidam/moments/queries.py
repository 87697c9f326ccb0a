"""The read side: which standard is in force where."""

from __future__ import annotations

from gwidam.core.errors import NotFound
from gwidam.core.memory import remembered

from .models import Standard, Touchpoint


@remembered
def standards_in_force() -> dict[tuple[int | None, str, str], Standard]:
    """Standards of today by (touchpoint id or None, kind of channel or '', kind of standard)."""
    return {
        (each.touchpoint_id, each.channel_kind, each.kind): each
        for each in Standard.objects.filter(ended_at__isnull=True)
    }


def standard_for(kind: str, *, touchpoint_id: int | None = None, channel_kind: str = "") -> Standard | None:
    """The nearest standard: of touchpoint and door, of the touchpoint, of the door, of the house."""
    known = standards_in_force()
    for place in (
        (touchpoint_id, channel_kind),
        (touchpoint_id, ""),
        (None, channel_kind),
        (None, ""),
    ):
        found = known.get((*place, kind))
        if found is not None:
            return found
    return None


@remembered
def touchpoint(code: str) -> Touchpoint:
    """The touchpoint with this code. Raises NotFound."""
    found = Touchpoint.objects.select_related("journey").filter(code=code).first()
    if found is None:
        raise NotFound(
            ko=f"그런 접점이 없습니다: {code}", en=f"There is no touchpoint {code}.", field="touchpoint"
        )
    return found


@remembered
def touchpoints() -> tuple[Touchpoint, ...]:
    """All touchpoints in the order of the journeys."""
    return tuple(Touchpoint.objects.select_related("journey"))
