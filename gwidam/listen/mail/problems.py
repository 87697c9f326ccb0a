"""Everything that can be wrong with a mail, in words; and the notebook in which a reading writes it down."""

from __future__ import annotations

from gwidam.core.text.decode import Decoded, codec_of, decode

from .mail import Charset, Problem, Words

WORDS = {
    "empty": Words("내용이 없는 메일입니다.", "The mail is empty."),
    "no-from": Words("보낸 사람이 적혀 있지 않습니다.", "It does not say who sent it."),
    "no-date": Words("보낸 때가 없거나 읽을 수 없습니다.", "The date is missing or cannot be read."),
    "no-message-id": Words("메일 번호(Message-ID)가 없습니다.", "It has no Message-ID."),
    "headers-mended": Words("머리글 줄이 끊어져 있어 이어 읽었습니다.", "Broken header lines were joined."),
    "header-cut": Words(
        "머리글이 너무 길어 앞부분만 읽었습니다.", "A header was too long; its beginning was read."
    ),
    "malformed": Words("메일 구조가 규칙에 어긋납니다.", "The structure of the mail breaks the rules."),
    "boundary-missing": Words("여러 부분을 나누는 표시가 없습니다.", "The mark between its parts is missing."),
    "boundary-guessed": Words(
        "부분을 나누는 표시를 짐작해 읽었습니다.", "The mark between its parts was guessed."
    ),
    "too-many-parts": Words(
        "부분이 너무 많아 앞의 것만 읽었습니다.", "It has too many parts; the first were read."
    ),
    "too-deep": Words("겹겹이 싸여 있어 바깥쪽만 읽었습니다.", "It is nested too deeply; the outside was read."),
    "too-much": Words(
        "정해진 시간이나 메모리로 다 읽지 못했습니다. 원본은 그대로 있습니다.",
        "It could not be read within its time or memory. The original is kept.",
    ),
    "unreadable": Words(
        "읽지 못한 메일입니다. 원본은 그대로 있습니다.",
        "The mail could not be read. The original is kept.",
    ),
    "html-left-out": Words("HTML은 읽지 않고 파일로 두었습니다.", "The HTML was not read; it is kept as a file."),
    "html-cut": Words("HTML이 너무 길어 앞부분만 보입니다.", "The HTML was too long; its beginning is shown."),
    "base64": Words("base64 부호가 깨져 있습니다.", "Its base64 is damaged."),
    "transfer": Words("알 수 없는 전송 부호입니다.", "The transfer encoding is unknown."),
    "characters-lost": Words("몇 글자는 알아볼 수 없습니다.", "Some characters cannot be made out."),
    "charset": Words("적힌 문자 부호와 실제가 다릅니다.", "The declared charset is not the real one."),
    "remote-images": Words("바깥 서버의 그림을 막았습니다.", "Pictures on other servers were blocked."),
    "encrypted": Words(
        "암호화된 메일이라 내용을 읽지 못합니다.", "The mail is encrypted; it cannot be read here."
    ),
    "signed": Words(
        "전자 서명이 붙어 있습니다. 확인하지 않았습니다.", "It carries a signature, which was not checked."
    ),
    "tnef": Words("Outlook 묶음(winmail.dat)이 깨져 있습니다.", "The Outlook bundle (winmail.dat) is damaged."),
}


class Notebook:
    """What a reading notes while it goes: each problem once, and how each place was decoded."""

    def __init__(self) -> None:
        self._problems: dict[Problem, None] = {}
        self._charsets: dict[Charset, None] = {}

    def note(self, code: str, detail: str = "") -> None:
        """Write a problem down."""
        self._problems.setdefault(Problem(code, detail))

    def decode(self, raw: bytes, declared: str, where: str) -> str:
        """Turn bytes into text, and note where that was not what was declared."""
        if raw.isascii() and b"\x1b" not in raw and declared.lower() in _PLAIN:
            return raw.decode("ascii")
        decoded = decode(raw, declared or None)
        if not _is_as_declared(decoded, declared):
            self._charsets.setdefault(Charset(where, declared, decoded.encoding, decoded.lossless))
            self.note("charset", where) if decoded.lossless else self.note("characters-lost", where)
        return decoded.text

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order they were met."""
        return tuple(self._problems)

    @property
    def charsets(self) -> tuple[Charset, ...]:
        """All of them, in the order they were met."""
        return tuple(self._charsets)


def _is_as_declared(decoded: Decoded, declared: str) -> bool:
    """Whether it was read as declared; in the newer Korean standard under the older name counts as that."""
    if not decoded.lossless or decoded.text.isascii():
        return decoded.lossless
    expected = codec_of(declared) if declared else "utf-8"  # RFC 6532
    return expected == {"euc_kr": "cp949"}.get(decoded.encoding, decoded.encoding)


_PLAIN = ("", "us-ascii", "utf-8")
