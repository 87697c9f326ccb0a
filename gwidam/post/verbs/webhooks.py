"""What an operator does with a webhook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypedDict
from urllib.parse import urlsplit

from django.db import connection

from gwidam.core.actors import Actor
from gwidam.core.errors import NotFound, NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.outbound import house_reach

from .. import events
from ..carriers.webhook import new_secret, rules
from ..models import Webhook, WebhookDelivery
from ..told_outside import TRIAL, can_be_asked_for

MOST = 50  # webhooks of one house
_BAD_ADDRESS = {
    "not_url": (
        "https://로 시작하는 주소를 적어 주세요. 아이디·비밀번호와 #은 쓸 수 없습니다.",
        "Write an address that begins with https://, without a user name and without #.",
    ),
    "not_https": (
        "https://로 시작하는 주소만 쓸 수 있습니다.",
        "Only addresses that begin with https:// can be used.",
    ),
    "port": ("포트는 80, 443이나 1024 이상이어야 합니다.", "The port must be 80, 443, or 1024 and above."),
}


class Named(TypedDict):
    """Fields of a fact that name the webhook."""

    webhook_id: int
    name: str


class Told(TypedDict):
    """Who did it, when, and of what it is told."""

    by: Actor
    at: datetime
    about: str


@verb
def add_webhook(*, name: str, url: str, kinds: Sequence[str], by: Actor, at: datetime) -> tuple[Webhook, str]:
    """(row, its secret): the secret is shown this once. It is told of what happens from this very act on.

    Raises NotValid for an address that is never called, or for kinds that do not exist, and NotNow when the
    house has as many as it may.
    """
    if Webhook.objects.count() >= MOST:
        raise NotNow(ko=f"웹훅은 {MOST}개까지 만들 수 있습니다.", en=f"A house has {MOST} webhooks at most.")
    secret = new_secret()
    webhook = Webhook.objects.create(
        name=name,
        url=_fit_url(url),
        kinds=_fit_kinds(kinds),
        secret=secret,
        made_at=at,
        reads_from=this_transaction(),
    )
    record(
        events.WebhookAdded(kinds=webhook.kinds, host=_host(webhook), **_named(webhook)), **_told(webhook, by, at)
    )
    return webhook, secret


@verb
def change_webhook(
    *, webhook: Webhook, name: str, url: str, kinds: Sequence[str], by: Actor, at: datetime
) -> None:
    """Another name, address or choice of facts, from now on. Raises NotValid as `add_webhook` does."""
    webhook.name, webhook.url, webhook.kinds = name, _fit_url(url), _fit_kinds(kinds)
    webhook.save(update_fields=["name", "url", "kinds"])
    fact = events.WebhookChanged(kinds=webhook.kinds, host=_host(webhook), **_named(webhook))
    record(fact, **_told(webhook, by, at))


@verb
def pause_webhook(*, webhook: Webhook, because: str = "chosen", by: Actor, at: datetime) -> None:
    """Tell it nothing until it is resumed; what waits keeps waiting. Twice is once."""
    changed = Webhook.objects.filter(pk=webhook.pk, state=Webhook.State.ON).update(
        state=Webhook.State.PAUSED, paused_because=because
    )
    if changed:
        said = rules.PAUSES[because]
        fact = events.WebhookPaused(because=because, because_ko=said.ko, because_en=said.en, **_named(webhook))
        record(fact, **_told(webhook, by, at))


@verb
def resume_webhook(*, webhook: Webhook, with_missed: bool, by: Actor, at: datetime) -> None:
    """Tell it again: also of what it missed meanwhile, or only of what happens from this act on.

    What was queued before the pause is tried at once. Raises NotNow for one that is on.
    """
    changes = {} if with_missed else {"reads_from": this_transaction()}
    paused = Webhook.objects.filter(pk=webhook.pk, state=Webhook.State.PAUSED)
    if not paused.update(
        state=Webhook.State.ON, paused_because="", failing_since=None, away_until=None, **changes
    ):
        raise NotNow(ko="이미 켜져 있습니다.", en="It is on already.")
    webhook.deliveries.filter(state="queued").update(next_try_at=at)
    record(events.WebhookResumed(with_missed=with_missed, **_named(webhook)), **_told(webhook, by, at))


@verb
def turn_secret(*, webhook: Webhook, by: Actor, at: datetime) -> str:
    """A new secret, shown this once. For a day deliveries are signed with the one before, too."""
    webhook.old_secret, webhook.old_secret_until = webhook.secret, at + rules.OLD_SECRET_FOR
    webhook.secret = new_secret()
    webhook.save(update_fields=["secret", "old_secret", "old_secret_until"])
    record(events.WebhookSecretTurned(**_named(webhook)), **_told(webhook, by, at))
    return webhook.secret


@verb
def remove_webhook(*, webhook: Webhook, by: Actor, at: datetime) -> None:
    """Take it away, with its log and what still waits for it."""
    fact, told = events.WebhookRemoved(**_named(webhook)), _told(webhook, by, at)
    webhook.delete()
    record(fact, **told)


@verb
def try_webhook(*, webhook: Webhook, by: Actor, at: datetime) -> WebhookDelivery:
    """Queue a trial: it goes the way of any other delivery. Raises NotNow for a webhook that is paused."""
    if not webhook.is_on:
        raise NotNow(ko="멈춘 웹훅입니다. 먼저 다시 켜 주세요.", en="It is paused. Resume it first.")
    delivery = WebhookDelivery.objects.create(webhook=webhook, kind=TRIAL, queued_at=at, next_try_at=at)
    record(events.WebhookTried(**_named(webhook)), **_told(webhook, by, at))
    return delivery


@verb
def resend(*, delivery: WebhookDelivery, by: Actor, at: datetime) -> None:
    """Send one delivery again, under the same id, with all its tries before it. Raises NotNow while on its way."""
    rules.step(delivery.state, "resend")
    if not _queue_again(delivery.webhook, at, pk=delivery.pk):
        raise NotNow(ko="이미 보내고 있습니다.", en="It is on its way already.")
    _record_resent(delivery.webhook, 1, by, at)


@verb
def resend_failed(*, webhook: Webhook, since: datetime, by: Actor, at: datetime) -> int:
    """Send again all that were given up and happened at or after `since`; how many."""
    count = _queue_again(webhook, at, state=WebhookDelivery.State.FAILED, queued_at__gte=since)
    if count:
        _record_resent(webhook, count, by, at)
    return count


def _queue_again(webhook: Webhook, at: datetime, **which: Any) -> int:
    return webhook.deliveries.filter(state__in=["sent", "failed"], **which).update(
        state="queued", next_try_at=at, attempts=0
    )


def _record_resent(webhook: Webhook, count: int, by: Actor, at: datetime) -> None:
    record(events.WebhookResent(count=count, **_named(webhook)), **_told(webhook, by, at))


def drop_old_deliveries(*, at: datetime) -> None:
    """Drop rows of the log that were kept long enough; what still waits stays."""
    WebhookDelivery.objects.filter(state__in=["sent", "failed"], queued_at__lt=at - rules.KEPT_FOR).delete()


def this_transaction() -> int:
    """The number of the running transaction (see `core.models.Fact.xact`)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


