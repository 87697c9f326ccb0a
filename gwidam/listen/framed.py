"""A mail's page as it was sent, for a frame in which nothing runs and nothing is asked of anybody else.

Three walls, each of which would do alone: the HTML is sanitised when it comes in and once more here; the frame is
sandboxed without a single permission; and the answer has a policy of its own, in which only its pictures load.
"""

from __future__ import annotations

from collections.abc import Mapping

from csp.constants import HEADER
from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from .mail.parsing.html import sanitise, with_pictures
from .models import Mail

# `base` names a window that the sandbox does not open: a link in a mail leads nowhere from here.
_FRAME = """<!DOCTYPE html>
<html{}><head><meta charset="utf-8"><meta name="color-scheme" content="light"><base target="_blank"><style>
body {{ margin: 16px; background: #fff; color: #1e1b17; font: 15px/1.6 sans-serif; overflow-wrap: anywhere; }}
img {{ max-width: 100%; height: auto; }}
table {{ max-width: 100%; }}
pre {{ white-space: pre-wrap; font: inherit; }}
</style></head><body>{}</body></html>"""


def framed(mail: Mail, *, pictures: Mapping[str, str], pictures_from: str) -> HttpResponse:
    """The page of a mail as an answer that stands in a sandboxed frame of our own pages, and nowhere else.

    pictures: {content id: absolute address}. pictures_from: the address they all begin with.
    """
    page = with_pictures(sanitise(mail.page or "").html, pictures)
    language = format_html(' lang="{}"', mail.voice.language) if mail.voice else ""
    answer = HttpResponse(format_html(_FRAME, language, mark_safe(page)))  # noqa: S308 - sanitised above
    answer[HEADER] = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src {pictures_from} data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    )
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
