"""Talks: begun, said, kept, handed over, ended; each end is one voice."""

from .beginning import Begun, begin_talk
from .clock import tick_talks
from .ending import end_talk, leave_talk
from .files import give_file
from .keeping import ask_anything_else, let_go, let_go_all, take_talk
from .lines import say
from .offers import accept_talk, bounce_talk, offer_talk, withdraw_talk
from .presence import be_seated, be_seen, be_writing, leave_seat
from .ready import drop_ready_answer, set_ready_answer

__all__ = [
    "Begun",
    "accept_talk",
    "ask_anything_else",
    "be_seated",
    "be_seen",
    "be_writing",
    "begin_talk",
    "bounce_talk",
    "drop_ready_answer",
    "end_talk",
    "give_file",
    "leave_seat",
    "leave_talk",
    "let_go",
    "let_go_all",
    "offer_talk",
    "say",
    "set_ready_answer",
    "take_talk",
    "tick_talks",
    "withdraw_talk",
]
