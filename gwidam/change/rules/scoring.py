"""Three ways to weigh improvements, each number made of parts that somebody set, or that voices counted.

RICE (Intercom 2016): reach a quarter x impact x confidence / effort. WSJF (Reinertsen 2009, SAFe): (value + time
criticality + risk reduction) / job size, in Fibonacci numbers. ICE (Ellis): impact x confidence x ease, each 1 to 10.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gwidam.core.words import Said

REACH = "reach"
EFFORT = "effort"
FIBONACCI = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0)
TO_TEN = tuple(float(each) for each in range(1, 11))


@dataclass(frozen=True, slots=True)
class Part:
    """One factor: what it may be (() for any positive number), and whether it divides.

    `is_counted`: voices count it, nobody sets it.
    """

    code: str
    name: Said
    values: tuple[float, ...]
    says: Said
    divides: bool = False
    is_counted: bool = False


_REACH = Part(
    REACH,
    Said("분기에 말씀하신 분", "Reach"),
    (),
    Said(
        "이어진 말씀에서 세어 낸, 지난 13주 동안 말씀하신 사람 수",
        "people who asked within the last 13 weeks, counted from the voices linked to it",
    ),
    is_counted=True,
)

METHODS: Mapping[str, tuple[Part, ...]] = {
    "rice": (
        _REACH,
        Part(
            "impact",
            Said("한 분에게 미치는 영향", "Impact"),
            (3.0, 2.0, 1.0, 0.5, 0.25),
            Said(
                "3 아주 큼, 2 큼, 1 보통, 0.5 작음, 0.25 아주 작음",
                "3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal",
            ),
        ),
        Part(
            "confidence",
            Said("확신", "Confidence"),
            (1.0, 0.8, 0.5),
            Said("1 재어 보았다, 0.8 근거가 있다, 0.5 짐작이다", "1 measured, 0.8 with grounds, 0.5 a guess"),
        ),
        Part(
            EFFORT,
            Said("들어갈 품", "Effort"),
            (),
            Said("한 사람이 몇 달 일할 만큼인지", "months of one person's work"),
            divides=True,
        ),
    ),
    "wsjf": (
        Part(
            "value",
            Said("고객 가치", "Value"),
            FIBONACCI,
            Said("고객과 회사에 주는 가치", "worth to customers and to us"),
        ),
        Part(
            "time",
            Said("급한 정도", "Time criticality"),
            FIBONACCI,
            Said("늦을수록 잃는 것", "what is lost by waiting"),
        ),
        Part(
            "risk",
            Said("줄어드는 위험", "Risk reduction"),
            FIBONACCI,
            Said("줄여 주는 위험", "what it keeps from going wrong"),
        ),
        Part(
            "size",
            Said("일의 크기", "Job size"),
            FIBONACCI,
            Said("다른 일과 견준 크기", "compared with other jobs"),
            divides=True,
        ),
    ),
    "ice": (
        Part("impact", Said("영향", "Impact"), TO_TEN, Said("1 작음, 10 아주 큼", "1 small, 10 huge")),
        Part(
            "confidence",
            Said("확신", "Confidence"),
            TO_TEN,
            Said("1 짐작, 10 재어 보았다", "1 a guess, 10 measured"),
        ),
        Part(
            "ease", Said("쉬운 정도", "Ease"), TO_TEN, Said("1 아주 어려움, 10 바로 됨", "1 very hard, 10 at once")
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Scored:
    """A score and how it came about: `formula` holds the numbers as they were taken, such as '12 × 2 × 0.8 ÷ 3'."""

    value: float
    formula: str


def part_of(method: str, code: str) -> Part | None:
    """The part of a method with this code that somebody may set; None where there is none."""
    return next((each for each in METHODS[method] if each.code == code and not each.is_counted), None)


def scored(method: str, parts: Mapping[str, float], *, reach: int) -> Scored | None:
    """The score of a method; None while a part is missing. `reach` is in people a quarter."""
    known = {**parts, REACH: float(reach)}
    if any(part.code not in known for part in METHODS[method]):
        return None
    taken = [(part, known[part.code]) for part in METHODS[method]]
    over = [value for part, value in taken if not part.divides]
    under = [value for part, value in taken if part.divides]
    if method == "wsjf":
        top, words = sum(over), f"({' + '.join(map(_plain, over))})"
    else:
        top, words = _product(over), " × ".join(map(_plain, over))
    if under:
        return Scored(top / _product(under), f"{words} ÷ {_plain(_product(under))}")
    return Scored(top, words)


def worth_and_effort(method: str, parts: Mapping[str, float], *, reach: int) -> tuple[float | None, float | None]:
    """What a score weighs by itself, and what it costs: the two sides of the plot. (None, None) while unscored.

    ICE has no effort of its own: its ease from 10 to 1 is read as an effort from 1 to 10.
    """
    known = {**parts, REACH: float(reach)}
    if any(part.code not in known for part in METHODS[method]):
        return None, None
    if method == "ice":
        return known["impact"] * known["confidence"], 11 - known["ease"]
    effort = next(known[part.code] for part in METHODS[method] if part.divides)
    found = scored(method, parts, reach=reach)
    return (found.value * effort if found else None), effort


def _product(numbers: list[float]) -> float:
    whole = 1.0
    for each in numbers:
        whole *= each
    return whole


def _plain(number: float) -> str:
    return f"{number:g}" if abs(number) < 1e6 else f"{number:.0f}"
