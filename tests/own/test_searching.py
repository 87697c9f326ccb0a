"""Saved searches: kept by name, and whom a new voice wakes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gwidam.core.errors import NotValid
from gwidam.core.grams import grams_of_pairs
from gwidam.core.ledger import react_to_all
from gwidam.core.memory import forget
from gwidam.core.models import Fact
from gwidam.listen.models import KeyRenewal
from gwidam.own import verbs
from gwidam.own.models import SavedSearch
from gwidam.own.queries.waking import woken
from gwidam.own.verbs import searching
from gwidam.post.models import Message
from gwidam.post.verbs import mute
from gwidam.understand.heart.tiers import tier
from gwidam.understand.verbs import read_voices
from tests.cast import NOW, SETUP

HOUR = timedelta(hours=1)


def save(who, question, *, name="찾기", wakes=True):
    return verbs.save_search(name=name, question=question, wakes=wakes, by=who, at=NOW)


def heard_and_read(cast, *texts, again=False, **more):
    """Voices that come in together, and what their being read causes."""
    taken = [cast.voice(text, **more) for text in texts]
    reread([each.voice for each in taken])
    return taken


def reread(voices, *, again=False):
    before = Fact.objects.order_by("-id").values_list("id", flat=True).first() or 0
    read_voices(voices=voices, tier=tier("T0"), at=NOW, again=again)
    react_to_all(list(Fact.objects.filter(id__gt=before, kind="understand.VoiceRead").order_by("id")))


def letters():
    return list(Message.objects.filter(template="search_found").order_by("id"))


def test_a_search_is_saved_under_a_name_and_replaced_under_the_same(cast):
    save(cast.mina, "요금", name="요금 이야기")
    save(cast.mina, "요금 -할인", name=" 요금  이야기 ", wakes=False)
    save(cast.hana, "요금", name="요금 이야기")
    mine = SavedSearch.objects.filter(owner=cast.mina)
    assert list(mine.values_list("name", "question", "wakes")) == [("요금 이야기", "요금 -할인", False)]
    told = Fact.objects.filter(kind="own.SearchSaved", about=cast.mina.actor)
    assert [each.personal for each in told] == [{"name": "요금 이야기"}] * 2


@pytest.mark.parametrize(("name", "question"), [("", "요금"), (" ", "요금"), ("이름", "  ")])
def test_a_search_needs_a_name_and_a_question(cast, name, question):
    with pytest.raises(NotValid):
        save(cast.mina, question, name=name)
    assert SavedSearch.objects.count() == 0


def test_nobody_saves_without_end(cast, monkeypatch):
    monkeypatch.setattr(searching, "MOST_SAVED", 2)
    for number in range(2):
        save(cast.mina, "요금", name=str(number))
    save(cast.mina, "다른 요금", name="1")
    with pytest.raises(NotValid):
        save(cast.mina, "요금", name="2")


def test_what_must_not_be_kept_is_masked_in_a_question_too(cast):
    save(cast.mina, "880101-1234567 명의")
    assert SavedSearch.objects.get().question == "880101-******* 명의"


def test_a_search_is_dropped(cast):
    verbs.drop_search(search=save(cast.mina, "요금"), by=cast.mina, at=NOW)
    assert SavedSearch.objects.count() == 0
    assert Fact.objects.filter(kind="own.SearchDropped").count() == 1


def test_searches_go_with_whoever_leaves(cast):
    save(cast.charlie, "요금")
    save(cast.sora, "요금")
    verbs.re_home_and_leave(leaving=cast.charlie, homes={}, rest_to=cast.sora, by=cast.oksu, at=NOW)
    assert [each.owner for each in SavedSearch.objects.all()] == [cast.sora]


def test_a_new_voice_wakes_whoever_looks_for_it(cast):
    save(cast.hana, "해지 위약금 tone:negative", name="해지 위약금")
    save(cast.dohyun, "세탁기", name="다른 일")
    (taken, _) = heard_and_read(
        cast, "해지하는데 위약금이라니 최악이에요. 정말 화나고 불만입니다!", "해지 방법이 궁금해요"
    )
    (letter,) = letters()
    assert (letter.reader, letter.urgency, letter.topic) == (cast.hana.actor, "digest", "search")
    assert letter.subject == "[찾기] ‘해지 위약금’에 새 말씀 1건"
    assert letter.url.endswith(f"/cases/{taken.case.receipt}")
    assert "최악" not in letter.body


@pytest.mark.parametrize("text", ["eSIM이 안 돼요", "IPTV 고장", "esim on my tv", "tv와 iptv"])
def test_a_latin_word_wakes_once_whatever_keys_the_voice_has(cast, text):
    save(cast.hana, "esim" if "sim" in text.lower() else "tv")
    voice = cast.voice(text).voice
    assert [len(voices) for _, voices in woken([voice.pk], at=NOW)] == [1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE listen_voice SET grams = %s WHERE id = %s", [grams_of_pairs(text), voice.pk])
    KeyRenewal.objects.create(below=voice.pk + 1)
    forget()
    assert [len(voices) for _, voices in woken([voice.pk], at=NOW)] == [1]


def test_a_batch_is_told_in_one_line(cast):
    save(cast.hana, "요금", name="요금")
    heard_and_read(cast, "요금이 이상해요", "요금을 냈어요", "공유기가 빨개요", "요금은 어디서 보나요")
    (letter,) = letters()
    assert letter.subject == "[찾기] ‘요금’에 새 말씀 3건"
    assert letter.url.endswith("/search?q=%EC%9A%94%EA%B8%88")


def test_the_same_voice_wakes_once_however_often_it_is_read(cast):
    save(cast.hana, "요금")
    (taken,) = heard_and_read(cast, "요금이 이상해요")
    reread([taken.voice], again=True)
    facts = list(Fact.objects.filter(kind="understand.VoiceRead"))
    react_to_all(facts)
    assert (len(facts), len(letters())) == (2, 1)


def test_whom_nothing_is_to_wake_is_not_woken(cast):
    save(cast.hana, "요금", wakes=False)
    verbs.wake_by_search(search=save(cast.dohyun, "요금"), wakes=False, by=cast.dohyun, at=NOW)
    heard_and_read(cast, "요금이 이상해요")
    assert letters() == []


def test_nobody_is_told_of_what_they_took_down_themselves(cast):
    save(cast.mina, "요금")
    heard_and_read(cast, "요금이 이상해요", heard_by=cast.mina, channel=cast.phone)
    assert letters() == []


def test_a_department_is_woken_only_by_what_it_may_see(cast):
    save(cast.sora, "요금")
    ours, theirs = (cast.voice("요금이 이상해요") for _ in range(2))
    verbs.hand_over(case=ours.case, to=cast.billing, reason="요금", by=ours.case.guardian, at=NOW)
    found = woken([ours.voice.pk, theirs.voice.pk], at=NOW)
    assert [(search.owner, [each.pk for each in voices]) for search, voices in found] == [
        (cast.sora, [ours.voice.pk])
    ]


def test_who_may_not_search_is_not_woken(cast):
    save(cast.oksu, "요금")
    assert woken([cast.voice("요금이 이상해요").voice.pk], at=NOW) == []


def test_who_muted_the_topic_gets_no_letter(cast):
    save(cast.hana, "요금")
    mute(reader=cast.hana.actor, topic="search", by=SETUP, at=NOW)
    heard_and_read(cast, "요금이 이상해요")
    assert [each.state for each in letters()] == ["withheld"]


def test_a_question_about_nothing_wakes_nobody(cast):
    save(cast.hana, "-요금")
    assert woken([cast.voice("인터넷이 끊겨요").voice.pk], at=NOW) == []


@pytest.mark.parametrize("searches", [1, 40])
def test_a_batch_takes_as_many_queries_however_many_searches_there_are(cast, searches, django_assert_num_queries):
    for number in range(searches):
        save(cast.hana, f"요금{number} 이상" if number % 2 else f"kind:complaint 요금{number}", name=str(number))
    numbers = [cast.voice(f"요금{number} 이상해요").voice.pk for number in range(5)]
    woken(numbers, at=NOW)
    with django_assert_num_queries(1):
        woken(numbers, at=NOW)
