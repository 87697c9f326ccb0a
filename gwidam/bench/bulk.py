"""Bulk intake: NDJSON through the API, against COPY of the rows it wrote into tables just like theirs."""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg
from psycopg import sql

from .house import Houses, Tell, Wish
from .intake import bodies
from .servers import Server

TURNS = 2
PIECE = 64 * 1024
TABLES = (
    "people_customer", "people_contact", "listen_voice", "listen_delivery", "own_case", "own_promise", "core_fact",
    "procrastinate_jobs",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """Voices stored, seconds they took by the clock, and CPU seconds."""

    voices: int
    seconds: float
    cpu: float


def measure_all(wish: Wish, houses: Houses, *, tell: Tell) -> dict[str, Any]:
    """{house: {bulk, copy}} by turns, in both houses."""
    found: dict[str, Any] = {}
    for name, server in (("small", houses.small), ("large", houses.large)):
        turns: dict[str, list[Turn]] = {"bulk": [], "copy": []}
        send(server, houses.cast.keys[0], wish.rows // 10 + 1, batch="bulk-warm")
        for turn in range(TURNS):
            tell(f"Bulk, {name}, turn {turn + 1} of {TURNS}.")
            marks = last_rows(server)
            turns["bulk"].append(send(server, houses.cast.keys[0], wish.rows, batch=f"bulk-{turn}"))
            turns["copy"].append(copy_again(server, marks, wish.rows))
        found[name] = {kind: together(each) for kind, each in turns.items()}
    return found


def together(turns: list[Turn]) -> dict[str, float]:
    """All turns as one."""
    voices, seconds = sum(each.voices for each in turns), sum(each.seconds for each in turns)
    return {
        "voices": voices,
        "per_second": round(voices / seconds, 1),
        "cpu_ms": round(1000 * sum(each.cpu for each in turns) / voices, 4),
    }


def send(server: Server, key: str, count: int, *, batch: str) -> Turn:
    """Send NDJSON in one request and read its answer while sending. Raises RuntimeError unless all are stored."""
    body = "\n".join(bodies(count=count, batch=batch)).encode() + b"\n"
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    before, began = server.spent().total, time.perf_counter()
    connection.putrequest("POST", "/api/v1/voices:bulk")
    for name, value in (
        ("Authorization", f"Bearer {key}"),
        ("Content-Type", "application/x-ndjson"),
        ("Content-Length", str(len(body))),
    ):
        connection.putheader(name, value)
    connection.endheaders()
    sender = threading.Thread(target=send_pieces, args=(connection, body))
    sender.start()
    response = connection.getresponse()
    told = response.read()
    sender.join()
    turn = Turn(count, time.perf_counter() - began, server.spent().total - before)
    connection.close()
    if response.status != 200 or told.count(b'"stored"') != count:
        raise RuntimeError(f"Bulk intake answered {response.status}: {told[:500]!r}")
    return turn


def send_pieces(connection: http.client.HTTPConnection, body: bytes) -> None:
    """Send the body piece by piece, as a stream is sent."""
    for start in range(0, len(body), PIECE):
        connection.send(body[start : start + PIECE])


def last_rows(server: Server, tables: Sequence[str] = TABLES) -> dict[str, int]:
    """{table: its largest id}."""
    with psycopg.connect(server.url) as connection:
        return {
            table: connection.execute(  # type: ignore[index]
                sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(sql.Identifier(table))
            ).fetchone()[0]
            for table in tables
        }


def copy_again(server: Server, marks: dict[str, int], voices: int) -> Turn:
    """COPY the rows written after `marks` into empty tables just like theirs, in one transaction.

    Just like: with all indexes and checks, and with the foreign keys, which are checked against the tables of the
    house, as they are for any COPY into it.

    Reading them out beforehand is not counted; the CPU time is that of PostgreSQL's backend and of this
    process, which plays the client that a bare COPY needs.
    """
    with psycopg.connect(server.url) as connection:
        rows = {table: b"".join(rows_after(connection, table, mark)) for table, mark in marks.items()}
        connection.execute("CREATE SCHEMA bare")
        for table in rows:
            connection.execute(
                sql.SQL("CREATE TABLE {} (LIKE {} INCLUDING ALL)").format(
                    sql.Identifier("bare", table), sql.Identifier(table)
                )
            )
            for definition in foreign_keys(connection, table):
                connection.execute(
                    sql.SQL("ALTER TABLE {} ADD {}").format(sql.Identifier("bare", table), sql.SQL(definition))
                )
        connection.commit()
        before, began = server.spent().backends + own_cpu(), time.perf_counter()
        for table, data in rows.items():
            into = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier("bare", table))
            with connection.cursor() as cursor, cursor.copy(into) as copy:
                for start in range(0, len(data), PIECE):
                    copy.write(data[start : start + PIECE])
        connection.commit()
        turn = Turn(voices, time.perf_counter() - began, server.spent().backends + own_cpu() - before)
        connection.execute("DROP SCHEMA bare CASCADE")
    return turn


def foreign_keys(connection: psycopg.Connection[Any], table: str) -> list[LiteralString]:
    """The foreign keys of a table as ALTER TABLE takes them; LIKE leaves them behind."""
    found = connection.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass",
        [table],
    )
    return [definition for (definition,) in found]


def own_cpu() -> float:
    """CPU seconds of this process."""
    times = os.times()
    return times.user + times.system


def rows_after(connection: psycopg.Connection[Any], table: str, mark: int) -> Iterator[bytes]:
    """The rows written after `mark`, as COPY gives them."""
    query = sql.SQL("COPY (SELECT * FROM {} WHERE id > {}) TO STDOUT (FORMAT binary)").format(
        sql.Identifier(table), sql.Literal(mark)
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for piece in copy:
            yield bytes(piece)
