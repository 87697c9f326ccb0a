"""Files customers gave: downloads only, never shown in the house's own pages."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gwidam.core.errors import NotFound
from gwidam.listen import store
from gwidam.listen.verbs import open_recording
from gwidam.people.door import door, who

from ..queries.cases import case_for
from ..queries.files import call_with, file_for


@door("see cases")
@require_safe
def file(request: HttpRequest, pk: int) -> FileResponse:
    """The bytes as they were given, for saving: no sniffing, no script, not inside a page."""
    kept = file_for(request.user, pk, at=timezone.now())
    try:
        bytes_ = store.path_of(kept.sha256).open("rb")
    except FileNotFoundError:
        raise NotFound(ko="파일이 보관소에 없습니다.", en="The file is not in the store.") from None
    response = FileResponse(bytes_, as_attachment=True, filename=kept.name, content_type=kept.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


@door("see contact")
@never_cache
@require_POST
def recording(request: HttpRequest, receipt: str, pk: int) -> HttpResponse:
    """Where the recording of a call lies, for those who may see contacts; that it was opened is kept."""
    at = timezone.now()
    case = case_for(request.user, receipt, at=at)
    call = call_with(case.voice, pk)
    url = open_recording(call=call, by=who(request), at=at)
    # Only a web address is made a link: a telephone system could be made to tell any other.
    is_address = url.startswith(("https://", "http://"))
    return render(request, "own/recording.html", {"case": case, "recording": url, "is_address": is_address})
