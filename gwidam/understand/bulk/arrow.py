"""Reading Arrow batches: batch in, the same batch with what was read beside it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa

from ..heart.reading import Models
from ..heart.tiers import Tier
from .columns import KINDS, columns_of

PREFIX = "read_"  # of the columns added to a table, which may well have a `topic` of its own
TYPES = {"text": pa.string(), "number": pa.float64(), "texts": pa.list_(pa.string())}
STRUCT = pa.struct([(name, TYPES[kind]) for name, kind in KINDS.items()])


def schema_of(source: pa.Schema, column: str) -> pa.Schema:
    """The columns of a table and behind them what is read of its `column`.

    Raises ValueError where there is no such column of texts, or one of the new names is taken.
    """
    if column not in source.names:
        raise ValueError(f"there is no column {column!r}; there are {', '.join(source.names)}")
    if not (pa.types.is_string(source.field(column).type) or pa.types.is_large_string(source.field(column).type)):
        raise ValueError(f"column {column!r} holds no texts but {source.field(column).type}")
    added = [pa.field(PREFIX + name, TYPES[kind]) for name, kind in KINDS.items()]
    if taken := {field.name for field in added} & set(source.names):
        raise ValueError(f"there are columns {', '.join(sorted(taken))} already")
    return pa.schema([*source, *added])


def read_batch(batch: pa.RecordBatch, *, column: str, tier: Tier, models: Models | None = None) -> pa.RecordBatch:
    """The batch with what was read of its `column`, row by row. Raises ValueError as `schema_of`."""
    schema = schema_of(batch.schema, column)
    read = columns_of(batch.column(batch.schema.get_field_index(column)).to_pylist(), tier, models)
    added = [pa.array(read[name], TYPES[kind]) for name, kind in KINDS.items()]
    return pa.RecordBatch.from_arrays([*batch.columns, *added], schema=schema)


def read_batches(
    batches: Iterable[pa.RecordBatch], *, column: str, tier: Tier, models: Models | None = None
) -> Iterator[pa.RecordBatch]:
    """The same for a stream of batches, each read when it is asked for."""
    for batch in batches:
        yield read_batch(batch, column=column, tier=tier, models=models)


def readings_of(texts: pa.Array | pa.ChunkedArray, tier: Tier, models: Models | None = None) -> pa.Array:
    """What is read of a column of texts, as one column of structs."""
    read = columns_of(texts.to_pylist(), tier, models)
    fields = [pa.array(read[name], TYPES[kind]) for name, kind in KINDS.items()]
    return pa.StructArray.from_arrays(fields, names=list(KINDS))
