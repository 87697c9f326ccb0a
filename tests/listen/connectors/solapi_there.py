"""As Solapi speaks: a balance, one message a call, a list of what it took, and reports with the secret's SHA-1."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Any

from gwidam.listen.connectors.shapes import Place

from .served import Answer, Asked, There

GIVEN = {"account": "NCSKEY", "api_secret": "s3cret", "from": "02-930-2266", "hook_secret": "told"}
_HEADER = re.compile(r"HMAC-SHA256 apiKey=(\w+), date=(\S+), salt=(\w+), signature=(\w+)")


@dataclass
class Solapi(There):
    """`messages` by their names, in the order they were taken; `listed`: how many stand on one page."""

    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    listed: int = 1

    def place(self, **others: Any) -> Place:
        return Place(self.url, "NCSKEY", {"api_secret": "s3cret"}, self.now, spec={"from": "029302266"}, **others)

    def answer(self, asked: Asked) -> Answer:
        found = _HEADER.fullmatch(asked.headers.get("authorization", ""))
        if not found or found[1] != "NCSKEY" or found[4] != _signed(found[2] + found[3]):
            return 401, {}, {"errorCode": "Unauthorized", "errorMessage": "키가 맞지 않습니다."}
        if asked.path == "/cash/v1/balance":
            return 200, {}, {"balance": 1000, "point": 0}
        return self._taken(asked.body["message"]) if asked.method == "POST" else self._list(asked)

    def _taken(self, message: dict[str, Any]) -> Answer:
        if message["to"].endswith("0000"):
            return 400, {}, {"errorCode": "ValidationError", "errorMessage": "수신번호가 아닙니다."}
        name = f"M4V{len(self.messages):020d}"
        kept = {**message, "messageId": name, "statusCode": "2000", "statusMessage": "정상 접수"}
        self.messages[name] = kept
        return (
            200,
            {},
            {key: kept[key] for key in ("messageId", "statusCode", "statusMessage", "to", "from", "type")},
        )

    def _list(self, asked: Asked) -> Answer:
        assert (asked.one("criteria"), asked.one("cond")) == ("to", "eq")
        names = [name for name, each in self.messages.items() if each["to"] == asked.one("value")]
        begin = names.index(asked.one("startKey")) if asked.one("startKey") else 0
        page, rest = names[begin : begin + self.listed], names[begin + self.listed :]
        return (
            200,
            {},
            {"messageList": {name: self.messages[name] for name in page}, "nextKey": (rest or [None])[0]},
        )


def _signed(said: str) -> str:
    return hmac.new(b"s3cret", said.encode(), hashlib.sha256).hexdigest()
