"""A mail server (pymap) with one empty mailbox, over a socket; and what a person does in it."""

from __future__ import annotations

import imaplib
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

USER, PASSWORD = "help@voice.example", "imap-pass"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def serving(port):
    """The server on that port; started anew it is empty, with another UIDVALIDITY."""
    command = [str(Path(sys.executable).parent / "pymap"), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--no-tls", "dict", "--demo-user", USER, "--demo-password", PASSWORD]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ends = time.monotonic() + 15
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > ends or server.poll() is not None:
                    raise
                time.sleep(0.05)
        yield
    finally:
        server.kill()
        server.wait()


@contextmanager
def inbox(port):
    client = imaplib.IMAP4("127.0.0.1", port)
    try:
        client.login(USER, PASSWORD)
        client.select("INBOX")
        yield client
    finally:
        client.logout()


def bring(port, *raws):
    """Mails arrive."""
    with inbox(port) as client:
        for each in raws:
            assert client.append("INBOX", None, None, each)[0] == "OK"


def flags(port):
    """The flags of every mail in the mailbox, in their order."""
    with inbox(port) as client:
        found = client.uid("FETCH", "1:*", "(FLAGS)")[1]
        return [imaplib.ParseFlags(each) for each in found if each]
