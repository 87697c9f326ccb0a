"""What every answer carries."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("address", ["/accounts/login/", "/nothing-here", "/api/v1/voices"])
def test_every_answer_says_that_it_loads_only_what_is_ours(client, db, address):
    policy = dict(each.split(" ", 1) for each in client.get(address)["Content-Security-Policy"].split("; "))
    assert policy.pop("connect-src").startswith("'self'")
    assert policy == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
