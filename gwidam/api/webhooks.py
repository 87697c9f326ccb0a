"""Webhooks: the list, adding one, a trial, and sending again what was given up."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from ninja.responses import Status
from pydantic import BaseModel, Field, StringConstraints

from gwidam.core.text import clean
from gwidam.post import queries, verbs
from gwidam.post.models import Webhook

from .documents import problems
from .keys import Key, caller
from .paging import Part, page_of
from .shapes import LARGEST, Moment

router = Router(tags=["webhooks"])
READ = Key("webhooks:read", "edit webhooks")
WRITE = Key("webhooks:write", "edit webhooks")
Kind = Annotated[str, StringConstraints(min_length=3, max_length=60)]


class WebhookIn(BaseModel):
    """Where to, and what it is told."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    url: Annotated[str, StringConstraints(min_length=1, max_length=500)] = Field(description="https://…")
    kinds: Annotated[list[Kind], Field(min_length=1, max_length=400)] = Field(
        description="kinds of facts, such as change.ImprovementReleased, or change.* for all of a room"
    )


class ResendingIn(BaseModel):
    """Which of those that were given up."""

    since: Moment = Field(description="queued at or after this moment")


class WebhookOut(Schema):
    """A webhook and its health."""

    number: int
    name: str
    url: str
    kinds: list[str]
    state: str = Field(description="on, or paused")
    paused_because: str = Field(description="chosen, gone (it answered 410) or failing; empty while it is on")
    made_at: datetime
    reached_at: datetime | None = Field(description="when it last took anything")
    failing_since: datetime | None
    waiting: int = Field(description="deliveries that are yet to be taken")
    given_up: int


class WebhookMade(Schema):
    """A new webhook, and its secret, which is told this once."""

    number: int
    secret: str


class WebhookPage(Schema):
    """Webhooks, the newest first."""

    items: list[WebhookOut]
    next: int | None = Field(description="give it as `after` for what follows; null at the end")


class Queued(Schema):
    """How many deliveries are on their way now."""

    count: int


@router.get(
    "/webhooks",
    auth=READ,
    response={200: WebhookPage, **problems(422)},
    summary="List webhooks",
    operation_id="webhooks",
)
def webhooks(request: HttpRequest, page: Query[Part]) -> Any:
    """All of them, with their health; never their secrets."""
    return page_of(queries.webhooks_with_health(), page, _told)


@router.post(
    "/webhooks",
    auth=WRITE,
    response={201: WebhookMade, **problems(400, 409, 413, 415, 422)},
    summary="Add a webhook",
    operation_id="add_webhook",
)
def add_webhook(request: HttpRequest, sent: WebhookIn) -> Any:
    """It is told of what happens from now on."""
    made, secret = verbs.add_webhook(
        name=clean(sent.name).text, url=sent.url, kinds=sent.kinds, by=caller(request), at=timezone.now()
    )
    return Status(201, {"number": made.pk, "secret": secret})


@router.post(
    "/webhooks/{number}/trial",
    auth=WRITE,
    response={201: Queued, **problems(404, 409, 422)},
    summary="Send a trial",
    operation_id="try_webhook",
)
def try_webhook(request: HttpRequest, number: int) -> Any:
    """It goes the way of any other delivery, and is not repeated."""
    verbs.try_webhook(webhook=_webhook(number), by=caller(request), at=timezone.now())
    return Status(201, {"count": 1})


@router.post(
    "/webhooks/{number}/resending",
    auth=WRITE,
    response={201: Queued, **problems(400, 404, 413, 415, 422)},
    summary="Send again what was given up",
    operation_id="resend_failed",
)
def resend_failed(request: HttpRequest, number: int, sent: ResendingIn) -> Any:
    """Under the same ids, with all tries before each."""
    count = verbs.resend_failed(webhook=_webhook(number), since=sent.since, by=caller(request), at=timezone.now())
    return Status(201, {"count": count})


def _webhook(number: int) -> Webhook:
    return verbs.webhook_of(number if abs(number) <= LARGEST else 0)


def _told(webhook: Any) -> dict[str, Any]:
    names = ("name", "url", "kinds", "state", "paused_because", "made_at", "reached_at", "failing_since")
    counts = {"waiting": webhook.waiting_count, "given_up": webhook.failed_count}
    return {"number": webhook.pk, **{name: getattr(webhook, name) for name in names}, **counts}
