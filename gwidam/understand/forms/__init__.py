"""The forms of the room. They only read; whether it may be done is the verbs' to say."""

from .needs import NeedForm
from .offers import OfferForm
from .themes import IntoForm, MoveForm, NameForm

__all__ = ["IntoForm", "MoveForm", "NameForm", "NeedForm", "OfferForm"]
