"""What other services call words of ours and of others, kept as fingerprints: a name over there names a person."""

from __future__ import annotations

from gwidam.core.sealed import fingerprint

MAIL = "mail"  # the family of the mail server of the settings


def mark_of(family: str, name: str) -> str:
    """The fingerprint of a name among all that one family of ears and lines knows."""
    return fingerprint(f"{family}/{name}", purpose="post.said")
