"""The public pages: speak, follow, said and done, the board, language."""

from .changes import change, changes, embed, feed, photo
from .fixing import fix
from .following import add, follow, look, open_code, open_link, outcome, read_answer, show_words
from .language import language
from .said import ask_for_link, open_said, said, said_settled, settled
from .speaking import heard, speak
from .taking_part import fix_agree, fix_comments, fix_idea, fix_me, fix_support, fix_support_end

__all__ = [
    "add",
    "ask_for_link",
    "change",
    "changes",
    "embed",
    "feed",
    "fix",
    "fix_agree",
    "fix_comments",
    "fix_idea",
    "fix_me",
    "fix_support",
    "fix_support_end",
    "follow",
    "heard",
    "language",
    "look",
    "open_code",
    "open_link",
    "open_said",
    "outcome",
    "photo",
    "read_answer",
    "said",
    "said_settled",
    "settled",
    "show_words",
    "speak",
]
