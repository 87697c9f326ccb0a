"""The text files of the demo world, read into plain shapes."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

WORLD = files("gwidam.demo").joinpath("world")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of voices.tsv: who says what, where, when, and how it will go."""

    key: str
    channel: str
    touchpoint: str
    product: str
    topic: str
    language: str  # ko, en, or mixed
    customer: str  # a key of customers.tsv; of an employee where the channel is the portal
    kind: str
    story: str
    original: str
    theme: str
    days_ago: str
    clock: str
    place: str
    text: str

    @property
    def reads(self) -> str:
        """The language in which they are answered."""
        return "ko" if self.language == "ko" else "en"


@dataclass(frozen=True, slots=True)
class Speaker:
    """One line of customers.tsv."""

    key: str
    name_ko: str
    name_en: str
    language: str
    region: str
    email: str
    phone: str
    handle: str
    follows: str  # mail, phone or handle: how they hear from us

    @property
    def name(self) -> str:
        return (self.name_ko if self.language == "ko" else self.name_en) or self.name_ko or self.name_en


@dataclass(frozen=True)
class Texts:
    """Everything the files say."""

    people: Mapping[str, Any]
    directory: Mapping[str, Any]
    answers: Mapping[str, Any]
    talks: Mapping[str, Any]
    speakers: Mapping[str, Speaker]
    voices: tuple[Told, ...]  # oldest first

    def home_of(self, told: Told) -> tuple[str, str]:
        """(code of the department, key of the person or '') that answers for what this voice is about.

        The line of the directory that says most wins; a line must at least name the topic. Without one it is
        the topic's own home.
        """
        region = self.speakers[told.customer].region if told.customer in self.speakers else ""
        about = {
            "product": told.product,
            "topic": told.topic,
            "touchpoint": told.touchpoint,
            "region": region,
        }
        best = max(
            (row for row in self.directory["row"] if row["topic"] and _fits(row, about)),
            key=lambda row: sum(bool(row[field]) for field in about),
            default=None,
        )
        if best is not None:
            return best["department"], best["person"]
        return next(each["department"] for each in self.directory["topic"] if each["code"] == told.topic), ""

    def name_of(self, shelf: str, code: str) -> str:
        """Korean name of a product, topic or region."""
        return next((str(each["name_ko"]) for each in self.directory[shelf] if each["code"] == code), "")

    def answer_to(self, told: Told) -> str:
        """The answer that fits this voice."""
        shelf = self.answers["answer"].get(told.topic, self.answers["answer"]["any"])[told.reads]
        return str(shelf[self.answers["answer_to"].get(told.key, 0) % len(shelf)])

    def bounce_reason(self, giver: str, better: str) -> str:
        """Why a department names another as the better owner."""
        rows = self.answers["bounce"]
        return str(next(each["reason_ko"] for each in rows if (each["from"], each["to"]) == (giver, better)))


def _fits(row: Mapping[str, str], about: Mapping[str, str]) -> bool:
    return all(row[field] in ("", value) for field, value in about.items())


@cache
def texts() -> Texts:
    """The demo world as its files tell it."""
    return Texts(
        people=_toml("people"),
        directory=_toml("responsibilities"),
        answers=_toml("answers"),
        talks=_toml("talks"),
        speakers={row["key"]: _shaped(Speaker, row) for row in _rows("customers")},
        voices=tuple(_shaped(Told, row) for row in _rows("voices")),
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(WORLD.joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with WORLD.joinpath(f"{name}.tsv").open(encoding="utf-8") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _shaped(shape: Any, row: Mapping[str, str]) -> Any:
    return shape(**{each.name: row[each.name] for each in fields(shape)})
