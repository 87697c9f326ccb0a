"""A real mail server on a real socket, and letters to send to it."""

from __future__ import annotations

import asyncio
import email
import ssl
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db.models import QuerySet

from gwidam.core.actors import House
from gwidam.core.models import Fact
from gwidam.post import verbs
from gwidam.post.models import Message

AT = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)  # Wednesday, 10:30 in Seoul
US = House("test")
Answers = Callable[[str, int], str | None]


class MailServer:
    """Takes mail and remembers it. `at_rcpt` and `at_data` may answer otherwise; 'abort' drops the line.

    Each is asked with the recipient and how many mails were taken before; None takes the mail.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.tls = tls
        self.were_encrypted: list[bool] = []
        self.taken: list[EmailMessage] = []
        self.connections = 0
        self.at_rcpt: Answers = lambda to, before: None
        self.at_data: Answers = lambda to, before: None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(0), self._loop).result(5)
        self.port: int = self._server.sockets[0].getsockname()[1]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def message_ids(self) -> list[str]:
        """Message-IDs in the order they arrived."""
        return [mail["Message-ID"] for mail in self.taken]

    @property
    def folded(self) -> set[str]:
        """What a mailbox shows that folds by Message-ID."""
        return set(self.message_ids)

    async def _listen(self, port: int) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        return await loop.create_server(
            lambda: SMTP(self, tls_context=self.tls, loop=loop), host="127.0.0.1", port=port
        )

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.at_rcpt(address, len(self.taken))
        if answer is None:
            envelope.rcpt_tos.append(address)
            return "250 OK"
        return self._said(server, answer)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.at_data(envelope.rcpt_tos[0], len(self.taken))
        if answer is None:
            self.were_encrypted.append(session.ssl is not None)
            self.taken.append(email.message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
            return "250 taken"
        return self._said(server, answer)

    def _said(self, server: SMTP, answer: str) -> str:
        if answer == "abort":
            server.transport.abort()
            return "421 gone"
        return answer

    def close(self) -> None:
        async def stop() -> None:
            self._server.close()
            await self._server.wait_closed()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stop(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    server = MailServer()
    settings.SMTP_URL = server.url
    yield server
    server.close()


PLACES = {
    "receipt": {"receipt": "7KQ2-M4PX", "url": "https://voice.daon.example/follow/t0k3n"},
    "offer": {
        "receipt": "7KQ2-M4PX",
        "url": "https://voice.daon.example/cases/12",
        "giver": "김하늘",
        "from_department": "고객센터",
        "department": "요금팀",
        "reason": "이중 청구로 보입니다.",
        "due_at": AT,
    },
    "mention": {
        "receipt": "7KQ2-M4PX",
        "url": "https://voice.daon.example/cases/12",
        "author": "김하늘",
        "words": "이 요금, 지난달에도 있었나요?",
    },
    "answer": {
        "receipt": "7KQ2-M4PX",
        "url": "https://voice.daon.example/follow/t0k3n",
        "guardian": "김하늘",
        "words": "두 번 나간 요금은 오늘 돌려 드렸습니다.",
    },
    "handed_over": {
        "receipt": "7KQ2-M4PX",
        "url": "https://voice.daon.example/follow/t0k3n",
        "guardian": "김하늘",
        "department": "요금팀",
    },
}


def facts() -> QuerySet[Fact]:
    """The room's own facts: the cast has a history too."""
    return Fact.objects.filter(kind__startswith="post.")


def write(key: str = "receipt:12", **changes: Any) -> Message:
    """A receipt to a customer whose address is known, unless changed."""
    template = changes.get("template", "receipt")
    return verbs.write(
        **{
            "key": key,
            "reader": "customer:12",
            "address": "sora@customer.example",
            "language": "ko",
            "template": template,
            "places": PLACES[template],
            "about": "case:12",
            "is_verified": True,
            "by": US,
            "at": AT,
            **changes,
        }
    )
