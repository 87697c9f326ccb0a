"""Files of a voice, and colleagues by name."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gwidam.listen.verbs import attach
from tests.cast import SETUP

from .steps import page_of, sign_in


def test_a_file_is_saved_never_shown(cast, mina, case):
    given = SimpleUploadedFile("사진.png", b"\x89PNG\r\n\x1a\n" + b"x" * 10)
    (kept,) = attach(voice=case.voice, files=[given], by=SETUP, at=timezone.now())
    assert f"/files/{kept.pk}" in mina.get(page_of(case)).content.decode()
    response = mina.get(f"/files/{kept.pk}")
    assert b"".join(response.streaming_content) == b"\x89PNG\r\n\x1a\n" + b"x" * 10
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sign_in(cast.charlie).get(f"/files/{kept.pk}").status_code == 404
    assert mina.get("/files/999999").status_code == 404


def test_colleagues_are_suggested_by_name(cast, mina):
    part = mina.get("/suggestions/people?q=보라").content.decode()
    assert f'data-value="{cast.bora.pk}"' in part
    assert part.count('role="option"') == 1
