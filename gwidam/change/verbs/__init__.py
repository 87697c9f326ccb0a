"""The only writers of the room."""

from .closing import ask_for, link_at_closing
from .linking import link, link_theme, unlink, unlink_theme, weigh_again
from .merging import merge, unmerge
from .proposing import propose, reword
from .ruling import rule
from .scoring import choose_method, mark_must, score, table
from .supporting import support, withdraw_support
from .working import begin_proof, begin_work, finish_telling, release, reopen, reword_and_release, verify

__all__ = [
    "ask_for",
    "begin_proof",
    "begin_work",
    "choose_method",
    "finish_telling",
    "link",
    "link_at_closing",
    "link_theme",
    "mark_must",
    "merge",
    "propose",
    "release",
    "reopen",
    "reword",
    "reword_and_release",
    "rule",
    "score",
    "support",
    "table",
    "unlink",
    "unlink_theme",
    "unmerge",
    "verify",
    "weigh_again",
    "withdraw_support",
]
