"""Lists that begin with the newest and are turned page by page into the past, as far as the time before.

The mark moves only when the whole walk is done: who is killed, or refused, on the third page goes on with the third
page, and what was said meanwhile is found by the next walk.
"""

from __future__ import annotations

from dataclasses import dataclass

from gwidam.core.failing import ODD

from .shapes import Cursor, Unanswered


@dataclass(frozen=True, slots=True)
class Walk:
    """mark: how far the last whole walk came; page: the next one, empty for the first; newest: seen on this walk.

    mark and newest are of one order, given by the list: sequence numbers, or moments written alike.
    """

    mark: str = ""
    page: str = ""
    newest: str = ""

    @classmethod
    def of(cls, cursor: Cursor) -> Walk:
        return cls(*(str(cursor.get(name) or "") for name in ("mark", "page", "newest")))

    @property
    def cursor(self) -> Cursor:
        kept = {"mark": self.mark, "page": self.page, "newest": self.newest}
        return {name: value for name, value in kept.items() if value}

    def turned(self, newest: str, page: str) -> Walk:
        """After a page. newest: of it, empty for an empty one. page: the next one, empty for the end of the walk.

        Raises Unanswered where the next page is this one: it would be turned for ever.
        """
        if page and page == self.page:
            raise Unanswered(ODD)
        top = max(self.newest, newest, key=order)
        return Walk(self.mark, page, top) if page else Walk(max(self.mark, top, key=order))

    def anew(self) -> Walk:
        """From its beginning: their name of the page was forgotten there."""
        return Walk(self.mark)


def order(mark: str) -> tuple[int, str]:
    """Numbers written without leading zeros by their size, moments by their time."""
    return len(mark) if mark.isdecimal() else 0, mark
