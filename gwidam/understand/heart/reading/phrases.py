"""The few words that say what a text is about: nouns that stand together, and what is said of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..tiers import Morpheme

_LONGEST_PHRASE = 4  # words
_LONGEST = 2_000  # characters looked at without an analyser


class Phrase(NamedTuple):
    """A key phrase: its place in the text (half-open), its words, and its weight (0 to 1, the first is 1)."""

    start: int
    end: int
    words: str
    weight: float


def phrases(text: str, morphemes: Sequence[Morpheme] | None, most: int = 5) -> tuple[Phrase, ...]:
    """Return the key phrases of a text, weightiest first: by an analyser's morphemes, or without them by words."""
    by_nouns = morphemes is not None and any(morpheme.tag.startswith("NN") for morpheme in morphemes)
    runs = list(_noun_runs(text, morphemes or ()) if by_nouns else _word_runs(text[:_LONGEST]))
    weights: dict[str, float] = {}
    first: dict[str, tuple[int, int]] = {}
    for start, end, size in runs:
        words = " ".join(text[start:end].split())
        key = words.lower()
        first.setdefault(key, (start, end))
        # Longer names say more; what comes early is what it is about.
        weights[key] = weights.get(key, 0.0) + size**0.7 * (1 + 1 / (1 + start / 80))
    best = sorted(weights, key=lambda key: (-weights[key], first[key]))[:most]
    top = max(weights.values(), default=1.0)
    return tuple(
        Phrase(*first[key], " ".join(text[slice(*first[key])].split()), round(weights[key] / top, 3))
        for key in best
    )


def _noun_runs(text: str, morphemes: Sequence[Morpheme]) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, words) of nouns in a row, without those that say nothing."""
    run: list[Morpheme] = []
    for morpheme in (*morphemes, None):
        if morpheme is not None and _belongs(morpheme, run, text):
            run.append(morpheme)
            continue
        while run and run[-1].tag in {"XPN", "SN"}:
            run.pop()
        if run and any(part.tag in _NOUNS and len(part.form) > 1 for part in run):
            yield run[0].start, run[-1].start + run[-1].length, len(run)
        run = [morpheme] if morpheme is not None and _belongs(morpheme, [], text) else []


def _belongs(morpheme: Morpheme, run: Sequence[Morpheme], text: str) -> bool:
    if morpheme.tag not in _NOUNS | _WITH_NOUNS:
        return False
    if morpheme.tag in _NOUNS and morpheme.form.lower() in _EMPTY:
        return False
    if not run:
        return morpheme.tag in _NOUNS | {"XPN"}
    gap = text[run[-1].start + run[-1].length : morpheme.start]
    return gap in {"", " "} and len(run) < _LONGEST_PHRASE


def _word_runs(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, words) of words in a row that are not everybody's; Hangul without its particles."""
    run: list[tuple[int, int]] = []
    for match in _WORD.finditer(text):
        word, end = match[0], match.end()
        if match.start() - (run[-1][1] if run else match.start()) > 1 or len(run) == _LONGEST_PHRASE:
            yield from _closed(run)
            run = []
        if "가" <= word[0] <= "힣":
            stem = _PARTICLE.sub("", word) if len(word) > 2 else word
            if _VERBAL.search(word) or stem in _EMPTY or len(stem) < 2:
                yield from _closed(run)
                run = []
                continue
            run.append((match.start(), match.start() + len(stem)))
            if stem != word:
                yield from _closed(run)
                run = []
        elif word.lower() in _EMPTY or len(word) < 3:
            yield from _closed(run)
            run = []
        else:
            run.append((match.start(), end))
    yield from _closed(run)


def _closed(run: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    if run:
        yield run[0][0], run[-1][1], len(run)


_NOUNS = {"NNG", "NNP", "SL", "XR"}
_WITH_NOUNS = {"XPN", "XSN", "SN"}
_WORD = re.compile(r"[^\W_]+(?:'[a-z]+)?")
_PARTICLE = re.compile(
    "(?:에서는|에서도|으로는|이라고|에게서|까지는|부터는|에서|에게|한테|으로|까지|부터|처럼|보다|이나|라고"
    "|은|는|이|가|을|를|에|의|도|만|로|와|과)$"
)
_VERBAL = re.compile(
    "(?:다|요|까|죠|네|고|서|며|면|니|지만|는데|은데|아|어|게|던|할|한|된|될|하는|되는|있는|없는|같은"
    "|해|돼|줘|려고|면서|습니다|세요)$"
)
_EMPTY_KOREAN = """
    것 거 수 때 번 저 제 나 내 우리 저희 그 이 말 때문 오늘 어제 내일 지금 정도 이번 다음 경우 사람 고객 고객님 진짜
    정말 너무 그냥 계속 다시 이거 그거 저거 여기 거기 뭐 왜 좀 더 안 못 잘 다 또 및 등 중 후 전 분 개 달 년 월 일
    시 데 듯 줄 만큼 하나 가지 생각 얘기 이야기 부탁 감사 제가 저는 그리고 그런데 하지만 그래서
    혹시 안녕 안녕하세요 문의 요청
"""
_EMPTY_ENGLISH = """
    the and for you your with that this have has had was were are not but can could would will how what
    when where why who which does did doing get got from about there their they them then than just like
    want need please help hello thanks thank into out been being some any all more most very also still
    only our his her him she its i'm i've don't didn't doesn't isn't can't won't wasn't haven't hasn't
    because after before again now one two here over may might should must shall i was had been be is to
    it in on at of my me so if no or an as by we us up off make made way thing things know think say
    said tell told see let
"""
_EMPTY = frozenset((_EMPTY_KOREAN + _EMPTY_ENGLISH).split())
