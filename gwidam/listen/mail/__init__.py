"""The mail door, read side: raw bytes to a Mail, a Mail to decisions. Pure: no Django, no database, no clock.

from gwidam.listen.mail import House, Reader, fold, judge

with Reader() as reader:                       # a child process, bounded in time and memory
    mail = reader.read(raw)                    # never raises; see mail.problems
    decisions = judge(mail, House(secret=...)) # loop, duplicate, bounce, receipt, automatic, list, thread
    parts = fold(mail.text)                    # new, quoted, forwarded, signature, notice
"""

from .bounded import Limits, Reader
from .filters import Bounce, Candidate, Decision, Failure, House, bounce_of, candidates, judge, keys
from .folding import Fold, Kind, fold, new_text
from .lines import line_of
from .mail import Address, Attachment, Charset, FailedRecipient, Mail, Problem, Report, Words
from .problems import WORDS
from .reading import Depth, read, unread

__all__ = [
    "WORDS",
    "Address",
    "Attachment",
    "Bounce",
    "Candidate",
    "Charset",
    "Decision",
    "Depth",
    "FailedRecipient",
    "Failure",
    "Fold",
    "House",
    "Kind",
    "Limits",
    "Mail",
    "Problem",
    "Reader",
    "Report",
    "Words",
    "bounce_of",
    "candidates",
    "fold",
    "judge",
    "keys",
    "line_of",
    "new_text",
    "read",
    "unread",
]
