from django.apps import AppConfig


class ChangeConfig(AppConfig):
    name = "gwidam.change"
    label = "change"
    default_auto_field = "django.db.models.BigAutoField"
