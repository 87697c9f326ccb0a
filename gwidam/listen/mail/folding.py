"""What is new in a mail and what is quoted, a signature or a legal notice: folded away on the page, never lost."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

_MOST_LINES = 20_000  # what follows stays with the last part
_LONGEST_LINE = 400  # characters of a line that are looked at
_SIGNATURE_LINES = 8  # a sign-off with more below it is a letter, not a signature
_LONGEST_OF_SIGNATURE = 60  # characters


class Kind(enum.StrEnum):
    """What a part of a mail's text is."""

    NEW = "new"
    QUOTED = "quoted"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Fold:
    """A part of the text, with its line ends."""

    kind: Kind
    text: str


def fold(text: str) -> tuple[Fold, ...]:
    """Cut a text into parts whose texts joined are the text again, character by character.

    Knows `>` marks, "... wrote:" lines and header blocks as Outlook, Gmail, Apple Mail, Naver, Daum, Kakao and
    Hiworks write them in Korean and English, signatures after `-- `, sign-offs, "sent from" lines and notices.
    """
    lines = text.splitlines(keepends=True)
    kinds = _Marker([line[:_LONGEST_LINE].strip() for line in lines[:_MOST_LINES]]).kinds()
    kinds += kinds[-1:] * (len(lines) - len(kinds))
    folds: list[Fold] = []
    start = 0
    for place in range(1, len(lines) + 1):
        if place == len(lines) or kinds[place] is not kinds[start]:
            folds.append(Fold(kinds[start], "".join(lines[start:place])))
            start = place
    return tuple(folds)


def new_text(text: str) -> str:
    """The new words alone; the whole text when nothing in it is new, as in a bare forward."""
    new = "\n".join(part for each in fold(text) if each.kind is Kind.NEW and (part := each.text.strip("\n")))
    return new if new.strip() else text


