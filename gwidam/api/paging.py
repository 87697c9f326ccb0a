"""Pages by key: each begins after the last one's last row, so that none costs more than the first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from django.db.models import Model, QuerySet
from ninja import Schema
from pydantic import AfterValidator, Field

from .shapes import LARGEST, Moment
from .told import ImprovementState, State

Text = Annotated[str, Field(max_length=50), AfterValidator(lambda text: text.replace("\0", ""))]


class Part(Schema):
    """Which part of a list."""

    after: int | None = Field(None, ge=1, le=LARGEST, description="`next` of the page before")
    limit: int = Field(50, ge=1, le=200)


class ImprovementFilter(Part):
    """Which improvements."""

    state: ImprovementState | None = None


class Page(Part):
    """Which part of a list of what came through channels."""

    channel: Text | None = Field(None, description="code of a channel")


class VoiceFilter(Page):
    """Which voices."""

    since: Moment | None = Field(None, description="heard at or after this moment")


class CaseFilter(Page):
    """Which cases."""

    since: Moment | None = Field(None, description="opened at or after this moment")
    state: State | None = None
    guardian: Literal["me"] | None = None


def page_of(
    rows: QuerySet[Any], page: Part, told: Callable[[Any], dict[str, Any]], **filters: Any
) -> dict[str, Any]:
    """One page of rows, the newest first; filters that are None are left out."""
    if page.after is not None:
        rows = rows.filter(pk__lt=page.after)
    wanted = {name: value for name, value in filters.items() if value is not None}
    found: list[Model] = list(rows.filter(**wanted).order_by("-pk")[: page.limit + 1])
    is_more = len(found) > page.limit
    found = found[: page.limit]
    return {"items": [told(each) for each in found], "next": found[-1].pk if is_more else None}
