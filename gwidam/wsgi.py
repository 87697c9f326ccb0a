"""Pages and the API, for a WSGI server."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwidam.settings")
application = get_wsgi_application()


def settle() -> None:
    """Load what every request needs, and let the collector of garbage never look at it again.

    The 140,000 objects of a loaded house are there for good; looking through them all again and again took a
    quarter of the time of bulk intake.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)


settle()
