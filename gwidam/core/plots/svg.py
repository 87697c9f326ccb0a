"""Elements of SVG and HTML as text that is escaped where it is made."""

from __future__ import annotations

from html import escape


class Markup(str):
    """Finished markup. Templates take it as it is (`__html__`); everything else is escaped on its way in."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


def number(value: float) -> str:
    """A coordinate with at most two decimals: 12.5 -> '12.5', 3.0 -> '3'."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def attribute(value: object) -> str:
    """An attribute's value, escaped; floats as coordinates."""
    return escape(number(value) if isinstance(value, float) else str(value))


def tag(name: str, *children: str, **attributes: object) -> Markup:
    """One element. `class_` gives `class`, `view_box` keeps SVG's capitals, other underscores become hyphens.

    Attributes that are None are left out; children that are not Markup are escaped.
    """
    written = "".join(
        f' {spelling(key)}="{attribute(value)}"' for key, value in attributes.items() if value is not None
    )
    inside = "".join(child if isinstance(child, Markup) else escape(child, quote=False) for child in children)
    return Markup(f"<{name}{written}>{inside}</{name}>")


CAPITALS = {
    "class_": "class",
    "view_box": "viewBox",
    "preserve_aspect_ratio": "preserveAspectRatio",
    "path_length": "pathLength",
}


def spelling(key: str) -> str:
    """How an attribute is spelt in the document."""
    return CAPITALS.get(key) or key.replace("_", "-")


def joined(*pieces: Markup) -> Markup:
    """Several elements after one another."""
    return Markup("".join(pieces))


def share(part: float, whole: float) -> str:
    """A part of the width as a percentage, so that plots are fluid and their words stay legible."""
    return f"{number(100 * part / whole) if whole else '0'}%"
