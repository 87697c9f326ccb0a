"""Words that tell something by themselves: danger, urgency, heat, kind, need. They stand in `cues.tsv`.

A cue that is denied (해지하지 않겠습니다, not cancelling) counts little. One that complains of a denial
(해지를 안 해줘요) counts fully: what follows it is then no denial of the writer's.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_PATH = Path(__file__).with_name("cues.tsv")
_LONGEST = 4_000  # characters looked at
_DENIED = 0.15  # what is left of the strength of a denied cue
_AFTER = 16  # characters after a Korean cue in which it may be denied
_BEFORE = 28  # characters before an English cue in which it may be


class Found(NamedTuple):
    """A cue in a text: its place (half-open), its words, what it tells, how strongly (0 to 1), and if it is denied."""

    start: int
    end: int
    words: str
    code: str
    strength: float
    is_denied: bool

    def telling(self, code: str) -> Found:
        """Return the same cue as one for something else."""
        return Found(self.start, self.end, self.words, code, self.strength, self.is_denied)


class Said(NamedTuple):
    """Something a text tells, how sure that is (0 to 1), and the cues it was read from, in order."""

    code: str
    confidence: float
    evidence: tuple[Found, ...]


def said(text: str, family: str) -> tuple[Said, ...]:
    """Return what the cues of a family tell of a text, surest first.

    Cues of one code are taken as independent: the confidence is the chance that not all of them mislead.
    """
    by_code: dict[str, list[Found]] = {}
    for cue in found(text, family):
        by_code.setdefault(cue.code, []).append(cue)
    told = [Said(code, _together(cues), tuple(cues)) for code, cues in by_code.items()]
    return tuple(sorted(told, key=lambda each: (-each.confidence, each.code)))


def found(text: str, family: str) -> list[Found]:
    """Return the cues of a family in the first 4,000 characters of a text, in order."""
    text = text[:_LONGEST]
    cues = []
    for code, strength, pattern in _patterns().get(family, ()):
        for match in pattern.finditer(text):
            denied = _is_denied(text, match.start(), match.end())
            words = match[0]
            cues.append(
                Found(match.start(), match.end(), words, code, strength * (_DENIED if denied else 1), denied)
            )
    return sorted(cues)


def _together(cues: list[Found]) -> float:
    doubt = 1.0
    for words in {cue.words.lower(): cue for cue in cues}.values():
        doubt *= 1 - min(words.strength, 1.0)
    return 1 - doubt


def _is_denied(text: str, start: int, end: int) -> bool:
    return bool(
        _DENIED_AFTER.match(text[end : end + _AFTER])
        or _DENIED_BEFORE.search(text[max(0, start - _BEFORE) : start])
    )


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[tuple[str, float, re.Pattern[str]]]]:
    families: dict[str, list[tuple[str, float, re.Pattern[str]]]] = {}
    with _PATH.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            cue = (row["code"], float(row["strength"]), re.compile(row["pattern"], re.IGNORECASE))
            families.setdefault(row["family"], []).append(cue)
    return families


# 하지 않겠, 할 생각은 없, 은 아니; but not 안 해 주, 안 돼: those complain that it is not done for them.
_DENIED_AFTER = re.compile(
    r"\S{0,4}지(?:는|도|를)? ?(?:않(?!아요\?)|마|말)|(?:을|를|은|는|도)? ?안 ?(?:할|하겠|합니다|했)"
    r"|\S{0,5} ?(?:생각|마음|의향|계획|뜻|필요)(?:은|이|도)? ?(?:없|아니)"
    r"|(?:은|는|이|가|도|건|것은)? ?(?:아니|아닙|아닌)"
    r"|(?:은|는|이|가|도)? ?없(?:이|었|으|습|어|는|고|네|음)"
)
_DENIED_BEFORE = re.compile(
    r"(?:\b(?:not|never|no|without|n't|nothing|neither|nor|hardly)|n't)\s+(?:\w+\s+){0,2}$"
    r"|\bno (?:intention|plan|plans|need|reason)\s+(?:of|to|for)\s+(?:\w+\s+){0,1}$",
    re.IGNORECASE,
)
