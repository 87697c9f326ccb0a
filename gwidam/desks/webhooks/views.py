"""The pages of webhooks: all of them, one with its log, and what can be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on
from gwidam.people.door import door, who
from gwidam.post import queries, verbs
from gwidam.post.models import Webhook, WebhookDelivery
from gwidam.post.verbs import webhook_of

from .forms import ResendingForm, WebhookForm, told_in_words

A_PAGE = 50


@door("edit webhooks")
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    """Every webhook with its health."""
    found = [(each, told_in_words(each.kinds)) for each in queries.webhooks_with_health()]
    return render(request, "desks/webhooks/list.html", {"webhooks": found})


@door("edit webhooks")
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_new(request: HttpRequest) -> HttpResponse:
    """Add one; its secret is shown this once."""
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made, secret = verbs.add_webhook(
                name=said["name"], url=said["url"], kinds=form.kinds, by=who(request), at=timezone.now()
            )
            return _shown_once(request, made, secret)
        except Refused as refused:
            _show(form, refused)
    return _form_page(request, form)


@door("edit webhooks")
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name, address or choice."""
    found = webhook_of(pk)
    form = WebhookForm(request.POST or None, webhook=found)
    if form.is_valid():
        said = form.cleaned_data
        try:
            verbs.change_webhook(
                webhook=found,
                name=said["name"],
                url=said["url"],
                kinds=form.kinds,
                by=who(request),
                at=timezone.now(),
            )
            messages.success(request, _("%(name)s is saved.") % {"name": found.name})
            return redirect("desks:webhook", pk=pk)
        except Refused as refused:
            _show(form, refused)
    return _form_page(request, form, webhook_of(pk))


@door("edit webhooks")
@require_safe
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """One webhook: its health, its log, and what can be done."""
    found = webhook_of(pk)
    state = request.GET.get("state", "")
    page = Paginator(queries.deliveries_of(found, state=state), A_PAGE).get_page(request.GET.get("page"))
    places = {
        "webhook": found,
        "told": told_in_words(found.kinds),
        "page": page,
        "state": state,
        "states": WebhookDelivery.State.choices,
        "resending": ResendingForm(),
        "turning": found.old_secret_until is not None and found.old_secret_until > timezone.now(),
        "newer": {"page": page.previous_page_number()} if page.has_previous() else None,
        "older": {"page": page.next_page_number()} if page.has_next() else None,
    }
    return render(request, "desks/webhooks/one.html", places)


@door("edit webhooks")
@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it a word to see whether it arrives."""
    verbs.try_webhook(webhook=webhook_of(pk), by=who(request), at=timezone.now())
    messages.success(request, _("A trial is on its way. Its outcome stands in the log within seconds."))
    return redirect("desks:webhook", pk=pk)


@door("edit webhooks")
@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell it nothing for now."""
    verbs.pause_webhook(webhook=webhook_of(pk), by=who(request), at=timezone.now())
    messages.success(request, _("It is paused: nothing is sent."))
    return redirect("desks:webhook", pk=pk)


@door("edit webhooks")
@require_POST
def resumption(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell it again; with `missed` also of what happened meanwhile."""
    with_missed = "missed" in request.POST
    verbs.resume_webhook(webhook=webhook_of(pk), with_missed=with_missed, by=who(request), at=timezone.now())
    messages.success(request, _("It is on again."))
    return redirect("desks:webhook", pk=pk)


@door("edit webhooks")
@require_POST
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret, shown this once."""
    found = webhook_of(pk)
    return _shown_once(request, found, verbs.turn_secret(webhook=found, by=who(request), at=timezone.now()))


@door("edit webhooks")
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it away."""
    found = webhook_of(pk)
    verbs.remove_webhook(webhook=found, by=who(request), at=timezone.now())
    messages.success(request, _("%(name)s is gone.") % {"name": found.name})
    return redirect("desks:webhooks")


@door("edit webhooks")
@require_POST
def resending(request: HttpRequest, pk: int) -> HttpResponse:
    """Send all failed ones of a time again."""
    found, form, now = webhook_of(pk), ResendingForm(request.POST), timezone.now()
    if form.is_valid():
        count = verbs.resend_failed(webhook=found, since=now - form.span, by=who(request), at=now)
        said = ngettext("%(count)s delivery is sent again.", "%(count)s deliveries are sent again.", count)
        messages.success(request, said % {"count": count})
    return redirect("desks:webhook", pk=pk)


@door("edit webhooks")
@require_POST
def row_resending(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Send one again."""
    delivery = WebhookDelivery.objects.filter(webhook=pk, pk=row).select_related("webhook").first()
    if delivery is None:
        raise NotFound(ko="그런 전달 기록이 없습니다.", en="There is no such delivery.")
    verbs.resend(delivery=delivery, by=who(request), at=timezone.now())
    messages.success(request, _("It is sent again, under the same id."))
    return redirect("desks:webhook", pk=pk)


def _show(form: WebhookForm, refused: Refused) -> None:
    if refused.more.get("field") == "kinds":
        form.refuse_kinds(str(refused))
    else:
        show_on(form, refused)


def _form_page(request: HttpRequest, form: WebhookForm, found: Webhook | None = None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "desks/webhooks/form.html", {"form": form, "webhook": found}, status=status)


def _shown_once(request: HttpRequest, found: Webhook, told: str) -> HttpResponse:
    page = render(request, "desks/webhooks/secret.html", {"webhook": found, "secret": told})
    page["Cache-Control"] = "no-store"
    return page
