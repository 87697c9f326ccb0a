"""A customer before the public pages."""

from __future__ import annotations

import pytest
from django.test import Client

from gwidam.desks.public import limits

TAKING_PART = (limits.SUPPORTS_FROM_PLACE, limits.COMMENTS_OF_PERSON, limits.LINKS_FROM_PLACE)


@pytest.fixture
def browser(cast, settings):
    """A customer's browser that takes cookies and reads Korean."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}  # nothing is collected for tests
    for limit in (limits.VOICES_FROM_PLACE, limits.VOICES_OF_CONTACT, limits.LOOKS_FROM_PLACE, *TAKING_PART):
        limit.forget()
    return Client(enforce_csrf_checks=True, headers={"accept-language": "ko"})
