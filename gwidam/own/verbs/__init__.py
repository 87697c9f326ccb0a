"""The only writers of the room."""

from .abuse import report_abuse
from .answers import (
    answer,
    answer_failed,
    answer_reached,
    leave_note,
    say_first_word,
)
from .clock import tick
from .closing import close, close_unreached, improvements_are_linked_by, reopen, say_outcome
from .erasing import erase_customer
from .following import add_words, prove_contact
from .guarding import more_is_re_homed_by, move_guardian, re_home_and_leave
from .handing import accept, bounce, bring_to_cvi, expire, hand_over, take, withdraw
from .hearing import hear_out
from .merging import merge, unmerge
from .overhearing import say_after_closing, take_heard
from .promising import keep, promise, release, serve_first
from .searching import drop_search, save_search, wake_by_search
from .taking import Taken, open_case, take_in
from .talking import (
    accept_talk,
    ask_anything_else,
    be_seated,
    be_seen,
    be_writing,
    begin_talk,
    bounce_talk,
    drop_ready_answer,
    end_talk,
    give_file,
    leave_seat,
    leave_talk,
    let_go,
    offer_talk,
    say,
    set_ready_answer,
    take_talk,
    tick_talks,
    withdraw_talk,
)
from .typing import be_away, be_present, drop_draft, keep_draft

__all__ = [
    "Taken",
    "accept",
    "accept_talk",
    "add_words",
    "answer",
    "answer_failed",
    "answer_reached",
    "ask_anything_else",
    "be_away",
    "be_present",
    "be_seated",
    "be_seen",
    "be_writing",
    "begin_talk",
    "bounce",
    "bounce_talk",
    "bring_to_cvi",
    "close",
    "close_unreached",
    "drop_draft",
    "drop_ready_answer",
    "drop_search",
    "end_talk",
    "erase_customer",
    "expire",
    "give_file",
    "hand_over",
    "hear_out",
    "improvements_are_linked_by",
    "keep",
    "keep_draft",
    "leave_note",
    "leave_seat",
    "leave_talk",
    "let_go",
    "merge",
    "more_is_re_homed_by",
    "move_guardian",
    "offer_talk",
    "open_case",
    "promise",
    "prove_contact",
    "re_home_and_leave",
    "release",
    "reopen",
    "report_abuse",
    "save_search",
    "say",
    "say_after_closing",
    "say_first_word",
    "say_outcome",
    "serve_first",
    "set_ready_answer",
    "take",
    "take_heard",
    "take_in",
    "take_talk",
    "tick",
    "tick_talks",
    "unmerge",
    "wake_by_search",
    "withdraw",
    "withdraw_talk",
]
