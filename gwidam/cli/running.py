"""Which `gwidam up` runs on a data folder: a file that it holds locked for as long as it lives."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gwidam.environment import make_folder

from .terminal import NotPossible


@dataclass(frozen=True, slots=True)
class Running:
    """A running `gwidam up`."""

    process_id: int
    url: str


def find(data: Path) -> Running | None:
    """Return the `gwidam up` that runs on `data`; its lock tells, so no dead one's number is believed."""
    try:
        with (data / "up.json").open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return Running(**json.load(file))
    except (FileNotFoundError, json.JSONDecodeError, TypeError):
        pass
    return None


@contextlib.contextmanager
def hold(data: Path, url: str) -> Iterator[bool]:
    """Be the `gwidam up` of `data`; yields whether an earlier one was killed. Raises NotPossible when one runs."""
    make_folder(data)
    with (data / "up.json").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = find(data)
            where = f", process {other.process_id}, at {other.url}" if other else ""
            raise NotPossible(f"Gwidam is running on {data} already{where}; `gwidam stop` ends it.") from None
        was_killed = file.tell() > 0  # one that ends by itself leaves the file empty
        file.truncate(0)
        json.dump({"process_id": os.getpid(), "url": url}, file)
        file.flush()
        try:
            yield was_killed
        finally:
            file.truncate(0)
