"""Reading a voice: language, tone, heat, kind, urgency, danger, need, topic, products, phrases, private parts."""

from .cues import Found, Said
from .phrases import Phrase
from .private import Private, private, stored
from .products import Product, Products
from .reader import Models, Reading, default_models, read
from .tone import Tone

__all__ = [
    "Found",
    "Models",
    "Phrase",
    "Private",
    "Product",
    "Products",
    "Reading",
    "Said",
    "Tone",
    "default_models",
    "private",
    "read",
    "stored",
]
