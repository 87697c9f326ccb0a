"""Finding by words: the index, the ranking, the marks."""

from __future__ import annotations

import pytest

from gwidam.core.grams import Sought, grams, query_grams, sought
from gwidam.core.text import evened, squeezed
from gwidam.understand.heart.find import (
    Finder,
    Hit,
    Span,
    Weights,
    WordIndex,
    excerpt,
    fused,
    highlights,
    measured,
    ordered,
    rank,
    retyped,
    stages,
)
from gwidam.understand.heart.find import index as index_module
from gwidam.understand.heart.find.keyboard import hangul, latin
from gwidam.understand.heart.find.spelling import squeezed_with_places

TEXTS = [
    "인터넷이 자꾸 끊겨요. 기사님이 두 번 오셨는데 그대로예요.",
    "이번 달 요금이 두 배로 나왔습니다. 청구서를 확인해 주세요.",
    "인터넷 해지하려는데 위약금을 왜 내야 하나요?",
    "매장 직원분이 정말 친절하셨어요",
    "My internet has been down since Monday",
    "요금제를 5G로 바꿨더니 데이터가 안 돼요 ㅠㅠ",
    "",
    "😀😀😀",
]


def filled(texts: list[str]) -> WordIndex:
    index = WordIndex()
    index.extend((number, grams(text)) for number, text in enumerate(texts))
    return index


def found(typed: str) -> list[int]:
    return [hit.id for hit in Finder(TEXTS).find(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("요금", 5),
        ("요금이", 1),
        ("요금은", 5),
        ("인터넷해지", 2),
        ("인터넷 해지", 2),
        ("INTERNET", 4),
        ("ｉｎｔｅｒｎｅｔ", 4),
        ("interent down", 4),
        ("인터냇이 끊겨요", 0),
        ("dlsxjspt", 2),
        ("ㅑㅜㅅㄷ구ㄷㅅ", 4),
        ("ㅠㅠ", 5),
        ("5g 데이터", 5),
    ],
)
def test_particles_compounds_scripts_and_slips_are_found(typed: str, first: int) -> None:
    assert found(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "all_"),
    [
        ('"두 번"', [0]),
        ("두 배 -기사님", []),
        ('인터넷 -"위약금을 왜"', [0]),
        ("없는말이다", []),
        ("힘", []),
        ("", []),
        ("😀", []),
        ("-인터넷", []),
    ],
)
def test_phrases_unwanted_words_and_nothing(typed: str, all_: list[int]) -> None:
    assert found(typed) == all_


def test_every_text_with_a_two_syllable_word_is_found() -> None:
    texts = [f"{number}번 고객 {'환불' if number % 3 else '교환'} 원해요" for number in range(1000)]
    finder = Finder(texts)
    wanted = {number for number in range(1000) if number % 3}
    assert set(finder.having("환불")) == wanted
    assert {hit.id for hit in finder.find("환불", 1000)} == wanted


@pytest.mark.parametrize("typed", ["tv", "TV 고장"])
def test_two_latin_letters_are_found_within_longer_words(typed: str) -> None:
    finder = Finder(["IPTV 고장이에요", "TV가 고장 났어요", "고장", "tw"])
    assert {hit.id for hit in finder.find(typed)} >= {0, 1}
    assert finder.having("tv") == [0, 1]


def test_an_index_filled_one_by_one_answers_as_one_filled_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"고객 {number} 문의 {number * 7919 % 1000:03} 요금" for number in range(600)]
    whole = filled(texts)
    monkeypatch.setattr(index_module, "WAITING", 7)
    monkeypatch.setattr(index_module, "LARGEST", 100)
    single = WordIndex()
    for number, text in enumerate(texts):
        single.add(number, grams(text))
    keys, wanted = query_grams("문의 791 요금"), sought("문의 791 요금")
    assert len(single) == len(whole) == 600
    assert single.best(keys, 20) == whole.best(keys, 20)
    assert single.having(wanted).tolist() == whole.having(wanted).tolist() == [89]
    assert single.counts(keys).tolist() == whole.counts(keys).tolist()


