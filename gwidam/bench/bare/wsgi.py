"""The house's own settings with nothing around a view."""

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup()
# Only now: apps of the house insist on their middleware when they are loaded.
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "gwidam.bench.bare.urls"
application = WSGIHandler()
