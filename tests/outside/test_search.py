"""Strings made to break things, asked of the search: whatever is typed is a question, and none is an error."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gwidam.listen.models import Voice
from gwidam.own.queries.search import Asker, facets, meant_otherwise, newest, understood
from tests.cast import NOW

from .test_tables import FILES

STRINGS = FILES / "hostile" / "naughty-strings" / "blns.json"
pytestmark = pytest.mark.skipif(
    not STRINGS.is_file(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
)


@pytest.mark.slow  # some five hundred strings, each said and then asked for
def test_every_hostile_string_can_be_said_and_asked_for(cast: Any) -> None:
    strings = [each for each in json.loads(STRINGS.read_text(encoding="utf-8")) if each.strip()]
    asker = Asker(cast.mina, NOW)
    for said in strings[::4]:
        cast.voice(f"말씀 {said}", heard_by=cast.mina, channel=cast.phone)
    count = Voice.objects.count()
    for typed in strings:
        asked = understood(typed, asker)
        found = newest(asked, asker).voices or meant_otherwise(asked, asker).voices
        assert facets(asked, asker).counted <= count
        assert all(row.receipt for row in found)
    assert Voice.objects.count() == count
