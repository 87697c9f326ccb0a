"""Real spreadsheets of real customers' voices are taken in whole, and a second time bring nothing."""

from __future__ import annotations

import pytest

from gwidam.cli import import_
from gwidam.listen.models import Voice
from tests.outside import data

VOICES = {
    "petitions-ko-2019-05.tsv": 714,
    "petitions-ko-2019-06.tsv": 572,
    "telecom-complaints-en.tsv": 2224,
}


@pytest.mark.parametrize("name", VOICES)
def test_a_real_file_is_taken_in_whole(cast, name):
    path = data(f"voices/{name}")
    outcome = run(path)
    assert (outcome.stored, outcome.refused, Voice.objects.count()) == (VOICES[name], [], VOICES[name])
    again = run(path)
    assert (again.stored, again.known) == (0, outcome.stored)


def run(path):
    table, mapping = import_.read(path, [])
    return import_.take_in(table, mapping, channel="import", opens_cases=False)
