"""The only writers of the room."""

from .campaign_clock import tick
from .campaigns import begin_campaign, end_campaign, submit_idea
from .closing import ask_for, link_at_closing
from .forgetting import forget_customer
from .ideas import ask_evaluators, comment_on, evaluate, hide_comment, support_idea, unsupport_idea
from .leaving import re_home
from .linking import link, link_theme, unlink, unlink_theme, weigh_again
from .meetings import bring_item, frame_meeting, name_owner, open_gallery, set_team, vote
from .merging import merge, unmerge
from .proposing import propose, reword
from .public import add_photo, publish, take_down, take_photo_down
from .reminding import send_said_link
from .renewing import renew_reach
from .ruling import rule
from .scoring import choose_method, mark_must, score, table
from .settling import say_settled
from .showing import keep_idea_off, show_comment, show_idea
from .supporting import support, withdraw_support
from .taking_part import ask_to_take_part, begin_to_take_part
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
from .town_meetings import begin_town_meeting, close_meeting, follow_up, present, rule_in_meeting, set_clock
from .trackers import ask_issue, connect_tracker, end_tracker, renew_secret, set_aside
from .triaging import accept_ideas, decline_ideas, finish_ideas, fold_ideas, resume_ideas, take_back, unfold_idea
from .working import begin_proof, begin_work, finish_telling, release, reopen, reword_and_release, verify

__all__ = [
    "accept_ideas",
    "add_photo",
    "ask_evaluators",
    "ask_for",
    "ask_issue",
    "ask_to_take_part",
    "asker_erased",
    "begin_campaign",
    "begin_proof",
    "begin_telling",
    "begin_to_take_part",
    "begin_town_meeting",
    "begin_work",
    "bring_item",
    "choose_method",
    "close_meeting",
    "comment_on",
    "connect_tracker",
    "decline_ideas",
    "end_campaign",
    "end_tracker",
    "evaluate",
    "finish_ideas",
    "finish_telling",
    "fold_ideas",
    "follow_up",
    "forget_customer",
    "frame_meeting",
    "hide_comment",
    "keep_idea_off",
    "link",
    "link_at_closing",
    "link_theme",
    "mark_must",
    "merge",
    "name_owner",
    "open_gallery",
    "pause_telling",
    "present",
    "propose",
    "publish",
    "re_home",
    "release",
    "renew_reach",
    "renew_secret",
    "reopen",
    "resume_ideas",
    "resume_telling",
    "reword",
    "reword_and_release",
    "rule",
    "rule_in_meeting",
    "say_settled",
    "score",
    "send_said_link",
    "set_aside",
    "set_clock",
    "set_team",
    "show_comment",
    "show_idea",
    "submit_idea",
    "support",
    "support_idea",
    "table",
    "take_back",
    "take_down",
    "take_photo_down",
    "tell_aloud",
    "tell_batch",
    "tell_due",
    "telling_arrived",
    "telling_failed",
    "tick",
    "try_telling",
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
