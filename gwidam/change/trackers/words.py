"""What an issue says: the improvement's own words, how many ask for it, and where it is. Nothing of a customer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ..models import Improvement, TrackerIssue, VoiceLink
from .shapes import Words

HIDDEN = "···"
MOST_VOICES = 500  # whose words are looked for, the newest first
FEWEST_SAID = 8  # letters in a row that are somebody's words and no accident
_MASKED = re.compile(r"[\d-]*\*{4,}[\d*-]*")  # 880101-*******, 4111-****-****-1111
_SENTENCES = re.compile(r"[.!?。…\n]+")


def words_of(issue: TrackerIssue) -> Words:
    """The issue's words, in the language of whoever asked for it. Two queries."""
    with override(issue.asked_by.language):
        return Words(issue.mark, title_of(issue.improvement), text_of(issue.improvement))


def title_of(improvement: Improvement) -> str:
    """Number and title; the public reads that title, too."""
    return f"{improvement.number} {without_private(improvement.title)}"


def text_of(improvement: Improvement) -> str:
    """Internal words, reach and link, in the language of the reader. Two queries."""
    linked = VoiceLink.objects.filter(counted_at=improvement).order_by("-id")
    said = list(linked.values_list("voice__text", flat=True)[:MOST_VOICES])
    reach = improvement.reach
    people = ngettext("%(n)d person asks for it", "%(n)d people ask for it", reach.people) % {"n": reach.people}
    voices = ngettext("in %(n)d voice", "in %(n)d voices", reach.voices) % {"n": reach.voices}
    address = settings.PUBLIC_URL + reverse("change:improvement", args=[improvement.number])
    parts = (
        own_words(improvement.internal, said),
        f"{people} · {voices}",
        _("Who asked, what was ruled, and who is told: %(url)s") % {"url": address},
    )
    return "\n\n".join(part for part in parts if part)


def own_words(text: str, said: Sequence[str]) -> str:
    """The lines that are not a customer's, with what is private in them hidden.

    An improvement that began as a voice may have its words in it; whatever customers said stays in the house.
    """
    theirs = [_plain(each) for each in said]
    sentences = {_plain(one) for each in said for one in _SENTENCES.split(each)}
    spoken = [one for one in sentences if len(one) >= FEWEST_SAID]
    kept = [line for line in text.splitlines() if not _is_theirs(_plain(line), theirs, spoken)]
    return without_private("\n".join(kept)).strip()


def without_private(text: str) -> str:
    """Names, numbers and addresses of people hidden, and what is left of numbers that are masked already."""
    from gwidam.understand.heart.reading import private  # what reads takes a second to load

    shown = text
    for part in sorted(private(text), key=lambda each: each.start, reverse=True):
        shown = shown[: part.start] + HIDDEN + shown[part.end :]
    return _MASKED.sub(HIDDEN, shown)


def _is_theirs(line: str, theirs: Sequence[str], spoken: Sequence[str]) -> bool:
    if len(line) >= FEWEST_SAID and any(line in each for each in theirs):
        return True
    return any(one in line for one in spoken)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
