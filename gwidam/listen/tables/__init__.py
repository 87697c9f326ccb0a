"""People's spreadsheets -> voices: whose column is what, when it was said, and what cannot be used."""

from gwidam.core.tables import Kind, Reason, Refused, Row, Table, open_table, write_refused

from .columns import Choice, Mapping, Why, guess_columns
from .dates import DateStyle, Order, read_moment, style_of
from .headings import Field
from .voices import Note, VoiceReason, VoiceRow, read_voices, voice_reader

__all__ = [
    "Choice",
    "DateStyle",
    "Field",
    "Kind",
    "Mapping",
    "Note",
    "Order",
    "Reason",
    "Refused",
    "Row",
    "Table",
    "VoiceReason",
    "VoiceRow",
    "Why",
    "guess_columns",
    "open_table",
    "read_moment",
    "read_voices",
    "style_of",
    "voice_reader",
    "write_refused",
]
