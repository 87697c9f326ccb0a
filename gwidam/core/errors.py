"""What can be refused, in words. Every door (page, API, command) shows these sentences as they are."""

from __future__ import annotations

from .words import Said


class Refused(Exception):
    """A verb said no, for a reason a person can act on."""

    status = 409
    slug = "refused"

    def __init__(self, ko: str, en: str, **more: object) -> None:
        super().__init__(en)
        self.said = Said(ko=ko, en=en)
        self.more = more

    def __str__(self) -> str:
        return str(self.said)


class NotNow(Refused):
    """The move makes no sense in the present state, or somebody else was faster."""

    slug = "not-now"


class NotYours(Refused):
    """The door is closed to this person."""

    status = 403
    slug = "not-yours"


class NotFound(Refused):
    """There is no such thing, or it may not be seen: the same answer for both."""

    status = 404
    slug = "not-found"


class NotValid(Refused):
    """What was given cannot be taken as it is."""

    status = 422
    slug = "not-valid"
