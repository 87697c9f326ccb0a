"""Search: what filters mean, who may see what, and in how many queries."""

from __future__ import annotations

import pytest
from django.db import connection

from gwidam.core.actors import CLOCK
from gwidam.core.grams import grams_of_pairs
from gwidam.core.memory import forget
from gwidam.listen.models import KeyRenewal
from gwidam.listen.verbs import renew_keys
from gwidam.moments.models import Touchpoint
from gwidam.own import verbs
from gwidam.own.models import Case
from gwidam.own.queries import waking
from gwidam.own.queries.search import best, counting, facets, meant_otherwise, newest
from tests.cast import NOW

from .searching import COMPLAINT, DAY, PRAISE, ask, found, hear, read


@pytest.fixture
def talk(cast):
    """A complaint by phone, praise through the web that needs no answer, and a question handed to billing."""
    complaint = hear(cast, COMPLAINT)
    praise = hear(cast, PRAISE, channel=cast.web, needs_answer=False, at=NOW - 3 * DAY)
    question = hear(cast, "요금 청구서는 어디서 보나요?", at=NOW - 40 * DAY)
    handed = verbs.hand_over(case=question.case, to=cast.billing, reason="요금", by=cast.mina, at=NOW)
    verbs.accept(handoff=handed, by=cast.sora, at=NOW)
    read(complaint, praise, question)
    return complaint, praise, question


# What filters mean

COMPLAINS, PRAISES, ASKS = range(3)


@pytest.mark.parametrize(
    ("typed", "which"),
    [
        ("tone:negative", [COMPLAINS]),
        ("말투:긍정", [PRAISES]),
        ("-tone:positive", [COMPLAINS, ASKS]),
        ("kind:praise", [PRAISES]),
        ("channel:phone", [COMPLAINS, ASKS]),
        ("창구:누리집", [PRAISES]),
        ("접점:전화", [COMPLAINS, ASKS]),
        ("-channel:전화", [PRAISES]),
        ("state:open", [COMPLAINS, ASKS]),
        ("-상태:열림", [PRAISES]),
        ("guardian:김미나", [COMPLAINS, ASKS]),
        ("지킴이:나", [COMPLAINS, ASKS]),
        ("holder:정소라", [ASKS]),
        ("부서:요금팀", [ASKS]),
        ("is:danger", [COMPLAINS]),
        ("지금:늦음", [ASKS]),
        ("-is:late", [COMPLAINS, PRAISES]),
        ("is:mine -is:late", [COMPLAINS]),
        ("language:ko", [COMPLAINS, PRAISES, ASKS]),
        ("언어:한국어 since:2026-11-10", [PRAISES, COMPLAINS]),  # as they were said
        ("until:2026-10 language:ko", [ASKS]),
        ("고맙습니다 tone:positive", [PRAISES]),
        ("고맙습니다 tone:negative", []),
        ("topic:없는주제", []),
    ],
)
def test_a_filter_means_what_it_says(cast, talk, typed, which):
    assert found(cast, typed) == [talk[at].voice.receipt for at in reversed(which)]


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "tone:negative",
            "-tone:positive",
            "channel:phone",
            "-channel:전화",
            "state:open",
            "-상태:열림",
            "부서:요금팀",
        ),
        *(
            "is:danger",
            "-is:danger",
            "is:late",
            "-is:late",
            "until:2026-10",
            "since:2026-11-10 요금",
            "고맙습니다 -매장",
        ),
        *(
            "holder:정소라",
            "guardian:me",
            "product:없음",
            "-topic:요금",
            "language:ko kind:praise",
            '"두 번" is:mine',
        ),
    ],
)
def test_the_database_and_one_voice_alone_agree_on_every_filter(cast, talk, typed):
    asked, asker = ask(cast, typed)
    rows = list(waking._rows([each.voice.pk for each in talk]))
    alone = [row["voice.receipt"] for row in rows if asked.holds(row)]
    assert alone == [row.receipt for row in newest(asked, asker).voices]


def test_a_touchpoint_is_asked_for_by_its_code_or_its_name(cast):
    place = Touchpoint.objects.first()
    case = hear(cast, "말씀", touchpoint=place).case
    hear(cast, "말씀")
    assert found(cast, f"at:{place.code}") == found(cast, f'접점:"{place.name_ko}"') == [case.receipt]


