"""The reader's language, and the second factor that some roles owe."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from .door import owes_second_factor

Next = Callable[[HttpRequest], HttpResponse]
FREE_PATHS = (
    "/accounts/",
    "/static/",
    "/language",
    "/healthz",
    "/speak",
    "/chat/",
    "/widget.js",
    "/follow",
    "/said",
    "/unnamed/sent",
    "/changes",
    "/api/",
    "/hooks/",
    "/phone/",
    "/post/mute/",
)


class ReadersLanguage:
    """Shows pages in the language chosen by cookie, else the browser's, else the house's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in ("ko", "en"):
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class Door:
    """Sends a person whose role owes a second factor to set one up before anything else."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(FREE_PATHS) and request.user.is_authenticated:
            response = self._ask_second_factor(request)
            if response is not None:
                return response
        return self.get_response(request)

    def _ask_second_factor(self, request: HttpRequest) -> HttpResponse | None:
        if not owes_second_factor(request):
            return None
        if is_mfa_enabled(request.user):
            # allauth asks for the second factor at sign-in whenever one is set up.
            request.session["second_factor"] = True
            return None
        return redirect(f"{reverse('mfa_activate_totp')}?next={request.path}")
