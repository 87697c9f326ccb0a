"""The server hears that a mail is kept before it is: what happens to a door without its first rule."""

from __future__ import annotations

import threading
from typing import Any

WORDS = ("lmtp",)
LATER = 5.0  # seconds; long enough to die before


def apply() -> None:
    """Keep mails a while after they were taken over."""
    from gwidam.listen.ears.mail import handed_in

    take_in = handed_in.take_in

    def taking(**told: Any) -> None:
        threading.Timer(LATER, take_in, kwargs=told).start()

    handed_in.take_in = taking
