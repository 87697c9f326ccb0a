"""The data folder and the secrets that are kept in it."""

import os
import secrets
from pathlib import Path

from .wrong import WrongSetting

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def default_data() -> Path:
    """Return var/ of the checkout this code runs from, or of the current folder when it was installed."""
    home = CHECKOUT if (CHECKOUT / "bin" / "gwidam").is_file() else Path.cwd()
    return home / "var"


def kept_secret(data: Path, name: str) -> str:
    """Return the secret in file `name` of `data`, made (readable by its owner only) when it is missing.

    Two processes that ask at once get the same one: the file appears whole, by a hard link, or not at all.
    """
    path = data / name
    try:
        if not path.exists():
            make_folder(data)
            draft = data / f".{name}.{secrets.token_hex(8)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise WrongSetting(
            f"GWIDAM_DATA is {data}, but {error.filename or path} cannot be used there: {error.strerror}; "
            "allowed is a folder this user may write to."
        ) from None


def make_folder(data: Path) -> None:
    """Make the data folder where it is missing, closed to others; root leaves it passable, not readable.

    PostgreSQL refuses to run as root and may have to run as another user below it.
    """
    data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
