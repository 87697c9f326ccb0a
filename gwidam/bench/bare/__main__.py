"""Serve the bare view as `gwidam web` serves the pages: the same server, processes and threads."""

import os


def main() -> None:
    """Serve until told to end."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwidam.settings")
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from gwidam.environment import read

    environment = read()
    Granian(
        "gwidam.bench.bare.wsgi:application",
        address="127.0.0.1",
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=environment.web_workers,
        blocking_threads=environment.web_threads,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
