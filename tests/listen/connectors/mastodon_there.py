"""As a Mastodon server speaks: notifications, statuses, and keys that make a status once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from gwidam.listen.connectors.shapes import Place

from .served import Answer, Asked, There

US = {"id": "1", "username": "gwidam", "acct": "gwidam", "display_name": "귀담"}


@dataclass
class Mastodon(There):
    """`statuses` by number; `mentions`: (number of the notification, number of the status), the oldest first."""

    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    mentions: list[tuple[int, str]] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    most: int = 500
    count: int = 0

    def place(self, **others: Any) -> Place:
        return Place(self.url, "gwidam", {"token": "s3cret-token"}, self.now, **others)

    def say(self, html: str, *, acct: str = "mina@mina.example", visibility: str = "public", **more: Any) -> str:
        """Somebody names us; the number of the status."""
        number = self.put(html, {"id": acct, "acct": acct, "display_name": "미나"}, visibility, **more)
        self.mentions.append((1000 + self.count, number))
        return number

    def put(self, html: str, account: dict[str, str], visibility: str, **more: Any) -> str:
        self.count += 1
        number = str(103_000 + self.count)
        self.statuses[number] = {
            "id": number,
            "created_at": self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "in_reply_to_id": None,
            "spoiler_text": "",
            "visibility": visibility,
            "language": "ko",
            "url": f"https://mina.example/@mina/{number}",
            "content": html,
            "account": account,
            "media_attachments": [],
            "poll": None,
            **more,
        }
        return number

    def delete(self, number: str) -> None:
        """As Mastodon does: the status and its notification."""
        del self.statuses[number]
        self.mentions = [each for each in self.mentions if each[1] != number]

    def answer(self, asked: Asked) -> Answer:
        if asked.headers.get("authorization") != "Bearer s3cret-token":
            return 401, {}, {"error": "The access token is invalid"}
        path = asked.path.removeprefix("/api/")
        if path == "v1/accounts/verify_credentials":
            return 200, {}, US
        if path == "v2/instance":
            return 200, {}, {"configuration": {"statuses": {"max_characters": self.most}}}
        if path == "v1/notifications":
            return self._notifications(asked)
        if path == "v1/statuses":
            return self._post(asked)
        number = path.removeprefix("v1/statuses/").partition("/")[0]
        if number not in self.statuses:
            return 404, {}, {"error": "Record not found"}
        if path.endswith("/context"):
            return 200, {}, {"ancestors": [], "descendants": self._below(number)}
        return 200, {}, self.statuses[number]

    def _notifications(self, asked: Asked) -> Answer:
        """By min_id the ones right after it, else the newest; within a page the newest first."""
        after = int(asked.one("min_id") or 0)
        found = [each for each in self.mentions if each[0] > after]
        shown = (found[: self.page] if asked.one("min_id") else found[-self.page :])[::-1]
        said = [
            {"id": str(number), "type": "mention", "account": US, "status": self.statuses[status]}
            for number, status in shown
        ]
        root = f"{self.url}/api/v1/notifications"
        link = (
            f'<{root}?max_id={shown[-1][0]}>; rel="next", <{root}?min_id={shown[0][0]}>; rel="prev"'
            if shown
            else ""
        )
        return 200, ({"Link": link} if link else {}), said

    def _post(self, asked: Asked) -> Answer:
        key = asked.headers.get("idempotency-key", "")
        if key and key in self.keys:
            return 200, {}, self.statuses[self.keys[key]]
        above = asked.body.get("in_reply_to_id")
        if above and above not in self.statuses:
            return 404, {}, {"error": "Record not found"}
        if len(re.sub(r"(@\w+)@[\w.]+", r"\1", asked.body["status"])) > self.most:
            return 422, {}, {"error": f"Validation failed: Text character limit of {self.most} exceeded"}
        html = f"<p>{asked.body['status']}</p>"
        number = self.put(html, US, asked.body["visibility"], in_reply_to_id=above)
        self.keys[key] = number
        return 200, {}, self.statuses[number]

    def _below(self, number: str) -> list[dict[str, Any]]:
        found = [each for each in self.statuses.values() if each["in_reply_to_id"] == number]
        return [*found, *(below for each in found for below in self._below(each["id"]))]

    @property
    def ours(self) -> list[dict[str, Any]]:
        """What we posted."""
        return [each for each in self.statuses.values() if each["account"] == US]
