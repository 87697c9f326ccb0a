"""Headings as people write them, reduced to the letters that matter."""

from __future__ import annotations

import re
import unicodedata

_BRACKETED = re.compile(r"\([^)]*\)|\[[^\]]*\]")


def bare(heading: str) -> str:
    """A heading without case, blanks, marks and brackets.

    >>> bare("E-mail (필수)")
    'email'
    """
    folded = unicodedata.normalize("NFKC", heading).casefold()
    letters = "".join(filter(str.isalnum, _BRACKETED.sub("", folded)))
    return letters or "".join(filter(str.isalnum, folded))
