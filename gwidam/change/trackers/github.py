"""GitHub, and servers that speak like it: REST, version 2022-11-28; webhooks signed in X-Hub-Signature-256."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urlencode

from gwidam.core.calls import Call, Reply

from ..rules.trackers import CLOSED, DROPPED, GONE, OPEN
from .shapes import AGENT, LABEL, PAGE, Heard, Listed, Place, Seen, Words, moment_of, number_of, part_of, text_of

CLOCKS_APART = timedelta(hours=1)  # by which their clock and ours may differ, where one is asked by the other
NOT_DONE = ("not_planned", "duplicate")  # state_reason of what was closed and not done
LOST = ("deleted", "transferred")


class GitHub:
    """Issues of a repository; the project is `owner/name`.

    A label is dropped without a word where the token may not push, so the mark stands in the text as well, and an
    issue is looked for among the newest of the repository: its search would know it only later.
    """

    signature = "X-Hub-Signature-256"
    event = "X-GitHub-Event"

    def look(self, place: Place) -> Call:
        return Call("GET", _repository(place), _headers(place))

    def make(self, place: Place, words: Words) -> Call:
        body = {"title": words.title, "body": f"{words.text}\n\n<!-- {words.mark} -->", "labels": [LABEL]}
        return Call("POST", f"{_repository(place)}/issues", _headers(place), body)

    def made(self, place: Place, said: Any) -> Seen:
        return _seen(said)

    def find(self, place: Place, words: Words, since: datetime, page: str) -> Call:
        return _list(place, since - CLOCKS_APART, page)

    def changed(self, place: Place, since: datetime, at: datetime, page: str) -> Call:
        return _list(place, since, page)

    def listed(self, place: Place, reply: Reply) -> Listed:
        said = reply.json()
        if not isinstance(said, list):
            raise ValueError("a list of issues was expected")
        # Pull requests are listed among the issues.
        issues = tuple(_seen(each) for each in said if not (isinstance(each, dict) and "pull_request" in each))
        return Listed(issues, _next(reply.headers.get("link", "")))

    def clock(self, reply: Reply, at: datetime) -> datetime:
        try:
            return parsedate_to_datetime(reply.headers.get("date", "")).astimezone(UTC)
        except ValueError:
            return at - CLOCKS_APART

    def heard(self, place: Place, event: str, body: Any) -> Heard:
        if event == "issue_comment":
            return Heard(None, is_bell=True)  # its count of comments may be from before this one
        if event != "issues" or text_of(body, "repository", "full_name").casefold() != place.project.casefold():
            return Heard(None, is_bell=False)
        seen = _seen(part_of(body, "issue"))
        if text_of(body, "action") in LOST:
            seen = Seen(seen.key, seen.url, GONE, at=seen.at)
        return Heard(seen, is_bell=False)


def _repository(place: Place) -> str:
    return f"{place.url.rstrip('/')}/repos/{quote(place.project)}"


def _headers(place: Place) -> dict[str, str]:
    return {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {place.token}",
        "X-GitHub-Api-Version": "2022-11-28",
        "User-Agent": AGENT,
    }


def _list(place: Place, since: datetime, page: str) -> Call:
    asked = {
        "state": "all",
        "sort": "created",
        "direction": "asc",
        "since": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "per_page": PAGE,
        "page": page or "1",
    }
    return Call("GET", f"{_repository(place)}/issues?{urlencode(asked)}", _headers(place))


def _next(link: str) -> str:
    """The number of the next page, from `<…&page=2>; rel="next", …` (RFC 8288)."""
    for each in link.split(","):
        address, _, relation = each.partition(";")
        if 'rel="next"' in relation:
            asked = address.strip().strip("<>").partition("?")[2]
            return next((one[5:] for one in asked.split("&") if one.startswith("page=")), "")
    return ""


def _seen(said: Any) -> Seen:
    state = CLOSED if text_of(said, "state") == "closed" else OPEN
    if state == CLOSED and text_of(said, "state_reason") in NOT_DONE:
        state = DROPPED
    return Seen(
        key=str(part_of(said, "number")),
        url=text_of(said, "html_url"),
        state=state,
        assignee=text_of(said, "assignee", "login"),
        comments=number_of(said, "comments"),
        at=moment_of(text_of(said, "updated_at")),
        marks=text_of(said, "body"),
    )
