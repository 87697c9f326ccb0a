"""Lines are connected, changed, tried and ended; how sending by them goes is kept with them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import DateTimeField, Q, Value
from django.db.models.functions import Coalesce

from gwidam.core.actors import POST, Actor
from gwidam.core.errors import NotValid
from gwidam.core.failing import FAILURES
from gwidam.core.ledger import record, verb

from .. import lines
from ..addresses import mailbox
from ..events import LineBack, LineChanged, LineConnected, LineEnded, LineFailed
from ..models import Line

COLUMNS = ("url", "account")
REPORT_SECRET = "hook_secret"  # noqa: S105 - the name of a field


@verb
def connect_line(
    *, kind: str, name: str, given: Mapping[str, str], by: Actor, at: datetime, may_lack: bool = False
) -> Line:
    """Connect an account. given: by the names of its kind's fields. may_lack: it is only prepared, and nothing is
    heard or said by it until somebody gives what is missing.

    Raises NotValid for a kind that is none, or where something needed is missing.
    """
    if kind not in lines.kinds():
        raise NotValid(ko="그런 연결은 없습니다.", en="There is no such kind of line.", field="kind")
    line = Line(kind=kind, name=name.strip(), made_at=at)
    _take(line, given, may_lack=may_lack)
    line.save(force_insert=True)
    record(LineConnected(line_id=line.pk, name=line.name), by=by, at=at, about=line.about)
    return line


@verb
def change_line(*, line: Line, name: str, given: Mapping[str, str], by: Actor, at: datetime) -> Line:
    """Change an account; a secret that is left empty stays. Raises NotValid where something needed is missing."""
    line.name = name.strip()
    _take(line, given)
    line.failed, line.failed_at, line.rest_until = "", None, None
    line.save()
    record(LineChanged(line_id=line.pk, name=line.name), by=by, at=at, about=line.about)
    return line


@verb
def end_line(*, line: Line, by: Actor, at: datetime) -> None:
    """Disconnect an account: nothing leaves by it any more, and its secrets are forgotten. Twice is once."""
    if Line.objects.filter(pk=line.pk, ended_at__isnull=True).update(ended_at=at, secrets={}):
        record(LineEnded(line_id=line.pk, name=line.name), by=by, at=at, about=line.about)


@verb
def line_sent(*, line: Line, at: datetime) -> None:
    """Words left by it."""
    Line.objects.filter(pk=line.pk).update(sent_at=at, rest_until=None)
    if Line.objects.filter(pk=line.pk).exclude(failed="").update(failed="", failed_at=None):
        record(LineBack(line_id=line.pk, name=line.name), by=POST, at=at, about=line.about)


@verb
def line_failed(*, line: Line, because: str, rest_until: datetime | None, at: datetime) -> None:
    """It cannot be sent by, for any letter. Told once for each reason. because: a key of FAILURES, or their words."""
    because = because[:300] or "?"
    Line.objects.filter(pk=line.pk).update(rest_until=rest_until)
    Line.objects.filter(pk=line.pk, failed_at__isnull=True).update(failed_at=at)
    if not Line.objects.filter(pk=line.pk).exclude(failed=because).update(failed=because):
        return
    said = FAILURES.get(because)
    fact = LineFailed(
        line_id=line.pk,
        name=line.name,
        because_ko=said.ko if said else because,
        because_en=said.en if said else because,
    )
    record(fact, by=POST, at=at, about=line.about)


@verb
def line_told(*, line: Line, failure: str, at: datetime) -> None:
    """Keep how its reports of what became of words come: `failure` is STRANGER or ODD, or empty for good ones.

    A flood of the same costs one write a minute.
    """
    mine = Line.objects.filter(pk=line.pk)
    if not failure:
        mine.update(told_at=at, told_failed="", told_failed_at=None)
        return
    lately = Q(told_failed=failure, told_tried_at__gt=at - timedelta(minutes=1))
    since = Coalesce("told_failed_at", Value(at, DateTimeField()))
    mine.exclude(lately).update(told_failed=failure, told_failed_at=since, told_tried_at=at)


@verb
def turn_report_secret(*, line: Line, by: Actor, at: datetime) -> str:
    """A new secret for the reports of a line, to be given to the other side; shown once.

    Raises NotValid for a kind of line that takes none.
    """
    if line.shape.field(REPORT_SECRET) is None:
        raise NotValid(ko="보고를 받지 않는 연결입니다.", en="This line takes no reports.")
    secret = secrets.token_urlsafe(24)
    line.secrets = {**line.secrets, REPORT_SECRET: secret}
    line.save(update_fields=["secrets"])
    record(LineChanged(line_id=line.pk, name=line.name), by=by, at=at, about=line.about)
    return secret


def _take(line: Line, given: Mapping[str, str], *, may_lack: bool = False) -> None:
    """What was given, each thing where it is kept."""
    line.secrets, line.spec, line.lacks = dict(line.secrets), dict(line.spec), []
    for field in line.shape.fields:
        value = given.get(field.name, "").strip()
        there = line.secrets.get(field.name) if field.is_secret else None
        if field.is_required and not (value or there):
            line.lacks.append(field.name)
            if may_lack:
                continue
            raise NotValid(
                ko=f"{field.label.ko}: 빠졌습니다.", en=f"{field.label.en} is missing.", field=field.name
            )
        if value and field.is_address and mailbox(value) is None:
            raise NotValid(
                ko=f"{field.label.ko}: 메일 주소가 아닙니다.",
                en=f"{field.label.en}: this is no mail address.",
                field=field.name,
            )
        if field.name in COLUMNS:
            setattr(line, field.name, value)
        elif not field.is_secret:
            line.spec[field.name] = value
        elif value:
            line.secrets[field.name] = value
    if not line.name:
        raise NotValid(ko="이름을 적어 주세요.", en="Give it a name.", field="name")
