"""Words in two languages: model fields come in pairs, and the reader's language picks one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

LANGUAGES = ("ko", "en")


def reading_language() -> str:
    """'ko' or 'en': the language of whoever reads the page now."""
    return "en" if (get_language() or "ko").startswith("en") else "ko"


@dataclass(frozen=True, slots=True)
class Said:
    """One phrase in both languages."""

    ko: str
    en: str

    def into(self, language: str) -> str:
        return (self.en or self.ko) if language == "en" else (self.ko or self.en)

    def __str__(self) -> str:
        return self.into(reading_language())


class Bilingual:
    """`name = Bilingual("name")` on a model reads `name_ko` or `name_en`, whichever the reader speaks."""

    def __init__(self, stem: str) -> None:
        self.stem = stem

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return str(Said(ko=getattr(instance, f"{self.stem}_ko"), en=getattr(instance, f"{self.stem}_en")))
