"""A server on a real socket that speaks like GitHub and like Jira, as far as issues go."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.serving import serving as serving_at


@dataclass
class There:
    """What the server has, and what it was asked.

    `refusals` are given first, one for each request; None lets one pass.
    """

    issues: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    refusals: list[tuple[int, dict[str, str]] | None] = field(default_factory=list)
    swallows: bool = False  # makes an issue, but the answer is lost on the way
    page: int = 100
    now: datetime = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
    url: str = ""

    def make(self, kind: str, title: str, text: str, labels: list[str]) -> dict[str, Any]:
        number = len(self.issues) + 41
        made = {"kind": kind, "number": number, "title": title, "text": text, "labels": labels}
        made |= {"state": "open", "reason": None, "assignee": "", "comments": 0, "at": self.now}
        self.issues.append(made)
        return made

    def change(self, number: int, at: datetime, **changes: Any) -> dict[str, Any]:
        found = next(each for each in self.issues if each["number"] == number)
        found |= {**changes, "at": at}
        return found

    def paths(self, method: str) -> list[str]:
        return [urlsplit(path).path for each, path, _headers, _body in self.asked if each == method]


def github(issue: dict[str, Any]) -> dict[str, Any]:
    """As GitHub shows an issue."""
    is_closed = issue["state"] in ("closed", "dropped")
    reason = {"closed": "completed", "dropped": "not_planned"}.get(issue["state"])
    return {
        "number": issue["number"],
        "title": issue["title"],
        "body": issue["text"],
        "html_url": f"https://git.example/o/r/issues/{issue['number']}",
        "state": "closed" if is_closed else "open",
        "state_reason": reason,
        "assignee": {"login": issue["assignee"]} if issue["assignee"] else None,
        "comments": issue["comments"],
        "updated_at": issue["at"].strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def jira(issue: dict[str, Any]) -> dict[str, Any]:
    """As Jira shows an issue."""
    category = {"open": "new", "working": "indeterminate", "closed": "done", "dropped": "done"}[issue["state"]]
    resolution = {"closed": {"name": "Done"}, "dropped": {"name": "Won't Do"}}.get(issue["state"])
    return {
        "id": str(10_000 + issue["number"]),
        "key": f"FIX-{issue['number']}",
        "fields": {
            "status": {"name": "…", "statusCategory": {"key": category}},
            "resolution": resolution,
            "assignee": {"displayName": issue["assignee"]} if issue["assignee"] else None,
            "comment": {"total": issue["comments"]},
            "labels": issue["labels"],
            "updated": issue["at"].strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
        },
    }


class _Speaks(BaseHTTPRequestHandler):
    there: There

    def do_GET(self) -> None:
        self._answer("GET", None)

    def do_POST(self) -> None:
        self._answer("POST", json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    def _answer(self, method: str, body: Any) -> None:
        there = self.there
        there.asked.append((method, self.path, dict(self.headers), body))
        refusal = there.refusals.pop(0) if there.refusals else None
        if refusal is not None:
            self._say(refusal[0], {"message": "no"}, refusal[1])
            return
        path, asked = urlsplit(self.path).path, {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}
        for pattern, speak in _ROUTES[method]:
            if re.fullmatch(pattern, path):
                speak(self, asked, body)
                return
        self._say(404, {"message": "Not Found"}, {})

    def github_make(self, _asked: dict[str, str], body: Any) -> None:
        self._made(201, github(self.there.make("github", body["title"], body["body"], body["labels"])))

    def jira_make(self, _asked: dict[str, str], body: Any) -> None:
        fields = body["fields"]
        made = self.there.make("jira", fields["summary"], fields["description"], fields["labels"])
        shown = jira(made)
        self._made(201, {"id": shown["id"], "key": shown["key"], "self": "https://jira.example/1"})

    def _made(self, status: int, said: Any) -> None:
        if self.there.swallows:
            self.close_connection = True
            return
        self._say(status, said, {})

    def github_list(self, asked: dict[str, str], _body: Any) -> None:
        since = datetime.fromisoformat(asked["since"])
        found = [github(each) for each in self.there.issues if each["at"] >= since]
        pull = {"number": 7, "state": "open", "pull_request": {}, "body": None}
        start = (int(asked["page"]) - 1) * self.there.page
        more = start + self.there.page < len(found)
        link = f'<{self.there.url}?per_page=100&page={int(asked["page"]) + 1}>; rel="next"'
        self._say(200, [pull, *found[start : start + self.there.page]], {"Link": link} if more else {})

    def jira_list(self, asked: dict[str, str], _body: Any) -> None:
        label = re.search(r'labels = "([^"]+)"', asked["jql"])[1]  # type: ignore[index]
        found = [jira(each) for each in self.there.issues if label in each["labels"]]
        is_cloud = "startAt" not in asked
        start = int(asked.get("nextPageToken" if is_cloud else "startAt") or 0)
        said: dict[str, Any] = {"issues": found[start : start + self.there.page]}
        if not is_cloud:
            said |= {"startAt": start, "total": len(found)}
        elif start + self.there.page < len(found):
            said["nextPageToken"] = str(start + self.there.page)
        self._say(200, said, {})

    def project(self, _asked: dict[str, str], _body: Any) -> None:
        self._say(200, {"full_name": "o/r", "key": "FIX"}, {})

    def _say(self, status: int, answer: Any, headers: dict[str, str]) -> None:
        told = json.dumps(answer).encode()
        self.send_response_only(status)
        self.send_header("Date", format_datetime(self.there.now, usegmt=True))
        self.send_header("Content-Length", str(len(told)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


_ROUTES: dict[str, list[tuple[str, Callable[..., None]]]] = {
    "POST": [("/repos/o/r/issues", _Speaks.github_make), ("/rest/api/2/issue", _Speaks.jira_make)],
    "GET": [
        ("/repos/o/r/issues", _Speaks.github_list),
        ("/rest/api/2/search(/jql)?", _Speaks.jira_list),
        ("/repos/o/r", _Speaks.project),
        ("/rest/api/2/project/FIX", _Speaks.project),
    ],
}


@contextmanager
def serving() -> Iterator[There]:
    """The server, on a free port of this machine, until the end of the block."""
    there = There()
    with serving_at(type("Speaks", (_Speaks,), {"there": there})) as server:
        there.url = f"http://127.0.0.1:{server.server_port}"
        yield there
