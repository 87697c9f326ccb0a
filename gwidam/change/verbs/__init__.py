"""The only writers of the room."""

from .campaign_clock import tick
from .campaigns import begin_campaign, end_campaign, submit_idea
from .closing import ask_for, link_at_closing
from .deciding import (
    accept_ideas,
    decline_ideas,
    finish_ideas,
    fold_ideas,
    resume_ideas,
    take_back,
    unfold_idea,
)
from .ideas import ask_evaluators, comment_on, evaluate, hide_comment, support_idea, unsupport_idea
from .linking import link, link_theme, unlink, unlink_theme, weigh_again
from .meetings import bring_item, frame_meeting, name_owner, open_gallery, set_team, vote
from .merging import merge, unmerge
from .proposing import propose, reword
from .ruling import rule
from .scoring import choose_method, mark_must, score, table
from .supporting import support, withdraw_support
from .town_meetings import begin_town_meeting, close_meeting, follow_up, present, rule_in_meeting, set_clock
from .working import begin_proof, begin_work, finish_telling, release, reopen, reword_and_release, verify

__all__ = [
    "accept_ideas",
    "ask_evaluators",
    "ask_for",
    "begin_campaign",
    "begin_proof",
    "begin_town_meeting",
    "begin_work",
    "bring_item",
    "choose_method",
    "close_meeting",
    "comment_on",
    "decline_ideas",
    "end_campaign",
    "evaluate",
    "finish_ideas",
    "finish_telling",
    "fold_ideas",
    "follow_up",
    "frame_meeting",
    "hide_comment",
    "link",
    "link_at_closing",
    "link_theme",
    "mark_must",
    "merge",
    "name_owner",
    "open_gallery",
    "present",
    "propose",
    "release",
    "reopen",
    "resume_ideas",
    "reword",
    "reword_and_release",
    "rule",
    "rule_in_meeting",
    "score",
    "set_clock",
    "set_team",
    "submit_idea",
    "support",
    "support_idea",
    "table",
    "take_back",
    "tick",
    "unfold_idea",
    "unlink",
    "unlink_theme",
    "unmerge",
    "unsupport_idea",
    "verify",
    "vote",
    "weigh_again",
    "withdraw_support",
]
