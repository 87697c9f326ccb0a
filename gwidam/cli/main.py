"""The command `gwidam`: one small module per word, found by name.

No module of a word imports Django before its `run`, so that --help answers at once.
"""

import argparse
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence

from gwidam.environment import SETTINGS, WrongSetting

from .postgres.errors import DatabaseTrouble
from .terminal import NotPossible

WORDS = (
    *("up", "stop", "doctor", "demo", "import_", "token"),
    *("read", "learn"),
    *("score", "themes", "likeness", "find", "mask", "mail", "bulk"),
    *("web", "live", "work", "lmtp", "test", "bench", "chaos", "fuzz"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one word of the command line; return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwidam.settings")
    args = parse(list(sys.argv[1:] if arguments is None else arguments))
    try:
        status: int = args.run(args)
    except (WrongSetting, DatabaseTrouble, NotPossible) as trouble:
        print(f"gwidam: {trouble}", file=sys.stderr)
        return 2 if isinstance(trouble, WrongSetting) else 1
    except KeyboardInterrupt:
        return 130
    return status


def parse(arguments: list[str]) -> argparse.Namespace:
    """Return the parsed command line; what follows `test` belongs to pytest, whatever it looks like."""
    if arguments[:1] == ["test"] and not {"-h", "--help"} & set(arguments):
        return parser().parse_args(["test", "--", *arguments[1:]])
    return parser().parse_args(arguments)


def parser() -> argparse.ArgumentParser:
    """Return the parser with every word that is there."""
    top = argparse.ArgumentParser(
        prog="gwidam",
        description="Gwidam: every voice is heard once, owned, answered, changed, proven and told.",
        epilog=settings_text(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words = top.add_subparsers(metavar="WORD", required=True)
    for word in WORDS:
        name = f"{__package__}.{word}"
        if importlib.util.find_spec(name):
            importlib.import_module(name).add(words)
    return top


def settings_text() -> str:
    """Return the settings as lines for --help."""
    lines = ["settings, by environment (a name with _FILE names a file that holds the secret):"]
    for setting in SETTINGS:
        name = f"{setting.name}[_FILE]" if setting.is_secret else setting.name
        lines += [f"  {name}", f"      {setting.meaning} Default: {setting.default}."]
    return "\n".join(lines)
