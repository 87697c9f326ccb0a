"""Comments of a blog, as its RSS or Atom feed lists them. A feed is only read: no answer leaves by it."""

from .comments import Comments

__all__ = ["Comments"]
