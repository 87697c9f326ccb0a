"""The mail door: mails a second of one core through the whole reading, against a bare parse of the same bytes.

The mails are made up of the sentences of the bench, as everyday mail is sent: plain and HTML, with quoted answers,
pictures and files, in UTF-8 and CP949. The door reads them in its child, judges and folds them; the yardstick is
one `parsebytes` of the standard library, which decodes nothing. Both take turns.
"""

from __future__ import annotations

import base64
import os
import random
from collections.abc import Callable, Sequence
from email.parser import BytesParser
from email.policy import compat32
from html import escape
from typing import TYPE_CHECKING, Any

from gwidam.listen.mail import House, Reader, fold, judge

from .sentences import texts

if TYPE_CHECKING:
    from .house import Tell

_MAILS = 600
_TURNS = 3
_SEED = 0
_TICK = 0.01  # seconds; times are told in these


def measure(*, tell: Tell, mails: int = _MAILS) -> dict[str, Any]:
    """Mails a CPU second on both sides, the child's time and its start included."""
    tell("mail door")
    raws = made_up(mails)
    door = bare = 0.0
    for _ in range(_TURNS):
        door += spent(lambda: through_the_door(raws))
        bare += spent(lambda: bare_parse(raws))
    count = mails * _TURNS
    return {
        "mails": mails,
        "kilobytes": round(sum(map(len, raws)) / 1024),
        "per_second": round(count / door, 1),
        "bare_per_second": round(count / bare, 1),
        "ratio": round(bare / door, 3),
        "seed": _SEED,
    }


def through_the_door(raws: Sequence[bytes]) -> int:
    """Read, judge and fold; the number of parts, so that nothing is left undone."""
    house = House(secret=b"bench", mailboxes=frozenset({"voc@gwidam.example"}))
    with Reader() as reader:
        return sum(len(judge(mail, house)) + len(fold(mail.text)) for mail in reader.read_all(raws))


def bare_parse(raws: Sequence[bytes]) -> int:
    """What the standard library alone does."""
    parser = BytesParser(policy=compat32)
    return sum(len(parser.parsebytes(raw).keys()) for raw in raws)


def spent(work: Callable[[], int]) -> float:
    """CPU seconds of this process and of the children that ended meanwhile."""
    before = os.times()
    work()
    after = os.times()
    return max(sum(after[:4]) - sum(before[:4]), _TICK)


def made_up(count: int) -> list[bytes]:
    """Raw mails, the same for one count."""
    dice = random.Random(_SEED)  # noqa: S311 - alike for one seed
    voices = [text for text, _ in texts(count, seed=_SEED)]
    return [_mail(number, voice, dice) for number, voice in enumerate(voices)]


def _mail(number: int, voice: str, dice: random.Random) -> bytes:
    charset = dice.choice(("utf-8", "utf-8", "cp949"))
    quoted = f"\n\n2026년 11월 22일 (일) 오후 3:00, 귀담 <voc@gwidam.example>님이 작성:\n> {voice}\n"
    text = voice + (quoted if dice.random() < 0.4 else "\n")
    parts = [_part(f"text/plain; charset={charset}", text.encode(charset, "replace"))]
    if dice.random() < 0.6:
        page = f"<div>{escape(text)}</div><img src='https://x.example/p.png'><p style='x:y'>{number}</p>" * 3
        parts.append(_part(f"text/html; charset={charset}", page.encode(charset, "replace")))
    inner = _together("alternative", parts)
    if dice.random() < 0.2:
        inner = _together("mixed", [inner, _part("image/png; name=p.png", dice.randbytes(40_000))])
    word = base64.b64encode(voice[:30].encode(charset, "replace")).decode()
    head = (
        f"From: =?utf-8?B?7ZmN6ri464+Z?= <c{number}@x.example>\r\nTo: voc@gwidam.example\r\n"
        f"Subject: =?{charset}?B?{word}?=\r\nDate: Sun, 22 Nov 2026 15:00:00 +0900\r\n"
        f"Message-ID: <{number}@x.example>\r\nMIME-Version: 1.0\r\n" + "Received: from a by b\r\n" * 4
    )
    return head.encode() + inner


def _part(kind: str, content: bytes) -> bytes:
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(
        content
    )


def _together(kind: str, parts: Sequence[bytes]) -> bytes:
    mark = f"=_{kind}".encode()
    body = b"".join(b"--%b\r\n%b\r\n" % (mark, part) for part in parts)
    return b'Content-Type: multipart/%b; boundary="%b"\r\n\r\n%b--%b--\r\n' % (kind.encode(), mark, body, mark)
