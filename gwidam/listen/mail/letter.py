"""What a mail says and carries: its text, its HTML and its files, from its parts."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from dataclasses import dataclass

from .mail import Attachment
from .parsing.bodies import Arranged, arrange
from .parsing.files import attachment, attachments_of, uuencoded
from .parsing.html import LONGEST, Sanitised, declared_charset, escaped, sanitise, text_of
from .parsing.invitations import events
from .parsing.parts import Part
from .parsing.transfer import uuencoded_files
from .problems import Notebook

_LONGEST_CALENDAR = 500_000  # bytes
_NEWLINES = re.compile(r"\r\n?")
_UNSEEN = re.compile("[\0-\x08\x0e-\x1f\x7f]")
_HIDDEN = re.compile(r"<(script|style|head)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_PGP = {"-----BEGIN PGP MESSAGE-----": "encrypted", "-----BEGIN PGP SIGNED MESSAGE-----": "signed"}
_SMIME = ("application/pkcs7-mime", "application/x-pkcs7-mime")


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter of a mail; `html` is None when no part is HTML."""

    text: str = ""
    html: str | None = None
    blocked_images: int = 0
    attachments: tuple[Attachment, ...] = ()
    calendar: tuple[str, ...] = ()


def letter_of(root: Part, notebook: Notebook, *, with_html: bool) -> Letter:
    """Read the letter of a mail; without `with_html` its HTML becomes a file and only its words are read."""
    arranged = arrange(root)
    pages = _Pages(notebook, with_html=with_html)
    plain = _Plain(notebook)
    text = _together([pages.text(part) if _is_html(part) else plain.text(part) for part in arranged.text])
    html = None
    if with_html and any(map(_is_html, arranged.html)):
        html = "\n".join(pages.html(part) if _is_html(part) else plain.html(part) for part in arranged.html)
    calendar = _calendar(root, notebook)
    _note_seals(root, text, notebook)
    if pages.blocked_images:
        notebook.note("remote-images", str(pages.blocked_images))
    return Letter(
        text=text if text.strip() or not calendar else "\n".join(calendar),
        html=html,
        blocked_images=pages.blocked_images,
        attachments=(*_files(root, arranged, html or "", notebook), *pages.files, *plain.files),
        calendar=calendar,
    )


class _Plain:
    """Reads plain parts, each once; files written into them are taken out."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._texts: dict[int, str] = {}
        self.files: list[Attachment] = []

    def text(self, part: Part) -> str:
        """What it says."""
        if id(part) not in self._texts:
            found, rest = uuencoded_files(part.content())
            self.files += [uuencoded(name, content, self._notebook) for name, content in found]
            self._texts[id(part)] = _clean(self._notebook.decode(rest, part.charset, "text"))
        return self._texts[id(part)]

    def html(self, part: Part) -> str:
        """The same for a page."""
        return escaped(self.text(part))


class _Pages:
    """Reads HTML parts, each once."""

    def __init__(self, notebook: Notebook, *, with_html: bool) -> None:
        self._notebook = notebook
        self._with_html = with_html
        self._pages: dict[int, Sanitised] = {}
        self.blocked_images = 0
        self.files: list[Attachment] = []

    def text(self, part: Part) -> str:
        """What it says."""
        page = self._page(part).without_notes
        return text_of(page) if self._with_html else _crude(page)

    def html(self, part: Part) -> str:
        """What may be shown of it."""
        return self._page(part).html

    def _page(self, part: Part) -> Sanitised:
        if id(part) not in self._pages:
            self._pages[id(part)] = self._read(part)
        return self._pages[id(part)]

    def _read(self, part: Part) -> Sanitised:
        raw = part.content()
        page = _clean(self._notebook.decode(raw, part.charset or declared_charset(raw), "html"))
        if not self._with_html:
            self._notebook.note("html-left-out")
            self.files.append(attachment(raw, name="message.html", kind="text/html"))
            return Sanitised("", 0, page[:LONGEST])
        if len(page) > LONGEST:
            self._notebook.note("html-cut")
        cleaned = sanitise(page[:LONGEST])
        self.blocked_images += cleaned.blocked_images
        return cleaned


def _files(root: Part, arranged: Arranged, html: str, notebook: Notebook) -> Iterator[Attachment]:
    """All files in the order they stand in the mail."""
    pictures = {id(part) for part in arranged.pictures}
    files = {id(part) for part in arranged.files}
    for part in root.walk():
        if id(part) in pictures or id(part) in files:
            yield from attachments_of(part, is_picture=id(part) in pictures, letter=html, notebook=notebook)


def _calendar(root: Part, notebook: Notebook) -> tuple[str, ...]:
    found: list[str] = []
    for part in root.walk():
        if part.type == "text/calendar":
            found += events(notebook.decode(part.content()[:_LONGEST_CALENDAR], part.charset, "calendar"))
    return tuple(found)


def _note_seals(root: Part, text: str, notebook: Notebook) -> None:
    """Say that a mail is signed or encrypted; what carries that stays as it is, among the files."""
    for part in root.walk():
        if part.type in ("multipart/signed", "multipart/encrypted"):
            notebook.note(part.type.removeprefix("multipart/"))
        elif part.type in _SMIME:
            is_signed = part.parameters.get("smime-type", "").lower() == "signed-data"
            notebook.note("signed" if is_signed else "encrypted")
    for mark, code in _PGP.items():
        if mark in text:
            notebook.note(code)


def _is_html(part: Part) -> bool:
    return part.type == "text/html"


def _together(texts: list[str]) -> str:
    """One text after the other, each on a line of its own."""
    return "".join(text if text.endswith("\n") or last else f"{text}\n" for text, last in _marked(texts))


def _marked(texts: list[str]) -> Iterator[tuple[str, bool]]:
    kept = [text for text in texts if text]
    for number, text in enumerate(kept, 1):
        yield text, number == len(kept)


def _clean(text: str) -> str:
    """One kind of line end, nothing that databases and JSON refuse."""
    text = _UNSEEN.sub("", _NEWLINES.sub("\n", text))
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _crude(page: str) -> str:
    """The words of a page that is not worth more trouble."""
    text = markup.unescape(_TAG.sub(" ", _HIDDEN.sub(" ", page)))
    return "\n".join(line for each in text.split("\n") if (line := " ".join(each.split())))
