"""As a server of accounts of the AT protocol speaks, and the services it passes requests on to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from gwidam.listen.connectors.shapes import Place

from .served import Answer, Asked, There

US, MINA = "did:plc:gwidam", "did:plc:mina"
HANDLES = {"gwidam.example": US, "mina.example": MINA}


def iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


@dataclass
class Bluesky(There):
    """`posts` by address; `log`: events of conversations; `records`: what we posted; `written`: what we wrote."""

    posts: dict[str, dict[str, Any]] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)
    written: list[dict[str, Any]] = field(default_factory=list)
    tokens: int = 0  # sessions and renewals so far; only the last token is good
    opened: int = 0
    renewable: bool = True
    count: int = 0

    def place(self, **others: Any) -> Place:
        return Place(self.url, "gwidam.example", {"password": "s3cret-password"}, self.now, **others)

    def say(self, text: str, *, reason: str = "mention", **record: Any) -> str:
        """Somebody speaks to us in public; the address of the post."""
        self.count += 1
        uri = f"at://{MINA}/app.bsky.feed.post/3k{self.count:04}"
        self.posts[uri] = {
            "uri": uri,
            "cid": f"bafy{self.count}",
            "author": {"did": MINA, "handle": "mina.example", "displayName": "미나"},
            "reason": reason,
            "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": iso(self.now), **record},
            "isRead": False,
            "indexedAt": iso(self.now),
        }
        return uri

    def write(self, text: str, did: str = MINA, **message: Any) -> str:
        """Somebody writes to us alone; the number of the message."""
        self.count += 1
        sent = {"id": f"m{self.count}", "rev": f"r{self.count}", "sender": {"did": did}, "sentAt": iso(self.now)}
        self._logged("logCreateMessage", {**sent, "text": text, **message})
        return f"m{self.count}"

    def unsend(self, number: str) -> None:
        self._logged(
            "logDeleteMessage", {"id": number, "rev": "", "sender": {"did": MINA}, "sentAt": iso(self.now)}
        )

    def _logged(self, kind: str, message: dict[str, Any]) -> None:
        event = {"$type": f"chat.bsky.convo.defs#{kind}", "rev": f"r{len(self.log):04}", "convoId": "c1"}
        who = [{"did": MINA, "handle": "mina.example", "displayName": "미나"}]
        self.log.append({**event, "message": message, "relatedProfiles": who})

    def forget_token(self) -> None:
        """The token that was given runs out."""
        self.tokens += 1

    def answer(self, asked: Asked) -> Answer:
        name = asked.path.removeprefix("/xrpc/")
        if name.startswith("com.atproto.server."):
            return self._session(name.rpartition(".")[2], asked)
        if asked.headers.get("authorization") != f"Bearer access{self.tokens}":
            return 400, {}, {"error": "ExpiredToken", "message": "Token has expired"}
        is_chat = name.startswith("chat.")
        if is_chat != (asked.headers.get("atproto-proxy") == "did:web:api.bsky.chat#bsky_chat"):
            return 501, {}, {"error": "MethodNotImplemented"}
        return getattr(self, f"_{name.rpartition('.')[2]}")(asked)

    def _session(self, name: str, asked: Asked) -> Answer:
        if name == "createSession":
            if asked.body != {"identifier": "gwidam.example", "password": "s3cret-password"}:
                return 401, {}, {"error": "AuthenticationRequired", "message": "Invalid identifier or password"}
            self.opened += 1
        elif not self.renewable or asked.headers.get("authorization") != f"Bearer refresh{self.tokens - 1}":
            return 400, {}, {"error": "ExpiredToken", "message": "Token has been revoked"}
        self.tokens += 1
        tokens = {"accessJwt": f"access{self.tokens}", "refreshJwt": f"refresh{self.tokens}"}
        return 200, {}, {**tokens, "did": US, "handle": "gwidam.example"}

    def _listNotifications(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        """The newest first; the cursor is a moment and a place within it."""
        found = list(self.posts.values())[::-1]
        start = int(asked.one("cursor") or 0)
        shown = found[start : start + self.page]
        more = {"cursor": str(start + self.page)} if start + self.page < len(found) else {}
        return 200, {}, {"notifications": shown, **more}

    def _getPosts(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        if len(asked.query["uris"]) > 25:
            return 400, {}, {"error": "InvalidRequest"}
        return 200, {}, {"posts": [self.posts[each] for each in asked.query["uris"] if each in self.posts]}

    def _getLog(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        """Without a cursor only where it ends; with one what came after, the oldest first."""
        if not asked.one("cursor"):
            return 200, {}, {"logs": [], "cursor": str(len(self.log))}
        start = int(asked.one("cursor"))
        end = min(start + self.page, len(self.log))
        return 200, {}, {"logs": self.log[start:end], "cursor": str(end)}

    def _getConvoForMembers(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        if asked.query["members"] != [MINA]:
            return 400, {}, {"error": "InvalidRequest", "message": "recipient has disabled incoming messages"}
        return 200, {}, {"convo": {"id": "c1"}}

    def _getMessages(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        return 200, {}, {"messages": self.written[::-1]}

    def _sendMessage(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        self.count += 1
        sent = {"id": f"m{self.count}", "rev": "", "sender": {"did": US}, "sentAt": iso(self.now)}
        self.written.append({**sent, **asked.body["message"]})
        return 200, {}, self.written[-1]

    def _resolveHandle(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        did = HANDLES.get(asked.one("handle"))
        return (200, {}, {"did": did}) if did else (400, {}, {"error": "InvalidRequest"})

    def _createRecord(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        uri = f"at://{US}/app.bsky.feed.post/{asked.body['rkey']}"
        if uri in self.records:
            return 500, {}, {"error": "InternalServerError", "message": "Internal Server Error"}
        self.records[uri] = asked.body["record"]
        return 200, {}, {"uri": uri, "cid": f"bafy-{asked.body['rkey']}"}

    def _getRecord(self, asked: Asked) -> Answer:  # noqa: N802 - their name
        uri = f"at://{US}/app.bsky.feed.post/{asked.one('rkey')}"
        if uri not in self.records:
            return 400, {}, {"error": "RecordNotFound", "message": "Could not locate record"}
        return 200, {}, {"uri": uri, "cid": f"bafy-{asked.one('rkey')}", "value": self.records[uri]}
