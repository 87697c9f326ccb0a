"""Live streams: what changes in the house, told to every open desk within a moment.

One small ASGI process, no framework in the way: PostgreSQL says what happened (`gwidam_live`), this says which
topics of it concern whom. Only names of topics travel ('case:12'); what changed is fetched through the door.
"""

from .stream import application

__all__ = ["application"]
