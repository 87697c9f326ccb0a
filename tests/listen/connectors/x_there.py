"""As API v2 of X speaks: mentions, direct messages, posts; every request signed for the account (OAuth 1.0a)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from gwidam.listen.connectors.shapes import Place
from gwidam.listen.connectors.x.tweets import number_at

from .served import Answer, Asked, There

US, MINA = "900", "17"
SECRETS = {name: f"s3cret-{name}" for name in ("api_key", "api_secret", "token", "token_secret")}
GONE = "https://api.twitter.com/2/problems/resource-not-found"
HIDDEN = "https://api.twitter.com/2/problems/not-authorized-for-resource"


@dataclass
class X(There):
    """`posts`, theirs and ours, and `messages`, both by number; `hidden`: numbers of protected posts."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: list[dict[str, Any]] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    nonces: set[str] = field(default_factory=set)
    forgets_pages: bool = False
    count: int = 0

    def place(self, **others: Any) -> Place:
        return Place(self.url, "gwidam", SECRETS, self.now, **others)

    def _number(self) -> str:
        self.count += 1
        return str(int(number_at(int(self.now.timestamp() * 1000))) + self.count)

    def say(self, text: str, *, author: str = MINA, **more: Any) -> str:
        number = self._number()
        self.posts[number] = {
            "id": number,
            "text": text,
            "author_id": author,
            "conversation_id": number,
            "created_at": self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
            "lang": "ko",
            **more,
        }
        return number

    def write(self, text: str, *, sender: str = MINA) -> str:
        number = self._number()
        self.messages[number] = {
            "id": number,
            "text": text,
            "event_type": "MessageCreate",
            "sender_id": sender,
            "dm_conversation_id": f"{MINA}-{US}",
            "created_at": self.now.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }
        return number

    def answer(self, asked: Asked) -> Answer:
        told = dict(re.findall(r'(oauth_\w+)="([^"]*)"', asked.headers.get("authorization", "")))
        is_new = (told.get("oauth_timestamp"), told.get("oauth_nonce")) not in self.nonces
        if told.get("oauth_token") != SECRETS["token"] or not told.get("oauth_signature") or not is_new:
            return 401, {}, {"title": "Unauthorized", "detail": "Unauthorized"}
        path = asked.path.removeprefix("/2/")
        if path == "users/me":
            return 200, {}, {"data": {"id": US, "username": "gwidam", "name": "귀담"}}
        if path == f"users/{US}/mentions":
            found = [
                each for each in self.posts.values() if each["author_id"] != US and not self._is_old(each, asked)
            ]
            return self._listed(found, asked)
        if path == f"users/{US}/tweets":
            found = [
                each for each in self.posts.values() if each["author_id"] == US and not self._is_old(each, asked)
            ]
            return self._listed(found, asked)
        if path == "tweets":
            return self._post(asked) if asked.method == "POST" else self._looked_up(asked.one("ids").split(","))
        if path == "dm_events" or path.endswith("/dm_events"):
            return self._listed(list(self.messages.values()), asked)
        if path.endswith("/messages"):
            if path != f"dm_conversations/with/{MINA}/messages":
                return 403, {}, {"detail": "You do not have permission to DM one or more participants."}
            number = self.write(asked.body["text"], sender=US)
            return 201, {}, {"data": {"dm_event_id": number, "dm_conversation_id": f"{MINA}-{US}"}}
        return 404, {}, {}

    @staticmethod
    def _is_old(each: dict[str, Any], asked: Asked) -> bool:
        return int(each["id"]) <= int(asked.one("since_id") or 0)

    def _listed(self, found: list[dict[str, Any]], asked: Asked) -> Answer:
        """The newest first; a token is good for the page it names."""
        newest = sorted(found, key=lambda each: -int(each["id"]))
        token = asked.one("pagination_token")
        if token and self.forgets_pages:
            return 400, {}, {"title": "Invalid Request", "detail": "pagination_token is not valid"}
        start = int(token.removeprefix("page") or 0)
        shown = newest[start : start + self.page]
        more = {"next_token": f"page{start + self.page}"} if start + self.page < len(newest) else {}
        who = [{"id": MINA, "username": "mina_k", "name": "미나"}]
        if not shown:
            return 200, {}, {"meta": {"result_count": 0}}
        return 200, {}, {"data": shown, "includes": {"users": who, "media": self.media}, "meta": more}

    def _looked_up(self, numbers: list[str]) -> Answer:
        there = [self.posts[each] for each in numbers if each in self.posts and each not in self.hidden]
        errors = [
            {
                "resource_id": each,
                "value": each,
                "type": HIDDEN if each in self.hidden else GONE,
                "title": "Not Found",
            }
            for each in numbers
            if each not in self.posts or each in self.hidden
        ]
        return 200, {}, {**({"data": there} if there else {}), **({"errors": errors} if errors else {})}

    def _post(self, asked: Asked) -> Answer:
        above = asked.body["reply"]["in_reply_to_tweet_id"]
        below = {"referenced_tweets": [{"type": "replied_to", "id": above}]}
        text = f"@mina_k {asked.body['text']}"
        if any(each["author_id"] == US and each["text"] == text for each in self.posts.values()):
            said = "You are not allowed to create a Tweet with duplicate content."
            return 403, {}, {"detail": said, "title": "Forbidden", "status": 403}
        return 201, {}, {"data": {"id": self.say(text, author=US, **below), "text": text}}

    @property
    def ours(self) -> list[dict[str, Any]]:
        return [each for each in self.posts.values() if each["author_id"] == US]
