"""What the accounts library offers and this house does not: addresses and accounts come from the company."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from gwidam.core.errors import NotFound

from .door import PUBLIC, door


@door(PUBLIC)
def closed(request: HttpRequest) -> HttpResponse:
    """No sign-up, and nobody changes the address the organisation chart knows them by."""
    raise NotFound(
        ko="계정과 이메일 주소는 회사의 조직도를 따릅니다. 바꿀 것이 있으면 운영자에게 말씀해 주세요.",
        en="Accounts and addresses follow the organisation chart. Ask an operator to change them.",
    )


@door(PUBLIC)
@require_safe
def password_forgotten(request: HttpRequest) -> HttpResponse:
    """A new password is set through a link that an operator gives: nobody is told here who has an account."""
    return render(request, "account/password_reset.html")


urlpatterns = [
    path("signup/", closed),
    path("email/", closed),
    re_path(r"^confirm-email/.*$", closed),
    re_path(r"^login/code/.*$", closed),
    path("2fa/signup/", closed),
    path("password/set/", closed),
    path("password/reset/", password_forgotten),
    path("password/reset/done/", password_forgotten),
]
