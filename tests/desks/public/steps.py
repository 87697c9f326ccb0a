"""What customers and their guardian do in these tests."""

from __future__ import annotations

import re

from django.utils import timezone

from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.own.tracking import token_for


def speak(browser, text="인터넷이 자꾸 끊겨요.", path="/speak", **more):
    """Open the form and send it, as a browser does; the response before any redirect."""
    page = browser.get(path).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page).group(1)
    return browser.post(path, {"text": text, "key": key, **more})


def opened(browser, voice):
    """The follow page of a voice, its link swapped for a cookie."""
    return browser.get(f"/follow/{token_for(voice.receipt)}", follow=True)


def answered(case, *, by, spoken=True):
    own.answer(case=case, text="회선을 고쳤습니다.", by=by, at=timezone.now(), is_spoken=spoken)
    return Case.objects.get(pk=case.pk)


def closed(case, *, by, at=None):
    case = answered(case, by=by)
    return own.close(
        case=case,
        anything_else="없음",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐",
        by=by,
        at=at or timezone.now(),
    )
