"""Kinds of facts: typed, versioned, frozen, past tense, with a sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform

from ..words import Said

KINDS: dict[str, type[FactBody]] = {}


@dataclass(frozen=True, slots=True)
class FactBody:
    """What a fact says. Fields are plain JSON values.

    A field named `<role>_employee_id` or `<role>_department_id` is a reference: sentences may use
    `{<role>_employee}`, and the live desks of those named are woken.
    """

    kind: ClassVar[str] = ""
    version: ClassVar[int] = 1
    is_public: ClassVar[bool] = False
    personal: ClassVar[frozenset[str]] = frozenset()
    sentence: ClassVar[Said] = Said("", "")
    public_sentence: ClassVar[Said | None] = None

    def split(self) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """(plain fields, personal fields or None): the second part can be shredded without the first."""
        whole = dict(vars(self))
        personal = {name: whole.pop(name) for name in self.personal}
        return whole, personal or None


B = TypeVar("B", bound="FactBody")


@dataclass_transform(kw_only_default=True, frozen_default=True)
def fact(
    *,
    ko: str,
    en: str,
    public: tuple[str, str] | None = None,
    personal: tuple[str, ...] = (),
    version: int = 1,
) -> Callable[[type[B]], type[B]]:
    """Make a subclass of FactBody a kind of fact, named after its room: `own.HandOffOffered`.

    `ko` and `en` are sentences for staff with `{field}` places; `public` is the pair the customer reads
    on the follow page (None: the customer does not see this fact). `personal` fields can be shredded.
    """

    def make(cls: type[B]) -> type[B]:
        body = dataclass(frozen=True, kw_only=True)(cls)
        body.kind = f"{cls.__module__.split('.')[1]}.{cls.__name__}"
        body.version = version
        body.sentence = Said(ko=ko, en=en)
        body.is_public = public is not None
        body.public_sentence = Said(*public) if public else None
        body.personal = frozenset(personal)
        unknown = body.personal - {f.name for f in fields(body)}
        if unknown:
            raise TypeError(f"{body.kind}: personal fields that it does not have: {sorted(unknown)}")
        KINDS[body.kind] = body
        return body

    return make


def references(body: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """[(role, 'employee' | 'department' | 'customer', id)] named by the fields of a fact."""
    return [
        (name.removesuffix("_id"), noun, int(value))
        for name, value in body.items()
        for noun in ("employee", "department", "customer")
        if value is not None and name.endswith(f"{noun}_id")
    ]
