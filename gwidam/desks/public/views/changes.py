"""The public board: what you said, what we did, what we could not do and why, and what is next."""

from __future__ import annotations

from csp.constants import HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from gwidam.change.queries.public import GROUPS, Entry, counts_of, entries, entry_of, public_photo
from gwidam.core.errors import NotFound
from gwidam.core.text import number_in
from gwidam.core.words import LANGUAGES, reading_language
from gwidam.listen import store
from gwidam.people.door import PUBLIC, door

IN_FEED = 30
EMBEDDED = 5


@door(PUBLIC)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """The board, newest first, a group or a theme of it."""
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    theme = request.GET.get("theme", "").replace("\x00", "")[:60]
    before = request.GET.get("before", "")
    shown, older = entries(group=group, theme=theme, before=number_in(before))
    counts = counts_of(reading_language())
    context = {
        "entries": shown,
        "older": older,
        "counts": counts,
        "group": group,
        "theme": theme,
        "tabs": _tabs(group, counts.groups),
        "tabs_label": pgettext("voice", "What became of it"),
        "canonical": settings.PUBLIC_URL + reverse("desks:changes"),
    }
    return render(request, "desks/public/changes/board.html", context)


@door(PUBLIC)
@require_safe
def change(request: HttpRequest, number: str) -> HttpResponse:
    """One improvement, at one address."""
    entry = entry_of(number)
    context = {"entry": entry, "canonical": _address(entry), "is_alone": True}
    return render(request, "desks/public/changes/one.html", context)


@door(PUBLIC)
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest of the board as an Atom feed (RFC 4287), in the language asked for."""
    with translation.override(_language(request)):
        board = settings.PUBLIC_URL + reverse("desks:changes")
        made = Atom1Feed(
            title=_("You said, we did · %(house)s") % {"house": settings.HOUSE_NAME},
            link=board,
            description="",
            language=reading_language(),
            feed_url=settings.PUBLIC_URL + request.get_full_path(),
            feed_guid=board,
        )
        for entry in entries(most=IN_FEED)[0]:
            made.add_item(
                title=str(entry.improvement.title),
                link=_address(entry),
                description=linebreaks(entry.words, autoescape=True),
                unique_id=_address(entry),
                pubdate=entry.at,
                updateddate=entry.publication.at,
            )
        return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


@xframe_options_exempt  # type: ignore[arg-type]  # it keeps what `door` has set
@door(PUBLIC)
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """The newest of the board for somebody else's page: no cookie, no form, and the one page others may frame."""
    with translation.override(_language(request)):
        context = {
            "entries": entries(group="done", most=EMBEDDED)[0],
            "board": settings.PUBLIC_URL + reverse("desks:changes"),
        }
        page = render(request, "desks/public/changes/embed.html", context)
    page[HEADER] = build_policy(replace={"frame-ancestors": ["*"]})
    page["Content-Language"] = _language(request)
    return page


@door(PUBLIC)
@require_safe
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """A picture of the board: of a kind that was checked when it was taken, and nothing but a picture."""
    kept = public_photo(pk)
    try:
        bytes_ = store.path_of(kept.sha256).open("rb")
    except FileNotFoundError:
        raise NotFound(ko="파일이 보관소에 없습니다.", en="The file is not in the store.") from None
    response = FileResponse(bytes_, content_type=kept.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response[HEADER] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _tabs(group: str, counts: dict[str, int]) -> list[dict[str, object]]:
    board = reverse("desks:changes")
    names = {"": _("All"), "done": _("We did"), "next": pgettext("board", "Next"), "not": _("We could not")}
    return [
        {
            "url": f"{board}?group={code}" if code else board,
            "label": name,
            "count": counts.get(code, 0) if code else None,
            "current": code == group,
        }
        for code, name in names.items()
    ]


def _address(entry: Entry) -> str:
    return settings.PUBLIC_URL + reverse("desks:change", args=[entry.improvement.number])


def _language(request: HttpRequest) -> str:
    """The language asked for in the address; else the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else reading_language()
