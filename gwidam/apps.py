from importlib import import_module

from django.apps import AppConfig

ROOMS_WITH_FACTS = ("people", "post", "moments", "listen", "own", "demo")


class GwidamConfig(AppConfig):
    """The house as a whole: once all rooms are there, the facts are known and the loop says what they cause."""

    name = "gwidam"
    label = "gwidam"

    def ready(self) -> None:
        for room in ROOMS_WITH_FACTS:
            import_module(f"gwidam.{room}.events")
        import_module("gwidam.loop")
