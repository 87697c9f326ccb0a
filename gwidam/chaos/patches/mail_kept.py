"""The LMTP door dies once a mail is kept, before the mail server hears of it."""

from __future__ import annotations

from typing import Any

from .deaths import Line

WORDS = ("lmtp",)


def apply() -> None:
    """Die after the third mail."""
    die_after(Line("mail_kept", every=3, most=1))


def die_after(line: Line) -> None:
    """Die between the commit of a mail and the answer."""
    from gwidam.listen.ears.mail import handed_in

    take_in = handed_in.take_in

    def taking(**told: Any) -> None:
        take_in(**told)
        line.reached()

    handed_in.take_in = taking
