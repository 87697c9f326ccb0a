"""Voices in bulk: NDJSON in, one line of answer for each line, both flat in memory whatever the length."""

from __future__ import annotations

import logging
import time
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar

import orjson
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, override
from ninja import Router
from pydantic import ValidationError

from gwidam.core.errors import NotValid, Refused
from gwidam.listen.verbs.bulk import Arrival
from gwidam.listen.verbs.voices import fit
from gwidam.own.verbs.bulk import Intake, Receipt, take_in_many
from gwidam.people.models import Employee

from .bodies import digest_of, lines_of, parse, stream_of
from .documents import IDEMPOTENCY_KEY, NDJSON, ndjson, problems
from .intake import Wanted, doors, header_key, key_of, wanted
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

Item = TypeVar("Item")
Doors = dict[tuple[str, str | None], dict[str, Any] | Refused]  # by the names of channel and touchpoint
Read = tuple[VoiceIn, Wanted] | Refused  # a line that could be read, or why it could not


@dataclass(frozen=True, slots=True)
class Asked:
    """What one line asks of the verb, and what of it could not be used."""

    intake: Intake
    warnings: list[str]


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
        for line in all_answers(
            ahead(ready(batches(lines_of(stream_of(request))), prefix=prefix)), by=caller(request)
        ):
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


def ready(numbered: Iterator[list[tuple[int, bytes | None]]], *, prefix: str) -> Iterator[list[tuple[int, Read]]]:
    """The lines of each batch read."""
    for batch in numbered:
        yield [(number, read_line(line, key=f"{prefix}/{number}")) for number, line in batch]


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items; while some are worked on, a thread makes the next two.

    So lines are read while the database writes. What makes the items must not ask the database: the thread
    has no part in the transaction.
    """
    language = get_language()

    def make() -> Item | None:
        with override(language):  # a thread begins in the language of the house
            return next(items, None)

    with ThreadPoolExecutor(1) as thread:
        coming = deque(thread.submit(make) for _ in range(2))
        while (item := coming.popleft().result()) is not None:
            coming.append(thread.submit(make))
            yield item


def all_answers(batches: Iterator[Sequence[tuple[int, Read]]], *, by: Employee) -> Iterator[dict[str, Any]]:
    """What became of each line, in order; two batches are stored at a time, each in a transaction of its own.

    One is spelt while the database writes the other. Inside somebody else's transaction there is but one
    connection that sees its rows, and one batch follows the other.
    """
    if connection.in_atomic_block:
        for batch in batches:
            yield from answers(batch, by=by)
        return
    with ThreadPoolExecutor(1) as lane:
        try:
            for first in batches:
                second = next(batches, None)
                context = copy_context()  # its language, and the request all facts are written under
                coming = lane.submit(lambda batch, run: run(list, answers(batch, by=by)), first, context.run)
                told = list(answers(second, by=by)) if second else []
                yield from coming.result()
                yield from told
        finally:
            lane.submit(lambda: connection.close()).result()  # noqa: PLW0108 - the lane's own, not this thread's


def answers(batch: Sequence[tuple[int, Read]], *, by: Employee) -> Iterator[dict[str, Any]]:
    """What became of each line of a batch, in order."""
    known: Doors = {}
    asked = [(number, placed(read, known)) for number, read in batch]
    told = iter(store([each.intake for _, each in asked if isinstance(each, Asked)], by=by))
    for number, each in asked:
        if isinstance(each, Asked):
            yield line_told(number, next(told), each.warnings)
        else:
            yield line_told(number, each, [])


def read_line(line: bytes | None, *, key: str) -> Read:
    """A line as its shape, its words made fit, with `key` where it names none itself; or why it is none."""
    try:
        if line is None:
            raise TooLarge(ko="한 줄은 8MB까지 받습니다.", en="A line may hold 8 MB.")
        if not line.strip():
            raise NotValid(ko="빈 줄입니다.", en="The line is empty.")
        body = parse(line)
        sent = VoiceIn.model_validate(body)
        told = wanted(sent)
        told.arguments["key"] = key_of(sent.external_id) if sent.external_id else key
        told.arguments["digest"] = digest_of(body)
        told.arguments["words"] = fit(sent.text)
        return sent, told
    except Refused as refused:
        return refused.with_traceback(None)  # which would hold the whole batch until a late garbage collection
    except ValidationError as error:
        return not_valid(error)


def placed(read: Read, known: Doors) -> Asked | Refused:
    """What a line that could be read asks of the verb; or why it cannot. `known` are the doors found before."""
    if isinstance(read, Refused):
        return read
    sent, told = read
    names = (sent.channel, sent.touchpoint)
    if names not in known:
        known[names] = doors_or_refusal(sent)
    found = known[names]
    if isinstance(found, Refused):
        return found
    name, reaches = told.arguments.pop("name"), told.arguments.pop("reaches")
    return Asked(Intake(Arrival(**told.arguments, **found), name, reaches), told.warnings)


def doors_or_refusal(sent: VoiceIn) -> dict[str, Any] | Refused:
    """The channel and the touchpoint a line names; or why there are none."""
    try:
        return doors(sent)
    except Refused as refused:
        return refused.with_traceback(None)


def not_valid(error: ValidationError) -> NotValid:
    """Every field of a line that is not right, as one sentence and one by one."""
    found = field_errors(error.errors(include_url=False, include_input=False), is_line=True)
    said = " ".join(f"{each['field']}: {each['detail']}" for each in found)
    return NotValid(ko=said, en=said, errors=found)


def line_told(number: int, told: Receipt | Refused, warnings: list[str]) -> dict[str, Any]:
    """One line of the answer."""
    if isinstance(told, Refused):
        line = {"line": number, "status": "refused", "reason": str(told)}
        field = told.more.get("field")
        errors = told.more.get("errors") or ([{"field": field, "detail": str(told)}] if field else [])
        return {**line, "errors": errors} if errors else line
    line = {"line": number, "status": "stored" if told.is_new else "duplicate", "receipt": told.receipt}
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
