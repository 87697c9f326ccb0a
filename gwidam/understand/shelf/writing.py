"""The shelf as the worker keeps it: made from the database, followed by what is read and erased, forgotten at once."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import QuerySet

from gwidam.core.models import Fact
from gwidam.listen.models import KeyRenewal

from ..footing import present_tier
from ..models import Meaning
from ..queries.meanings import present_space
from .place import index_folder, kept_by_me, only_writer
from .reading import SPACE, Shelf, opened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ..heart.likeness import Space

log = logging.getLogger(__name__)

MARK = "mark.json"
FITTED_TO = 5_000  # voices a space is fitted to; more make no other space
YOUNG = 200  # voices more than twice as many as at the last fit, and the middle is looked for again
TOGETHER = 5_000  # voices placed in one go
NEW_KEYS = "threes"  # of a shelf whose voices all have the search keys of now

Row = tuple[int, int, str, bytes, list[int], int]  # row, voice, space, codes, keys, transaction
COLUMNS = ("id", "voice_id", "space", "codes", "voice__grams", "xact")


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the database has been followed, how many voices the space was fitted to, and with which keys."""

    xact: int
    fitted_to: int
    keys: str

    @classmethod
    def of(cls, folder: Path) -> Mark:
        """As it was left. Raises Damaged."""
        from ..heart.likeness import Damaged

        try:
            return cls(**json.loads((folder / MARK).read_text()))
        except (OSError, ValueError, TypeError) as trouble:
            raise Damaged(f"{folder / MARK} cannot be read: {trouble}") from trouble

    def keep(self, folder: Path) -> None:
        """Leave it, whole or not at all."""
        draft = folder / f"{MARK}.new"
        draft.write_text(json.dumps(asdict(self)))
        draft.replace(folder / MARK)


class Writer:
    """Keeps the shelf of this machine. Of several workers one does; when it ends, another takes over."""

    def __init__(self) -> None:
        self._is_mine = False
        self._shelf: Shelf | None = None
        self._mark = Mark(0, 0, "")
        self._done: dict[int, int] = {}  # rows placed already, whose transactions are looked through again

    def keep_up(self) -> bool:
        """Bring the shelf to what the database has; True when it was made anew.

        It is made anew where there is none, or a damaged one, or one in another space than voices are read in
        now, once all are read so; with search keys from before; and a few times while the house is young and its
        middle moves.
        """
        from ..heart.likeness import Damaged

        self._is_mine = self._is_mine or kept_by_me(self)
        if not self._is_mine:
            return False
        try:
            if index_folder().exists() and self._is_up_to_date():
                self._follow()
                return False
        except Damaged as trouble:
            log.warning("the shelf is made anew: %s", trouble)
        self._shelf = None
        self._make()
        return True

    def _open(self) -> None:
        """Open what is there, and compare it with the database, number by number. Raises Damaged."""
        from ..heart.likeness import Damaged

        self._shelf, self._mark = opened(index_folder(), is_writer=True), Mark.of(index_folder())
        self._done = {}
        if self._mark.xact > oldest_running():
            raise Damaged("it is of another database.")
        settle(self._shelf)

    def _is_up_to_date(self) -> bool:
        """Whether what stands there only has to be followed. Raises Damaged."""
        if self._shelf is None or not self._shelf.is_fresh:
            self._open()
        assert self._shelf is not None
        if self._mark.keys != NEW_KEYS == present_keys():
            return False
        present, shown = present_space(), self._shelf.index.space
        if present != shown:
            return bool(shown) and Meaning.objects.filter(space=shown).exists()
        count, fitted_to = len(self._shelf.index), self._mark.fitted_to
        return fitted_to >= FITTED_TO or count < 2 * fitted_to + YOUNG

    def _follow(self) -> None:
        """Place what was read, take away what was erased, since the oldest transaction that ran at the last look."""
        assert self._shelf is not None
        with only_writer():
            self._mark, self._done = follow(self._shelf, self._mark, self._done, index_folder())

    def _make(self) -> None:
        from ..heart.likeness import VectorIndex, put_in_place

        folder = index_folder().with_name("index.new")
        since = oldest_running()
        name = present_space()
        space, fitted_to = fitted(name)
        mark = Mark(since, fitted_to, present_keys())
        index = VectorIndex.create(folder, dims=space.dims, space=name)
        space.save(folder / SPACE)
        made, done = Shelf(index, space), dict[int, int]()
        for rows in batches(Meaning.objects.all()):
            place(made, rows)
            done |= {row[0]: row[5] for row in rows if row[5] >= since}
        with only_writer():
            mark, self._done = follow(made, mark, done, folder)
            mark.keep(folder)
            put_in_place(folder, index_folder())
        self._mark = mark
        self._shelf = opened(index_folder(), is_writer=True)


def forget(number: int) -> None:
    """Take an erased voice off the shelf of this machine, at once; other machines hear of it in the ledger."""
    from ..heart.likeness import Damaged, VectorIndex

    if not index_folder().exists():
        return
    with only_writer():
        try:
            index = VectorIndex.opened(index_folder(), is_writer=True)
        except Damaged:
            return  # it is made anew without this voice
        index.remove(number)
        index.flush()


