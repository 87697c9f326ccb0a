"""Every kind of fact is told in both languages, and either causes something or is marked quiet."""

from __future__ import annotations

import string

import pytest

from gwidam import loop
from gwidam.core.ledger import KINDS, reactions_to

PRODUCT_KINDS = sorted(kind for kind in KINDS if not kind.startswith("tests."))


@pytest.mark.parametrize("kind", PRODUCT_KINDS)
def test_a_fact_causes_something_or_is_quiet(kind):
    assert bool(reactions_to(kind)) != (kind in loop.QUIET)


def test_nothing_is_quiet_that_does_not_exist():
    assert set(loop.QUIET) - set(PRODUCT_KINDS) == set()


@pytest.mark.parametrize("kind", PRODUCT_KINDS)
def test_a_fact_is_told_in_both_languages_from_its_own_fields(kind):
    body = KINDS[kind]
    fields = set(body.__dataclass_fields__)
    places = fields | {name.removesuffix("_id") for name in fields if name.endswith("_id")}
    for said in (body.sentence, body.public_sentence):
        if said is None:
            continue
        assert said.ko
        assert said.en
        used = {name for text in (said.ko, said.en) for _, name, _, _ in string.Formatter().parse(text) if name}
        assert used - places == set()


@pytest.mark.parametrize("kind", PRODUCT_KINDS)
def test_a_public_sentence_shows_no_internal_words(kind):
    """What a customer reads never carries words of colleagues that were not written for them."""
    body = KINDS[kind]
    if body.public_sentence is None:
        return
    for_the_customer = {"says", "served"}
    used = {
        name
        for text in (body.public_sentence.ko, body.public_sentence.en)
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    assert (used & body.personal) - for_the_customer == set()
