"""Jira, in the cloud and on a company's own server: REST, version 2; webhooks signed in X-Hub-Signature."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import quote, urlencode

from gwidam.core.calls import Call, Reply

from ..rules.trackers import CLOSED, DROPPED, GONE, OPEN, WORKING
from .shapes import AGENT, LABEL, PAGE, Heard, Listed, Place, Seen, Words, moment_of, number_of, part_of, text_of

FIELDS = "status,resolution,assignee,comment,updated,labels"
# Names of resolutions of what was closed and not done, as Jira ships them, in small letters.
NOT_DONE = ("won't do", "won't fix", "duplicate", "cannot reproduce", "declined", "incomplete")
COMMENTS = ("comment_created", "comment_updated", "comment_deleted")


class Jira:
    """Issues of a project, by its key. With an account it is the cloud, without one a server with its own token.

    The cloud pages by tokens and no longer has the search that servers have.
    """

    signature = "X-Hub-Signature"
    event = ""

    def look(self, place: Place) -> Call:
        return _get(place, f"project/{quote(place.project)}")

    def make(self, place: Place, words: Words) -> Call:
        fields = {
            "project": {"key": place.project},
            "summary": words.title,
            "description": f"{words.text}\n\n{words.mark}",
            "issuetype": {"name": "Task"},
            "labels": [LABEL, words.mark],
        }
        return Call("POST", f"{_root(place)}/issue", _headers(place), {"fields": fields})

    def made(self, place: Place, said: Any) -> Seen:
        return _seen(place, said)

    def find(self, place: Place, words: Words, since: datetime, page: str) -> Call:
        return _search(place, f'labels = "{words.mark}"', page)

    def changed(self, place: Place, since: datetime, at: datetime, page: str) -> Call:
        # Written as a moment it would be read in the zone of the account; how long ago is the same everywhere.
        minutes = max(1, ceil((at - since) / timedelta(minutes=1)))
        return _search(place, f'labels = "{LABEL}" AND updated >= "-{minutes}m"', page)

    def listed(self, place: Place, reply: Reply) -> Listed:
        said = reply.json()
        found = part_of(said, "issues")
        if not isinstance(found, list):
            raise ValueError("a list of issues was expected")
        return Listed(tuple(_seen(place, each) for each in found), _next(said, len(found)))

    def clock(self, reply: Reply, at: datetime) -> datetime:
        return at  # it is told how long ago, so it is our clock that counts

    def heard(self, place: Place, event: str, body: Any) -> Heard:
        named = text_of(body, "webhookEvent")
        if named in COMMENTS:
            return Heard(None, is_bell=True)  # it comes without what the issue is like
        if named not in ("jira:issue_updated", "jira:issue_deleted"):
            return Heard(None, is_bell=False)
        seen = _seen(place, part_of(body, "issue"))
        if named == "jira:issue_deleted":
            seen = Seen(seen.key, seen.url, GONE, at=seen.at)
        return Heard(seen, is_bell=False)


def _root(place: Place) -> str:
    return f"{place.url.rstrip('/')}/rest/api/2"


def _headers(place: Place) -> dict[str, str]:
    pair = base64.b64encode(f"{place.account}:{place.token}".encode()).decode()
    known = f"Basic {pair}" if place.account else f"Bearer {place.token}"
    return {"Accept": "application/json", "Authorization": known, "User-Agent": AGENT}


def _get(place: Place, path: str, **asked: object) -> Call:
    query = f"?{urlencode(asked)}" if asked else ""
    return Call("GET", f"{_root(place)}/{path}{query}", _headers(place))


def _search(place: Place, which: str, page: str) -> Call:
    jql = f'project = "{place.project}" AND {which} ORDER BY key ASC'
    asked: dict[str, object] = {"jql": jql, "maxResults": PAGE, "fields": FIELDS}
    if place.account:
        return _get(place, "search/jql", **asked, **({"nextPageToken": page} if page else {}))
    return _get(place, "search", **asked, startAt=page or "0")


def _next(said: Any, count: int) -> str:
    if text_of(said, "nextPageToken"):
        return text_of(said, "nextPageToken")
    end, total = (number_of(said, "startAt") or 0) + count, number_of(said, "total") or 0
    return str(end) if count and end < total else ""


def _seen(place: Place, said: Any) -> Seen:
    key = part_of(said, "key")
    fields = said.get("fields") or {}
    category = text_of(fields, "status", "statusCategory", "key")
    state = {"done": CLOSED, "indeterminate": WORKING, "": ""}.get(category, OPEN)
    if state == CLOSED and text_of(fields, "resolution", "name").casefold() in NOT_DONE:
        state = DROPPED
    labels = fields.get("labels") if isinstance(fields, dict) else None
    return Seen(
        key=str(key),
        url=f"{place.url.rstrip('/')}/browse/{quote(str(key))}",
        state=state,
        assignee=text_of(fields, "assignee", "displayName"),
        comments=number_of(fields, "comment", "total"),
        at=moment_of(text_of(fields, "updated")),
        marks=" ".join(each for each in labels if isinstance(each, str)) if isinstance(labels, list) else "",
    )
