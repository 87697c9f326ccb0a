"""Erasing a customer takes the searches along that colleagues saved with their name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gwidam.core.ledger import react_to_all
from gwidam.core.models import Fact
from gwidam.own import letters, verbs
from gwidam.own.models import Case, SavedSearch
from gwidam.own.verbs import erasing
from gwidam.post.models import Message
from gwidam.post.verbs import bundle_digests
from tests.cast import NOW

HOUR = timedelta(hours=1)


@pytest.fixture
def seoyeon(cast):
    """A customer whose case is closed."""
    reached = {"email": "seoyeon@home.example", "phone": "010-2345-4417"}
    case = cast.voice("김서연입니다. 환불해 주세요", name="김서연", **reached).case
    verbs.answer(case=case, text="돌려드렸습니다.", by=case.guardian, at=NOW, is_spoken=True)
    verbs.close(
        case=Case.objects.get(pk=case.pk),
        anything_else="없다고 하심",
        cause="청구",
        recurrence="none",
        recurrence_why="처음 있는 일",
        by=case.guardian,
        at=NOW,
    )
    return Case.objects.get(pk=case.pk)


def save(who, question, name):
    return verbs.save_search(name=name, question=question, wakes=True, by=who, at=NOW)


def erase(case, cast):
    before = Fact.objects.order_by("-id").values_list("id", flat=True).first()
    verbs.erase_customer(customer=case.customer, ground="asked", by=cast.dohyun, at=NOW)
    react_to_all(list(Fact.objects.filter(id__gt=before, kind="own.SearchCleared").order_by("id")))


def left() -> list[str]:
    return [search.name for search in SavedSearch.objects.order_by("id")]


def save_several(cast, case):
    save(cast.hana, "김서연 환불", "환불 챙기기")
    save(cast.hana, "환불 말투:부정", "환불")
    save(cast.hana, "이사", "김서연 님 이사")
    save(cast.sora, case.receipt, "번호")
    save(cast.sora, "guardian:김서연 요금", "동료")
    save(cast.mina, "4417", "전화")
    save(cast.mina, "seoyeon@home.example -요금", "메일")


def test_searches_that_name_an_erased_customer_go_and_all_others_stay(cast, seoyeon):
    save_several(cast, seoyeon)
    erase(seoyeon, cast)
    assert left() == ["환불", "동료"]


def test_without_clearing_they_would_stay(cast, seoyeon, monkeypatch):
    monkeypatch.setattr(erasing, "clear_searches", lambda **_: 0)
    save_several(cast, seoyeon)
    erase(seoyeon, cast)
    assert len(left()) == 7


def test_the_owner_is_told_once_which_search_it_was_and_never_whom_it_named(cast, seoyeon):
    save(cast.hana, "김서연 환불", "환불 챙기기")
    save(cast.sora, "이사", "김서연 님 이사")
    erase(seoyeon, cast)
    react_to_all(list(Fact.objects.filter(kind="own.SearchCleared")))
    told = Message.objects.filter(template="search_cleared").order_by("id")
    assert [(each.reader, "‘환불 챙기기’" in each.body) for each in told] == [
        (cast.hana.actor, True),
        (cast.sora.actor, False),
    ]
    assert all("11월" in each.body for each in told)
    assert not any("서연" in f"{each.subject}{each.body}{each.page}{each.url}" for each in told)


def test_somebody_who_left_is_told_nothing(cast, seoyeon):
    save(cast.hana, "김서연", "환불")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_employee SET is_active = false, left_at = now() WHERE id = %s", [cast.hana.pk]
        )
    erase(seoyeon, cast)
    assert (left(), Message.objects.filter(template="search_cleared").count()) == ([], 0)


def test_what_searches_were_called_goes_from_the_ledger_where_it_names_them(cast, seoyeon):
    dropped = save(cast.hana, "이사", "김서연 이사")
    verbs.drop_search(search=dropped, by=cast.hana, at=NOW)
    save(cast.hana, "환불", "환불")
    erase(seoyeon, cast)
    names = Fact.objects.filter(kind__startswith="own.Search").order_by("id")
    assert [(each.kind, each.personal) for each in names] == [
        ("own.SearchSaved", None),
        ("own.SearchDropped", None),
        ("own.SearchSaved", {"name": "환불"}),
    ]


def test_letters_and_digests_that_named_them_are_emptied(cast, seoyeon):
    naming, other = save(cast.hana, "이사", "김서연 이사"), save(cast.dohyun, "이사", "이사")
    voice = cast.voice("이사 갑니다").voice
    letters.found(voice_ids=[voice.pk], at=NOW)
    bundle_digests(at=NOW + 48 * HOUR)
    erase(seoyeon, cast)
    with_words = Message.objects.filter(topic__in=("search", "digest"), subject__isnull=False).order_by("id")
    kept = with_words.exclude(template="search_cleared")
    assert [(each.reader, each.topic) for each in kept] == [
        (other.owner.actor, "search"),
        (other.owner.actor, "digest"),
    ]
    emptied = Message.objects.filter(reader=naming.owner.actor, subject__isnull=True)
    assert [each.topic for each in emptied.order_by("id")] == ["search", "digest"]
