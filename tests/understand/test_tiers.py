"""Tiers: each complete without the next, and honest about what is missing."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from gwidam.understand.heart import tiers
from gwidam.understand.heart.tiers import (
    Missing,
    Morpheme,
    Remote,
    Tier,
    best_tier,
    content_word,
    files,
    tier,
    words_of,
)
from gwidam.understand.heart.tiers.table import PATH, Table, write

from .fakes import Splitter


def test_t0_needs_nothing():
    assert tier("T0") == Tier("T0", None, None)
    assert tier("T0") is tier("T0")


def test_an_unknown_tier_is_refused():
    with pytest.raises(ValueError, match="'T9' is no tier"):
        tier("T9")
    with pytest.raises(Missing, match="address"):
        tier("T3")


@pytest.mark.parametrize(
    ("morpheme", "word"),
    [
        (Morpheme("요금", "NNG", 0, 2), "요금"),
        (Morpheme("끊기", "VV", 0, 2), "끊기다"),
        (Morpheme("곱", "VA-I", 0, 1), "곱다"),
        (Morpheme("WiFi", "SL", 0, 4), "wifi"),
        (Morpheme("은", "JX", 0, 1), ""),
        (Morpheme("ㅂ니다", "EF", 0, 3), ""),
        (Morpheme(".", "SF", 0, 1), ""),
    ],
)
def test_a_morpheme_stands_for_a_word_or_for_none(morpheme: Morpheme, word: str):
    assert content_word(morpheme) == word


def test_latin_words_end_where_their_letters_end_however_an_analyser_cuts_them():
    text = "over a week. 카드가 안 와요, 5G"
    cut = [
        Morpheme("over", "SL", 0, 4),
        Morpheme("a w", "SL", 5, 3),
        Morpheme("eek.", "SL", 8, 4),
        Morpheme("카드", "NNG", 13, 2),
        Morpheme("안", "MAG", 17, 1),
        Morpheme("오", "VV", 19, 1),
        Morpheme("5", "SN", 23, 1),
        Morpheme("G", "SL", 24, 1),
    ]
    assert words_of(text, cut) == ["over", "a", "week", "카드", "안", "오다", "5", "g"]


# -- the table ---------------------------------------------------------------------------------------------------


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.npz"
    write(path, ["요금", "비싸다", "로밍"], np.array([[3, 0], [0, 4], [1, 1]], dtype=np.float32))
    return path


def test_a_table_gives_the_mean_of_known_words(table: Path):
    rows = Table(Splitter(), table).embed(["요금", "요금 모르는 비싸다", "모르는", ""])
    assert np.allclose(rows, [[1, 0], [0.6, 0.8], [0, 0], [0, 0]], atol=0.01)
    assert rows.dtype == np.float32


def test_a_table_is_named_by_its_content(table: Path):
    assert Table(Splitter(), table).version == files.sha256(table)[:12]


def test_a_table_of_another_content_is_missing(table: Path):
    table.write_bytes(table.read_bytes() + b"x")
    with pytest.raises(Missing, match=r"table\.npz is damaged or another one"):
        Table(Splitter(), table)


def test_a_table_that_is_no_table_is_missing(table: Path):
    table.write_bytes(b"PK not really")
    table.with_name("table.npz.sha256").write_text(files.sha256(table))
    with pytest.raises(Missing, match=r"table\.npz cannot be read"):
        Table(Splitter(), table)


@pytest.mark.parametrize("lost", ["table.npz", "table.npz.sha256"])
def test_a_lost_file_is_missing(table: Path, lost: str):
    table.with_name(lost).unlink()
    with pytest.raises(Missing):
        Table(Splitter(), table)


def test_the_table_of_the_project_is_whole():
    assert files.checked_beside(PATH)[0] == PATH
    assert PATH.stat().st_size < 8_000_000


def test_a_package_that_is_not_installed_is_missing():
    with pytest.raises(Missing, match="no-such-package-of-ours is not installed"):
        files.checked_package("no-such-package-of-ours", (".so",))


def test_the_next_lower_tier_is_taken_and_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    shutil.copy(PATH, tmp_path / "table.npz")
    (tmp_path / "table.npz.sha256").write_text("0" * 64)
    monkeypatch.setattr(tiers, "_kiwi", lambda words: Splitter())
    monkeypatch.setattr("gwidam.understand.heart.tiers.table.PATH", tmp_path / "table.npz")
    monkeypatch.setattr(Table.__init__, "__defaults__", (tmp_path / "table.npz",))
    tier.cache_clear()
    try:
        found, troubles = best_tier("T1")
    finally:
        tier.cache_clear()
    assert found.name == "T0"
    assert [trouble.startswith("T1: The model file table.npz is damaged") for trouble in troubles] == [True]


# -- the company's server ----------------------------------------------------------------------------------------


class Answering(BaseHTTPRequestHandler):
    """Answers like an embedding server; what it is asked decides how well."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, self.headers.get("Authorization"), asked))
        if asked["model"] == "broken":
            self.send_error(500)
            return
        rows = [
            {"index": place, "embedding": [float(len(text)), 0.0]} for place, text in enumerate(asked["input"])
        ]
        if asked["model"] == "short":
            rows = rows[1:]
        body = json.dumps({"data": rows[::-1]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def remote(server: HTTPServer, name: str = "good", **more: str) -> Remote:
    return Remote(f"http://127.0.0.1:{server.server_port}/v1/", name, 2, **more)


def test_the_company_s_server_is_asked_for_texts_with_words(server: HTTPServer):
    rows = remote(server, key="secret").embed(["ab", "!?", "abcd"])
    assert rows.tolist() == [[1, 0], [0, 0], [1, 0]]
    ((path, key, asked),) = server.asked
    assert (path, key) == ("/v1/embeddings", "Bearer secret")
    assert asked == {"model": "good", "input": ["ab", "abcd"], "encoding_format": "float"}


@pytest.mark.parametrize("name", ["broken", "short"])
def test_a_server_that_answers_wrongly_is_missing(server: HTTPServer, name: str):
    with pytest.raises(Missing, match="gave no vectors"):
        remote(server, name).embed(["ab", "cd"])


def test_only_web_addresses_are_asked():
    with pytest.raises(Missing, match="must begin with"):
        Remote("file:///etc", "good", 2).embed(["ab"])
