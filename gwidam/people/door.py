"""The one door policy: who may do what. Pages, API, search, export, counts and live updates all ask here.

A view or an operation names its action; an action that is not in the table is closed to everybody.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from gwidam.core.errors import NotYours

from .models import Role

if TYPE_CHECKING:
    from .models import Employee

FRONT, DEPT, CVI, EXEC, OPER = (
    Role.FRONT_LINE,
    Role.DEPARTMENT,
    Role.CVI,
    Role.EXECUTIVE,
    Role.OPERATOR,
)
EVERYBODY = frozenset(Role.values)

ACTIONS: Mapping[str, frozenset[str]] = {
    "home": EVERYBODY,
    "own account": EVERYBODY,
    "hear": EVERYBODY,  # everybody is a 911 operator
    "see directory": EVERYBODY,
    "see cases": EVERYBODY,  # which ones: `sees_every_case`, and for the others the query of the room
    "work cases": EVERYBODY,  # whoever hears a voice guards it, whatever their role
    "keep talks": frozenset({FRONT, DEPT, CVI}),  # which ones: `own.queries.talks.talks_seen_by`
    "see contact": frozenset({FRONT, DEPT, CVI}),
    "erase": frozenset(
        {CVI}
    ),  # PIPA art. 36: at the customer's wish; the same people who see contact data in bulk
    "rehome": frozenset({OPER, CVI}),
    "see pulse": frozenset({FRONT, DEPT, CVI, EXEC}),
    "see understanding": frozenset({CVI, OPER}),
    "edit understanding": frozenset({CVI, OPER}),
    "arrange themes": frozenset({CVI}),
    "search": frozenset({FRONT, DEPT, CVI, EXEC}),
    "see improvements": EVERYBODY,
    "propose improvements": EVERYBODY,  # whoever hears a voice may say what should change
    "score improvements": frozenset({CVI}),
    "rule on improvements": frozenset({EXEC}),
    "tell who asked": frozenset({CVI}),  # letters to everybody at once, and what the public sees
    "carry out improvements": EVERYBODY,  # which ones: the owner's own, and all for the CVI team
    "take part in campaigns": EVERYBODY,  # in which ones: the campaign says whom it asks
    "run campaigns": frozenset({CVI}),  # and each one's owner: asked of the object
    "take part in meetings": EVERYBODY,  # voting asks who takes part, running it who facilitates
    "call meetings": frozenset({CVI, EXEC}),
    "connect trackers": frozenset({OPER}),
    "edit directory": frozenset({OPER, CVI}),
    "edit moments": frozenset({OPER, CVI}),
    "edit channels": frozenset({OPER}),
    "see mails": frozenset({CVI, OPER}),
    "edit people": frozenset({OPER}),
    "edit tokens": frozenset({OPER}),
    "edit webhooks": frozenset({OPER}),
    "import voices": frozenset({OPER, CVI}),
    "set up": frozenset({OPER}),
}

# Whoever can reach many people's contact data at once signs in with a second factor.
SECOND_FACTOR = frozenset({CVI, OPER})
SEES_EVERY_CASE = frozenset({FRONT, CVI, EXEC})


def may(who: Employee | None, action: str) -> bool:
    """Whether the policy lets this person do that at all; which objects is the query's question."""
    return who is not None and who.is_active and not ACTIONS.get(action, frozenset()).isdisjoint(who.roles)


def must(who: Employee | None, action: str) -> None:
    """Raise NotYours unless `may`."""
    if not may(who, action):
        raise NotYours(ko="이 화면을 볼 권한이 없습니다.", en="This page is not open to your role.")


def sees_every_case(who: Employee) -> bool:
    """Front line, CVI and executives see all cases; a department sees those it has to do with."""
    return who.is_active and not SEES_EVERY_CASE.isdisjoint(who.roles)


def needs_second_factor(who: Employee) -> bool:
    """Whether this person may only work after signing in with a second factor."""
    return not SECOND_FACTOR.isdisjoint(who.roles)


def owes_second_factor(request: HttpRequest) -> bool:
    """Whether whoever is signed in here has yet to show the second factor that their role owes."""
    return needs_second_factor(request.user) and not request.session.get("second_factor")  # type: ignore[arg-type]


PUBLIC = "public"
View = Callable[..., HttpResponseBase]


def door(action: str) -> Callable[[View], View]:
    """Guard a view: strangers are sent to sign in, others need the action. `PUBLIC` lets anybody pass."""

    def guard(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if action != PUBLIC:
                if not request.user.is_authenticated:
                    return redirect_to_login(request.get_full_path())
                must(request.user, action)
            return view(request, *args, **kwargs)

        guarded.door_action = action  # type: ignore[attr-defined]
        return guarded

    return guard


def who(request: HttpRequest) -> Employee:
    """The person whom the door let in."""
    return request.user  # type: ignore[return-value]
