"""Asterisk's manager interface (AMI) as a reader: what to say to it, and what its events tell of calls. Pure.

AMI rather than ARI: ARI's events reach only calls that the dial plan has handed to an application of ours, so the
dial plan would have to change and would depend on us; AMI tells of every call of a dial plan as it is, to an
account that may read and nothing else, over a plain socket.
"""

from .events import news_of
from .lines import Frame, Frames, login, ping

__all__ = ["Frame", "Frames", "login", "news_of", "ping"]
