"""Voices in bulk: NDJSON in, one line of answer for each line, both flat in memory whatever the length."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import orjson
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router
from pydantic import ValidationError

from gwidam.core.errors import NotValid, Refused
from gwidam.listen.verbs.bulk import Arrival
from gwidam.own.verbs.bulk import Intake, Receipt, take_in_many
from gwidam.people.models import Employee

from .bodies import digest_of, lines_of, parse, stream_of
from .documents import IDEMPOTENCY_KEY, NDJSON, ndjson, problems
from .intake import header_key, key_of, wanted, warnings_of
from .keys import Key, caller
from .problems import AWAY, BROKEN, OtherType, TooLarge, field_errors
from .shapes import LineTold, VoiceIn

log = logging.getLogger(__name__)
router = Router(tags=["voices"])

TAKEN = {NDJSON, "application/ndjson", "application/jsonl", "application/json", "application/octet-stream"}
BATCH_LINES = 1000
BATCH_BYTES = 8 * 1024 * 1024
IN_MEMORY = 1024 * 1024  # bytes of answers; more wait in a file until they are sent
AWAY_FOR = 30.0  # seconds a batch waits for a database that is away; its restart took 1.5-8 s here
PIECE = 64 * 1024

Read = tuple[Intake, VoiceIn] | Refused


@router.post(
    "/voices:bulk",
    auth=Key("voices:write", "hear"),
    response={200: LineTold, **problems(400, 415)},
    summary="Give many voices",
    operation_id="take_in_many",
    openapi_extra=ndjson([IDEMPOTENCY_KEY]),
)
def take_in_bulk(request: HttpRequest) -> StreamingHttpResponse:
    """Take in NDJSON, one voice a line as for `POST /voices`, of any length; answer one line for each, in order.

    `stored` and `duplicate` have a receipt, `refused` a reason; a bad line takes none of the others with it.
    A thousand lines are stored in one transaction. The key of a line is its `external_id`, else the header
    `Idempotency-Key` with the number of the line, so that a stream that broke off can be sent again whole.
    Answers begin once the whole stream is read: many clients read nothing before they have sent everything.
    """
    media_type = request.content_type or ""
    if media_type and media_type not in TAKEN and not media_type.startswith("text/"):
        raise OtherType(ko=f"Content-Type: {NDJSON}으로 보내 주세요.", en=f"Send it with Content-Type: {NDJSON}.")
    prefix = header_key(request) or f"once/{uuid.uuid4().hex}"
    with ExitStack() as stack:
        told = stack.enter_context(SpooledTemporaryFile(IN_MEMORY))
        for batch in batches(lines_of(stream_of(request))):
            for line in answers(batch, prefix=prefix, by=caller(request)):
                told.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
        told.seek(0)
        stack.pop_all()  # from here on it is closed by whoever sends it
        return StreamingHttpResponse(pieces(told), content_type=NDJSON)


def batches(lines: Iterator[bytes | None]) -> Iterator[list[tuple[int, bytes | None]]]:
    """Numbered lines, as many as one transaction takes."""
    batch: list[tuple[int, bytes | None]] = []
    size = 0
    for number, line in enumerate(lines, start=1):
        batch.append((number, line))
        size += len(line or b"")
        if len(batch) >= BATCH_LINES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def answers(batch: Sequence[tuple[int, bytes | None]], *, prefix: str, by: Employee) -> Iterator[dict[str, Any]]:
    """What became of each line of a batch, in order."""
    read = [read_line(line, key=f"{prefix}/{number}") for number, line in batch]
    good = [each[0] for each in read if not isinstance(each, Refused)]
    told = iter(store(good, by=by))
    for (number, _), each in zip(batch, read, strict=True):
        yield line_told(number, each, each if isinstance(each, Refused) else next(told))


def read_line(line: bytes | None, *, key: str) -> Read:
    """A line as the verb wants it, with `key` where it names none itself; or why it is none."""
    try:
        if line is None:
            raise TooLarge(ko="한 줄은 8MB까지 받습니다.", en="A line may hold 8 MB.")
        if not line.strip():
            raise NotValid(ko="빈 줄입니다.", en="The line is empty.")
        body = parse(line)
        sent = VoiceIn.model_validate(body)
        told = wanted(sent)
        name, reaches = told.pop("name"), told.pop("reaches")
        kept = key_of(sent.external_id) if sent.external_id else key
        return Intake(Arrival(**told, key=kept, digest=digest_of(body)), name, reaches), sent
    except Refused as refused:
        return refused.with_traceback(None)  # which would hold the whole batch until a late garbage collection
    except ValidationError as error:
        return not_valid(error)


def not_valid(error: ValidationError) -> NotValid:
    """Every field of a line that is not right, as one sentence and one by one."""
    found = field_errors(error.errors(include_url=False, include_input=False), is_line=True)
    said = " ".join(f"{each['field']}: {each['detail']}" for each in found)
    return NotValid(ko=said, en=said, errors=found)


def line_told(number: int, read: Read, told: Receipt | Refused) -> dict[str, Any]:
    """One line of the answer."""
    if isinstance(told, Refused):
        line = {"line": number, "status": "refused", "reason": str(told)}
        field = told.more.get("field")
        errors = told.more.get("errors") or ([{"field": field, "detail": str(told)}] if field else [])
        return {**line, "errors": errors} if errors else line
    assert not isinstance(read, Refused)
    line = {"line": number, "status": "stored" if told.is_new else "duplicate", "receipt": told.receipt}
    warnings = warnings_of(read[1])
    return {**line, "warnings": warnings} if warnings else line


def store(intakes: Sequence[Intake], *, by: Employee) -> list[Receipt | Refused]:
    """Take in a batch, waiting for a database that is away. What was not stored then is refused, to be sent again.

    Every row has a key, so that a batch whose commit was not heard of is not stored twice.
    """
    began = time.monotonic()
    while intakes:
        try:
            return take_in_many(intakes=intakes, by=by, at=timezone.now())
        except (OperationalError, InterfaceError) as error:
            if time.monotonic() - began >= AWAY_FOR:
                log.warning("a batch was not stored: %s", " ".join(str(error).split()))
                return [Refused(ko=AWAY.ko, en=AWAY.en)] * len(intakes)
            wait_for_database()
        except DatabaseError:
            log.exception("a batch is stored line by line")
            return [store_alone(each, by=by, at=timezone.now()) for each in intakes]
    return []


def wait_for_database() -> None:
    """Give it a second, and begin with a new connection."""
    connection.close()
    time.sleep(1)


def store_alone(intake: Intake, *, by: Employee, at: datetime) -> Receipt | Refused:
    """Take in one row of a batch that the database refused as a whole, so that it harms no other."""
    try:
        return take_in_many(intakes=[intake], by=by, at=at)[0]
    except DatabaseError:
        log.exception("a line was not stored")
        return Refused(ko=BROKEN.ko, en=BROKEN.en)


def pieces(told: IO[bytes]) -> Iterator[bytes]:
    """What was told, piece by piece."""
    with told:
        while piece := told.read(PIECE):
            yield piece
