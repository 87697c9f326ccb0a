from django.apps import AppConfig


class OwnConfig(AppConfig):
    name = "gwidam.own"
    label = "own"
    default_auto_field = "django.db.models.BigAutoField"
