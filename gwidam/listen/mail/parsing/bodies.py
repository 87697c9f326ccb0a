"""Which parts are the letter and which are files: RFC 8621, 4.1.4, with the roots of RFC 2387 looked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from .parts import Part

_TEXTS = ("text/plain", "text/html")
_NOT_A_LETTER = (
    "text/calendar",
    "text/directory",
    "text/vcard",
    "text/x-vcard",
    "text/rfc822-headers",
    "text/csv",
)


@dataclass(slots=True)
class Arranged:
    """Parts by what they are for; a part may be in both letters. `pictures` are files that belong into the text."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    pictures: list[Part] = field(default_factory=list)


def arrange(root: Part) -> Arranged:
    """Sort the parts of a mail into its plain letter, its HTML letter and its files."""
    found = Arranged()
    _sort([root], "mixed", found, in_alternative=False, wants_text=True, wants_html=True)
    if not found.text and not found.html:
        _take_any_text(found)
    return found


def _sort(
    parts: list[Part], around: str, found: Arranged, *, in_alternative: bool, wants_text: bool, wants_html: bool
) -> None:
    texts, htmls = len(found.text), len(found.html)
    root = _root(parts) if around == "related" else 0
    for place, part in enumerate(parts):
        if part.is_multipart:
            inner = part.type.removeprefix("multipart/")
            _sort(
                _ordered(part),
                inner,
                found,
                in_alternative=in_alternative or inner == "alternative",
                wants_text=wants_text,
                wants_html=wants_html,
            )
        elif _is_picture(part):
            found.pictures.append(part)
        elif not _is_letter(part, is_first=place == root, around=around):
            found.files.append(part)
        elif around == "alternative":
            (found.text if part.type == "text/plain" else found.html).append(part)
        else:
            if in_alternative:
                wants_text, wants_html = part.type == "text/plain", part.type == "text/html"
            if wants_text:
                found.text.append(part)
            if wants_html:
                found.html.append(part)
    if around == "alternative":
        # An alternative with one letter only lends it to the other.
        if len(found.text) == texts and len(found.html) > htmls:
            found.text += found.html[htmls:]
        elif len(found.html) == htmls and len(found.text) > texts:
            found.html += found.text[texts:]


def _ordered(part: Part) -> list[Part]:
    """The children; of a related whose `start` names one, that one first."""
    start = part.parameters.get("start", "").strip("<> ")
    children = list(part.children)
    if part.type == "multipart/related" and start:
        children.sort(key=lambda child: child.content_id != start)
    return children


def _root(parts: list[Part]) -> int:
    """Where the letter of a related is: its first part, or where that is a picture, the first text."""
    if parts and not (parts[0].is_multipart or parts[0].type in _TEXTS):
        return next((place for place, part in enumerate(parts) if part.type in _TEXTS), 0)
    return 0


def _is_picture(part: Part) -> bool:
    return part.type.startswith("image/") and (bool(part.content_id) or part.disposition.main == "inline")


def _is_letter(part: Part, *, is_first: bool, around: str) -> bool:
    if part.type not in _TEXTS or part.disposition.main == "attachment":
        return False
    return is_first or (around != "related" and not part.filename)


def _take_any_text(found: Arranged) -> None:
    """Texts of a kind nobody knows (text/enriched, text/x-foo) are read as plain when there is no other letter."""
    for place, part in enumerate(found.files):
        is_plain = part.type.startswith("text/") and part.type not in (*_TEXTS, *_NOT_A_LETTER)
        if is_plain and not part.filename and part.disposition.main != "attachment":
            found.text.append(found.files.pop(place))
            return
