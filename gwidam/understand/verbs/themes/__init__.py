"""What happens to themes: voices join them, a night sorts them, an hour watches them, people arrange them."""

from .arranging import MOST_MOVED, leave_themes, move_voices, put_back, put_under, rename_theme, take_out
from .joining import forget_themes, join_themes
from .sorting import sort_themes
from .watching import watch_themes

__all__ = [
    "MOST_MOVED",
    "forget_themes",
    "join_themes",
    "leave_themes",
    "move_voices",
    "put_back",
    "put_under",
    "rename_theme",
    "sort_themes",
    "take_out",
    "watch_themes",
]
