"""`gwidam mail`: what the mail door makes of raw mails, without a database."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .house import load_django
from .terminal import NotPossible, say
from .web import ready_for_part

if TYPE_CHECKING:
    from gwidam.listen.mail import Decision, Mail

DESCRIPTION = """\
Read raw mails (RFC 5322 files, or mbox files of many) and print what is understood of each. With --json one object
a line: "file", "subject", "from", "to", "cc", "reply_to" (each a list of "name" and "address"), "date" (ISO 8601),
"message_id", "in_reply_to", "references" (without angle brackets), "text", "folds" (what of the text is new, quoted,
forwarded, signature or notice, in characters), "html_sanitised" (null without HTML), "blocked_images", "attachments"
("name", "type", "size" in bytes, "sha256", "content_id", "inline"), "calendar", "decisions" (of each filter in order:
"filter", "verdict", "reason", "found"), "problems" ("code", "detail", "ko", "en"), "charsets", "sha256", "size",
"is_whole". A child process reads, bounded to 10 seconds and 512 MB a mail; a mail that exceeds them, or is broken
beyond reading, still gives its line with "problems".

With --deliver one mail is read from standard input and kept in the house, as the pipe of a mail server does it
(Postfix: pipe(8), Exim: pipe transport): 0 once it is kept, 67 for an address that no ear listens to, 75 when it
could not be kept, so that the server comes again.
"""
NO_USER, COME_AGAIN = 67, 75  # sysexits.h, which mail servers follow


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "mail",
        help="read raw mails and show what the mail door makes of them",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, nargs="*", metavar="FILE", help="raw mails; - for standard input")
    parser.add_argument(
        "--deliver", metavar="ADDRESS", help="keep one mail from standard input, for this recipient"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one line for each mail; a mail seen in an earlier file is told as a duplicate."""
    if args.deliver:
        return deliver(args.deliver, sys.stdin.buffer.read())
    if not args.file:
        raise NotPossible("Name a FILE, or - for standard input.")
    from gwidam.listen.mail import House, Reader, fold, judge, keys, line_of

    seen: set[str] = set()
    house = House(seen=seen)
    with Reader() as reader:
        for path, raw in raw_mails(args.file):
            mail = reader.read(raw)
            decisions = judge(mail, house)
            seen.update(keys(mail))
            if args.json:
                line = {"file": str(path), **line_of(mail, decisions, fold(mail.text))}
                print(json.dumps(line, ensure_ascii=False), flush=True)
            else:
                print("\n".join(said(path, mail, decisions)), flush=True)
    return 0


def deliver(address: str, raw: bytes) -> int:
    """Keep one mail for a recipient; whatever goes wrong, the mail server still has it and comes again."""
    try:
        ready_for_part(say)
        load_django()
        from django.utils import timezone

        from gwidam.listen.ears.mail.handed_in import ear_at, take_in

        ear = ear_at(address)
        if ear is None:
            print(f"no ear listens to {address}", file=sys.stderr)
            return NO_USER
        take_in(ear=ear, raw=raw, recipient=address, at=timezone.now())
    except Exception as trouble:  # noqa: BLE001 - a mail that is not kept must not be taken over
        print(f"not kept, to be tried again: {type(trouble).__name__}: {trouble}", file=sys.stderr)
        return COME_AGAIN
    return 0


def raw_mails(paths: Sequence[Path]) -> Iterator[tuple[Path, bytes]]:
    """Yield each mail with the file it is in; raise NotPossible for a file that cannot be read."""
    from gwidam.listen.mail.boxes import mails_in

    for path in paths:
        try:
            raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        except OSError as trouble:
            raise NotPossible(f"{path} cannot be read: {trouble.strerror}.") from None
        for each in mails_in(raw):
            yield path, each


def said(path: Path, mail: "Mail", decisions: "Sequence[Decision]") -> Iterator[str]:
    """Yield the lines for a person."""
    from gwidam.listen.mail import WORDS

    yield f"{path}: {mail.subject or '-'}"
    yield f"  from {', '.join(each.address or each.name for each in mail.from_) or '-'}, {mail.date or 'no date'}"
    yield f"  {len(mail.text):,} characters, {len(mail.attachments)} attachments"
    for each in decisions:
        if each.verdict != "no":
            yield f"  {each.filter}: {each.verdict}. {each.reason.en}"
    for problem in mail.problems:
        yield f"  ! {WORDS[problem.code].en}{f' ({problem.detail})' if problem.detail else ''}"
