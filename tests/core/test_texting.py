import pytest

from gwidam.core.texting import texted


@pytest.mark.parametrize(
    ("words", "said", "size", "unshown"),
    [
        ("가a\r\n", "가a", 3, 0),
        ("\u1100\u1161", "가", 2, 0),  # written in parts
        ("갂똠햏", "갂똠햏", 6, 0),  # in CP949, not in EUC-KR
        ("고마워요 \U0001f44d\U0001f3fd", "고마워요 ??", 11, 2),
        ("\u2764\ufe0f", "?", 1, 1),
        ("10\u201320\u00a0\u20a9", "10-20 원", 8, 0),
        ("", "", 0, 0),
    ],
)
def test_words_are_counted_as_carriers_carry_them(words, said, size, unshown):
    found = texted(words)
    assert (found.words, found.size, found.unshown) == (said, size, unshown)


@pytest.mark.parametrize(("size", "kind"), [(90, "SMS"), (91, "LMS"), (2000, "LMS"), (2001, "")])
def test_the_kind_follows_from_the_bytes(size, kind):
    assert texted("a" * size).kind == kind
