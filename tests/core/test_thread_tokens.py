"""Tokens: only this house can make them."""

from __future__ import annotations

import pytest

from gwidam.core.thread_tokens import (
    case_of_address,
    case_of_message_id,
    message_id,
    reply_address,
    sign,
    verify,
)

SECRET = b"a secret of the house"


def test_a_token_names_its_case() -> None:
    assert verify(sign("k7m2p9", SECRET), SECRET) == "k7m2p9"
    assert verify(sign("k7m2p9", SECRET).upper(), SECRET) == "k7m2p9"


@pytest.mark.parametrize("token", ["", "k7m2p9", "k7m2p9-aaaaaaaaaaaaaaaa", "k7m2p9-", "x" * 5000])
def test_what_was_not_signed_is_not_believed(token: str) -> None:
    assert verify(token, SECRET) is None


def test_another_secret_and_another_case_do_not_fit() -> None:
    token = sign("k7m2p9", SECRET)
    assert verify(token, b"another") is None
    assert verify(token.replace("k7m2p9", "k7m2p8"), SECRET) is None


def test_a_token_travels_in_identifiers_and_addresses() -> None:
    first, second = (message_id("7", own=each, domain="x.kr", secret=SECRET) for each in ("a1", "b2"))
    assert first != second
    assert {case_of_message_id(each, SECRET) for each in (first, second)} == {"7"}
    address = reply_address("7", mailbox="voc@x.kr", secret=SECRET)
    assert (address.startswith("voc+7-"), case_of_address(address, SECRET)) == (True, "7")
    assert case_of_address("voc@x.kr", SECRET) is None


@pytest.mark.parametrize("case", ["", "A", "a-b", "x" * 33, "가"])
def test_a_case_that_would_not_survive_mail_is_refused(case: str) -> None:
    with pytest.raises(ValueError, match="a case in a token"):
        sign(case, SECRET)
