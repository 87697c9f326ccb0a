"""Who is reached by text message: whoever left a mobile number and no e-mail address, where a line carries texts."""

from __future__ import annotations

from collections.abc import Sequence

from gwidam.listen.models import Hearing
from gwidam.people.contacts import is_korean_mobile
from gwidam.people.models import Contact
from gwidam.post.models import Line
from gwidam.post.queries import text_line


def by_text(contacts: Sequence[Contact]) -> tuple[Contact, Line] | None:
    """The number to write to and the line by which; None for somebody who is written to otherwise, or not at all.

    contacts: those that still work.
    """
    if any(each.kind == Contact.Kind.EMAIL for each in contacts):
        return None
    mobile = next(
        (each for each in contacts if each.kind == Contact.Kind.PHONE and is_korean_mobile(each.value)), None
    )
    line = text_line() if mobile is not None else None
    return (mobile, line) if mobile is not None and line is not None else None


def is_by_text(hearing: Hearing) -> bool:
    """Whether what was heard came as a text message, so that its answer goes as one."""
    line = hearing.ear.line
    return line is not None and line.shape.is_texting