@pytest.mark.parametrize(
    ("typed", "trouble"),
    [
        ("요금 tone:loud", "‘말투:loud’에 맞는 것이 없어"),
        ("요금 guardian:없는사람", "‘지킴이:없는사람’에 맞는 것이 없어"),
        ("요금 theme:이사", "‘흐름:이사’에 맞는 것이 없어"),
        ("요금 since:어제", "‘since:어제’: 날짜로 읽지 못해"),
        ("요금 at:", "‘at:’ 뒤에 값이 없어"),
        ("요금 " * 200, "너무 길어서"),
    ],
)
def test_what_is_not_understood_is_said_and_the_rest_is_asked(cast, typed, trouble):
    case = hear(cast, "요금").case
    asked, asker = ask(cast, typed)
    assert [each.ko.startswith(trouble) for each in asked.troubles] == [True]
    assert [row.receipt for row in newest(asked, asker).voices] == [case.receipt]


def test_while_keys_are_written_anew_everything_is_found_at_every_moment(cast):
    texts = ["eSIM 개통이 안 돼요", "IPTV 고장", "esim은 어떻게 사나요", "tv를 바꿔 주세요"]
    voices = [hear(cast, text).voice for text in texts]
    for voice in voices:
        with connection.cursor() as cursor:
            keys = grams_of_pairs(voice.text)
            cursor.execute("UPDATE listen_voice SET grams = %s WHERE id = %s", [keys, voice.pk])
    first, second, third, fourth = (voice.receipt for voice in voices)
    assert found(cast, "esim") == []  # as long as nobody says that there are keys from before
    KeyRenewal.objects.create(below=voices[-1].pk + 1)
    for _ in range(len(texts) + 1):
        forget()
        assert found(cast, "esim") == [third, first]
        assert found(cast, "tv") == [fourth, second]
        assert meant_otherwise(*ask(cast, "esimm")).voices != []
        renew_keys(by=CLOCK, at=NOW, most=1)
    assert KeyRenewal.objects.count() == 0
    forget()
    assert (found(cast, "esim"), found(cast, "tv")) == ([third, first], [fourth, second])


# Permission


@pytest.mark.parametrize("typed", ["요금", "kind:question", "요금 state:open"])
def test_a_department_finds_and_counts_only_what_it_has_to_do_with(cast, typed):
    ours, theirs = hear(cast, "요금이 궁금해요, 어디서 보나요?"), hear(cast, "요금은 어떻게 내나요?")
    read(ours, theirs)
    verbs.hand_over(case=ours.case, to=cast.billing, reason="요금", by=cast.mina, at=NOW)
    for who, expected in ((cast.mina, [theirs, ours]), (cast.sora, [ours]), (cast.jun, [])):
        assert found(cast, typed, who=who) == [each.voice.receipt for each in expected]
        assert facets(*ask(cast, typed, who=who)).counted == len(expected)
        assert len(best(*ask(cast, typed, who=who)).voices) == len(expected)


def test_nothing_looser_is_found_for_somebody_who_may_not_see_it(cast):
    hear(cast, "공유기 불이 빨개요")
    assert meant_otherwise(*ask(cast, "공유깅", who=cast.charlie)).voices == []
    assert meant_otherwise(*ask(cast, "공유깅", who=cast.mina)).voices != []


def test_somebody_who_left_finds_nothing(cast):
    hear(cast, "요금")
    cast.mina.is_active = False
    assert found(cast, "요금") == []


# What else may have been meant


@pytest.mark.parametrize(
    ("typed", "instead"),
    [("dlsxjspt", "인터넷"), ("dkssud", "안녕"), ("ㅑㅔㅙㅜㄷ", "iphone"), ("DLSXJSPT", "인터넷")],
)
def test_words_typed_on_the_other_keyboard_are_asked_as_they_were_meant(cast, typed, instead):
    case = hear(cast, "안녕하세요, iPhone으로 인터넷이 안 돼요").case
    other = meant_otherwise(*ask(cast, typed))
    assert ([row.receipt for row in other.voices], other.instead) == ([case.receipt], instead)


