from time import process_time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gwidam.core.masking import Span, mask
from gwidam.core.receipts import receipt, shown

RESIDENT, CARD = "880101-*******", "****-****-****-1111"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        *(("880101-1234567", "plain"), ("8801011234567", "plain"), ("880101 1234567", "plain")),
        *(("880101 - 1234567", "plain"), ("880101.1234567", "plain"), ("880101/1234567", "plain")),
        *(("880101–1234567", "plain"), ("880101−1234567", "plain"), ("880101ㅡ1234567", "plain")),
        *(("880101－1234567", "plain"), ("880101·1234567", "plain"), ("880101~1234567", "plain")),
        *(("８８０１０１－１２３４５６７", "plain"), ("٨٨٠١٠١-١٢٣٤٥٦٧", "plain"), ("⑧⑧0①0①-1234567", "plain")),
        *(("880101\n1234567", "plain"), ("880101-\r\n1234567", "plain"), ("880101,1234567", "plain")),
        *(("880101\u00a01234567", "plain"), ("880101\u30001234567", "plain")),
        *(("88\u200b0101-12\u200d34567", "plain"), ("880101\ufeff1234567", "plain")),
        *(("8 8 0 1 0 1 - 1 2 3 4 5 6 7", "apart"), ("8-8-0-1-0-1-1-2-3-4-5-6-7", "apart")),
        *(("88.01.01-1234567", "apart"), ("88 01 01 1234567", "apart")),
        *(("880101-1 234567", "apart"), ("880101-123-4567", "apart"), ("880101-1234 567", "apart")),
        *(
            ("880101 뒷자리 1234567", "told"),
            ("880101이고 뒷번호는 1234567", "told"),
            ("880101 다시 1234567", "told"),
        ),
        *(("880101-1******", "half"), ("880101-1XXXXXX", "half"), ("880101-123****", "half")),
        *(("880101-1●●●●●●", "half"), ("8801011＊＊＊＊＊＊", "half")),
    ],
)
def test_a_resident_number_is_masked_in_every_spelling(text: str, rule: str):
    assert mask(text) == (RESIDENT, (Span(0, 14, "resident", rule),))
    assert mask(f"제 번호는 {text}입니다.").text == f"제 번호는 {RESIDENT}입니다."


@pytest.mark.parametrize(
    ("text", "masked", "kind"),
    [
        ("880101-2234567", "880101-*******", "resident"),
        ("010203-3234567", "010203-*******", "resident"),
        ("240229-4234567", "240229-*******", "resident"),
        ("880101-5234567", "880101-*******", "foreigner"),
        ("880101-6234567", "880101-*******", "foreigner"),
        ("010203-7234567", "010203-*******", "foreigner"),
        ("010203-8234567", "010203-*******", "foreigner"),
    ],
)
def test_every_century_digit_is_known(text: str, masked: str, kind: str):
    assert mask(text) == (masked, (Span(0, 14, kind, "plain"),))


@pytest.mark.parametrize(
    "text",
    [
        *("4111 1111 1111 1111", "4111-1111-1111-1111", "4111111111111111", "4111.1111.1111.1111"),
        *("４１１１－１１１１－１１１１－１１１１", "4111\u200b1111\u200b1111\u200b1111", "41111111 11111111"),
        *(
            "4111 111111111111",
            "4111·1111·1111·1111",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            "4111  -  1111-1111-1111",
        ),
    ],
)
def test_a_card_number_is_masked_in_every_spelling(text: str):
    assert mask(text) == (CARD, (Span(0, 19, "card", "luhn"),))
    assert mask(f"카드 {text}로 결제").text == f"카드 {CARD}로 결제"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("5555 5555 5555 4444", "4444"),  # Mastercard
        ("2223 0031 2200 3222", "3222"),  # Mastercard, the second range
        ("3782 822463 10005", "0005"),  # American Express
        ("3056 930902 5904", "5904"),  # Diners
        ("3530 1113 3330 0000", "0000"),  # JCB
        ("6011-1111-1111-1117", "1117"),  # Discover
        ("6200 0000 0000 0000 000", "0000"),  # UnionPay, 19 digits
        ("9410 0000 0000 0005", "0005"),  # domestic
        ("4222222222222", "2222"),  # Visa, 13 digits
    ],
)
def test_cards_of_every_network_are_masked(text: str, last: str):
    assert mask(text).text == f"****-****-****-{last}"


