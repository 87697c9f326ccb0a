"""A mail server that takes everything and remembers what each mailbox got."""

from __future__ import annotations

import asyncio
import email
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.policy import default
from time import monotonic
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from aiosmtpd.smtp import SMTP, Envelope, Session


Notice = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it came over the wire."""

    to: str
    message_id: str
    subject: str
    words: str
    at: float  # time.monotonic()

    @property
    def notice(self) -> Notice:
        """What its reader would call the same letter."""
        return notice(self.to, self.subject, self.words)


def notice(to: str, subject: str, words: str) -> Notice:
    """(mailbox, subject, words) without white space, of which mail keeps not every bit on its way."""
    return to, "".join(subject.split()), "".join(words.split())


class Sink:
    """Every letter in the order it came. Written by one thread, read by others.

    `keeps_words`: whether subject and words are kept; without them a letter costs a tenth.
    """

    def __init__(self, *, keeps_words: bool = True) -> None:
        self.keeps_words = keeps_words
        self.letters: list[Letter] = []
        self.url = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take one mail; the name is aiosmtpd's."""
        for to in envelope.rcpt_tos:
            self.letters.append(self._letter(to.lower(), cast(bytes, envelope.content)))
        return "250 taken"

    def _letter(self, to: str, content: bytes) -> Letter:
        if not self.keeps_words:
            return Letter(to, str(BytesHeaderParser().parsebytes(content)["Message-ID"]), "", "", monotonic())
        mail = email.message_from_bytes(content, policy=default)
        plain = mail.get_body(("plain",))
        return Letter(
            to=to,
            message_id=str(mail["Message-ID"]),
            subject=str(mail["Subject"]),
            words=plain.get_content() if plain is not None else "",
            at=monotonic(),
        )

    def boxes(self) -> dict[str, list[Letter]]:
        """Each mailbox as its reader sees it: a second letter with the same Message-ID is folded away."""
        boxes: dict[str, dict[str, Letter]] = defaultdict(dict)
        for letter in self.letters:
            boxes[letter.to].setdefault(letter.message_id, letter)
        return {to: list(folded.values()) for to, folded in boxes.items()}

    def raw_repeats(self) -> int:
        """How many letters came again with the Message-ID they had before; mailboxes fold them."""
        return len(self.letters) - len({(each.to, each.message_id) for each in self.letters})


@contextmanager
def listening(*, keeps_words: bool = True) -> Iterator[Sink]:
    """A sink on a free port of this machine, in a thread of its own. Raises ImportError without aiosmtpd."""
    from aiosmtpd.smtp import SMTP

    sink = Sink(keeps_words=keeps_words)
    loop = asyncio.new_event_loop()

    async def listen() -> asyncio.Server:
        return await loop.create_server(lambda: SMTP(sink, loop=loop), host="127.0.0.1", port=0)

    async def leave() -> None:
        server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    thread = threading.Thread(target=loop.run_forever, name="sink", daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    sink.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield sink
    finally:
        asyncio.run_coroutine_threadsafe(leave(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
