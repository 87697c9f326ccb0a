"""The shelf: voices by what they say, in files of this machine, where their neighbours are found.

The files are a copy of what the database has. One process of a machine writes them, the worker; pages map them
into memory. Damaged or gone, they are made anew, and until then pages do without.
"""

from .reading import Shelf, neighbours, opened, shelf
from .writing import Writer, forget

__all__ = ["Shelf", "Writer", "forget", "neighbours", "opened", "shelf"]
