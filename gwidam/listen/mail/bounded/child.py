"""The process that reads. It limits itself before it touches the first mail."""

from __future__ import annotations

import json
import math
import resource
import sys
from typing import Any, BinaryIO

from ..lines import packed
from ..reading import Depth, read


def main() -> None:
    """Answer requests until the input ends; the memory limit in bytes is the first argument."""
    limit_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer)


def limit_memory(most: int) -> None:
    """Bound the address space, and leave no core file behind when that kills."""
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_time(seconds: float) -> None:
    """Be killed (SIGXCPU) after so many more seconds of computing, rounded up to whole ones."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(usage.ru_utime + usage.ru_stime + seconds), hard))


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """One answer for each request."""
    while line := source.readline():
        request: dict[str, Any] = json.loads(line)
        limit_time(request["seconds"])
        mail = read(source.read(request["size"]), depth=Depth(request["depth"]))
        sink.write(json.dumps({"mail": packed(mail)}).encode("ascii") + b"\n")
        sink.flush()


if __name__ == "__main__":
    main()
