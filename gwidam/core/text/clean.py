"""Text as it may be kept: one spelling of everything, nothing that cannot be seen or stored."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from .graphemes import JOINERS, cut_before

LONGEST_TEXT = 200_000  # characters; a hundred pages
LONGEST_NAME = 200  # bytes of UTF-8; file systems take 255 and stores add to it
LONGEST_ENDING = 20  # bytes; what follows the last dot of a longer one is not an ending
MARKS_IN_A_ROW = 30  # Unicode's stream-safe format (UAX 15): no language needs more on one letter


class Cleaned(NamedTuple):
    """What `clean` leaves.

    notes: what was changed, as codes in this order: newlines, surrogates, controls, direction, invisible,
        marks, composed, cut. Only "cut" loses words.
    """

    text: str
    changed: bool
    notes: tuple[str, ...]


def clean(text: str, limit: int = LONGEST_TEXT) -> Cleaned:
    """Make text fit to be stored, searched and shown, without touching what it says.

    - Every kind of line end becomes a line feed.
    - Surrogate pairs become their character; lone ones, NUL and other control characters, which PostgreSQL,
      JSON or XML refuse, are removed. Tabs stay.
    - Direction embeddings, overrides and isolates are removed: they let a text read otherwise than it is
      stored. The plain marks LRM, RLM and ALM stay, for those who write in Arabic or Hebrew.
    - Characters without a shape (zero-width spaces, soft hyphens, hidden tags) are removed: they split words
      and numbers where nobody can see it. Joiners stay where a script or an emoji needs them. Hangul fillers,
      which look like a space, become one.
    - Half-composed Hangul and letters with loose accents are composed (NFC); single conjoining and half-width
      jamo become those a keyboard types. Typed jamo are never joined: ㅋㅠ is not 큐.
    - What follows `limit` characters is cut off and noted; the door says so, or keeps the rest as a file.

    Doing it twice changes nothing more. Linear in the length of the text.
    """
    if len(text) <= limit and is_plain(text):
        return Cleaned(text, changed=False, notes=())
    notes = []
    for note, step in _STEPS:
        before, text = text, step(text)
        if text != before:
            notes.append(note)
    if len(text) > limit:
        text = text[: cut_before(text, limit)]
        notes.append("cut")
    return Cleaned(text, changed=bool(notes), notes=tuple(notes))


def is_plain(text: str) -> bool:
    """Whether the text is ASCII and Hangul syllables only, as most is: in one spelling already, and all visible."""
    return _PLAIN.fullmatch(text) is not None


def clean_name(name: str, longest: int = LONGEST_NAME) -> str:
    """A file name that any system can keep: the last part of a path, all visible, at most `longest` bytes.

    A long name keeps its ending. Returns "unnamed" when nothing is left.
    """
    last = re.split(r"[/\\]", clean(name).text)[-1]
    visible = " ".join(clean(_NOT_IN_NAMES.sub("", last)).text.split()).strip(" .")
    if visible.partition(".")[0].upper() in _DEVICES:
        visible = f"_{visible}"
    stem, dot, ending = visible.rpartition(".")
    if not dot or len(ending.encode()) > LONGEST_ENDING:
        stem, dot, ending = visible, "", ""
    room = longest - len((dot + ending).encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return f"{stem or 'unnamed'}{dot}{ending}"


def bound_marks(text: str) -> str:
    """Shorten impossible rows of combining marks to what any language can need.

    Call it before any Unicode normalisation of foreign text: sorting such rows makes it quadratic, and 80,000
    marks on one letter take five seconds.
    """
    if text.isascii():
        return text
    common, rare, long_row = _marks()
    return long_row.sub(r"\1", text) if common.search(text) or rare.search(text) else text


def _one_newline(text: str) -> str:
    return _NEWLINES.sub("\n", text)


def _joined_surrogates(text: str) -> str:
    if text.isascii() or not _SURROGATES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _without_controls(text: str) -> str:
    return _CONTROLS.sub("", text)


def _without_direction(text: str) -> str:
    return _DIRECTIONS.sub("", text)


def _without_invisible(text: str) -> str:
    if text.isascii():
        return text
    for filler in _FILLERS:
        text = text.replace(filler, " ")
    return _INVISIBLE.sub(_needed, text)


def _composed(text: str) -> str:
    return _JAMO.sub(_typed_jamo, unicodedata.normalize("NFC", text))


_STEPS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("newlines", _one_newline),
    ("surrogates", _joined_surrogates),
    ("controls", _without_controls),
    ("direction", _without_direction),
    ("invisible", _without_invisible),
    ("marks", bound_marks),
    ("composed", _composed),
)

_PLAIN = re.compile("[\t\n -~\uac00-\ud7a3]*")
_NEWLINES = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# C0, C1, object and annotation anchors, and the code points that Unicode promises never to use.
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u206f]")
_FILLERS = "\u3164\uffa0"

_TAGS = "\U000e0000-\U000e007f"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SHAPELESS = "\u00ad\u034f\u115f\u1160\u180e\u200b\u2060-\u2064\ufeff"
_INVISIBLE = re.compile(f"[{_TAGS}{_SELECTORS}{_SHAPELESS}{JOINERS}]+")
_SELECTOR = re.compile(f"[{_SELECTORS}]")
_JOINER = re.compile(f"[{JOINERS}]")
# Where joiners change the shape: Arabic to Myanmar and Khmer to Mongolian; arrows, pictures and their tones.
_TAKES_JOINERS = re.compile(
    "[\u0600-\u109f\u1780-\u18af\ua840-\uabff\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
)
_BLACK_FLAG = "\U0001f3f4"


def _needed(found: re.Match[str]) -> str:
    """What a row of shapeless characters contributes to the visible ones around it."""
    row, text = found[0], found.string
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    if before == _BLACK_FLAG and re.fullmatch("[\U000e0030-\U000e007a]{2,6}\U000e007f", row):
        return row  # the flags of Scotland, Wales and England
    selector = _SELECTOR.search(row)
    joiner = _JOINER.search(row)
    kept = selector[0] if selector and before.strip() else ""
    if joiner and _TAKES_JOINERS.match(before) and _TAKES_JOINERS.match(after):
        kept += joiner[0]
    return kept


_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uffa1-\uffdc]+")
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_TYPED = (
    dict(enumerate(_INITIALS, 0x1100))
    | dict(enumerate(_VOWELS, 0x1161))
    | dict(enumerate(_FINALS, 0x11A8))
    | {
        code: chr(int(unicodedata.decomposition(chr(code)).removeprefix("<narrow> "), 16))
        for code in range(0xFFA1, 0xFFDD)
        if unicodedata.decomposition(chr(code))
    }
)


def _typed_jamo(found: re.Match[str]) -> str:
    typed = found[0].translate(_TYPED)
    # A row with an old letter in it is old Hangul, which is spelt with conjoining jamo.
    return found[0] if _JAMO.search(typed) else typed


@lru_cache(maxsize=1)
def _marks() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Any mark of the first plane; anything in the rare scripts beyond; too many of either in a row.

    The first two are ten times as fast as the third and rule it out for nearly every text.
    """
    marks = "".join(chr(code) for code in range(0x300, 0x1E950) if unicodedata.combining(chr(code)))
    common = "".join(mark for mark in marks if mark <= "\uffff")
    return (
        re.compile(f"[{common}]"),
        re.compile("[\U00010000-\U0001efff]"),
        re.compile(f"([{marks}]{{{MARKS_IN_A_ROW}}})[{marks}]+"),
    )


_NOT_IN_NAMES = re.compile(f'[<>:"|?*{_TAGS}{_SELECTORS}{_SHAPELESS}{JOINERS}\u200e\u200f\u061c]')
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(1, 10))}
