"""Files of a talk: given by its keeper, saved by either side, never shown inline but as a picture drawn anew."""

from __future__ import annotations

import threading
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gwidam.change.pictures import for_the_public
from gwidam.core.acting import tried
from gwidam.core.errors import NotFound, NotValid
from gwidam.listen import store
from gwidam.own import verbs
from gwidam.own.models import TalkFile
from gwidam.own.queries.talks import file_of, talk_for
from gwidam.people.door import door, who

from .forms import FileForm
from .views import is_scripted, talk_page, talk_url

# A small file can unfold into hundreds of megabytes; one at a time in a process is enough for those who look.
_DRAWING = threading.Lock()


@door("keep talks")
@require_POST
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the customer a file."""
    found = talk_for(who(request), pk)
    form, now = FileForm(request.POST, request.FILES), timezone.now()

    def do(given: dict[str, Any]) -> None:
        verbs.give_file(talk=found, file=given["file"], key=f"e-{given['key']}", by=who(request), at=now)

    status = tried(form, do)
    if is_scripted(request):
        refused = " ".join(str(each) for row in form.errors.values() for each in row)
        return JsonResponse({"refused": refused}, status=200 if status == 302 else status)
    if status == 302:
        return HttpResponseRedirect(talk_url(found))
    return talk_page(request, talk_for(who(request), pk), giving=form, status=status)


@door("keep talks")
@require_safe
def file(request: HttpRequest, pk: int, number: int) -> FileResponse:
    """The bytes, for saving."""
    return saved(file_of(talk_for(who(request), pk), number))


@door("keep talks")
@require_safe
def preview(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A photo drawn anew: points alone, no place, no device, nothing that was hidden in the file."""
    found = file_of(talk_for(who(request), pk), number)
    if not found.is_photo:
        raise _no_picture()
    with _opened(found) as bytes_, _DRAWING:
        try:
            drawn = for_the_public(iter(lambda: bytes_.read(65536), b""))
        except NotValid:
            raise _no_picture() from None
    kind = "image/png" if drawn.startswith(b"\x89PNG") else "image/jpeg"
    response = HttpResponse(drawn, content_type=kind)
    response["Cache-Control"] = "private, max-age=3600"  # what lies under a hash does not change
    _kept_apart(response)
    return response


def saved(found: TalkFile) -> FileResponse:
    """The bytes as they were given, for saving: no sniffing, no script, not inside a page. Raises NotFound."""
    response = FileResponse(_opened(found), as_attachment=True, filename=found.name, content_type=found.media_type)
    response["Cache-Control"] = "private, no-store"
    _kept_apart(response)
    return response


def _opened(found: TalkFile) -> Any:
    try:
        return store.path_of(found.sha256).open("rb")
    except FileNotFoundError:
        raise NotFound(ko="파일이 보관소에 없습니다.", en="The file is not in the store.") from None


def _kept_apart(response: HttpResponse | FileResponse) -> None:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"


def _no_picture() -> NotFound:
    return NotFound(ko="그림으로 보여 드릴 수 없는 파일입니다.", en="This file cannot be shown as a picture.")
