"""Reading in DuckDB: a function for its SQL, and files of any size through it, a batch at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb.func import ARROW, SPECIAL

from ..heart.reading import Models
from ..heart.tiers import Tier
from .arrow import read_batches, readings_of, schema_of
from .columns import KINDS

FUNCTION = "gwidam_reading"
TOGETHER = 2_000  # texts of one batch: some seconds of reading, some megabytes
_TYPES = {"text": "VARCHAR", "number": "DOUBLE", "texts": "VARCHAR[]"}
STRUCT = f"STRUCT({', '.join(f'{name} {_TYPES[kind]}' for name, kind in KINDS.items())})"
ENDINGS = {".parquet": "", ".csv": ",", ".tsv": "\t"}  # and what parts the columns


def teach(connection: duckdb.DuckDBPyConnection, *, tier: Tier, models: Models | None = None) -> None:
    """Give a connection the function gwidam_reading(text), a struct of what is read (`columns.KINDS`).

    `SELECT gwidam_reading(text).tone FROM 'voices.parquet'`. A missing text gives what an empty one gives.
    """

    def reading(texts: pa.ChunkedArray) -> pa.Array:
        return readings_of(texts, tier, models)

    connection.create_function(
        FUNCTION,
        reading,
        [duckdb.sqltype("VARCHAR")],
        duckdb.sqltype(STRUCT),
        type=ARROW,
        null_handling=SPECIAL,
    )


def read_file(
    source: Path,
    out: Path,
    *,
    column: str,
    tier: Tier,
    models: Models | None = None,
    tell: Callable[[int, int], None] = lambda done, whole: None,
) -> int:
    """Read the texts in a column of a Parquet, CSV or TSV file, and write its rows with what was read.

    `out` gets its name when it is whole, and is Parquet, CSV or TSV by its ending, in which lists are written as
    DuckDB writes them. `tell` hears how many rows of how many are read. Returns the number of rows. Memory is
    that of a batch. Raises ValueError where a file, an ending or a column is not what it should be.
    """
    _must_be_known(source, out)
    draft = out.with_name(f"{out.stem}.part{out.suffix}")
    # Two connections: what one still streams would end with the next question asked of it.
    with duckdb.connect() as reading, duckdb.connect() as writing:
        for each in (reading, writing):
            each.execute("SET threads = 1; SET enable_progress_bar = false")
        try:
            rows = _rows_of(reading, source)
            whole = int(rows.count("*").fetchall()[0][0])
            found = rows.to_arrow_reader(TOGETHER)
        except duckdb.Error as trouble:
            raise ValueError(f"{source} cannot be read: {trouble}") from None
        schema = schema_of(found.schema, column)
        read = _told(read_batches(found, column=column, tier=tier, models=models), whole, tell)
        try:
            _write(writing.from_arrow(pa.RecordBatchReader.from_batches(schema, read)), draft)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    draft.replace(out)
    return whole


def _told(
    batches: Iterator[pa.RecordBatch], whole: int, tell: Callable[[int, int], None]
) -> Iterator[pa.RecordBatch]:
    done = 0
    for batch in batches:
        yield batch
        done += batch.num_rows
        tell(done, whole)


def _must_be_known(*paths: Path) -> None:
    for path in paths:
        if path.suffix.lower() not in ENDINGS:
            raise ValueError(f"{path} is none of {', '.join(ENDINGS)}")


def _rows_of(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    mark = ENDINGS[path.suffix.lower()]
    if not mark:
        return connection.read_parquet(str(path))
    return connection.read_csv(str(path), header=True, all_varchar=True, delimiter=mark)


def _write(rows: duckdb.DuckDBPyRelation, path: Path) -> None:
    mark = ENDINGS[path.suffix.lower()]
    if mark:
        rows.write_csv(str(path), sep=mark, header=True)
    else:
        rows.write_parquet(str(path))
