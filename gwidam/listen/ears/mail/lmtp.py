"""The LMTP door (RFC 2033): a mail server hands in mail, and hears 250 for each recipient only once it is kept."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope, Session
from django.db import Error as DatabaseError
from django.db import connections
from django.utils import timezone

from .handed_in import ear_at, take_in

log = logging.getLogger(__name__)

MOST_BYTES = 60_000_000
AT_ONCE = 4  # mails that are written to the database at the same time
KEPT, UNKNOWN, LATER = "250 2.0.0 Kept", "550 5.1.1 Nobody here has that address", "451 4.3.0 Try again later"


class Desk:
    """Answers the server's questions; the database is asked in threads, so that one slow mail holds up no other."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="lmtp")

    async def handle_RCPT(  # noqa: N802 - the name the library calls
        self, server: LMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Whether this address is ours."""
        answer = await self._in_thread(_known, address)
        if answer == KEPT:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return answer

    async def handle_DATA(self, server: LMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """One answer for each recipient, in their order."""
        raw = envelope.original_content or b""
        answers = [await self._in_thread(_keep, raw, recipient) for recipient in envelope.rcpt_tos]
        return "\r\n".join(answers)

    async def _in_thread(self, ask: Any, *told: Any) -> str:
        return str(await asyncio.get_running_loop().run_in_executor(self._threads, _asked, ask, *told))


async def serve(host: str, port: int, *, stopping: asyncio.Event, started: Any = None) -> None:
    """Serve until told to stop."""
    desk = Desk()

    def talk() -> LMTP:
        return LMTP(desk, data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, ident="Gwidam LMTP")

    server = await asyncio.get_running_loop().create_server(talk, host, port)
    if started is not None:
        started(server.sockets[0].getsockname()[1])
    try:
        await stopping.wait()
    finally:
        server.close()
        await server.wait_closed()


def _asked(ask: Any, *told: Any) -> str:
    """Trouble of ours is no refusal: the server keeps the mail, and comes again."""
    try:
        return str(ask(*told))
    except DatabaseError:
        log.warning("the database is away; the mail server is asked to come again")
    except Exception:
        log.exception("a mail could not be kept; the mail server is asked to come again")
    finally:
        connections.close_all()  # of this thread, which may not be asked again for hours
    return LATER


def _known(address: str) -> str:
    ear = ear_at(address)
    if ear is None:
        return UNKNOWN
    return KEPT if ear.channel.is_open else LATER


def _keep(raw: bytes, recipient: str) -> str:
    ear = ear_at(recipient)
    if ear is None:
        return UNKNOWN
    take_in(ear=ear, raw=raw, recipient=recipient, at=timezone.now())
    return KEPT
