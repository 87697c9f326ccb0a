from django.apps import AppConfig


class GwidamConfig(AppConfig):
    """The house as a whole: once all rooms are there, the loop says what causes what."""

    name = "gwidam"
    label = "gwidam"

    def ready(self) -> None:
        from . import loop  # noqa: F401
