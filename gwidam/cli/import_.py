"""`gwidam import`: take in a spreadsheet of voices as people write them."""

import argparse
import hashlib
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from .house import visit
from .terminal import NotPossible, Progress, say

if TYPE_CHECKING:
    from gwidam.core.tables import SpokenReason
    from gwidam.listen.models import Channel
    from gwidam.listen.tables import Mapping, Refused, Table, VoiceRow
    from gwidam.own.verbs.bulk import Intake

DESCRIPTION = """\
Take in voices from a file: CSV or TSV (UTF-8, CP949, UTF-16), XLSX, or NDJSON. Columns are found by their headings
and by what is in them; what was found is shown before anything is stored. --dry-run stops there.

A row that cannot be taken is written to a file with its line and the reason, and takes none of the others with it.
Run it again after it was stopped, or with a longer file: a row that was taken in before is not taken in again. It is
known by its own id where it has one, else by what is in it.

Imported voices are history: nobody is waiting for an answer, so no case is opened. With --open-cases each becomes a
case with a guardian and promises, as if it had been said today.
"""
BATCH = 1000
SHOWN = 3
NAME, PRODUCT = 120, 60  # as long as their columns


@dataclass
class Outcome:
    """What became of the rows."""

    stored: int = 0
    known: int = 0
    refused: list["Refused"] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        told = f"{self.stored} stored, {self.known} known already, {len(self.refused)} refused"
        return told + "".join(f"; {count}× {note}" for note, count in self.notes.most_common())


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "import",
        help="take in a spreadsheet of voices",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--channel", default="import", metavar="CODE", help="the channel they came by (import)")
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="FIELD=COLUMN",
        help="say yourself which column a field is in; several with commas; FIELD= leaves it empty",
    )
    parser.add_argument("--refused", type=Path, metavar="OUT.csv", help="where refused rows go (FILE.refused.csv)")
    parser.add_argument("--open-cases", action="store_true", help="open a guarded case for each voice")
    parser.add_argument("--dry-run", action="store_true", help="show what would be done, and stop")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Show what was found, ask, take it in; 1 when nothing of it could be read."""
    table, mapping = read(args.file, args.map)
    show(table, mapping)
    if args.dry_run:
        say(f"Dry run: {dry_run(table, mapping)}. Nothing was stored.")
        return 0
    if not args.yes and sys.stdin.isatty() and input("Take them in? [y/N] ").strip().lower() not in ("y", "yes"):
        say("Nothing was stored.")
        return 0
    with visit():
        outcome = take_in(table, mapping, channel=args.channel, opens_cases=args.open_cases)
    say(f"{args.file.name}: {outcome}.")
    if outcome.refused:
        target = args.refused or args.file.with_name(f"{args.file.name}.refused.csv")
        write_down(target, outcome.refused, table)
        say(f"Refused rows, with line and reason: {target}")
    return 0


def read(path: Path, told: Sequence[str]) -> tuple["Table", "Mapping"]:
    """The table and where its fields are. Raises NotPossible when it cannot be read at all."""
    from gwidam.listen.tables import guess_columns, open_table

    try:
        table = open_table(path)
    except OSError as error:
        raise NotPossible(f"{path} cannot be read: {error.strerror}.") from None
    if table.refused is not None:
        raise NotPossible(f"{path}: {table.refused.en}")
    sample = table.sample()
    mapping = guess_columns(table.header, sample)
    for each in told:
        mapping = chosen(mapping, each, sample)
    return table, mapping


def chosen(mapping: "Mapping", told: str, sample: Sequence[Any]) -> "Mapping":
    """The mapping with one field told by a person, as `customer.email=E-mail`. Raises NotPossible."""
    from gwidam.listen.tables import Field

    name, separator, columns = told.partition("=")
    try:
        found = Field(name.strip())
    except ValueError:
        known = ", ".join(each.value for each in Field)
        raise NotPossible(f"There is no field {name.strip()!r}; the fields are {known}.") from None
    if not separator:
        raise NotPossible(f"Write it as {found.value}=COLUMN.")
    try:
        return mapping.told(found, [each.strip() for each in columns.split(",") if each.strip()], sample)
    except KeyError as error:
        raise NotPossible(f"The file has no column {error.args[0]!r}.") from None


def show(table: "Table", mapping: "Mapping") -> None:
    """Say which column was taken for what, how sure, and how the first rows read."""
    from gwidam.listen.tables import VoiceRow, read_voices

    say(f"{table.kind.name.lower()}, {table.encoding or 'no encoding'}:")
    for choice in mapping.choices.values():
        say(
            f"  {choice.field.value:<16} <- {', '.join(choice.columns)}  ({choice.confidence:.0%}, {choice.why.en})"
        )
    if mapping.unused:
        say(f"  not used: {', '.join(mapping.unused)}")
    rows = (each for each in read_voices(table, mapping, zone=zone()) if isinstance(each, VoiceRow))
    for row in itertools.islice(rows, SHOWN):
        when = f"{row.said_at:%Y-%m-%d %H:%M}" if row.said_at else "no date"
        say(f"  line {row.line}: {when} · {row.name or 'no name'} · {' '.join(row.text.split())[:70]}")


def zone() -> ZoneInfo:
    """The time zone of dates that name none."""
    from gwidam.environment import read as settings

    return ZoneInfo(settings().time_zone)


def dry_run(table: "Table", mapping: "Mapping") -> str:
    """How many rows are good, how many are not and why, in words."""
    from gwidam.listen.tables import VoiceRow, read_voices

    good, reasons = 0, Counter[str]()
    for row in read_voices(table, mapping, zone=zone()):
        if isinstance(row, VoiceRow):
            good += 1
        else:
            reasons[row.reason.en] += 1
    return f"{good} rows are good" + "".join(f", {count}× {why}" for why, count in reasons.most_common())


def take_in(table: "Table", mapping: "Mapping", *, channel: str, opens_cases: bool) -> Outcome:
    """Store every row in batches, each a transaction. Raises NotPossible for a channel that is not open."""
    from gwidam.core.errors import NotFound
    from gwidam.listen.queries import channel as channel_with
    from gwidam.listen.tables import read_voices

    try:
        door = channel_with(channel)
    except NotFound as missing:
        raise NotPossible(missing.said.en) from None
    if not door.is_open:
        raise NotPossible(f"The channel {channel} is not open.")
    outcome = Outcome()
    seen: Counter[bytes] = Counter()
    with Progress("Taking in", total=None) as progress:
        for batch in batches(read_voices(table, mapping, zone=zone())):
            store(batch, outcome, seen, channel=door, opens_cases=opens_cases)
            progress.advance(len(batch))
    return outcome


def batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """As many rows as one transaction takes."""
    remaining = iter(rows)
    while batch := list(itertools.islice(remaining, BATCH)):
        yield batch


def store(
    batch: Sequence[Any], outcome: Outcome, seen: Counter[bytes], *, channel: "Channel", opens_cases: bool
) -> None:
    """Take in what is good of a batch; add to the outcome what became of each row."""
    from django.utils import timezone

    from gwidam.core.actors import House
    from gwidam.core.errors import Refused as No
    from gwidam.listen.tables import Refused, VoiceRow
    from gwidam.own.verbs.bulk import take_in_many

    good = [each for each in batch if isinstance(each, VoiceRow)]
    outcome.refused += [each for each in batch if isinstance(each, Refused)]
    intakes = [intake(row, seen, channel, opens_cases, outcome) for row in good]
    for row, told in zip(good, take_in_many(intakes=intakes, by=House("import"), at=timezone.now()), strict=True):
        if isinstance(told, No):
            reason = cast("SpokenReason", Told(told))
            outcome.refused.append(Refused(row.line, reason, row.text, tuple(row.cells.values())))
        elif told.is_new:
            outcome.stored += 1
        else:
            outcome.known += 1


class Told:
    """A refusal of the house, as a reason of a row."""

    name = "REFUSED"

    def __init__(self, refused: Any) -> None:
        self.ko, self.en = refused.said.ko, refused.said.en

    def into(self, language: str) -> str:
        """The sentence in one of the two languages."""
        return self.en if language == "en" else self.ko


def intake(
    row: "VoiceRow", seen: Counter[bytes], channel: "Channel", opens_cases: bool, outcome: Outcome
) -> "Intake":
    """The row as the verb wants it; what cannot be used of it is noted, never a reason to lose the voice."""
    from gwidam.core.text import language_of
    from gwidam.listen.verbs.bulk import Arrival
    from gwidam.own.verbs.bulk import Intake

    outcome.notes.update(note.en for note in row.notes)
    key = identity(row, seen)
    place = {name: each for name, each in (("lat", row.lat), ("lon", row.lon), ("address", row.address)) if each}
    arrival = Arrival(
        channel=channel,
        text=row.text,
        key=key,
        digest=digest(key),  # a row with an id of its own is known by it, whatever else has changed since
        touchpoint=touchpoint_of(row.touchpoint),
        product=row.product[:PRODUCT],
        place=place or None,
        said_at=row.said_at,
        needs_answer=opens_cases,
        language=language_of(row.text),
    )
    return Intake(arrival, row.name[:NAME], reaches_of(row, outcome))


def identity(row: "VoiceRow", seen: Counter[bytes]) -> str:
    """The key of a row: its own id, else what is in it and how often that stood above.

    So the same file again, or the same file grown longer, brings nothing twice, and two equal rows stay two.
    `seen` grows by some hundred bytes a row.
    """
    if row.external_id:
        return f"row/{digest(row.external_id)[:40]}"
    mark = digest(json.dumps(row.cells, sort_keys=True))
    seen[bytes.fromhex(mark[:32])] += 1
    return f"row/{mark[:40]}/{seen[bytes.fromhex(mark[:32])]}"


def digest(words: str) -> str:
    """SHA-256 in hex; also of words that are no text."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def touchpoint_of(words: str) -> Any:
    """The touchpoint with this code or name; None where there is none."""
    from gwidam.moments.queries import touchpoints

    wanted = words.strip().casefold()
    named = ({each.code, each.name_ko.casefold(), each.name_en.casefold()} for each in touchpoints())
    return next(
        (each for each, names in zip(touchpoints(), named, strict=True) if wanted and wanted in names), None
    )


def reaches_of(row: "VoiceRow", outcome: Outcome) -> list[Any]:
    """The contacts that can be used; one that cannot is noted and left out."""
    from gwidam.core.errors import NotValid
    from gwidam.people import contacts

    found = []
    for written, read_ in (
        (row.phone, contacts.phone),
        (row.email, contacts.email),
        (row.handle, contacts.handle),
    ):
        if written:
            try:
                found.append(read_(written))
            except NotValid as refused:
                outcome.notes[refused.said.en] += 1
    return found


def write_down(target: Path, refused: Sequence["Refused"], table: "Table") -> None:
    """Write the refused rows beside their reasons. Raises NotPossible when the file cannot be written."""
    from gwidam.environment import read as settings
    from gwidam.listen.tables import write_refused

    try:
        write_refused(target, sorted(refused), header=table.header, language=settings().language)
    except OSError as error:
        raise NotPossible(f"{target} cannot be written: {error.strerror}.") from None