@pytest.mark.parametrize("typed", ["공유깅", "공유기가 노래요", "콩유기"])
def test_mistyped_and_missing_words_find_what_has_most_of_them(cast, typed):
    case = hear(cast, "공유기 불이 빨개요").case
    hear(cast, "요금이 두 번 나갔어요")
    other = meant_otherwise(*ask(cast, typed))
    assert ([row.receipt for row in other.voices], other.is_loose) == ([case.receipt], True)


def test_a_phrase_is_never_taken_loosely(cast):
    hear(cast, "공유기 불이 빨개요")
    assert meant_otherwise(*ask(cast, '"공유기 노래"')).voices == []


# Order, marks, counts


def test_best_first_stands_what_says_it_most(cast):
    most = hear(cast, "요금 요금 요금").case
    least = hear(cast, "기사님이 오셔서 인터넷을 고치고 가셨는데 설명은 없었고 요금 이야기도 하셨어요").case
    assert found(cast, "요금") == [least.receipt, most.receipt]
    assert [row.receipt for row in best(*ask(cast, "요금")).voices] == [most.receipt, least.receipt]


def test_every_word_is_marked_where_it_stands(cast):
    hear(cast, "어제 요금 청구서가 왔는데 위약금도 있어요")
    (row,) = newest(*ask(cast, "요금청구 위약금")).voices
    assert [piece.text for piece in row.title if piece.is_marked] == ["요금 청구", "위약금"]
    assert row.summary == "어제 요금 청구서가 왔는데 위약금도 있어요"


def test_a_word_far_behind_in_a_long_text_is_shown(cast):
    hear(cast, "처음 " + "말씀을 드립니다. " * 900 + "끝에 위약금 이야기")
    (row,) = newest(*ask(cast, "위약금")).voices
    assert [piece.text for piece in row.excerpt if piece.is_marked] == ["위약금"]


def test_facets_count_what_was_found_and_ask_for_it(cast, talk):
    counts = facets(*ask(cast, "language:ko"))
    assert (counts.counted, counts.is_more) == (3, False)
    shown = {
        facet.name: [(each.words, each.count, each.filter) for each in facet.values] for facet in counts.facets
    }
    assert shown["상태"] == [("열림", 2, "상태:열림")]
    assert shown["창구"] == [("전화", 2, "창구:phone"), ("누리집", 1, "창구:web")]
    for values in shown.values():
        for _words, count, filter_ in values:
            assert len(found(cast, f"language:ko {filter_}")) == count


def test_more_than_are_counted_are_said_to_be_more(cast, monkeypatch):
    monkeypatch.setattr(counting, "MOST_COUNTED", 3)
    for _ in range(5):
        hear(cast, "요금")
    counts = facets(*ask(cast, "요금"))
    assert (counts.counted, counts.is_more) == (3, True)


@pytest.mark.parametrize("typed", ["요금", "요금 tone:negative", "state:open"])
def test_a_list_takes_as_many_queries_however_long_it_is(cast, typed, django_assert_max_num_queries):
    asked, asker = ask(cast, typed)
    taken = []
    for more in (5, 20):
        read(*(hear(cast, f"요금이 이상해서 정말 화가 나요 불만입니다 {number}") for number in range(more)))
        newest(asked, asker)
        with django_assert_max_num_queries(4) as queries:
            found = newest(asked, asker).voices
        taken.append((len(found), len(queries)))
    assert taken[0][0] == 5
    assert taken[1] == (25, taken[0][1])


# Whatever is typed

STRANGE = [
    "",
    " ",
    "요",
    "😀",
    "😀😀 👍",
    "%",
    "_",
    "'; DROP TABLE own_case; --",
    "\\",
    "\x01",
    "\u202e",
    "(((",
    "[",
    "*",
]


@pytest.mark.parametrize("typed", [*STRANGE, "가" * 100_000, "ab " * 40_000, '"' * 999, "-" * 999, "tone:" * 999])
def test_nothing_typed_breaks_it(cast, typed):
    hear(cast, "요금이 이상해요")
    asked, asker = ask(cast, typed)
    assert newest(asked, asker).voices == []
    assert best(asked, asker).voices == []
    assert facets(asked, asker).counted == 0
    assert meant_otherwise(asked, asker).voices == []
    assert Case.objects.count() == 1


def test_emoji_beside_a_word_take_nothing_away(cast):
    case = hear(cast, "요금이 이상해요").case
    assert found(cast, "요금 😡") == [case.receipt]