def test_what_was_removed_is_not_found() -> None:
    index = filled(["환불 요청", "환불 문의", "교환"])
    index.remove(0)
    keys = query_grams("환불")
    assert (len(index), [hit.id for hit in index.best(keys)]) == (2, [1])
    assert index.having(sought("환불")).tolist() == [1]


def test_of_equals_the_newer_one_comes_first() -> None:
    assert [hit.id for hit in filled(["같은 말"] * 5).best(query_grams("같은"), 3)] == [4, 3, 2]


def test_an_empty_index_has_nothing() -> None:
    index = WordIndex()
    assert (index.best([1]), index.having(sought("환불")).tolist(), len(index)) == ([], [], 0)
    assert filled(TEXTS).having(Sought()).tolist() == []


def test_common_pairs_do_not_drown_rare_ones() -> None:
    texts = ["안녕하세요 " * 3 + f"문의 {number}" for number in range(50)] + ["공유기 고장"]
    assert filled(texts).best(query_grams("안녕하세요 공유기"))[0].id == 50


def test_keys_and_spelling_are_those_of_the_floor() -> None:
    text = "ＦＵＬＬ ㅋㅠ 인터넷 해지! 요금이"
    pairs = {evened(text)[at : at + 2] for at in range(len(evened(text)) - 1)}
    assert all(sought(pair).fits(grams(text)) for pair in pairs)
    assert squeezed(text) == "fullㅋㅠ인터넷해지요금이"


def test_rank_prefers_whole_words_and_repetition() -> None:
    texts = ["넷인터 따로", "인터넷", "인터넷 인터넷 느려요", "다른 말"]
    scores = rank(["인터넷"], texts, Weights.of(map(grams, texts)))
    assert scores[3] == 0.0 < scores[0] < scores[1] < scores[2]


def test_rank_of_a_text_does_not_depend_on_the_others() -> None:
    weights = Weights.of(map(grams, TEXTS))
    assert rank(["인터넷 해지"], TEXTS, weights)[2] == rank(["인터넷 해지"], [TEXTS[2]], weights)[0]


def test_fused_takes_ranks_alone() -> None:
    assert ordered(fused([(1.0, ["a", "b", "c"]), (1.0, ["c", "a"])])) == ["a", "c", "b"]


class Opposite:
    """Finds the longest texts first, whatever is asked."""

    def nearest(self, typed: str, limit: int) -> list[int]:
        assert typed
        return sorted(range(len(TEXTS)), key=lambda number: -len(TEXTS[number]))[:limit]


def test_meaning_adds_what_words_do_not_find_and_keeps_to_the_question() -> None:
    by_words = [hit.id for hit in Finder(TEXTS).find("인터넷 해지")]
    both = [hit.id for hit in Finder(TEXTS, Opposite()).find("인터넷 해지")]
    assert (both[0], set(both) > set(by_words)) == (by_words[0], True)
    kept = [hit.id for hit in Finder(TEXTS, Opposite()).find('"위약금을 왜" -매장')]
    assert kept == [2]
    assert Finder(TEXTS, Opposite()).find("") == []


def test_stages_begin_with_all_words_and_end_with_a_part_of_one() -> None:
    weights = Weights.of(map(grams, TEXTS))
    asked = stages(["인터넷", "위약금을"], weights)
    assert asked == [["위약금을", "인터넷"], ["위약금을"], ["위약금", "인터"], ["위약금"], ["약금을"]]
    assert stages(["힘", "!!"], weights) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("dlsxjspt", "인터넷"), ("gkstmf", "한슬"), ("djqtdj", "없어"), ("rkqt", "값"), ("123", ""), ("rk1", "")],
)
def test_latin_keys_write_hangul(typed: str, meant: str) -> None:
    assert hangul(typed) == meant


