"""Rows of people's files, as a stream: CSV, TSV, XLSX and NDJSON in whatever encoding they come.

Bad content never raises: what cannot be read is a `Refused` with its line and a reason in both languages.
"""

from .cells import RAW_LIMIT
from .headings import bare
from .opening import Kind, Table, open_table
from .reasons import Reason, Refused, Row, SpokenReason
from .refusals import neutral, write_refused

__all__ = [
    "RAW_LIMIT",
    "Kind",
    "Reason",
    "Refused",
    "Row",
    "SpokenReason",
    "Table",
    "bare",
    "neutral",
    "open_table",
    "write_refused",
]
