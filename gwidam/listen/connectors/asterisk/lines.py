"""The lines of AMI: `Name: value` under each other, an empty line after each frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

Frame = Mapping[str, str]
LONGEST_FRAME = 64 * 1024  # bytes; a frame that does not end is no frame


class Frames:
    """Frames out of pieces of a stream, wherever it was cut. The greeting line belongs to no frame."""

    def __init__(self) -> None:
        self._held = b""

    def fed(self, piece: bytes) -> Iterator[Frame]:
        """Every frame that this piece completes. Raises ValueError for one that is too long."""
        *whole, self._held = (self._held + piece).replace(b"\r\n", b"\n").split(b"\n\n")
        if len(self._held) > LONGEST_FRAME:
            raise ValueError("a frame without an end")
        yield from (found for each in whole if (found := _read(each)))


def _read(written: bytes) -> Frame:
    """Names in small letters; of a name that comes twice the first counts, since later ones are a dial plan's."""
    found: dict[str, str] = {}
    for line in written.decode("utf-8", "replace").split("\n"):
        name, colon, value = line.partition(":")
        if colon and " " not in name.strip():
            found.setdefault(name.strip().lower(), value.strip())
    return found


def login(name: str, secret: str) -> bytes:
    """What signs in. Raises ValueError where a line break would say more than that."""
    return _said(action="Login", username=name, secret=secret, events="call,dialplan")


def ping() -> bytes:
    """What is said into a silence, so that a line that is cut is noticed."""
    return _said(action="Ping")


def _said(**told: str) -> bytes:
    if any("\r" in each or "\n" in each for each in told.values()):
        raise ValueError("a line break in what is said to Asterisk")
    return "".join(f"{name.capitalize()}: {value}\r\n" for name, value in told.items()).encode() + b"\r\n"
