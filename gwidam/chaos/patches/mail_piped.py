"""The pipe of a mail server dies once its mail is kept, before it says so."""

from __future__ import annotations

from .deaths import Line
from .mail_kept import die_after

WORDS = ("mail",)


def apply() -> None:
    """Die after the mail."""
    die_after(Line("mail_piped", every=1, most=1))
