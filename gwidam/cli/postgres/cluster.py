"""One PostgreSQL cluster in the data folder: made, started, reused, checked, recovered, stopped.

The server runs in a session of its own, so that it outlives whoever started it: a second start finds it and
uses it. It listens on a unix socket only, and asks for passwords that lie beside it, readable by its owner.
"""

import contextlib
import fcntl
import hashlib
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from gwidam.environment import kept_secret, make_folder

from . import durability, footing, programs
from .errors import DatabaseTrouble
from .initdb import make_cluster
from .processes import last_words, plain_environment, wait_for, working_in, works_in

# sun_path holds 108 bytes on Linux and 104 elsewhere, one of them the closing NUL (unix(7)).
SOCKET_LIMIT = 107 if sys.platform == "linux" else 103
SOCKET = ".s.PGSQL.5432"
OWNER = "gwidam"  # role and database of the application; the role is no superuser
START_SECONDS = 600.0  # crash recovery of a large cluster takes its time
STOP_SECONDS = 60.0
LOG_BYTES = 10_000_000

UNSAFE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")

Tell = Callable[[str], None]

# Servers this process has started: they outlive the Cluster that did it, and want their end to be collected.
servers: dict[Path, subprocess.Popen[bytes]] = {}


def ensure(
    data: Path, *, chosen: Path | None = None, unsafe_fast: bool = False, tell: Tell = lambda line: None
) -> "Cluster":
    """Return the cluster of the data folder, running and ready; made first where there is none.

    `chosen` is a folder with the programs to use, `tell` takes lines for whoever waits.
    Raises DatabaseTrouble with a sentence for the operator.
    """
    cluster = Cluster(data, chosen=chosen, unsafe_fast=unsafe_fast)
    cluster.start(tell)
    return cluster


