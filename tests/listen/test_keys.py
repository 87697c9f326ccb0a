"""Search keys written anew: right at every moment, and done once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection

from gwidam.core.actors import CLOCK
from gwidam.core.grams import grams, grams_of_pairs
from gwidam.core.models import Fact
from gwidam.listen.models import KeyRenewal, Voice
from gwidam.listen.verbs import renew_keys
from tests.cast import NOW

TEXTS = ("eSIM 개통이 안 돼요", "IPTV 고장", "요금이 두 배예요", "roaming bill")


def from_before(cast, texts=TEXTS) -> list[Voice]:
    """Voices with the keys that they had before, and the row that says so."""
    voices = [cast.voice(text, channel=cast.phone, heard_by=cast.mina).voice for text in texts]
    for voice in voices:
        write_keys(voice, grams_of_pairs(voice.text))
    KeyRenewal.objects.create(below=max(voice.pk for voice in voices) + 1)
    return voices


def write_keys(voice: Voice, keys: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listen_voice SET grams = %s WHERE id = %s", [keys, voice.pk])


def renewed() -> list[str]:
    return [
        text for text, keys in Voice.objects.order_by("pk").values_list("text", "grams") if keys == grams(text)
    ]


def test_voices_are_given_new_keys_newest_first_until_none_is_left(cast):
    from_before(cast)
    assert renewed() == ["요금이 두 배예요"]  # pairs of Hangul are what they were
    assert renew_keys(by=CLOCK, at=NOW, most=3) == 3
    assert renewed() == list(TEXTS[1:])
    assert renew_keys(by=CLOCK, at=NOW, most=3) == 1
    assert renewed() == list(TEXTS)
    assert KeyRenewal.objects.count() == 1
    assert renew_keys(by=CLOCK, at=NOW, most=3) == 0
    assert KeyRenewal.objects.count() == 0
    facts = Fact.objects.filter(kind="listen.KeysRenewed").values_list("body", flat=True)
    assert list(facts) == [{"count": 3}]
    assert renew_keys(by=CLOCK, at=NOW) == 0


def test_a_batch_that_fails_leaves_everything_as_it_was(cast, monkeypatch):
    from_before(cast)
    monkeypatch.setattr(KeyRenewal, "save", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        renew_keys(by=CLOCK, at=NOW)
    monkeypatch.undo()
    assert renewed() == ["요금이 두 배예요"]
    assert renew_keys(by=CLOCK, at=NOW) == 4
    assert renewed() == list(TEXTS)


def test_an_erased_voice_is_given_no_keys(cast):
    voice, *_ = from_before(cast, TEXTS[:2])
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE listen_voice SET text = '', grams = '{}', erased_at = %s WHERE id = %s", [NOW, voice.pk]
        )
    assert renew_keys(by=CLOCK, at=NOW) == 1
    assert Voice.objects.get(pk=voice.pk).grams == []


def test_nothing_but_the_keys_of_a_voice_may_change(cast):
    voice = cast.voice("요금", channel=cast.phone, heard_by=cast.mina).voice
    write_keys(voice, [1, 2])
    with pytest.raises(IntegrityError, match="voices are immutable"), connection.cursor() as cursor:
        cursor.execute("UPDATE listen_voice SET grams = '{3}', text = 'other' WHERE id = %s", [voice.pk])
