"""One door policy: every route of the house names its action, and every role is let in or kept out by it."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from gwidam.people.door import ACTIONS, PUBLIC, SEES_EVERY_CASE, may
from gwidam.people.models import Role

# Pages of the accounts library: it keeps its own doors (sign-in, second factor, sessions).
THEIRS = ("accounts/",)
# The API asks for a key, not for a session: tests/api walks its routes as every scope.
API = ("api/v1/",)


def routes(resolver=None, before=""):
    """(address pattern, view) of every route."""
    for each in (resolver or get_resolver()).url_patterns:
        address = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, address)
        elif isinstance(each, URLPattern) and not address.startswith((*THEIRS, *API)):
            yield address, each


ROUTES = dict(routes())


def action_of(view):
    return getattr(view, "door_action", None)


@pytest.mark.parametrize("address", sorted(ROUTES))
def test_10_one_door_policy_every_route_names_its_action(address):
    action = action_of(ROUTES[address].callback)
    assert action == PUBLIC or action in ACTIONS, f"{address}: {action}"


def filled(address, *, receipt, number):
    """The address with something real in its places."""
    pattern = ROUTES[address]
    path = address
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__
        value = str(number) if kind == "IntConverter" else receipt
        for written in (f"<int:{name}>", f"<str:{name}>", f"<slug:{name}>", f"<path:{name}>", f"<{name}>"):
            path = path.replace(written, value)
    return "/" + path


GUARDED = sorted(
    address for address, pattern in ROUTES.items() if action_of(pattern.callback) not in (PUBLIC, None)
)


@pytest.mark.parametrize("address", GUARDED)
def test_10_one_door_policy_a_stranger_is_sent_to_sign_in(client, cast, address):
    path = filled(address, receipt=cast.voice().voice.receipt, number=1)
    for method in (client.get, client.post):
        answer = method(path)
        assert (answer.status_code, answer.headers.get("Location", "").partition("?")[0]) == (
            302,
            "/accounts/login/",
        )


ROLE_OF = {"mina": "front_line", "jun": "department", "dohyun": "cvi", "yuna": "executive", "oksu": "operator"}


@pytest.mark.parametrize("name", ROLE_OF)
def test_10_one_door_policy_each_role_is_kept_out_of_what_the_policy_does_not_open_to_it(client, cast, name):
    person = getattr(cast, name)
    sign_in(client, person)
    receipt = cast.voice().voice.receipt
    wrong = []
    for address in GUARDED:
        action = action_of(ROUTES[address].callback)
        if ROLE_OF[name] in ACTIONS[action]:
            continue
        for method in (client.get, client.post):
            status = method(filled(address, receipt=receipt, number=1)).status_code
            if status != 403:
                wrong.append(f"{method.__name__} {address} ({action}): {status}")
    assert wrong == []


CASE_ROUTES = sorted(address for address in GUARDED if address.startswith("cases/<"))


@pytest.mark.parametrize("address", CASE_ROUTES)
def test_10_one_door_policy_an_outsider_finds_no_case_of_others_behind_any_of_its_addresses(client, cast, address):
    case = cast.voice(heard_by=cast.mina).case
    sign_in(client, cast.charlie)
    path = filled(address, receipt=case.receipt, number=1)
    # A door that is closed to the role says so for every number, there or not: that tells nothing either.
    closed = {404, 405} if may(cast.charlie, action_of(ROUTES[address].callback)) else {403}
    for method in (client.get, client.post):
        assert method(path).status_code in closed
    assert client.get(path).status_code == client.get(path.replace(case.receipt, "3841509276")).status_code


def sign_in(client, person):
    client.force_login(person, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()


def test_an_action_that_is_not_in_the_table_is_closed_to_everybody(cast):
    assert not may(cast.oksu, "something new")


def test_somebody_who_left_may_nothing(cast):
    cast.mina.is_active, cast.mina.left_at = False, timezone.now()
    assert not any(may(cast.mina, action) for action in ACTIONS)


def test_every_role_is_known_to_the_policy():
    assert set().union(*ACTIONS.values()) == set(Role.values)
    assert set(Role.values) >= SEES_EVERY_CASE
