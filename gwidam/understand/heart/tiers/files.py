"""Model files are what they were when they were measured, or they are not used."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from .ports import Missing


def sha256(path: Path) -> str:
    """Return the hash of a file, in hexadecimal; raise Missing when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as trouble:
        raise Missing(f"The model file {path.name} cannot be read: {trouble.strerror}.") from None


def checked(path: Path, wanted: str) -> Path:
    """Return `path` if its content has the hash `wanted`; raise Missing otherwise."""
    found = sha256(path)
    if found != wanted:
        raise Missing(
            f"The model file {path.name} is damaged or another one (its hash begins with {found[:12]}, "
            f"not with {wanted[:12]}); install it again."
        )
    return path


def checked_beside(path: Path) -> tuple[Path, str]:
    """Return `path` and its hash if it agrees with the file `.sha256` beside it; raise Missing otherwise."""
    note = path.with_name(f"{path.name}.sha256")
    try:
        wanted = note.read_text().split()[0]
    except (OSError, IndexError):
        raise Missing(f"The hash of the model file {path.name} is missing; install Gwidam again.") from None
    return checked(path, wanted), wanted


def checked_package(name: str, endings: tuple[str, ...]) -> str:
    """Return the version of an installed package whose files with these endings are as they were installed.

    Raises Missing when the package is not there, or one of those files has another hash than was recorded.
    """
    try:
        package = distribution(name)
    except PackageNotFoundError:
        raise Missing(f"The package {name} is not installed.") from None
    for file in package.files or ():
        if file.suffix in endings and file.hash is not None:
            padded = file.hash.value + "=" * (-len(file.hash.value) % 4)
            checked(Path(str(file.locate())), base64.urlsafe_b64decode(padded).hex())
    return package.version
