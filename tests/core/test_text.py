import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core.text import LONGEST_TEXT, bound_marks, clean, clean_name, decode, language_of, summary

TRICKY = (
    "a 가각ㅋㅠ\r\n\t\0\x85\u2028\u200b\u200c\u200d\u00ad\ufeff\u202e\u2066\u200e\u0301\u0327\u1112\u1161\u11ab"
    "\u119e\u115f\u1160\u3164\uffa1\ufe0f\U000e0100\U000e0067\U000e007f\U0001f3f4\U0001f469\u2764می\ud83d\ude00\u212b"
)
texts = st.text(st.sampled_from(TRICKY) | st.characters(), max_size=40)

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"


# --- clean -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "text", "notes"),
    [
        ("한 줄\r\n두 줄\r세 줄\u2028네 줄", "한 줄\n두 줄\n세 줄\n네 줄", ("newlines",)),
        ("널\0과 종\a, 탭\t은", "널과 종, 탭\t은", ("controls",)),
        ("짝 \ud83d\ude00 외짝 \ud83d.", "짝 \U0001f600 외짝 .", ("surrogates",)),
        ("invoice\u202egpj.exe", "invoicegpj.exe", ("direction",)),
        ("환\u200b불\ufeff 요\u00ad금", "환불 요금", ("invisible",)),
        ("빈\u3164칸", "빈 칸", ("invisible",)),
        ("hello\U000e0069\U000e0067\U000e006e", "hello", ("invisible",)),
        (unicodedata.normalize("NFD", "요금 각"), "요금 각", ("composed",)),
        ("하\u11ab글", "한글", ("composed",)),
        ("\u110f\u110f \uffbe\uffc2", "ㅋㅋ ㅎㅏ", ("composed",)),
        ("Cafe\u0301", "Café", ("composed",)),
        ("\0\r\n\u202e", "\n", ("newlines", "controls", "direction")),
    ],
)
def test_clean_mends(raw: str, text: str, notes: tuple[str, ...]):
    assert clean(raw) == (text, True, notes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain ASCII\twith a tab\n",
        "요금이 왜 이래요? ㅋㅠㅠ",
        "ㅎㅏㄴ",
        "ᄒᆞᆫ글",  # old Hangul has no composed form
        f"가족 {FAMILY} ❤️ 1️⃣ {SCOTLAND}",
        "می\u200cخواهم",
        "שלום \u200eabc",
        "ＡＢＣ １２３ ㈜",
        "\U00020bb7\U000e0100野家",
    ],
)
def test_clean_leaves_alone_what_people_mean(text: str):
    assert clean(text) == (text, False, ())


@given(texts)
def test_clean_twice_changes_nothing_more(raw: str):
    once = clean(raw)
    assert clean(once.text) == (once.text, False, ())
    assert once.changed == (once.text != raw)


@given(texts)
def test_clean_text_can_be_stored(raw: str):
    text = clean(raw).text
    text.encode("utf-8")
    assert "\0" not in text
    assert "\r" not in text
    assert unicodedata.is_normalized("NFC", text)


def test_clean_cuts_at_the_limit_and_says_so():
    assert clean("가" * (LONGEST_TEXT + 1)) == ("가" * LONGEST_TEXT, True, ("cut",))
    assert clean("가" * LONGEST_TEXT).changed is False
    assert clean("ab" + FAMILY, limit=4) == ("ab", True, ("cut",))


def test_rows_of_marks_are_bounded_so_that_composing_stays_linear():
    row = "\u0301\u0327" * 500_000
    text, _, notes = clean("e" + row)
    assert notes == ("marks", "composed")
    assert len(text) <= 31
    assert bound_marks("e" + "\u0301" * 31 + "f") == "e" + "\u0301" * 30 + "f"
    assert bound_marks("e" + "\u0301" * 30) == "e" + "\u0301" * 30
    assert bound_marks("e" + "\U0001e944" * 31) == "e" + "\U0001e944" * 30


# --- names of files --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\문서\\민원 접수.hwp", "민원 접수.hwp"),
        (unicodedata.normalize("NFD", "한글.pdf"), "한글.pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ("a\0b\n  c\u200f.txt", "ab c.txt"),
        ('<a>:"b"|?*.txt', "ab.txt"),
        ("con.txt", "_con.txt"),
        (" .. ", "unnamed"),
        ("", "unnamed"),
        (".htaccess", "htaccess"),
        ("archive.tar.gz", "archive.tar.gz"),
        ("가" * 100 + ".pdf", "가" * 65 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 198),
    ],
)
def test_clean_name(raw: str, name: str):
    assert clean_name(raw) == name


@given(texts | st.text(st.sampled_from("./\\:*? \0가.a\u200d"), max_size=300))
def test_a_clean_name_is_safe_and_clean_already(raw: str):
    name = clean_name(raw)
    assert 1 <= len(name.encode()) <= 200
    assert not set(name) & set('/\\<>:"|?*\n\t\0')
    assert name not in {".", ".."}
    assert clean_name(name) == name


# --- decode ----------------------------------------------------------------------------------------------

COMPLAINT = "인터넷이 사흘째 끊겨요.\n똠방각하"


@pytest.mark.parametrize(
    "declared",
    [
        *("euc-kr", "EUC_KR", "ks_c_5601-1987", "ksc5601", "KSC_5601", "windows-949", "x-windows-949", "ms949"),
        *(
            "cp949",
            "unknown-8bit",
            '"euc-kr"',
            "iso-8859-1",
            "us-ascii",
            "utf-8",
            "nonsense",
            "한글",
            "\0",
            "",
            None,
        ),
    ],
)
def test_korean_of_any_name_is_read_as_korean(declared: str | None):
    assert decode(COMPLAINT.encode("cp949"), declared) == (COMPLAINT, "cp949", True)


