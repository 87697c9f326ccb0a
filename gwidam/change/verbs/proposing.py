"""An improvement begins, and gets better words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from gwidam.core.errors import NotValid
from gwidam.core.grams import grams
from gwidam.core.ledger import part, record, verb
from gwidam.listen.models import Voice
from gwidam.people.models import Employee
from gwidam.understand.models import Theme

from .. import rules
from ..events import improvements as events
from ..models import Improvement, Reach
from .linking import link, link_theme
from .moves import move, safe, told

WORDS = ("title_ko", "title_en", "text_ko", "text_en", "internal")
LONGEST_TITLE = 160


@verb
def propose(
    *,
    words: Mapping[str, str],
    origin: str,
    by: Employee,
    at: datetime,
    voice: Voice | None = None,
    theme: Theme | None = None,
    via: str = "case",
) -> Improvement:
    """Propose an improvement, from a voice or a theme where one is given.

    `words` holds any of WORDS; a title in one of the two languages is needed. 1. The improvement and its empty
    count. 2. The voice is linked; or the theme, with its voices.
    Raises NotValid without a title.
    """
    written = _written(words)
    improvement = Improvement.objects.create(
        **written, grams=_grams(written), origin=origin, proposed_by=by, proposed_at=at, moved_at=at
    )
    Reach.objects.create(improvement=improvement, this_week=rules.monday_of(timezone.localdate(at)))
    record(
        events.ImprovementProposed(
            improvement_id=improvement.pk, origin=origin, title=written["title_ko"] or written["title_en"]
        ),
        by=by,
        at=at,
        about=improvement.about,
    )
    if voice is not None:
        part(link)(improvement=improvement, voice=voice, via=via, by=by, at=at)
    if theme is not None:
        part(link_theme)(improvement=improvement, theme=theme, by=by, at=at)
    return improvement


@verb
def reword(*, improvement: Improvement, words: Mapping[str, str], by: Employee, at: datetime) -> None:
    """Change title, text or internal words; what `words` does not name stays. Raises NotValid without a title."""
    kept = {name: getattr(improvement, name) for name in WORDS}
    written = _written({**kept, **words})
    if written == kept:
        return
    move(improvement, "reword", at=at, **written, grams=_grams(written))
    told(improvement, events.ImprovementReworded(improvement_id=improvement.pk), by=by, at=at)


def _written(words: Mapping[str, str]) -> dict[str, str]:
    written = {name: safe(words.get(name, "")) for name in WORDS}
    if not written["title_ko"] and not written["title_en"]:
        raise NotValid(
            ko="고객이 읽을 제목을 한국어나 영어로 적어 주세요.",
            en="Write a title for the public, in Korean or in English.",
            field="title_ko",
        )
    for name in ("title_ko", "title_en"):
        written[name] = written[name].replace("\n", " ")[:LONGEST_TITLE]
    return written


def _grams(written: Mapping[str, str]) -> list[int]:
    return grams(" ".join(written[name] for name in WORDS[:4]))
