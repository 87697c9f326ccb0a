"""Values with parameters (Content-Type, Content-Disposition): RFC 2231 as it is meant and as it is sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from ..problems import Notebook
from .encoded_words import header_text, octets, visible

_MOST = 100  # parameters of one header
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"(?=\s*(?:;|\Z))|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')
_INDEXED = re.compile(r"([^*]+)\*(\d{1,3})(\*?)")
_TYPE = re.compile(r"\s*([A-Za-z0-9!#$&^_.+-]+)\s*/\s*([A-Za-z0-9!#$&^_.+-]+)")


@dataclass(frozen=True, slots=True)
class Value:
    """The value of a header before its first semicolon, in lower case, and its parameters by lower-case name."""

    main: str
    parameters: dict[str, str]


def parse_value(raw: str, notebook: Notebook, *, where: str, hint: str = "") -> Value:
    """Read a header with parameters; never raises, the first parameter of a name counts."""
    main = raw.partition(";")[0].strip().strip('"').lower()
    plain: dict[str, str] = {}
    marked: dict[str, str] = {}
    chained: dict[str, dict[int, tuple[str, bool]]] = {}
    for number, found in enumerate(_PARAMETER.finditer(raw)):
        if number == _MOST:
            break
        name, value = found[1].lower(), _unquoted(found[2])
        if indexed := _INDEXED.fullmatch(name):
            chained.setdefault(indexed[1], {}).setdefault(int(indexed[2]), (value, bool(indexed[3])))
        elif name.endswith("*"):
            marked.setdefault(name[:-1], value)
        else:
            plain.setdefault(name, value)
    named = {name: header_text(value, notebook, where=where, hint=hint) for name, value in plain.items()}
    named |= {name: _chain(chain, notebook, where, hint) for name, chain in chained.items()}
    named |= {name: _extended(value, notebook, where, hint) for name, value in marked.items()}
    return Value(main, named)


def media_type(main: str) -> str | None:
    """`type/subtype` in lower case, or None for what is no media type."""
    found = _TYPE.match(main)
    return f"{found[1]}/{found[2]}".lower() if found else None


def _unquoted(value: str) -> str:
    value = value.strip()
    if value.startswith('"'):
        value = value[1:]
        if value.endswith('"') and not value.endswith('\\"'):
            value = value[:-1]
        return _ESCAPED.sub(r"\1", value)
    return value


def _extended(value: str, notebook: Notebook, where: str, hint: str) -> str:
    """`charset'language'percent-encoded`; senders leave the first two out, or write an encoded word there."""
    if "=?" in value:
        return header_text(value, notebook, where=where, hint=hint)
    charset, text = _parted(value)
    return visible(notebook.decode(unquote_to_bytes(octets(text)), charset or hint, where)).strip()


def _chain(chain: dict[int, tuple[str, bool]], notebook: Notebook, where: str, hint: str) -> str:
    pieces = [chain[number] for number in sorted(chain)]
    if not any(is_encoded for _, is_encoded in pieces):
        return header_text("".join(value for value, _ in pieces), notebook, where=where, hint=hint)
    charset, raw = "", b""
    for number, (value, is_encoded) in enumerate(pieces):
        if number == 0 and is_encoded:
            charset, value = _parted(value)
        raw += unquote_to_bytes(octets(value)) if is_encoded else octets(value)
    return visible(notebook.decode(raw, charset or hint, where)).strip()


def _parted(value: str) -> tuple[str, str]:
    parts = value.split("'", 2)
    return (parts[0].strip().lower(), parts[2]) if len(parts) == 3 else ("", value)