@pytest.mark.parametrize("word", ["인터넷", "값이", "왜", "뷁", "위약금을", "쬐끔", "앉았던"])
def test_a_word_typed_on_the_other_keyboard_comes_back(word: str) -> None:
    doubled = {"쬐끔", "앉았던"}  # what needs the shift key is lost when everything is written small
    assert (hangul(latin(word)) == word) is (word not in doubled)


def test_only_unknown_words_are_typed_anew() -> None:
    assert retyped(["down", "dlsxjspt", "zzz"], {"down", "인터넷"}.__contains__) == ["down", "인터넷", "zzz"]


@pytest.mark.parametrize(
    ("text", "words", "phrases", "marked"),
    [
        ("요금이 비싸요. 요금!", ["요금"], [], ["요금", "요금"]),
        ("요금이 비싸요", ["요금은"], [], ["요금"]),
        ("인터넷 해지", ["인터넷해지"], [], ["인터넷 해지"]),
        ("ＩＮＴＥＲＮＥＴ 끊김", ["internet"], [], ["ＩＮＴＥＲＮＥＴ"]),
        ("두  번, 전화", [], ["두 번"], ["두  번"]),
        ("두 사람", [], ["두 번"], []),
        ("인터넷", ["인터", "터넷"], [], ["인터넷"]),
        ("㈜귀담 서비스", ["(주)귀담"], [], ["귀담"]),
        ("refunded for the colour", ["refund", "colors", "reach", "red"], [], ["refund", "colo"]),
        ("", ["요금"], [], []),
        ("😀 요금 😀", ["😀", "요금"], [], ["요금"]),
    ],
)
def test_marks(text: str, words: list[str], phrases: list[str], marked: list[str]) -> None:
    assert [text[start:end] for start, end in highlights(text, words, phrases)] == marked


def test_an_excerpt_shows_most_marks() -> None:
    text = "요금 " + "가나다라 " * 100 + "요금이 두 배, 요금이 세 배" + " 마바사아" * 100
    shown = excerpt(text, highlights(text, ["요금"]))
    assert [shown.text[start:end] for start, end in shown.spans] == ["요금", "요금"]
    assert text[shown.start : shown.start + len(shown.text)] == shown.text
    assert excerpt("짧은 글", [Span(0, 2)]) == ("짧은 글", 0, [Span(0, 2)])
    assert excerpt("가" * 500, []).start == 0


def test_places_lead_back_to_the_text() -> None:
    text = "Ａb ㈜-다"
    letters, places = squeezed_with_places(text)
    assert (letters, places) == ("ab주다", [0, 1, 3, 5, 6])


def test_measured_counts_what_it_says() -> None:
    documents = [(str(number), text) for number, text in enumerate(TEXTS)]
    questions = [
        ("요금이 두 배", "1"),
        ("친절한 직원", "3"),
        ("없는말이다", "0"),
        ("인터넷", "0"),
        ("인터넷", "2"),
    ]
    figures = measured(documents, questions)
    assert (figures.documents, figures.questions) == (8, 4)
    assert (figures.recall_at_1, figures.recall_at_10, figures.recall, figures.mrr) == (0.75, 0.75, 0.75, 0.75)


def test_measured_needs_something() -> None:
    with pytest.raises(ValueError, match="must be documents"):
        measured([], [("요금", "1")])


@pytest.mark.parametrize("text", ["", "가", "a", "😀" * 1000, "\0", "ㅋ" * 5000, "\u0301" * 500])
def test_hostile_texts_are_indexed_ranked_and_marked(text: str) -> None:
    finder = Finder([text, "요금 문의"])
    assert finder.find("요금")[0] == Hit(1, finder.find("요금")[0].score)
    assert [hit.id for hit in finder.find(text)] in ([], [0])
    assert highlights(text, ["요금"], ["문의"]) == []


def test_a_megabyte_is_indexed_ranked_and_marked() -> None:
    text = "요금이 두 배로 나왔습니다. " * 65_000
    assert [hit.id for hit in Finder([text, "환불"]).find("요금")] == [0]
    assert len(highlights(text, ["요금"])) == 200
