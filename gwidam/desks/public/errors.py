"""What only a public page can refuse."""

from __future__ import annotations

from gwidam.core.errors import Refused


class TooLarge(Refused):
    """The whole of what was sent is larger than anybody's voice."""

    status = 413
    slug = "too-large"
