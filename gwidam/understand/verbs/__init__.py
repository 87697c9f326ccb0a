"""The only writers of the room."""

from .correcting import correct
from .learning import retrain, roll_back
from .meanings import place_voices
from .offers import note_offering, set_offer
from .reading import erase_readings, note_footing, read_at_once, read_voices
from .routes import learn_route, unlearn_route

__all__ = [
    "correct",
    "erase_readings",
    "learn_route",
    "note_footing",
    "note_offering",
    "place_voices",
    "read_at_once",
    "read_voices",
    "retrain",
    "roll_back",
    "set_offer",
    "unlearn_route",
]
