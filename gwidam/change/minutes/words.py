"""What the minutes of a work-out say, line by line."""

from __future__ import annotations

from django.utils import timezone

from gwidam.core.words import Said

from ..models import Meeting, MeetingItem
from ..queries.meetings import items_of

VERDICTS = {
    "yes": Said("네", "Yes"),
    "no": Said("아니요", "No"),
    "more": Said("더 알아보기", "More information"),
}


def lines_of(meeting: Meeting, language: str) -> list[tuple[str, str]]:
    """(style, text) line by line: title, head, lead, or body."""
    when = timezone.localtime(meeting.starts_at).strftime("%Y-%m-%d %H:%M")
    lines = [
        ("title", meeting.title),
        ("lead", " · ".join(filter(None, [when, meeting.place]))),
        ("body", f"{Said('주재', 'Sponsor').into(language)}: {meeting.sponsor}"),
        ("body", f"{Said('진행', 'Facilitator').into(language)}: {meeting.facilitator}"),
    ]
    for head, text in (
        (Said("목표", "Goal"), meeting.goal),
        (Said("범위", "Scope"), meeting.scope),
        (Said("지키기로 한 것", "Ground rules"), meeting.ground_rules),
    ):
        lines += [("head", head.into(language)), ("body", text)] if text else []
    lines.append(("head", Said("안건과 결정", "Items and rulings").into(language)))
    for item in items_of(meeting):
        lines += _item(item, language)
    return lines


def _item(item: MeetingItem, language: str) -> list[tuple[str, str]]:
    team = f" · {item.team}" if item.team else ""
    votes = Said(f"{item.votes}표", f"{item.votes} votes").into(language)
    lines = [("lead", f"{item.improvement.number} {item.improvement.title}"), ("body", f"{votes}{team}")]
    ruling = item.ruling
    if ruling is None:
        waits = Said("결정을 기다립니다.", "It waits for a ruling.")
        lines.append(("body", waits.into(language)))
        return lines
    lines.append(("verdict", VERDICTS[ruling.verdict].into(language)))
    if ruling.reason:
        lines.append(("body", ruling.reason))
    if ruling.owner is not None:
        lines.append(("body", f"{Said('맡은 이', 'Owner').into(language)}: {ruling.owner}"))
    if ruling.asked_of is not None:
        lines.append(
            ("body", f"{Said('알아볼 이', 'Asked of').into(language)}: {ruling.asked_of} · {ruling.asked_until}")
        )
    return lines
