"""Every setting an operator can give, read once from the process environment.

`SETTINGS` is the only list of them: `read()`, `gwidam doctor`, `gwidam --help` and docs/settings.md are all
made from it. Nothing here imports Django, so that a wrong value is told before anything else starts.
"""

from .folder import CHECKOUT, kept_secret, make_folder
from .reading import Environment, read
from .settings import PREFIX, SETTINGS, Setting
from .wrong import WrongSetting

__all__ = [
    "CHECKOUT",
    "PREFIX",
    "SETTINGS",
    "Environment",
    "Setting",
    "WrongSetting",
    "kept_secret",
    "make_folder",
    "read",
]