class _Marker:
    """Goes through the lines once and says what each is."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines

    def kinds(self) -> list[Kind]:
        """One kind for each line; an empty line is of the kind before it."""
        found: list[Kind] = []
        state = Kind.NEW
        place = 0
        while place < len(self._lines):
            line = self._lines[place]
            if not line:
                found.append(state)
                place += 1
                continue
            if length := self._attribution(place):
                found += [Kind.QUOTED] * length
                place += length
                if not self._is_marked_below(place):
                    return found + [Kind.QUOTED] * (len(self._lines) - place)
                state = Kind.QUOTED
                continue
            if rest := self._rest(place, state):
                return found + [rest] * (len(self._lines) - place)
            state = self._kind(place, state)
            found.append(state)
            place += 1
        return found

    def _kind(self, place: int, state: Kind) -> Kind:
        line = self._lines[place]
        if _QUOTE.match(line):
            return Kind.QUOTED
        if _NOTICE.match(line):
            return Kind.NOTICE
        if _SENT_FROM.fullmatch(line) or line == "--" or self._is_sign_off(place):
            return Kind.SIGNATURE
        return state if state in (Kind.SIGNATURE, Kind.NOTICE) else Kind.NEW

    def _rest(self, place: int, state: Kind) -> Kind | None:
        """QUOTED or FORWARDED where everything from here on is another mail."""
        line = self._lines[place]
        if _FORWARD.match(line):
            return Kind.FORWARDED
        if _ORIGINAL.match(line):
            return Kind.QUOTED
        if _RULE.fullmatch(line) and self._is_header_block(place + 1):
            return Kind.QUOTED
        return Kind.QUOTED if self._is_header_block(place) else None

    def _attribution(self, place: int) -> int:
        """How many lines a "... wrote:" takes, 0 for none; mailers break it into two or three.

        Without a date or an address in it, it only counts above marked lines: people write "he wrote:", too.
        """
        for length in (1, 2, 3):
            said = self._lines[place : place + length]
            if len(said) < length or not all(said) or _QUOTE.match(said[0]):
                return 0
            if length > 1 and not _DATED.search(said[0]):
                return 0
            joined = " ".join(said)[:_LONGEST_LINE]
            if joined[-1] in ":：" and any(form.fullmatch(joined) for form in _WROTE):
                is_sure = _DATED.search(joined) is not None
                return length if is_sure or self._is_marked_below(place + length) else 0
        return 0

    def _is_marked_below(self, place: int) -> bool:
        """Whether what follows an attribution is marked line by line, so that an answer may stand between."""
        below = next((line for line in self._lines[place:] if line), "")
        return bool(_QUOTE.match(below))

    def _is_header_block(self, place: int) -> bool:
        """Whether a sender and two more headers stand here within six lines, as Outlook and the portals do it."""
        names = set()
        for line in self._lines[place : place + 7]:
            if not line:
                break
            found = _HEADER.match(line)
            if found:
                names.add(next(name for name, value in found.groupdict().items() if value))
            elif not names:
                return False
        return "sender" in names and len(names) >= 3

    def _is_sign_off(self, place: int) -> bool:
        """Whether a sign-off stands here with nothing below it but names, numbers and addresses."""
        if not place or not _SIGN_OFF.fullmatch(self._lines[place]):
            return False
        below = 0
        for line in self._lines[place + 1 :]:
            if _QUOTE.match(line) or _ORIGINAL.match(line) or _RULE.fullmatch(line):
                break
            below += bool(line)
            if below > _SIGNATURE_LINES or len(line) > _LONGEST_OF_SIGNATURE or _SENTENCE.search(line):
                return False
        return True


_QUOTE = re.compile(r"[>|\uff1e]")
_DATED = re.compile(
    r"\d{4}\s?[년./-]\s?\d|\d\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|<[^<>\s]+@[^<>\s]+>"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s\d|^on\s.*\d",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[?!]\s*\Z|[가-힣](?:요|다|까|죠|음)[.~ ]*\Z|[a-z]{2}\.\s*\Z")
_RULE = re.compile(r"[-_=*\u2500\u2014 ]{5,}")
_FORWARD = re.compile(
    r"(?:-+\s*(?:forwarded message|forwarded by|전달된 메시지|전달된 메일|전달 메시지|forwarded mail)"
    r"|begin forwarded message:|전달된 메시지 시작:|>?\s*시작된 전달 메시지)",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"[-_=\s]*(?:original message|original mail|original appointment|원본 메시지|원본 메일|원래 메시지|원문 메시지"
    r"|원본메시지|원본메일|-+\s*원본\s*-+)\s*[-_=]*\Z|-{3,}\s*(?:original|원본)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"[>*\s]*(?:"
    r"(?P<sender>(?:from|보낸\s?사람|보낸\s?이|발신|발신자|발신인|보내는\s?사람)\s*\*?\s*[:：])"
    r"|(?P<receiver>(?:to|받는\s?사람|받는\s?이|수신|수신자|수신인)\s*\*?\s*[:：])"
    r"|(?P<copy>(?:cc|참조)\s*\*?\s*[:：])"
    r"|(?P<sent>(?:sent|date|보낸\s?날짜|보낸\s?시간|날짜|일시|보냄|발신\s?일시|보낸\s?일시)\s*\*?\s*[:：])"
    r"|(?P<subject>(?:subject|제목)\s*\*?\s*[:：])"
    r")",
    re.IGNORECASE,
)
_WROTE = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r".{3,300}\s(?:wrote|writes|schrieb|a écrit)\s*[:：]",
        r".{2,300}님이\s?(?:작성|보내|보낸|쓴|쓰신|남긴)\S{0,8}(?:\s?(?:글|메일|메시지|내용))?\s*[:：]",
        r".{2,300}(?:작성|썼습니다|쓰셨습니다|적었습니다|작성했습니다|작성하였습니다|님의 말)\s*[:：]",
    )
)
_SENT_FROM = re.compile(
    r"(?:sent from (?:my |outlook|mail for|yahoo|samsung|naver).{0,60}|get outlook for \S+.{0,60}"
    r"|(?:나의 |내 )?\S{1,20}에서 (?:보냄|보낸 메일).{0,20}"
    r"|.{1,20}(?:앱|아이폰|스마트폰)에서 (?:보냄|보낸 메일).{0,10}"
    r"|삼성 (?:모바일|갤럭시).{0,20}에서 보냄.{0,10}|네이버 메일 앱에서 보냈습니다\.?)",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    r"(?:(?:best|kind|warm|kindest|warmest)?\s*regards|sincerely(?: yours)?|yours (?:sincerely|truly|faithfully)"
    r"|cheers|many thanks|thanks(?: and regards)?|thank you|best|best wishes"
    r"|감사합니다|고맙습니다|감사드립니다|수고하세요|수고하십시오|.{1,12}\s(?:드림|올림|배상))\s*[.,!~]{0,3}",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:this (?:e-?mail|message)(?: and any| \(and any|, including| may contain| is (?:intended|confidential)).*"
    r"|.{0,20}(?:confidentiality notice|disclaimer)\s*:.*"
    r"|(?:본|이) (?:메일|이메일|전자우편|전자메일)(?:은|에는|과"
    r"|의)?\s.{0,60}(?:기밀|비밀|수신인|수신자|지정된|발신\s?전용).*)",
    re.IGNORECASE,
)
