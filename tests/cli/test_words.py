"""Translations are compiled when, and only when, somebody has changed them."""

import gettext
import os
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from gwidam.cli import words

PO = """
msgid ""
msgstr ""
"Language: ko\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Send"
msgstr "%s"
"""


def translation(source: Path) -> str:
    """Return what “Send” is in the compiled file."""
    with source.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext("Send")


@pytest.fixture
def source(tmp_path) -> Path:
    """A translation of one room, not compiled yet."""
    path = tmp_path / "listen" / "locale" / "ko" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(PO % "보내기", encoding="utf-8")
    return path


def test_a_translation_is_compiled_once_and_again_when_it_changes(tmp_path, source):
    assert words.compile_all(tmp_path) == [source]
    assert translation(source) == "보내기"
    assert words.compile_all(tmp_path) == []
    source.write_text(PO % "보낼게요", encoding="utf-8")
    os.utime(source, (2_000_000_000, 2_000_000_000))
    assert words.compile_all(tmp_path) == [source]
    assert translation(source) == "보낼게요"


def test_a_broken_translation_is_refused_and_the_old_one_stays(tmp_path, source):
    words.compile_all(tmp_path)
    source.write_text(PO % "보내기" + "nonsense\n", encoding="utf-8")
    os.utime(source, (2_000_000_000, 2_000_000_000))
    with pytest.raises(PoFileError):
        words.compile_all(tmp_path)
    assert translation(source) == "보내기"
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]
