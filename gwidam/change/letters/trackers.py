"""What an issue tracker says reaches whoever owns the improvement: once, with their next digest."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from gwidam.core.models import Fact
from gwidam.core.words import Said
from gwidam.post import verbs as post

from ..models import TrackerIssue


def issue_news(fact: Fact) -> None:
    """The owner of the improvement, or of the one it stands behind; without one whoever asked for the issue.

    A webhook that comes again makes no second fact, and the key of the letter is the fact's own.
    """
    found = TrackerIssue.objects.select_related(
        "improvement__merged_into__owner", "improvement__owner", "asked_by"
    )
    issue = found.filter(pk=fact.body["issue_id"]).first()
    if issue is None:
        return
    improvement = issue.improvement.merged_into or issue.improvement
    reader = improvement.owner or issue.asked_by
    if not reader.is_active:
        return
    post.write_to_colleague(
        reader,
        key=f"issue-news:{fact.pk}",
        template="issue_news",
        about=improvement.about,
        at=fact.at,
        url=settings.PUBLIC_URL + reverse("change:improvement", args=[improvement.number]),
        number=improvement.number,
        title=Said(ko=improvement.title_ko, en=improvement.title_en).into(reader.language),
        what=fact.said({}, reader.language),
    )
