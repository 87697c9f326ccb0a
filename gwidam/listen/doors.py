"""Every kind of door that is built into this house, one line each."""

from __future__ import annotations

from gwidam.post import lines
from gwidam.post.lines import LineKind

from .connectors import social, texting
from .ears import kinds
from .ears.kinds import EarKind
from .ears.mail import kinds as mail
from .ears.told import PHONE, WEBHOOK

LINES: tuple[LineKind, ...] = (mail.IMAP_LINE, mail.ADDRESS_LINE, *social.LINES, *texting.LINES)
EARS: tuple[EarKind, ...] = (mail.IMAP_EAR, mail.LMTP_EAR, *social.EARS, *texting.EARS, WEBHOOK, PHONE)


def build_in() -> None:
    """Let lines and ears of all these kinds be made."""
    for line in LINES:
        lines.add_kind(line)
    for ear in EARS:
        kinds.add_kind(ear)
