"""Real mails that are not ours: broken, multi-charset, bounces, complaints, torture; and hostile strings in mails.

The corpora hold no expected values; what is compared exactly are legacy encodings with their UTF-8 twins.
"""

from __future__ import annotations

import html.parser
import json
import os
import time
from pathlib import Path

import pytest

from gwidam.listen.mail import House, Reader, fold, judge, line_of, read
from gwidam.listen.mail.boxes import mails_in

SHARED = Path(os.environ.get("GWIDAM_SHARED") or Path(__file__).resolve().parents[3] / "shared")
MAILS = SHARED / "data" / "mail"
CJK = SHARED / "data" / "encodings" / "cjk"
HOSTILE = SHARED / "data" / "hostile"
NO_MAILS = {".md", ".png", ".wav"}

pytestmark = pytest.mark.skipif(
    not MAILS.is_dir(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
)


def files_of(corpus: str) -> list[Path]:
    files = (path for path in (MAILS / corpus).rglob("*") if path.is_file() and path.suffix not in NO_MAILS)
    left_out = ("LICENSE", "_valid.txt", ".gitattributes")
    return sorted(path for path in files if not any(word in path.name for word in left_out))


@pytest.mark.parametrize(("corpus", "count"), [("cpython", 48), ("flanker", 76), ("ruby", 104)])
def test_every_mail_gives_a_line_within_its_bounds(corpus: str, count: int) -> None:
    lines, longest = [], 0.0
    with Reader() as reader:
        for raw in (each for path in files_of(corpus) for each in mails_in(path.read_bytes())):
            began = time.monotonic()
            mail = reader.read(raw)
            lines.append(json.dumps(line_of(mail, judge(mail, House()), fold(mail.text))))
            longest = max(longest, time.monotonic() - began)
            assert "".join(each.text for each in fold(mail.text)) == mail.text
            assert {"unreadable", "too-much"}.isdisjoint(problem.code for problem in mail.problems)
    assert (len(lines), reader.restarts, longest < 10) == (count, 0, True)


@pytest.mark.parametrize(
    "name",
    ["cp949", "euc_kr", "johab", "iso2022_kr", "iso2022_jp", "euc_jp", "shift_jis", "big5", "gb2312", "gbk"],
)
def test_legacy_encodings_read_like_their_twins(name: str) -> None:
    body = (CJK / f"{name}.txt").read_bytes()
    twin = (CJK / f"{name}-utf8.txt").read_text(encoding="utf-8")
    raw = b"Subject: x\nContent-Type: text/plain; charset=%b\n\n%b" % (name.replace("_", "-").encode(), body)
    assert read(raw).text == twin.replace("\r\n", "\n")


@pytest.mark.parametrize("report", ["zed.eml", "delayed.eml", "no-mx.eml", "gmail-no-dns.eml", "broken-mime.eml"])
def test_bounces_are_known(report: str) -> None:
    mail = read((MAILS / "flanker" / "messages" / "bounce" / report).read_bytes())
    kinds = {"zed": "hard", "delayed": "soft", "no-mx": "delayed", "gmail-no-dns": "hard", "broken-mime": "soft"}
    assert {each.filter: each.verdict for each in judge(mail, House())}["bounce"] == kinds[Path(report).stem]


class _Tags(html.parser.HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "iframe", "object", "embed", "form", "input", "svg", "math", "base", "meta"}:
            self.wrong.append(tag)
        for name, value in attrs:
            scheme = (value or "").strip().partition(":")[0].lower()
            if name.startswith("on") or name in {"style", "srcdoc", "background", "srcset"}:
                self.wrong.append(f"{tag} {name}")
            if name == "href" and scheme not in {"http", "https", "mailto", "tel"}:
                self.wrong.append(f"{tag} {name}={value}")
            if name == "src" and scheme not in {"cid", "data"}:
                self.wrong.append(f"{tag} {name}={value}")


def payloads() -> list[str]:
    lists = [*(HOSTILE / "xss").rglob("*.txt"), *(HOSTILE / "naughty-strings").rglob("*.txt")]
    return [line for path in lists for line in path.read_text(encoding="utf-8", errors="replace").splitlines()]


@pytest.mark.slow  # some thousand payloads, each a mail of its own
def test_no_payload_survives_in_html() -> None:
    found = payloads()
    wrong = {}
    for payload in found:
        mail = read(b"Subject: x\nContent-Type: text/html; charset=utf-8\n\n" + payload.encode("utf-8", "replace"))
        tags = _Tags()
        tags.feed(mail.html_sanitised or "")
        if tags.wrong:
            wrong[payload] = tags.wrong
    assert (wrong, len(found) > 500) == ({}, True)
