"""SMTP as a client (RFC 5321): which answers are final, which are not, and when the server is away."""

from __future__ import annotations

import functools
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import unquote, urlsplit

from gwidam.core.calls import Accepted, Outcome, Refused, TryLater

from ..base import refuse_inside_an_act

TIMEOUT = 20.0  # seconds for each answer of the server
PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_TOO_LARGE = 552  # about the letter, although some servers say it to MAIL FROM (RFC 1870)
_CLOSING = 421  # the server ends the connection (RFC 5321, 3.8)


@dataclass(frozen=True, slots=True)
class SmtpCarrier:
    """`url` is smtp://, smtp+starttls:// or smtps://, with user:password@ where the server wants them.

    smtp:// upgrades to TLS where it is offered, without checking who answers (RFC 7435); the other two refuse
    a server without a certificate that holds.
    """

    url: str

    @contextmanager
    def connected(self) -> Iterator[SmtpSession]:
        session = SmtpSession(self.url)
        try:
            yield session
        finally:
            session.close()


class SmtpSession:
    """One connection, opened by the first letter."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._smtp: smtplib.SMTP | None = None

    def send(self, letter: EmailMessage) -> Outcome:
        """Give one letter to the server.

        A 5xx for the reader's address or for the letter is final. What goes wrong before that (no connection,
        login, our own sender address) is our trouble or the server's, so the letter waits.
        """
        refuse_inside_an_act()
        try:
            if self._smtp is None:
                self._smtp = connect(self._url)
            return self._offer(self._smtp, letter)
        except OSError as error:  # smtplib's own exceptions are OSErrors too
            self.close()
            return TryLater(because=_said(error), is_away=True)

    def _offer(self, smtp: smtplib.SMTP, letter: EmailMessage) -> Outcome:
        sender, recipient = letter["From"].addresses[0].addr_spec, letter["To"].addresses[0].addr_spec
        code, answer = smtp.mail(sender)
        if code == _TOO_LARGE:
            return self._turned_down(smtp, code, answer)
        if code != 250:
            return self._wait(smtp, code, answer, is_away=True)
        code, answer = smtp.rcpt(recipient)
        if code not in (250, 251):
            return self._turned_down(smtp, code, answer)
        try:
            code, answer = smtp.data(letter.as_bytes(policy=SMTP))
        except smtplib.SMTPDataError as error:  # it does not want to hear the letter at all
            code, answer = error.smtp_code, _octets(error.smtp_error)
        if code != 250:
            return self._turned_down(smtp, code, answer)
        return Accepted(name=str(letter["Message-ID"]))

    def _turned_down(self, smtp: smtplib.SMTP, code: int, answer: bytes) -> Outcome:
        if 500 <= code < 600:
            self._reset(smtp)
            return Refused(because=_line(code, answer))
        return self._wait(smtp, code, answer, is_away=code == _CLOSING)

    def _wait(self, smtp: smtplib.SMTP, code: int, answer: bytes, *, is_away: bool) -> TryLater:
        if is_away:
            self.close()
        else:
            self._reset(smtp)
        return TryLater(because=_line(code, answer), is_away=is_away)

    def _reset(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.rset()
        except OSError:
            self.close()

    def close(self) -> None:
        """Say good-bye, whether or not anybody still listens."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            with suppress(OSError):
                smtp.quit()
            smtp.close()


def connect(url: str) -> smtplib.SMTP:
    """A greeted, logged-in connection, encrypted where asked. Raises OSError."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    if parts.scheme == "smtps":
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=tls(is_checked=True))
    else:
        smtp = smtplib.SMTP(host, port, timeout=TIMEOUT)
    try:
        smtp.ehlo_or_helo_if_needed()
        if parts.scheme == "smtp+starttls":
            smtp.starttls(context=tls(is_checked=True))
        elif parts.scheme == "smtp" and smtp.has_extn("starttls"):
            smtp.starttls(context=tls(is_checked=False))
        smtp.ehlo_or_helo_if_needed()  # again: encryption makes the server forget who greeted it
        if parts.username:
            smtp.login(unquote(parts.username), unquote(parts.password or ""))
    except BaseException:
        smtp.close()
        raise
    return smtp


@functools.cache  # reading the machine's certificates takes 50 ms
def tls(*, is_checked: bool) -> ssl.SSLContext:
    """How to encrypt: asking for a certificate that holds, or against listeners on the way only."""
    if is_checked:
        return ssl.create_default_context()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _octets(answer: bytes | str) -> bytes:
    return answer if isinstance(answer, bytes) else answer.encode()


def _line(code: int, answer: bytes) -> str:
    return f"{code} {' '.join(answer.decode('utf-8', 'replace').split())}"[:300]


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _line(error.smtp_code, _octets(error.smtp_error))
    return f"{type(error).__name__}: {error}"[:300]
