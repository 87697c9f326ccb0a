"""Change: improvements, the voices and themes they came from, how they were weighed and ruled on, who was told."""

from .campaigns import Campaign
from .ideas import Evaluation, Idea, IdeaComment, IdeaSupport
from .improvements import Improvement, Merging, Reopening
from .links import Reach, Support, ThemeLink, VoiceLink
from .meetings import FollowUp, GalleryVote, Meeting, MeetingItem, MeetingTeam, Minutes, Participant
from .public import Photo, Publication
from .rulings import Ruling
from .scores import Method, Score
from .tellings import Sending, Telling
from .trackers import Tracker, TrackerIssue

__all__ = [
    "Campaign",
    "Evaluation",
    "FollowUp",
    "GalleryVote",
    "Idea",
    "IdeaComment",
    "IdeaSupport",
    "Improvement",
    "Meeting",
    "MeetingItem",
    "MeetingTeam",
    "Merging",
    "Method",
    "Minutes",
    "Participant",
    "Photo",
    "Publication",
    "Reach",
    "Reopening",
    "Ruling",
    "Score",
    "Sending",
    "Support",
    "Telling",
    "ThemeLink",
    "Tracker",
    "TrackerIssue",
    "VoiceLink",
]
