"""Files customers gave: downloads only, never shown in the house's own pages."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from gwidam.core.errors import NotFound
from gwidam.listen import store
from gwidam.people.door import door

from ..queries.files import file_for


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
