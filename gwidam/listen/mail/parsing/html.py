"""HTML of mails: what may be shown of it, and what it says without its marks."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

import nh3

LONGEST = 1_000_000  # characters that are cleaned; a newsletter has a tenth of that
_NOTE = "막은 그림 · blocked image"
_MISSING = "없는 그림 · missing image"

_TAGS = {
    *("a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup"),
    *("dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins"),
    *("kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike"),
    *("strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "var", "wbr"),
}
_WITHOUT_CONTENT = {"script", "style", "title", "head", "iframe", "object", "noscript", "template", "svg", "math"}
_CELL = {"align", "valign", "width", "height", "colspan", "rowspan", "background"}
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "srcset", "alt", "width", "height"},
    "table": {"align", "width", "border", "cellpadding", "cellspacing", "background"},
    **dict.fromkeys(("td", "th", "tr", "tbody", "thead", "tfoot", "col", "colgroup"), _CELL),
    **{tag: {"align"} for tag in ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6")},
    "ol": {"start", "type"},
}
_PICTURES = {"src", "srcset", "background"}
_EMBEDDED = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]*\Z")
_LINK = re.compile(r"\s*(?:https?|mailto|tel):", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto", "tel", "cid", "data"}

# What nh3 writes is regular: attributes always in double quotes, quotes within them escaped.
_IMAGE = re.compile(r'<img((?:\s[\w-]+="[^"]*")*)>')
_REFERENCE = re.compile(r'\ssrc="\s*cid:([^"]*)"', re.IGNORECASE)
_ALT = re.compile(r'\salt="([^"]*)"')
_QUOTATION = re.compile(r'(<blockquote(?:\s[\w-]+="[^"]*")*>|</blockquote>)')
_DEEPEST_QUOTATION = 10
_PRE = re.compile(r"<pre[ >].*?</pre>", re.DOTALL)
_BREAK = re.compile(r" ?<br> ?")
_BLOCK = re.compile(r'</?(?:p|div|tr|li|ul|ol|dl|dd|dt|table|pre|h[1-6]|hr|caption|center)(?:\s[\w-]+="[^"]*")*>')
_BLOCKS = re.compile(r" ?\x01[ \x01]*")
_TAG = re.compile(r'</?[a-z][a-z0-9]*(?:\s[\w-]+="[^"]*")*>')
_SPACE = re.compile(r"[ \t\r\n\f\x01]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)


class Sanitised(NamedTuple):
    """HTML that may be shown, with notes where `blocked_images` stood, and the same without the notes."""

    html: str
    blocked_images: int
    without_notes: str


def sanitise(source: str) -> Sanitised:
    """Keep tags and attributes of a short list; pictures only by `cid:` or embedded.

    In the place of each remote picture stands a note in both languages with its description. Scripts, styles,
    forms, frames, comments and every other scheme are removed.
    """
    blocked = 0

    def allowed(tag: str, name: str, value: str) -> str | None:
        nonlocal blocked
        if name in _PICTURES:
            if tag == "img" and name == "src" and (_is_reference(value) or _EMBEDDED.match(value)):
                return value
            blocked += name != "srcset"
            return None
        if name == "href":
            return value if _LINK.match(value) else None
        return value

    cleaned = nh3.clean(
        source,
        tags=_TAGS,
        clean_content_tags=_WITHOUT_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=allowed,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    )
    return Sanitised(_IMAGE.sub(_noted, cleaned), blocked, cleaned)


def text_of(cleaned: str) -> str:
    """What HTML says that `sanitise` wrote, line by line; quotations are marked as in plain mails, with `>`."""
    depth = 0
    found = []
    for piece in _QUOTATION.split(cleaned):
        if piece.startswith(("<blockquote>", "<blockquote ")):
            depth += 1
        elif piece == "</blockquote>":
            depth -= 1
        elif lines := _lines(piece):
            mark = ">" * min(depth, _DEEPEST_QUOTATION)
            found += [f"{mark} {line}" for line in lines] if mark else lines
    return "\n".join(found)


def with_pictures(cleaned: str, addresses: Mapping[str, str]) -> str:
    """The HTML that `sanitise` wrote with its `cid:` pictures at their addresses here, by their content ids.

    In the place of a picture that has no address stands a note.
    """

    def placed(image: re.Match[str]) -> str:
        named = _REFERENCE.search(image[1])
        if named is None:
            return image[0]
        address = addresses.get(unquote(html.unescape(named[1])))
        if address is None:
            return f"<span>[{_said(image[1], _MISSING)}]</span>"
        return image[0].replace(named[0], f' src="{html.escape(address)}"')

    return _IMAGE.sub(placed, cleaned)


def escaped(text: str) -> str:
    """Plain text as a block of HTML."""
    return f"<pre>{html.escape(text, quote=False)}</pre>"


def declared_charset(raw: bytes) -> str:
    """What a page says of itself in its first 4,096 bytes; empty when it says nothing."""
    found = _META.search(raw[:4096])
    return found[1].decode("ascii").lower() if found else ""


def _is_reference(value: str) -> bool:
    return value.lstrip().lower().startswith("cid:")


def _noted(image: re.Match[str]) -> str:
    if ' src="' in image[1]:
        return image[0]
    return f"<span>[{_said(image[1], _NOTE)}]</span>"


def _said(attributes: str, note: str) -> str:
    """A note with the description of the picture it stands for."""
    alt = _ALT.search(attributes)
    return f"{note}: {alt[1].strip()}" if alt and alt[1].strip() else note


def _lines(piece: str) -> list[str]:
    """The lines of a piece as a browser would break them; none for a piece without words."""
    text = _PRE.sub(lambda found: found[0].replace("\n", "<br>"), piece)
    text = _BLOCK.sub("\x01", _BREAK.sub("\n", _SPACE.sub(" ", text)))
    text = html.unescape(_TAG.sub("", text)).replace("\xa0", " ").replace("\0", "")
    text = _BLOCKS.sub("\x01", text)
    # A line break right before the end of a block ends nothing that is not ended already.
    text = text.replace("\n\x01", "\n").replace("\x01", "\n")
    text = "\n".join(line.strip() for line in text.split("\n"))
    text = _BLANK_LINES.sub("\n\n", text).strip("\n")
    return text.split("\n") if text else []
