"""As whom PostgreSQL runs: decided once per start, from who we are and who owns the cluster's folder."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from . import lower
from .errors import DatabaseTrouble
from .programs import Programs


@dataclass(frozen=True, slots=True)
class Footing:
    """One way to run a PostgreSQL program; `how` is what lower.py takes, `owner` whose files it needs."""

    how: str
    owner: int
    group: int

    def command(self, *words: str | Path) -> list[str]:
        """Return the command line that runs `words` on this footing."""
        return [sys.executable, "-I", "-S", str(Path(lower.__file__)), self.how, *map(str, words)]

    def words(self) -> str:
        """Say in words who runs PostgreSQL."""
        if self.how == "namespace":
            return "in a user namespace of its own"
        return f"as {user_name(self.owner)}"

    def own(self, folder: Path) -> None:
        """Give `folder` and all in it to the user PostgreSQL runs as; a no-op where they have it already."""
        for path in (folder, *folder.rglob("*")):
            if path.lstat().st_uid != self.owner:
                os.chown(path, self.owner, self.group, follow_symlinks=False)

    def works(self, *words: str | Path) -> bool:
        """Say whether a harmless command runs on this footing."""
        tried = subprocess.run(self.command(*words), check=False, capture_output=True, timeout=60)
        return tried.returncode == 0

    def reaches(self, folder: Path) -> bool:
        """Say whether what is in `folder` can be opened on this footing."""
        return self.works(shutil.which("sh") or "/bin/sh", "-c", 'test -x "$1"', "sh", folder)


def choose(programs: Programs, cluster: Path) -> Footing:
    """Return the footing for `programs` on the folder `cluster`, which may not exist yet (its parent does).

    Raises DatabaseTrouble where none is possible. Nothing outside `cluster` is ever changed for it.
    """
    me, group = os.geteuid(), os.getegid()
    owner = cluster.stat().st_uid if cluster.exists() else me
    if me not in {0, owner}:
        raise DatabaseTrouble(
            f"The database in {cluster} belongs to {user_name(owner)}; start Gwidam as that user, "
            "or set GWIDAM_DATA to another folder."
        )
    if me != 0 and has_name(me):
        return Footing("as-is", me, group)
    namespace = Footing("namespace", me, group)
    if owner == me and namespace.works(programs.initdb, "--version"):
        return namespace
    other = somebody_else(cluster, owner) if me == 0 else None
    if other and other.works(programs.initdb, "--version") and other.reaches(cluster.parent):
        return other
    raise DatabaseTrouble(
        f"PostgreSQL does not run as {user_name(me)}, and neither a user namespace nor another user can "
        f"reach {programs.folder} and {cluster.parent}; start Gwidam as an ordinary user, put GWIDAM_DATA "
        "and the checkout where that user can read them, or set GWIDAM_DATABASE_URL."
    )


def somebody_else(cluster: Path, owner: int) -> Footing | None:
    """Return the footing of the cluster's owner, or, when that is root, of the user nobody."""
    if owner != 0:
        return Footing(f"{owner}:{cluster.stat().st_gid}", owner, cluster.stat().st_gid)
    user = lower.stand_in()
    return Footing(f"{user.pw_uid}:{user.pw_gid}", user.pw_uid, user.pw_gid) if user else None


def has_name(user: int) -> bool:
    """Say whether `user` has a line in the password file; in many containers it has none."""
    return user_name(user) != f"user {user}"


def user_name(user: int) -> str:
    """Return the name of the user with this number, or words for it."""
    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return f"user {user}"