@pytest.mark.parametrize("declared", ["utf-8", "euc-kr", "iso-8859-1", "us-ascii", "shift_jis", None])
def test_utf8_of_any_name_is_read_as_utf8(declared: str | None):
    assert decode(COMPLAINT.encode(), declared) == (COMPLAINT, "utf-8", True)


@pytest.mark.parametrize(
    ("codec", "read_as"),
    [
        *(("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")),
        *(("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be")),
    ],
)
def test_unicode_with_and_without_marks_needs_no_name(codec: str, read_as: str):
    assert decode(COMPLAINT.encode(codec)) == (COMPLAINT, read_as, True)


@pytest.mark.parametrize(
    ("text", "codec", "read_as"),
    [
        ("故障しました", "iso2022_jp", "iso2022_jp"),
        ("故障しました", "euc_jp", "euc_jp"),
        ("无法上网", "gb2312", "gb18030"),
        ("요금 문의", "iso2022_kr", "iso2022_kr"),
        ("요금 문의", "johab", "johab"),
        ("Ça ne marche pas très bien", "iso-8859-1", "cp1252"),
        ("don’t", "windows-1252", "cp1252"),
        ("Не работает", "koi8-r", "koi8-r"),
    ],
)
def test_other_encodings_are_read_by_their_name(text: str, codec: str, read_as: str):
    assert decode(text.encode(codec), codec) == (text, read_as, True)


def test_western_text_with_curly_quotes_is_not_taken_for_korean():
    text = "I don’t know why it’s slow, naïve me"
    assert decode(text.encode("cp1252")) == (text, "cp1252", True)


def test_hangul_that_looks_like_two_byte_utf8_follows_its_name():
    assert decode("째".encode("cp949"), "euc-kr") == ("째", "cp949", True)
    assert decode("café".encode(), None) == ("café", "utf-8", True)


def test_euc_kr_spells_rare_hangul_out():
    spelt = "똠".encode("euc_kr")
    assert len(spelt) == 8
    assert decode(spelt, "euc-kr") == ("똠", "euc_kr", True)


def test_a_file_of_two_encodings_is_read_line_by_line():
    raw = "이름,내용\n".encode() + "홍길동,요금 문의\n".encode("cp949")
    assert decode(raw) == ("이름,내용\n홍길동,요금 문의\n", "mixed", True)


def test_what_fits_nothing_keeps_its_readable_parts():
    assert decode("요금 문의".encode()[:-1]) == ("요금 문\ufffd", "utf-8", False)
    assert decode("요금 문의 드립니다".encode("cp949")[:-1]) == ("요금 문의 드립니\ufffd", "cp949", False)
    assert decode(b"\xef\xbb\xbfok\xff") == ("ok\ufffd", "utf-8", False)


@pytest.mark.parametrize(
    "codec", ["unicode_escape", "raw_unicode_escape", "idna", "punycode", "zlib", "rot13", "undefined"]
)
def test_codecs_that_run_something_cannot_be_named(codec: str):
    assert decode(b"a\\x41", codec) == ("a\\x41", "utf-8", True)


@given(
    st.binary(max_size=60),
    st.sampled_from([None, "euc-kr", "utf-8", "latin-1", "utf-16", "iso2022_kr", "utf-7", "hz"]),
)
def test_decode_never_raises_and_keeps_every_readable_byte(raw: bytes, declared: str | None):
    text, _, lossless = decode(raw, declared)
    assert lossless or "\ufffd" in text
    if (
        raw.isascii()
        and b"\0" not in raw
        and b"\x1b$" not in raw
        and declared in {None, "euc-kr", "utf-8", "latin-1"}
    ):
        assert (text, lossless) == (raw.decode(), True)


@pytest.mark.parametrize("raw", [b"\x1b$@", b"\x1b$)C", b"costs \x1b$B"])
def test_an_escape_that_leads_to_no_letters_is_kept_as_it_is(raw: bytes):
    assert decode(raw)[0] == raw.decode()


# --- language and summary --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("인터넷이 안 돼요", "ko"),
        ("iPhone 15 Pro Max 안됨", "ko"),
        ("ㅠㅠ", "ko"),
        ("My internet is down", "en"),
        ("Please forward this to 김민지 in billing, thank you", "en"),
        ("Ça ne marche pas", "en"),
        ("", "ko"),
        ("010-1234-5678 !!", "ko"),
    ],
)
def test_language_of(text: str, language: str):
    assert language_of(text) == language


@pytest.mark.parametrize(
    ("text", "width", "line"),
    [
        ("  두 줄\n\n한 줄  ", 20, "두 줄 한 줄"),
        ("인터넷이 자꾸 끊겨요", 11, "인터넷이 자꾸 끊겨요"),
        ("인터넷이 자꾸 끊겨요 기사님", 12, "인터넷이 자꾸 끊겨요…"),
        ("인터넷이 자꾸자꾸자꾸자꾸끊겨요", 10, "인터넷이 자꾸자꾸…"),
        ("가나다라마바사", 5, "가나다라…"),
        (f"아{FAMILY}이{FAMILY}", 7, f"아{FAMILY}…"),
        (f"아{FAMILY}이{FAMILY}", 6, "아…"),
        ("🇰🇷🇩🇪🇺🇸", 4, "🇰🇷…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("", 10, ""),
    ],
)
def test_summary(text: str, width: int, line: str):
    assert summary(text, width) == line


@given(texts, st.integers(2, 30))
def test_a_summary_is_one_line_that_fits(text: str, width: int):
    line = summary(text, width)
    assert len(line) <= width
    assert "\n" not in line
    assert line == line.strip()
