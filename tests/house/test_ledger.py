"""The ledger is append-only, and nothing that is watched changes beside it (DESIGN 2)."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from gwidam.core.ledger import Unrecorded
from gwidam.core.models import Fact
from gwidam.own import verbs as own
from gwidam.own.models import Case


def test_a_fact_is_never_changed_or_deleted(cast):
    cast.voice()
    for sql in ("UPDATE core_fact SET kind = 'x'", "DELETE FROM core_fact"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_only_the_personal_part_of_a_fact_can_be_shredded(cast, at):
    case = cast.voice().case
    own.hand_over(case=case, to=cast.internet, reason="홍길동 고객", by=case.guardian, at=at)
    Fact.objects.filter(kind="own.HandOffOffered").update(personal=None)
    assert Fact.objects.get(kind="own.HandOffOffered").all_fields["reason"] == ""


def test_a_watched_row_written_without_a_fact_raises(cast):
    case = cast.voice().case
    with pytest.raises(Unrecorded):
        Case.objects.filter(pk=case.pk).update(state="answered")
    case.state = "answered"
    with pytest.raises(Unrecorded):
        case.save()
    with pytest.raises(Unrecorded):
        case.delete()


def test_a_voice_is_never_changed(cast):
    voice = cast.voice().voice
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE listen_voice SET text = 'something nicer' WHERE id = %s", [voice.pk])