def present_keys() -> str:
    """Which search keys voices have: as long as some have those from before, what stands on the shelf is mixed."""
    return "mixed" if KeyRenewal.objects.exists() else NEW_KEYS


def oldest_running() -> int:
    """The oldest transaction still running; all before it are seen by whoever looks now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def follow(shelf: Shelf, mark: Mark, done: dict[int, int], folder: Path) -> tuple[Mark, dict[int, int]]:
    """Bring a shelf from a mark to now; the new mark, and the rows that will be met again from there."""
    now = oldest_running()
    new = Meaning.objects.filter(xact__gte=mark.xact).exclude(pk__in=list(done))
    placed = dict(done)
    for rows in batches(new):
        place(shelf, rows)
        placed |= {row[0]: row[5] for row in rows}
    erased = Fact.objects.filter(xact__gte=mark.xact, kind="listen.VoiceErased").values_list("body", flat=True)
    gone = shelf.index.remove_all([body["voice_id"] for body in erased])
    if gone or len(placed) > len(done):
        shelf.index.flush()
    if now != mark.xact:
        mark = replace(mark, xact=now)
        mark.keep(folder)  # after the rows, so that a machine that stops looks through them again
    return mark, {row: xact for row, xact in placed.items() if xact >= now}


def settle(shelf: Shelf) -> None:
    """Place what is missing, take away what the database no longer has: for whatever no mark can tell."""
    import numpy as np

    rows = Meaning.objects.values_list("voice_id", flat=True).iterator(chunk_size=50_000)
    wanted, there = np.fromiter(rows, np.int64), shelf.index.numbers
    with only_writer():
        shelf.index.remove_all(np.setdiff1d(there, wanted).tolist())
    missing = np.setdiff1d(wanted, there).tolist()
    for start in range(0, len(missing), TOGETHER):
        numbers = missing[start : start + TOGETHER]
        for rows_ in batches(Meaning.objects.filter(voice_id__in=numbers)):
            with only_writer():
                place(shelf, rows_)


def batches(found: QuerySet[Meaning]) -> Iterator[list[Row]]:
    """Rows with the keys of their voices, in order, a batch at a time; erased voices are passed over."""
    last = 0
    columns = found.filter(voice__erased_at__isnull=True).order_by("id").values_list(*COLUMNS)
    while rows := list(columns.filter(pk__gt=last)[:TOGETHER]):
        yield rows
        last = rows[-1][0]


def place(shelf: Shelf, rows: Sequence[Row]) -> None:
    """Put voices on the shelf, those that stand there already anew.

    A vector of another space does not count: of its voice the letters are known, until all are read anew; and
    what stands there from before is better.
    """
    standing = set(shelf.index.numbers.tolist()) if any(_is_foreign(shelf, row) for row in rows) else set()
    rows = [row for row in rows if not (_is_foreign(shelf, row) and row[1] in standing)]
    if rows:
        numbers = [row[1] for row in rows]
        vectors = shelf.space.place([row[4] for row in rows], meanings(rows, shelf.index.space, shelf.space))
        shelf.index.remove_all(numbers)
        shelf.index.add(numbers, vectors)


def _is_foreign(shelf: Shelf, row: Row) -> bool:
    return bool(row[2]) and row[2] != shelf.index.space


def meanings(rows: Sequence[Row], name: str, space: Space) -> NDArray[np.float32] | None:
    """(n, dims) the vectors of rows in a space, zero for those that have none there; None in a space of letters."""
    import numpy as np

    from ..heart.meanings import unpacked

    dims = len(space.mean)
    if not dims:
        return None
    found = np.zeros((len(rows), dims), np.float32)
    known = [at for at, row in enumerate(rows) if row[2] == name and len(row[3]) == dims]
    if known:
        found[known] = unpacked([bytes(rows[at][3]) for at in known])
    return found


def fitted(name: str) -> tuple[Space, int]:
    """The space for the voices there are, fitted to the latest of them and to what customers say every day."""
    import numpy as np

    from ..heart.likeness import Space, keys_of
    from ..heart.likeness.everyday import EVERYDAY
    from ..heart.meanings import meanings_of, space_of, unpacked

    latest = Meaning.objects.filter(space=name, voice__erased_at__isnull=True).order_by("-id")
    rows: list[Row] = list(latest.values_list(*COLUMNS)[:FITTED_TO])
    keys = [row[4] for row in rows] + [keys_of(text) for text in EVERYDAY]
    if not name:
        return Space.fit(keys, None), len(rows)
    known = [bytes(row[3]) for row in rows if row[3]]
    vectors = unpacked(known)
    tier, _troubles = present_tier()
    everyday = meanings_of(EVERYDAY, tier) if space_of(tier) == name else None
    if everyday is not None:
        vectors = np.vstack([vectors.reshape(-1, everyday.shape[1]), everyday])
    return Space.fit(keys, vectors), len(rows)
