"""Reading, correcting, erasing: the rows and facts each leaves behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.models import Fact
from gwidam.listen.models import Voice
from gwidam.listen.verbs import erase_voice
from gwidam.understand.models import Footing, Reading
from gwidam.understand.verbs import correct, erase_readings, note_footing
from tests.cast import SETUP

HOUR = timedelta(hours=1)
ANGRY = "최악이에요! 세 번째 전화인데 고장 난 인터넷을 아직도 안 고쳐 주네요. 불만입니다. 고소하겠습니다!"


def kinds(voice):
    return list(Fact.objects.filter(about=f"voice:{voice.pk}").order_by("id").values_list("kind", flat=True))


@pytest.fixture
def voice(cast, at):
    return cast.voice(ANGRY, at=at).voice


def test_a_reading_is_one_row_and_one_fact(voice, read, at):
    (row,) = read(voice, at=at)
    kept = Reading.objects.get()
    assert (kept.pk, kept.voice, kept.version, kept.is_current, kept.tier) == (row.pk, voice, 1, True, "T0")
    assert (kept.language, kept.tone, kept.kind, kept.dangers) == ("ko", "negative", "complaint", ["legal"])
    assert kinds(voice) == ["listen.VoiceHeard", "understand.VoiceRead", "understand.DangerHeard"]


def test_evidence_stands_in_the_text_as_it_is_kept(cast, read, at):
    voice = cast.voice("제 번호는 880101-1234567이고 어제 불이 났어요", at=at).voice
    (row,) = read(voice, at=at)
    (code, _, ((start, end),)), *_ = row.told["dangers"]
    assert (code, voice.text[start:end]) == ("safety", "불이 났")


def test_the_same_models_read_a_voice_once(voice, read, at):
    assert [len(read(voice, at=at)) for _ in range(2)] == [1, 0]
    assert Reading.objects.count() == 1


def test_read_again_is_a_new_version_and_the_old_one_stays(voice, read, at):
    read(voice, at=at)
    read(voice, at=at + HOUR, again=True)
    rows = list(Reading.objects.order_by("version").values_list("version", "is_current"))
    assert rows == [(1, False), (2, True)]


def test_a_danger_that_is_known_does_not_wake_again(voice, read, at):
    read(voice, at=at)
    read(voice, at=at + HOUR, again=True)
    assert kinds(voice).count("understand.DangerHeard") == 1


def test_an_old_voice_read_by_a_new_model_wakes_nobody(voice, read, at):
    read(voice, at=at + timedelta(days=8))
    assert "understand.DangerHeard" not in kinds(voice)


def test_the_database_refuses_two_current_readings(voice, read, at):
    read(voice, at=at)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO understand_reading (voice_id, version, is_current, read_at, tier, made_by, language,"
            " signals, tone, heat, kind, topic, product, urgency, dangers, needs, told, corrected)"
            " SELECT voice_id, 2, true, read_at, tier, made_by, language, signals, tone, heat, kind, topic, product,"
            " urgency, dangers, needs, told, corrected FROM understand_reading"
        )


@pytest.mark.parametrize(
    "text", ["ㅋ", "😡😡😡", "ありがとうございます、電話がつながりません", "a" * 1_000_000, "…!?", "ᄋᆫㅇ"]
)
def test_whatever_was_said_is_read(cast, read, at, text):
    voice = cast.voice(text, at=at).voice
    (row,) = read(voice, at=at)
    assert row.version == 1


def test_another_language_is_said_so(cast, read, at):
    voice = cast.voice("電話がつながりません。至急連絡してください", at=at).voice
    assert read(voice, at=at)[0].language == "other"


# Correcting


def test_a_persons_word_stands_at_once_and_in_every_later_reading(cast, voice, read, at):
    read(voice, at=at)
    correct(voice=voice, field="tone", value="neutral", by=cast.mina, at=at + HOUR)
    assert Reading.objects.get(is_current=True).tone == "neutral"
    read(voice, at=at + 2 * HOUR, again=True)
    row = Reading.objects.get(is_current=True)
    assert (row.version, row.tone, row.told["tone"][0][0]) == (2, "neutral", "negative")


def test_a_correction_is_a_fact_with_who_was_and_now(cast, voice, read, at):
    read(voice, at=at)
    correct(voice=voice, field="tone", value="neutral", by=cast.mina, at=at)
    fact = Fact.objects.get(kind="understand.ReadingCorrected")
    assert (fact.by, fact.said({}, "ko")) == (cast.mina.actor, "읽은 것을 바로잡았습니다: 말투 부정 → 담담")


def test_the_same_word_twice_is_one_correction(cast, voice, read, at):
    read(voice, at=at)
    for _ in range(2):
        correct(voice=voice, field="kind", value="request", by=cast.mina, at=at)
    assert Fact.objects.filter(kind="understand.ReadingCorrected").count() == 1


def test_a_danger_goes_and_comes(cast, voice, read, at):
    read(voice, at=at)
    gone = correct(voice=voice, field="dangers", value="legal", by=cast.mina, at=at)
    back = correct(voice=voice, field="dangers", value="press", by=cast.mina, at=at)
    assert (gone.dangers, back.dangers) == ([], ["press"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("tone", "furious"), ("tone", ""), ("topic", " "), ("topic", "가" * 81), ("colour", "red"), ("dangers", "x")],
)
def test_what_cannot_be_chosen_is_refused(cast, voice, read, at, field, value):
    read(voice, at=at)
    with pytest.raises(NotValid):
        correct(voice=voice, field=field, value=value, by=cast.mina, at=at)


def test_nothing_is_corrected_before_it_was_read(cast, voice, at):
    with pytest.raises(NotNow):
        correct(voice=voice, field="tone", value="neutral", by=cast.mina, at=at)


# Erasing


def test_an_erased_voice_is_not_read(voice, read, at):
    erase_voice(voice=voice, by=SETUP, at=at)
    assert read(Voice.objects.get(pk=voice.pk), at=at) == []


def test_erasure_takes_what_quotes_the_words(cast, voice, read, at):
    read(voice, at=at)
    correct(voice=voice, field="topic", value="김서연 씨 일", by=cast.mina, at=at)
    from gwidam.core.ledger import act

    with act():
        erase_voice(voice=voice, by=SETUP, at=at)
        erase_readings(voice=voice, by=SETUP, at=at)
    row = Reading.objects.get()
    assert (row.told.get("phrases"), row.told["dangers"], row.tone) == (None, [["legal", 0.85, []]], "negative")
    assert "김서연" not in str(Reading.objects.values())


# Footing


def test_a_change_of_footing_is_told_once(db, at):
    for hour, troubles in enumerate([[], [], ["T1: Kiwi is missing."], ["T1: Kiwi is missing."], []]):
        note_footing(tier="T0", troubles=troubles, by=SETUP, at=at + hour * HOUR)
    assert Fact.objects.filter(kind="understand.FootingChanged").count() == 3
    assert (Footing.objects.get().since, Footing.objects.get().looked_at) == (at + 4 * HOUR, at + 4 * HOUR)
