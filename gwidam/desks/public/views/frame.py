"""What every public page has in common: who may keep a copy of it, and whose form it takes."""

from __future__ import annotations

import functools

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from gwidam.core.errors import NotYours
from gwidam.people.door import PUBLIC, View, door


def public(view: View) -> View:
    """A page without an account, kept by nobody: not stored, not indexed, not named to other sites.

    CSRF tokens need a cookie and a Referer or Origin, which these pages do without (`no-referrer` makes the
    Origin null). What a POST may do here is decided by the SameSite cookie of one voice, and another site's
    form is refused by what the browser says of it.
    """

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            raise NotYours(
                ko="다른 누리집에서 보낸 양식은 받지 않습니다.", en="A form sent from another site is not taken."
            )
        return private(view(request, *args, **kwargs))

    return csrf_exempt(door(PUBLIC)(guarded))


def private(response: HttpResponse) -> HttpResponse:
    """Headers of a page about one person (W3C TAG on capability URLs; ASVS 5.0, 14.3.2)."""
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Robots-Tag", "noindex")
    return response
