"""The pages of themes: what people talk about, one theme, and what a person does with it."""

from .arranging import move, name, put_back, take_out, under
from .seeing import theme, themes

__all__ = ["move", "name", "put_back", "take_out", "theme", "themes", "under"]
