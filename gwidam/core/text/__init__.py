"""Foreign text: reading its bytes, making it fit to be kept, and telling what it is."""

from .clean import LONGEST_NAME, LONGEST_TEXT, Cleaned, bound_marks, clean, clean_name, is_plain
from .compared import apart, evened, squeezed
from .decode import Decoded, decode
from .lines import language_of, summary
from .numbers import number_in

__all__ = [
    "LONGEST_NAME",
    "LONGEST_TEXT",
    "Cleaned",
    "Decoded",
    "apart",
    "bound_marks",
    "clean",
    "clean_name",
    "decode",
    "evened",
    "is_plain",
    "language_of",
    "number_in",
    "squeezed",
    "summary",
]
