"""`gwidam token`: make, list and revoke keys for other systems."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING

from .house import visit
from .terminal import NotPossible, say

if TYPE_CHECKING:
    from gwidam.people.models import Employee

DESCRIPTION = """\
Make a key with which another system may use the API. The key is printed once, alone on standard output, and kept
only as a hash. What is done with it is done in the name of a person: the one given with --as, else the owner of
the `api` channel.

Scopes, as many as are needed:
  voices:write   give voices, one or in bulk
  voices:read    read voices
  cases:read     read cases
  cases:write    work on cases: hand over, accept, bounce, promise, answer, close, reopen
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "token",
        help="make, list and revoke keys for other systems",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="what the key is for; shown in the list of keys")
    parser.add_argument("--scope", action="append", default=[], metavar="SCOPE", help="may be given several times")
    parser.add_argument(
        "--as", dest="person", metavar="ADDRESS", help="e-mail address of the employee it acts for"
    )
    parser.add_argument("--days", type=int, metavar="N", help="how long it is good; for good where not given")
    parser.add_argument("--list", action="store_true", help="list all keys")
    parser.add_argument("--revoke", metavar="NAME", help="close every key of this name at once")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Do one of the three; a key that was made is the only thing on standard output."""
    if not (args.list or args.revoke or args.name):
        raise NotPossible("Give the key a name: gwidam token NAME --scope voices:write")
    with visit():
        if args.list:
            print("\n".join(listed()))
        elif args.revoke:
            say(f"Revoked: {revoke(args.revoke)}.")
        else:
            print(make(args.name, args.scope, args.person, args.days))
    return 0


def make(name: str, scopes: list[str], address: str | None, days: int | None) -> str:
    """The new key. Raises NotPossible on an unknown scope or person."""
    from django.utils import timezone

    from gwidam.core.actors import House
    from gwidam.core.errors import Refused
    from gwidam.people.verbs import make_token

    now = timezone.now()
    person = person_of(address)
    try:
        token, secret = make_token(
            name=name,
            scopes=scopes,
            employee=person,
            by=House("command"),
            at=now,
            expires_at=now + timedelta(days=days) if days else None,
        )
    except Refused as refused:
        raise NotPossible(refused.said.en) from None
    say(f"Key “{token.name}” for {', '.join(token.scopes)}, in the name of {person.name_ko} <{person.email}>.")
    say("Keep it well: it is not shown again.")
    return secret


def person_of(address: str | None) -> "Employee":
    """The employee a key acts for. Raises NotPossible where there is none."""
    from gwidam.listen.models import Channel
    from gwidam.people.models import Employee

    if address:
        found = Employee.objects.filter(email__iexact=address, is_active=True).first()
        if found is None:
            raise NotPossible(f"No employee has the address {address}.")
        return found
    channel = Channel.objects.filter(code="api").select_related("owner").first()
    if channel is None or channel.owner is None:
        raise NotPossible("The channel `api` has no owner yet; say with --as ADDRESS for whom the key acts.")
    return channel.owner


def listed() -> list[str]:
    """One line a key, newest first."""
    from django.utils import timezone

    from gwidam.people.models import Token

    now = timezone.now()
    return [
        "\t".join(
            [
                token.name,
                " ".join(token.scopes),
                token.employee.email,
                f"{token.made_at:%Y-%m-%d}",
                "good" if token.is_good(now) else "over",
            ]
        )
        for token in Token.objects.select_related("employee").order_by("-id")
    ]


def revoke(name: str) -> int:
    """Close every good key of this name; how many. Raises NotPossible where there is none."""
    from django.utils import timezone

    from gwidam.core.actors import House
    from gwidam.people.models import Token
    from gwidam.people.verbs import revoke_token

    found = list(Token.objects.filter(name=name, revoked_at__isnull=True))
    if not found:
        raise NotPossible(f"There is no key of the name {name}.")
    for token in found:
        revoke_token(token=token, by=House("command"), at=timezone.now())
    return len(found)
