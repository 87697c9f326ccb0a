"""HTML of mails: nothing in it runs or calls out, and its words are kept."""

from __future__ import annotations

import pytest

from gwidam.listen.mail.parsing.html import sanitise, text_of, with_pictures


def text(source: str) -> str:
    return text_of(sanitise(source).without_notes)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p onclick=x()>a<script>alert(1)</script></p>", "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer nofollow">a</a>'),
        (
            '<a href="https://x.kr/" target=_top>a</a>',
            '<a href="https://x.kr/" rel="noopener noreferrer nofollow">a</a>',
        ),
        ('<p style="background:url(//x)" class=y id=z>a</p>', "<p>a</p>"),
        ("<svg><a xlink:href=javascript:x>b</a></svg>c", "c"),
        ("<form action=//x><input name=y>a</form>", "a"),
        ('<img src="cid:pic" alt="a">', '<img src="cid:pic" alt="a">'),
        ('<img src="data:image/png;base64,AA==">', '<img src="data:image/png;base64,AA==">'),
        ('<img src="data:image/svg+xml;base64,AA==">', "<span>[막은 그림 · blocked image]</span>"),
        ('<img src="HTTP://x/a.png" alt="로고">', "<span>[막은 그림 · blocked image: 로고]</span>"),
        ('<img srcset="//x 2x">', "<span>[막은 그림 · blocked image]</span>"),
        (
            '<table background="//x"><tr><td>a</td></tr></table>',
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
    ],
)
def test_only_what_is_on_the_list_stays(source: str, html: str) -> None:
    assert sanitise(source).html == html


def test_blocked_pictures_are_counted() -> None:
    source = '<img src="//x/a"><img src="cid:b"><table background="https://x/c"></table><img src=http://x/d>'
    assert sanitise(source).blocked_images == 3


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<p>a\nb</p><p>c&amp;d&nbsp;e</p>", "a b\nc&d e"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("<pre>a\n  b</pre>", "a\nb"),
        ("a<blockquote>b<blockquote>c</blockquote></blockquote>d", "a\n> b\n>> c\nd"),
        ("<style>p{}</style><title>x</title><p>a</p>", "a"),
        ('<img src="http://x/a" alt="y">a', "a"),
        ("1 &lt; 2 <b>bold</b>", "1 < 2 bold"),
    ],
)
def test_the_words_of_a_page(source: str, said: str) -> None:
    assert text(source) == said


def test_pictures_stand_at_their_addresses_here_or_are_told_to_be_missing() -> None:
    page = '<img src="cid:a%26b@x" alt="그림" width="9"><img src="CID:none" alt="없음"><img src="cid:bare">'
    shown = with_pictures(sanitise(page).html, {"a&b@x": 'https://v.example/p/"t"?a=1&b=2'})
    assert shown == (
        '<img src="https://v.example/p/&quot;t&quot;?a=1&amp;b=2" alt="그림" width="9">'
        "<span>[없는 그림 · missing image: 없음]</span><span>[없는 그림 · missing image]</span>"
    )


def test_an_embedded_picture_stays_as_it_is() -> None:
    page = sanitise('<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">').html
    assert (with_pictures(page, {}), page.count("data:image/png")) == (page, 1)
