"""The only writers of the room."""

from .closing import ask_for, link_at_closing
from .linking import link, link_theme, unlink, unlink_theme, weigh_again
from .merging import merge, unmerge
from .proposing import propose, reword
from .public import add_photo, publish, take_down, take_photo_down
from .reminding import send_said_link
from .ruling import rule
from .scoring import choose_method, mark_must, score, table
from .settling import say_settled
from .supporting import support, withdraw_support
from .telling import (
    asker_erased,
    begin_telling,
    pause_telling,
    resume_telling,
    tell_aloud,
    tell_batch,
    tell_due,
    telling_arrived,
    telling_failed,
    try_telling,
)
from .working import begin_proof, begin_work, finish_telling, release, reopen, reword_and_release, verify

__all__ = [
    "add_photo",
    "ask_for",
    "asker_erased",
    "begin_proof",
    "begin_telling",
    "begin_work",
    "choose_method",
    "finish_telling",
    "link",
    "link_at_closing",
    "link_theme",
    "mark_must",
    "merge",
    "pause_telling",
    "propose",
    "publish",
    "release",
    "reopen",
    "resume_telling",
    "reword",
    "reword_and_release",
    "rule",
    "say_settled",
    "score",
    "send_said_link",
    "support",
    "table",
    "take_down",
    "take_photo_down",
    "tell_aloud",
    "tell_batch",
    "tell_due",
    "telling_arrived",
    "telling_failed",
    "try_telling",
    "unlink",
    "unlink_theme",
    "unmerge",
    "verify",
    "weigh_again",
    "withdraw_support",
]
