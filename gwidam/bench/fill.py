"""Fill a house with voices that came and were answered long ago, and some that wait: by COPY, then in SQL.

Rows are what the verbs would have written, less what no page reads. The person whose list is opened guards as
many open cases in every house, and their departments decide as many offers: only the house around them grows.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import psycopg
from psycopg import sql

from gwidam.core.grams import grams
from gwidam.core.receipts import receipt
from gwidam.core.sealed import seal
from gwidam.core.text import summary

from . import sentences
from .cast import Cast

FIRST_ID = 1_000  # of voices; earlier numbers belong to nobody
OPEN_SHARE = 0.03
LEAST_OPEN = 150  # a small house has a full page to show, too
READERS_CASES = 60
MOST_TEXTS = 60_000
SEALED = 2_000  # contacts share so many sealed values; their fingerprints differ
TABLES = (
    "people_customer", "people_contact", "listen_voice", "listen_delivery", "own_case", "own_promise",
    "own_answer", "own_closure", "own_handoff", "core_fact", "change_improvement", "change_score", "change_voicelink",
    "change_reach",
)  # fmt: skip

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Open:
    """A case that waits: who guards and holds it, and to which department it is offered, if it is."""

    voice_id: int
    guardian_id: int
    holder_id: int
    department_id: int
    offered_to_id: int | None
    state: str


def fill(url: str, *, voices: int, cast: Cast, secret: bytes, at: datetime, tell: Tell) -> None:
    """Fill the database at `url` with so many voices, the last of them heard at `at`; then analyse it."""
    ids = range(FIRST_ID, FIRST_ID + voices)
    with psycopg.connect(url) as connection:
        copy_texts(connection, min(voices, MOST_TEXTS))
        copy_sealed(connection)
        tell(f"Numbering {voices:,} voices.")
        copy(
            connection,
            "CREATE TEMP TABLE bench_number (id bigint PRIMARY KEY, receipt text)",
            "bench_number",
            ((each, receipt(each, secret)) for each in ids),
        )
        copy_open(connection, open_cases(ids, cast))
        with without_indexes(connection, tell):
            for step in steps(voices=voices, cast=cast, at=at):
                tell(f"Filling {step.splitlines()[0].removeprefix('-- ')}.")
                connection.execute(step)
        connection.execute("SELECT setval('gwidam_ids', %s)", [(ids[-1] // 64 + 2) * 64 + 1])
        connection.execute(
            "SELECT setval(pg_get_serial_sequence('change_improvement', 'id'), %s)", [improvements_of(voices)]
        )
    with psycopg.connect(url, autocommit=True) as connection:
        tell("VACUUM ANALYZE.")
        connection.execute("VACUUM ANALYZE")


def steps(*, voices: int, cast: Cast, at: datetime) -> Iterator[str]:
    """The statements of fill.sql, each beginning with the comment that names it, with the cast's numbers in."""
    script = files(__package__).joinpath("fill.sql").read_text(encoding="utf-8")
    filled = script.format(
        first=FIRST_ID,
        voices=voices,
        now=f"'{at.isoformat()}'::timestamptz",
        texts=min(voices, MOST_TEXTS),
        sealed=SEALED,
        improvements=improvements_of(voices),
        channels=array(cast.channels.values()),
        guards=array(cast.front_line),
        centre=cast.centre_id,
    )
    for part in filled.split("\n-- ")[1:]:
        yield f"-- {part}"


def improvements_of(voices: int) -> int:
    """How many improvements so many voices ask for, one each: 100 of a thousand, 10,000 of a million."""
    return round(voices ** (2 / 3))


def array(numbers: Iterable[int]) -> str:
    """As PostgreSQL writes an array of numbers."""
    return f"ARRAY[{','.join(map(str, numbers))}]::bigint[]"


def open_cases(ids: Sequence[int], cast: Cast) -> Iterator[Open]:
    """The cases that wait, among the latest voices, the first ones the reader's and the worker's."""
    chance = random.Random(len(ids))  # noqa: S311 - nothing here is secret
    count = max(round(len(ids) * OPEN_SHARE), min(LEAST_OPEN, len(ids)))
    chosen = chance.sample(ids[-min(len(ids), count * 3) :], count)
    others = list(cast.departments)[1:]
    home = next(iter(cast.departments))
    for place, voice_id in enumerate(chosen):
        guardian = cast.reader_id if place < READERS_CASES else chance.choice(cast.front_line[1:])
        holder, department, offered_to = guardian, cast.centre_id, None
        if chance.random() < 0.6:
            department = home if chance.random() < 0.6 else chance.choice(others)
            holder = chance.choice(cast.departments[department][:2])
        elif place < READERS_CASES and place % 4 == 0:
            offered_to = home
        elif place > READERS_CASES and chance.random() < 0.2:
            offered_to = chance.choice(others)
        state = "answered" if offered_to is None and chance.random() < 0.2 else "open"
        yield Open(voice_id, guardian, holder, department, offered_to, state)


def copy_texts(connection: psycopg.Connection[Any], count: int) -> None:
    """What is said: each text once, with its search keys reckoned once."""
    copy(
        connection,
        "CREATE TEMP TABLE bench_text (n int PRIMARY KEY, text text, summary text, language text, grams int[])",
        "bench_text",
        (
            (n, text, summary(text), language, grams(text))
            for n, (text, language) in enumerate(sentences.texts(count, seed=1))
        ),
    )


def copy_sealed(connection: psycopg.Connection[Any]) -> None:
    """Phone numbers and addresses, sealed as contacts are."""
    copy(
        connection,
        "CREATE TEMP TABLE bench_sealed (n int PRIMARY KEY, phone bytea, tail text, email bytea)",
        "bench_sealed",
        (
            (n, seal(f"+8210{n:08d}".encode()), f"{n:04d}", seal(f"customer{n}@bench.example".encode()))
            for n in range(SEALED)
        ),
    )


def copy_open(connection: psycopg.Connection[Any], cases: Iterable[Open]) -> None:
    """The cases that wait."""
    copy(
        connection,
        "CREATE TEMP TABLE bench_open (voice_id bigint PRIMARY KEY, guardian_id bigint, holder_id bigint,"
        " department_id bigint, offered_to_id bigint, state text)",
        "bench_open",
        (
            (each.voice_id, each.guardian_id, each.holder_id, each.department_id, each.offered_to_id, each.state)
            for each in cases
        ),
    )


def copy(connection: psycopg.Connection[Any], make: str, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    """Make a table and COPY rows into it."""
    connection.execute(make)
    with connection.cursor() as cursor:
        with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as into:
            for row in rows:
                into.write_row(row)
        cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table)))


@contextmanager
def without_indexes(connection: psycopg.Connection[Any], tell: Tell) -> Iterator[None]:
    """Take indexes, foreign keys and triggers away while rows come in, and make them anew afterwards.

    Primary keys and unique constraints stay. Foreign keys are checked when they come back.
    """
    indexes = connection.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique",
        [list(TABLES)],
    ).fetchall()
    keys = connection.execute(
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
        [list(TABLES)],
    ).fetchall()
    for table in TABLES:
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for table, name, _ in keys:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.execute("SET LOCAL maintenance_work_mem = '512MB'")
    connection.execute("SET LOCAL work_mem = '128MB'")
    yield
    tell("Indexing.")
    for _, definition in indexes:
        connection.execute(definition)
    tell("Checking foreign keys.")
    for table, name, definition in keys:
        connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    connection.commit()
    for table in TABLES:
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
