"""Another system that signs what it sends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gwidam.listen.models import Channel
from gwidam.listen.verbs import turn_secret
from gwidam.post.carriers.webhook import sign
from tests.cast import opened


class Sender:
    """Sends to an address, signed with its secret."""

    def __init__(self, address: str, secret: str) -> None:
        self.address, self.secret = address, secret
        self.client = Client(raise_request_exception=False)

    def send(self, sent: Any, *, name: str = "msg_1", late: int = 0, **headers: str) -> Any:
        """POST JSON (or bytes as they are), `late` seconds after it was signed."""
        body = sent if isinstance(sent, bytes) else json.dumps(sent, ensure_ascii=False).encode()
        stamp = int(timezone.now().timestamp()) - late
        told = {
            "webhook-id": name,
            "webhook-timestamp": str(stamp),
            "webhook-signature": sign([self.secret], message_id=name, timestamp=stamp, body=body),
            "accept-language": "en",
            **headers,
        }
        return self.client.post(self.address, body, content_type="application/json", headers=told)


@pytest.fixture
def shop(cast) -> Channel:
    """An open channel for webhooks."""
    return opened(cast, "webhook", code="shop", name_ko="쇼핑몰", name_en="Shop")


@pytest.fixture
def sender(cast, shop) -> Sender:
    return Sender("/hooks/shop", turn_secret(channel=shop, by=cast.oksu, at=timezone.now()))


@pytest.fixture
def exchange(cast) -> Sender:
    return Sender("/phone/phone", turn_secret(channel=cast.phone, by=cast.oksu, at=timezone.now()))