def webhook_of(pk: int) -> Webhook:
    """The webhook of this number. Raises NotFound."""
    webhook: Webhook | None = Webhook.objects.filter(pk=pk).first()
    if webhook is None:
        raise NotFound(ko="그런 웹훅이 없습니다.", en="There is no such webhook.")
    return webhook


def _fit_url(url: str) -> str:
    try:
        house_reach().target(url)
    except ValueError as wrong:
        ko, en = _BAD_ADDRESS[str(wrong)]
        raise NotValid(ko=ko, en=en, field="url") from None
    return url


def _fit_kinds(kinds: Sequence[str]) -> list[str]:
    wanted = sorted(set(kinds))
    unknown = [kind for kind in wanted if not can_be_asked_for(kind)]
    if unknown or not wanted:
        raise NotValid(
            ko=f"모르는 소식입니다: {', '.join(unknown)}" if unknown else "알릴 소식을 하나 이상 골라 주세요.",
            en=f"Unknown kinds: {', '.join(unknown)}" if unknown else "Choose at least one kind of fact.",
            field="kinds",
        )
    return wanted


def _host(webhook: Webhook) -> str:
    return urlsplit(webhook.url).hostname or ""


def _named(webhook: Webhook) -> Named:
    return Named(webhook_id=webhook.pk, name=webhook.name)


def _told(webhook: Webhook, by: Actor, at: datetime) -> Told:
    return Told(by=by, at=at, about=webhook.about)
