"""The only writers of the room."""

from .correcting import correct
from .learning import retrain, roll_back
from .meanings import place_voices
from .needs import write_need
from .offers import note_offering, set_offer
from .reading import erase_readings, note_footing, read_at_once, read_voices
from .routes import learn_route, unlearn_route
from .themes import (
    join_themes,
    leave_themes,
    move_voices,
    put_back,
    put_under,
    rename_theme,
    sort_themes,
    take_out,
    watch_themes,
)

__all__ = [
    "correct",
    "erase_readings",
    "join_themes",
    "learn_route",
    "leave_themes",
    "move_voices",
    "note_footing",
    "note_offering",
    "place_voices",
    "put_back",
    "put_under",
    "read_at_once",
    "read_voices",
    "rename_theme",
    "retrain",
    "roll_back",
    "set_offer",
    "sort_themes",
    "take_out",
    "unlearn_route",
    "watch_themes",
    "write_need",
]
