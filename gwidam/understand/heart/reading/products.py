"""Names of products from the company's own list, however they are spaced and whatever their case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

_LONGEST = 4_000  # characters looked at
_SHORTEST = 2
_RESPACED = 0.85  # confidence in a name whose spaces are not where the list has them


class Product(NamedTuple):
    """A product in a text: its place (half-open), its words there, its name in the list, and how sure that is."""

    start: int
    end: int
    words: str
    name: str
    confidence: float


@dataclass(frozen=True)
class Products:
    """A list of names, ready to be looked for. Make it with `Products.of`."""

    by_beginning: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    @classmethod
    def of(cls, names: Iterable[str]) -> Products:
        """Make ready a list of names; those of a single character are left out, longer ones are looked for first."""
        ready: dict[str, list[tuple[str, str]]] = {}
        for name in sorted({name.strip() for name in names}, key=lambda name: (-len(name), name)):
            key, _ = _packed(name)
            if len(key) >= _SHORTEST:
                ready.setdefault(key[:_SHORTEST], []).append((key, name))
        return cls(ready)

    def find(self, text: str) -> tuple[Product, ...]:
        """Return the products of a text in order; the longest name at a place wins."""
        packed, places = _packed(text[:_LONGEST])
        products: list[Product] = []
        at = 0
        while at < len(packed):
            if product := self._at(text, packed, places, at):
                products.append(product[0])
                at = product[1]
            else:
                at += 1
        return tuple(products)

    def _at(self, text: str, packed: str, places: list[int], at: int) -> tuple[Product, int] | None:
        for key, name in self.by_beginning.get(packed[at : at + _SHORTEST], ()):
            end = at + len(key)
            if packed.startswith(key, at) and _is_whole(text, places[at], places[end - 1] + 1):
                words = text[places[at] : places[end - 1] + 1]
                sure = 1.0 if words.lower() == name.lower() else _RESPACED
                return Product(places[at], places[end - 1] + 1, words, name, sure), end
        return None


def _packed(text: str) -> tuple[str, list[int]]:
    """Return the letters and digits of a text in lower case, and where each stood."""
    kept = [(character.lower(), place) for place, character in enumerate(text) if character.isalnum()]
    kept = [(character, place) for character, place in kept if len(character) == 1]
    return "".join(character for character, _ in kept), [place for _, place in kept]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether Latin letters and digits at the ends are not those of a longer word; Hangul takes particles."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    cut_before = before.isascii() and before.isalnum() and text[start].isascii()
    cut_after = after.isascii() and after.isalnum() and text[end - 1].isascii()
    starts_inside = "가" <= before <= "힣" and "가" <= text[start] <= "힣"
    return not (cut_before or cut_after or starts_inside)
