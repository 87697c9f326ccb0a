"""Keys for other systems: made and shown once, seen in a list, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.errors import NotFound

from .. import verbs
from ..door import door, who
from ..forms import TokenForm
from ..models import Token


@door("edit tokens")
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """All keys; POST makes one and shows it this once."""
    now = timezone.now()
    form = TokenForm(request.POST or None)
    secret = ""
    if form.is_valid():
        said = form.cleaned_data
        _made, secret = verbs.make_token(
            name=said["name"],
            scopes=said["scopes"],
            employee=said["employee"],
            expires_at=now + form.life if form.life else None,
            by=who(request),
            at=now,
        )
        form = TokenForm()
    found = Token.objects.select_related("employee").order_by("revoked_at", "-made_at")
    page = render(
        request,
        "people/tokens.html",
        {"form": form, "secret": secret, "tokens": [(each, each.is_good(now)) for each in found]},
        status=422 if form.is_bound else 200,
    )
    page["Cache-Control"] = "no-store"
    return page


@door("edit tokens")
@require_POST
def revocation(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a key at once."""
    token = Token.objects.filter(pk=pk).first()
    if token is None:
        raise NotFound(ko="그런 열쇠가 없습니다.", en="There is no such key.")
    verbs.revoke_token(token=token, by=who(request), at=timezone.now())
    messages.success(request, _("The key opens nothing any more."))
    return redirect("people:tokens")
