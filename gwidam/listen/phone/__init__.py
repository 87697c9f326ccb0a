"""Calls as telephone systems tell of them: what is known of one, and for whom it rings. Pure."""

from .calls import LONGEST_CALL, UNANSWERED, Known, News, What, rings_for

__all__ = ["LONGEST_CALL", "UNANSWERED", "Known", "News", "What", "rings_for"]
