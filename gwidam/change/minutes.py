"""The minutes of a work-out: what is in them, as a PDF that carries its letters with it.

The letters are those of the pages: Pretendard, vendored in 92 pieces by ranges of letters. Only the pieces that
the words need are put in, so that a PDF of a few pages has some dozens of kilobytes, and reads the same anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import datetime
from functools import cache
from pathlib import Path

from django.utils import timezone
from django.utils.translation import override
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from gwidam.core import __file__ as _floor
from gwidam.core.actors import Actor
from gwidam.core.ledger import record, verb
from gwidam.core.words import Said
from gwidam.listen import store

from .events import meetings
from .models import Meeting, MeetingItem, Minutes
from .queries.meetings import items_of

FONTS = Path(_floor).parent / "static/vendor/pretendard"
_FACE = re.compile(r"src: url\(\./(?P<file>[^)]+)\).*?unicode-range: (?P<ranges>[^;]+);", re.DOTALL)
INK = (38, 62, 115)
WEIGHTS = {"": 400.0, "B": 700.0}
VERDICTS = {
    "yes": Said("네", "Yes"),
    "no": Said("아니요", "No"),
    "more": Said("더 알아보기", "More information"),
}


@verb
def write_minutes(*, meeting_id: int, language: str, by: Actor, at: datetime) -> Minutes:
    """Write the minutes once; those that are there are returned. 1. The PDF is kept. 2. MinutesWritten."""
    there = Minutes.objects.filter(meeting=meeting_id).first()
    if there is not None:
        return there
    meeting = Meeting.objects.select_related("sponsor", "facilitator").get(pk=meeting_id)
    kept = store.keep("minutes.pdf", [drawn(meeting, language)])
    made = Minutes.objects.create(meeting=meeting, language=language, sha256=kept.sha256, at=at)
    record(meetings.MinutesWritten(meeting_id=meeting.pk), by=by, at=at, about=meeting.about)
    return made


def drawn(meeting: Meeting, language: str) -> bytes:
    """The minutes as a PDF, in 'ko' or 'en'."""
    with override(language):
        lines = lines_of(meeting, language)
    sheet = _Sheet("".join(text for _style, text in lines))
    for style, text in lines:
        sheet.say(style, text)
    return bytes(sheet.output())


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


class _Sheet(FPDF):
    """A4 with the house's letters."""

    SIZES = {"title": 20.0, "head": 13.0, "lead": 11.0, "verdict": 12.0, "body": 10.0}
    BOLD = frozenset({"title", "head", "lead", "verdict"})

    def __init__(self, text: str) -> None:
        super().__init__(format="A4")
        self.set_margins(22, 22)
        self.set_auto_page_break(auto=True, margin=20)
        pieces = pieces_for(text)
        for style, weight in WEIGHTS.items():
            for piece in pieces:
                self.add_font(piece.stem, style=style, fname=piece, variations={"wght": weight})
        self._face = pieces[0].stem
        self.set_fallback_fonts([piece.stem for piece in pieces[1:]])
        self.add_page()

    def say(self, style: str, text: str) -> None:
        """One paragraph."""
        size = self.SIZES[style]
        if style in ("head", "lead"):
            self.ln(size * 0.35)
        self.set_text_color(*(INK if style in ("title", "head", "verdict") else (30, 27, 23)))
        self.set_font(self._face, style="B" if style in self.BOLD else "", size=size)
        self.multi_cell(0, size * 0.58, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def pieces_for(text: str) -> list[Path]:
    """The pieces of the letters that these words need; the Latin one first. A letter in none of them is left out."""
    starts, ends, files = _ranges()
    wanted = {_latin()}
    for letter in {ord(each) for each in text}:
        place = bisect_right(starts, letter) - 1
        if place >= 0 and letter <= ends[place]:
            wanted.add(files[place])
    return sorted(wanted, key=lambda piece: (piece != _latin(), piece.name))


@cache
def _ranges() -> tuple[list[int], list[int], list[Path]]:
    """(first letters, last letters, pieces), in the order of letters, as the stylesheet tells them."""
    told: list[tuple[int, int, Path]] = []
    for face in _FACE.finditer((FONTS / "pretendard.css").read_text(encoding="utf-8")):
        for one in face["ranges"].split(","):
            first, _, last = one.strip().removeprefix("U+").partition("-")
            told.append((int(first, 16), int(last or first, 16), FONTS / face["file"]))
    starts, ends, files = zip(*sorted(told), strict=True)
    return list(starts), list(ends), list(files)


def _latin() -> Path:
    starts, _ends, files = _ranges()
    return files[bisect_right(starts, ord("a")) - 1]
