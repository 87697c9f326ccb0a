"""CPU time and memory of processes, read from /proc: what a request costs, whoever else uses the machine meanwhile."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # /proc counts in these; 100 a second on Linux
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds so far: of a web server with its workers, of its database's backends, of PostgreSQL's rest."""

    web: float
    backends: float
    rest: float

    def since(self, before: Spent) -> Spent:
        """What was spent between two moments."""
        return Spent(self.web - before.web, self.backends - before.backends, self.rest - before.rest)

    @property
    def total(self) -> float:
        """Web and backends together: what requests cost."""
        return self.web + self.backends


def spent(*, web: int, postmaster: int, database: str) -> Spent:
    """CPU seconds of the tree of process `web`, and of the PostgreSQL that `postmaster` runs."""
    families = parents()
    server = tree(postmaster, families)
    # A backend that ends in between hands its time on to the postmaster, which collects it.
    busy = sum(seconds(pid) for pid in server if serves(pid, database)) + collected(postmaster)
    return Spent(sum(map(seconds, tree(web, families))), busy, sum(map(seconds, server)) - busy)


def seconds(pid: int) -> float:
    """User and system time of a process and of the children it has collected; 0 when it is gone."""
    return sum(times(pid))


def peak_megabytes() -> int:
    """The most this process has had in memory since its program began.

    Not `getrusage`: what that tells begins with the memory of the process that started this one.
    """
    for line in (PROC / "self" / "status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return round(int(line.split()[1]) / 1024)
    raise RuntimeError("Linux tells no peak of memory here.")


def kilobytes(pid: int) -> int:
    """What a process has in memory of its own now, without the files that it shares."""
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1])
    raise RuntimeError("Linux tells no memory of a process here.")


def collected(pid: int) -> float:
    """That of the children it has collected only."""
    return sum(times(pid)[2:])


def times(pid: int) -> list[float]:
    """[user, system, children's user, children's system] seconds; empty when the process is gone."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
    return [int(each) / TICKS for each in fields[11:15]]  # utime, stime, cutime, cstime: proc_pid_stat(5)


def parents() -> dict[int, list[int]]:
    """{process: its children}, of all processes there are."""
    children: dict[int, list[int]] = {}
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(entry.name))
    return children


def tree(root: int, families: dict[int, list[int]]) -> list[int]:
    """The process and all below it."""
    found = [root]
    for pid in found:
        found += families.get(pid, [])
    return found


def serves(pid: int, database: str) -> bool:
    """Whether this is a PostgreSQL backend connected to the database; it says so in its title."""
    try:
        title = (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
    except OSError:
        return False
    return title.startswith("postgres:") and f" {database} " in title
