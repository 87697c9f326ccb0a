"""Translations: .po files, which people write, become .mo files, which Python reads."""

import os
from io import BytesIO
from pathlib import Path

import gwidam

from .terminal import NotPossible


def compile_all(root: Path = Path(gwidam.__file__).parent) -> list[Path]:
    """Compile each .po of the rooms whose .mo is missing or older; return those compiled."""
    stale = [source for source in sorted(root.glob("*/locale/*/LC_MESSAGES/*.po")) if is_stale(source)]
    for source in stale:
        try:
            compile_one(source)
        except PermissionError as error:
            raise NotPossible(
                f"The translation {source} cannot be compiled, because {error.filename} cannot be written; "
                "give the checkout to this user, or start once as the user it belongs to."
            ) from None
    return stale


def is_stale(source: Path) -> bool:
    """Say whether `source` has changed since it was compiled."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_one(source: Path) -> None:
    """Write the .mo beside `source`, whole or not at all: another process may be reading it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    draft = source.with_suffix(f".{os.getpid()}.mo.new")
    draft.write_bytes(compiled.getvalue())
    draft.replace(source.with_suffix(".mo"))