class Cluster:
    """The PostgreSQL of one data folder. Any number of processes may hold one for the same folder."""

    def __init__(self, data: Path, *, chosen: Path | None = None, unsafe_fast: bool = False) -> None:
        self.data = data
        self.folder = data / "postgres"
        self.log = data / "postgres.log"
        self.chosen = chosen
        self.unsafe_fast = unsafe_fast

    @property
    def url(self) -> str:
        """URL for the application. Holds a password: never print it."""
        return self._url(OWNER, OWNER, "database-password")

    def _url(self, role: str, database: str, secret: str) -> str:
        password = kept_secret(self.data, secret)
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.socket_folder()), safe='')}"

    def socket_folder(self) -> Path:
        """Return where the socket lies: in the cluster, or, where that path is too long, under /tmp."""
        if len(os.fsencode(self.folder / SOCKET)) <= SOCKET_LIMIT:
            return self.folder
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        # Not tempfile.gettempdir(): every process must find the same place, whatever its TMPDIR.
        return Path("/tmp") / f"gwidam-{mark}"  # noqa: S108 - made 0700 and its owner checked before use

    # --- state --------------------------------------------------------------------------------------

    def process_id(self) -> int | None:
        """Return the number of the running server of this folder, or None."""
        self._server_ended()
        try:
            number = int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return number if works_in(number, self.folder) else None

    def is_running(self) -> bool:
        """Say whether the server process lives, ready or not."""
        return self.process_id() is not None

    def is_ready(self) -> bool:
        """Say whether the application can connect now."""
        import psycopg

        try:
            with psycopg.connect(self.url, connect_timeout=5) as connection:
                connection.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True

    # --- verbs --------------------------------------------------------------------------------------

    def start(self, tell: Tell = lambda line: None) -> None:
        """Start the server, or use the running one; return when it is ready and found safe."""
        try:
            make_folder(self.data)
            with self._lock():
                was_running = self.is_running()
                if not was_running:
                    self._start_server(tell)
                self._wait_until_ready(tell)
                self._make_database()
                self._check_durability(was_running=was_running)
        except OSError as error:
            raise DatabaseTrouble(
                f"The database in {self.folder} cannot be started: "
                f"{error.filename or ''} {error.strerror or error}"
            ) from error

    def stop(self) -> bool:
        """Stop the server: open transactions are rolled back, all committed is written. False if none ran."""
        number = self.process_id()
        if number is None:
            return False
        for wish in (signal.SIGINT, signal.SIGQUIT):  # fast, then at once with recovery at the next start
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, wish)
            if wait_for(lambda: not self.is_running(), STOP_SECONDS):
                return True
        raise DatabaseTrouble(f"The database server, process {number}, does not stop; {self.log} may say why.")

    # --- steps of a start ---------------------------------------------------------------------------

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with (self.data / "postgres.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _start_server(self, tell: Tell) -> None:
        made_by = self.version()
        found = programs.find(self.chosen, major=made_by)
        ground = footing.choose(found, self.folder)
        if made_by is None:
            tell(f"Making the database (PostgreSQL {found.major}) in {self.folder}.")
            make_cluster(
                self.folder,
                found,
                ground,
                password=kept_secret(self.data, "postgres-password"),
                is_throwaway=self.unsafe_fast,
            )
        ground.own(self.folder)
        self._clear_leftovers()
        self._make_socket_folder(ground)
        tell(f"Starting PostgreSQL {found.major}.")
        servers[self.folder] = self._spawn(found, ground)

    def version(self) -> int | None:
        """Return the major version that wrote the cluster, or None when there is none yet."""
        try:
            return int((self.folder / "PG_VERSION").read_text())
        except FileNotFoundError:
            return None

    def _clear_leftovers(self) -> None:
        """After a crash: wait for, then end, processes still at work here; drop a dead server's marks.

        PostgreSQL keeps its marks, in the cluster and beside the socket, when another process has got the dead
        server's number, as happens whenever a container starts again, and while the dead server is not yet
        collected; and a backend that outlived its server must be gone before a new one starts.
        """
        if not wait_for(lambda: not list(working_in(self.folder)), 10.0):
            for number in working_in(self.folder):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            if not wait_for(lambda: not list(working_in(self.folder)), 10.0):
                raise DatabaseTrouble(f"Processes of an earlier database server still work in {self.folder}.")
        dead = servers.pop(self.folder, None)
        if dead is not None:
            dead.wait()  # it works nowhere any more, so this is a moment
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        (self.socket_folder() / f"{SOCKET}.lock").unlink(missing_ok=True)

    def _make_socket_folder(self, ground: footing.Footing) -> None:
        folder = self.socket_folder()
        if folder == self.folder:
            return
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            os.chown(folder, ground.owner, ground.group)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != ground.owner or found.st_mode & 0o077:
            raise DatabaseTrouble(
                f"{folder}, needed because the path of GWIDAM_DATA is long, belongs to somebody else; "
                "set GWIDAM_DATA to a shorter path."
            )

    def _spawn(self, found: programs.Programs, ground: footing.Footing) -> subprocess.Popen[bytes]:
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        self.log.touch(mode=0o600)
        settings = [
            "listen_addresses=", "port=5432", f"unix_socket_directories={quoted(self.socket_folder())}",
            "unix_socket_permissions=0700", "logging_collector=off", *(UNSAFE if self.unsafe_fast else ()),
        ]  # fmt: skip
        words = [word for setting in settings for word in ("-c", setting)]
        with self.log.open("ab") as log:
            return subprocess.Popen(
                ground.command(found.postgres, "-D", self.folder, *words),
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", env=plain_environment(),
                start_new_session=True,
            )  # fmt: skip

    def _wait_until_ready(self, tell: Tell) -> None:
        began = told = time.monotonic()
        while not self._says_ready():
            if self._server_ended():
                raise DatabaseTrouble(f"The database server ended at once: {last_words(self._log_tail())}")
            now = time.monotonic()
            if now - began > START_SECONDS:
                raise DatabaseTrouble(
                    f"The database server is not ready after {now - began:.0f} s; see {self.log}."
                )
            if now - told > 5:
                told = now
                tell(f"The database reads its journal after a crash: {now - began:.0f} s.")
            time.sleep(0.02)

    def _server_ended(self) -> bool:
        """Say whether the server this process has started, if it has, is gone; collects its end."""
        server = servers.get(self.folder)
        if server is None or server.poll() is None:
            return False
        del servers[self.folder]
        return True

    def _says_ready(self) -> bool:
        """Say whether the server has written `ready` into its mark (line 8 of postmaster.pid)."""
        try:
            lines = (self.folder / "postmaster.pid").read_text().split("\n")
        except OSError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready" and self.is_running()

    def _make_database(self) -> None:
        """Make the application's role and database where they are missing."""
        import psycopg
        from psycopg import sql

        with psycopg.connect(self._url("postgres", "postgres", "postgres-password"), autocommit=True) as server:
            if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                server.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                        sql.Identifier(OWNER), sql.Literal(kept_secret(self.data, "database-password"))
                    )
                )
            if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER]).fetchone():
                server.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(OWNER)))

    def _check_durability(self, *, was_running: bool) -> None:
        """Raise when the server could lose what it has confirmed; stop it again if we started it."""
        if self.unsafe_fast:
            return
        try:
            durability.check(self.url)
        except DatabaseTrouble:
            if not was_running:
                self.stop()
            raise

    def _log_tail(self) -> str:
        with self.log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 4000))
            return file.read().decode("utf-8", "replace")


def quoted(folder: Path) -> str:
    """Return a folder as one element of a PostgreSQL list setting."""
    return '"' + str(folder).replace('"', '""') + '"'