@pytest.mark.parametrize(
    "text",
    [
        *("010-1234-5678", "01012345678", "02-1234-5678", "1588-1234 1600-5678", "+82 10-1234-5678"),
        *("010-1234-5678 010-2222-3333", "02-1201-5678\n02-1201-5679"),
        *("38415-09276", "38415-09276 38415-09284", "3841509276"),
        *("2026-11-22 09:00:15", "2026.11.22", "20261122093000", "2026112209300012"),
        *("1,234,567원", "12345678901원", "9,880,101원 1,234,567원"),
        *("주문 20261122-0012345", "송장 6012 3456 7890", "110-123-456789", "123-45-67890"),
        *("881301-1234567", "880132-1234567", "880230-1234567", "870229-1234567", "990101-3234567"),
        *("880101-0234567", "880101-9234567", "000000-1234567", "880101-123456", "880101-12345678"),
        *("4111-1111-1111-1112", "4111 1111 1111", "1111 1111 1111 1117", "a4111111111111111b"),
        *("1763791234567", "12345678901234567890", "880101년생 1234567원", "880101-*****"),
        "오전 9시 30분부터 12시 15분까지 3번 전화했고 7분 20초 기다렸어요",
    ],
)
def test_other_numbers_stay(text: str):
    assert mask(text) == (text, ())


def test_receipts_of_our_own_stay():
    text = " ".join(shown(receipt(number, b"a key for the tests only")) for number in range(1, 2001))
    assert mask(text) == (text, ())


def test_spans_say_where_in_the_masked_text():
    text = "저는 8801011234567이고 카드는 ４１１１　１１１１　１１１１　１１１１, 전화 010-1234-5678"
    masked, spans = mask(text)
    assert masked == f"저는 {RESIDENT}이고 카드는 {CARD}, 전화 010-1234-5678"
    assert [(masked[span.start : span.end], span.kind, span.rule) for span in spans] == [
        (RESIDENT, "resident", "plain"),
        (CARD, "card", "luhn"),
    ]


def test_neighbours_are_each_masked():
    assert mask("880101-1234567 880101-2234567").text == f"{RESIDENT} {RESIDENT}"
    assert mask("4111111111111111,4111111111111111").text == f"{CARD},{CARD}"
    assert mask("010-1234-5678 880101-1234567 010-1234-5678").text == f"010-1234-5678 {RESIDENT} 010-1234-5678"
    assert mask(f"{CARD} 4111-1111-1111-1111").text == f"{CARD} {CARD}"


def test_a_number_that_could_be_both_never_shows_a_resident_s_last_digits():
    visa_of_thirteen = "4101011234569"
    assert mask(visa_of_thirteen).text == "410101-*******"


NUMBERS = st.sampled_from(
    [
        "880101-1234567",
        "8801011234567",
        "4111-1111-1111-1111",
        "880101",
        "1234567",
        "4111",
        "1111",
        "010-1234-5678",
    ]
)
GLUE = st.sampled_from(["", " ", "-", "\n", ".", "*", "****", "뒤", "가", "\u200b", "－", "1", "4", "8", ", "])
PIECES = st.lists(st.tuples(NUMBERS | st.text("0123456789*- 뒷\n", max_size=8), GLUE), max_size=8)


@given(PIECES)
@example([("880101-1234567", " 뒤 "), ("1234567", "")])
@example([("4111-1111-1111-1111", " "), ("1111-1111-1111", "")])
def test_masking_twice_changes_nothing_more(pieces: list[tuple[str, str]]):
    masked = mask("".join(part for piece in pieces for part in piece)).text
    assert mask(masked) == (masked, ())


@given(PIECES)
def test_masking_touches_nothing_but_its_spans(pieces: list[tuple[str, str]]):
    text = "".join(part for piece in pieces for part in piece)
    masked, spans = mask(text)
    rest = masked
    for span in reversed(spans):
        assert rest[span.start : span.end] == (
            CARD[:-4] + rest[span.end - 4 : span.end]
            if span.kind == "card"
            else rest[span.start : span.start + 6] + "-*******"
        )
        rest = rest[: span.start] + "\0" + rest[span.end :]
    position = 0
    for kept in rest.split("\0"):
        position = text.index(kept, position) + len(kept)


@pytest.mark.parametrize(
    "unit", ["8", "1 ", "4111 ", "880101-", "880101 뒤", "4\u200b", "****-", "880101-1", "880101-123456*"]
)
def test_masking_takes_time_in_proportion_to_the_text(unit: str):
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = process_time()
        mask(text)
        return process_time() - start

    seconds(1000)
    assert seconds(80_000) < 40 * seconds(8_000) + 0.05
