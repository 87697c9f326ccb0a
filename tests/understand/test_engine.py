"""The engine of e5 made for this processor: only from its source, only whole, only if it says the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from gwidam.understand.heart.tiers import Missing, engine


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "e5.c").write_text("int e5_load(void) { return 0; }\n")
    return tmp_path


def test_without_its_source_there_is_no_engine_of_ours(tmp_path: Path):
    assert engine.built(tmp_path) is None
    with pytest.raises(Missing, match="the one that came with it is used"):
        engine.build(tmp_path)


def test_without_a_compiler_the_packaged_engine_stays(package: Path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Missing, match="There is no C compiler"):
        engine.build(package)


def test_a_source_that_is_no_program_makes_nothing(package: Path):
    (package / "e5.c").write_text("no program")
    with pytest.raises(Missing, match="cannot be made"):
        engine.build(package)
    assert [each.name for each in package.iterdir()] == ["e5.c"]


def test_an_engine_that_says_something_else_is_not_kept(package: Path):
    with pytest.raises(Missing, match="cannot be made"):
        engine.build(package)
    assert engine.built(package) is None


def test_an_engine_is_kept_for_one_source_and_one_processor(package: Path, monkeypatch):
    def tried(draft: Path) -> None:
        assert draft.is_file()

    monkeypatch.setattr(engine, "_try", tried)
    made = engine.build(package)
    assert (engine.built(package), engine.build(package)) == (made, made)
    (package / "e5.c").write_text("int e5_load(void) { return 1; }\n")
    assert engine.built(package) is None


def test_the_source_is_made_quicker_where_it_is_written_as_known():
    known = "for (;;) { int ro = nout - oo < RO ? nout - oo : RO; }\n"
    assert engine._hastened(known).endswith("for (;;) { enum { ro = RO }; }\n")
    assert engine._hastened("int other;\n").endswith("int other;\n")
