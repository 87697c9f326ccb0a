"""Reading on a cluster: a function for Spark's `DataFrame.mapInArrow`, and the schema of what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from ..heart.tiers import Tier, tier
from .arrow import PREFIX, read_batches
from .columns import KINDS

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

_TYPES = {"text": "string", "number": "double", "texts": "array<string>"}
FIELDS = ", ".join(f"{PREFIX}{name} {_TYPES[kind]}" for name, kind in KINDS.items())  # as Spark's DDL has it


def in_arrow(
    column: str, *, tier_name: str = "T1"
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """What each task does: batches in, batches with what was read of `column` out. The tier is loaded once in each
    worker process, where Gwidam has to be installed; it raises `heart.tiers.Missing` where it cannot be."""

    def reading(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield from read_batches(batches, column=column, tier=_loaded(tier_name))

    return reading


def read_frame(frame: DataFrame, column: str, *, tier_name: str = "T1") -> DataFrame:
    """The frame with what was read of its `column`, each partition by itself; lazily, as Spark does everything."""
    from pyspark.sql.types import StructType

    schema = StructType([*frame.schema.fields, *StructType.fromDDL(FIELDS).fields])
    return frame.mapInArrow(in_arrow(column, tier_name=tier_name), schema=schema)


@cache
def _loaded(name: str) -> Tier:
    return tier(name)
