"""What others sign by Standard Webhooks is known by its key, its words and its time, and by nothing less."""

from __future__ import annotations

import pytest

from gwidam.post.carriers.webhook import is_signed, new_secret, sign

NOW = 1_796_000_405
BODY = '{"text": "안 켜져요"}'.encode()
KEY = new_secret()


def told(**more):
    message = {
        "message_id": "msg_1",
        "timestamp": str(NOW),
        "signatures": sign([KEY], message_id="msg_1", timestamp=NOW, body=BODY),
        "body": BODY,
        "now": NOW,
    }
    return is_signed(more.pop("keys", [KEY]), **{**message, **more})


def test_the_example_of_the_specification_is_signed():
    """Key, message and signature as Standard Webhooks publishes them for libraries to check themselves with."""
    assert is_signed(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp="1614265330",
        signatures="v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        body=b'{"test": 2432232314}',
        now=1614265330,
    )


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"now": NOW + 300},
        {"now": NOW - 300},
        {"keys": [new_secret(), KEY]},
        {"signatures": "v2,x v1a,y " + sign([KEY], message_id="msg_1", timestamp=NOW, body=BODY)},
    ],
)
def test_what_is_signed_passes(more):
    assert told(**more)


@pytest.mark.parametrize(
    "more",
    [
        {"now": NOW + 301},
        {"now": NOW - 301},
        {"message_id": "msg_2"},
        {"message_id": ""},
        {"timestamp": str(NOW + 1)},
        {"timestamp": "later"},
        {"timestamp": ""},
        {"timestamp": "-1"},
        {"timestamp": "٣"},
        {"body": BODY + b" "},
        {"keys": [new_secret()]},
        {"keys": []},
        {"signatures": ""},
        {"signatures": "v1,"},
        {"signatures": "v1,\ud800"},
        {"signatures": sign([new_secret()], message_id="msg_1", timestamp=NOW, body=BODY)},
    ],
)
def test_anything_else_does_not(more):
    assert not told(**more)
