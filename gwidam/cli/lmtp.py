"""`gwidam lmtp`: takes mail that a mail server hands in."""

import argparse

from . import lifeline
from .terminal import say
from .web import ready_for_part

DESCRIPTION = """\
Take mail from the mail server of this machine by LMTP (RFC 2033). Each recipient is answered by itself: 250 once the
mail is kept, 550 for an address that no ear listens to, 451 while it cannot be kept, so that the server comes again.
Anybody who can connect can hand in mail, so it listens on this machine alone unless told otherwise.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "lmtp",
        help="take mail from a mail server",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8024, help="port to listen on (8024)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until told to end."""
    ready_for_part(say)
    lifeline.hold()

    import asyncio
    import signal

    import django

    django.setup()
    from gwidam.listen.ears.mail.lmtp import serve

    async def main() -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        say_where = f"Taking mail on {args.host}:"
        await serve(
            args.host, args.port, stopping=stopping, started=lambda port: say(f"{say_where}{port} (LMTP).")
        )

    asyncio.run(main())
    return 0
