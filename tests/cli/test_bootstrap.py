"""bin/gwidam, before there is an environment: what can be told without a network."""

import fcntl
import importlib.util
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from gwidam.environment import CHECKOUT

SCRIPT = CHECKOUT / "bin" / "gwidam"


@pytest.fixture
def script() -> ModuleType:
    """The script as a module."""
    loader = SourceFileLoader("gwidam_script", str(SCRIPT))
    spec = importlib.util.spec_from_loader("gwidam_script", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


@pytest.fixture
def venv(tmp_path) -> Path:
    """An environment with a python that runs."""
    (tmp_path / "my venv" / "bin").mkdir(parents=True)
    (tmp_path / "my venv" / "bin" / "python").symlink_to(sys.executable)
    return tmp_path / "my venv"


@pytest.fixture
def lock(tmp_path) -> Path:
    """A lock of two packages."""
    path = tmp_path / "requirements.lock"
    path.write_text(
        "# made by hand\none==1 \\\n    --hash=sha256:00\ntwo==2 \\\n    --hash=sha256:11\n    # via one==1\n"
    )
    return path


def stamp(script: ModuleType, venv: Path, locks: list[Path]) -> None:
    """Mark `venv` as made from `locks`."""
    (venv / script.STAMP).write_text("\n".join(script.marks(venv, locks)) + "\n")


def test_an_old_python_is_told_which_it_needs():
    old = f"import sys; sys.version_info = (3, 9, 2); exec(open({str(SCRIPT)!r}).read())"
    done = subprocess.run([sys.executable, "-c", old], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "gwidam: Gwidam needs Python 3.11 or later, and this is 3.9; "
        "start it with a newer one, for example: python3.12 bin/gwidam up\n"
    )


def test_an_environment_is_made_once(script, venv, lock):
    assert not script.is_made(venv, [lock])
    stamp(script, venv, [lock])
    assert script.is_made(venv, [lock])


def test_an_environment_is_made_again_when_a_lock_changes(script, venv, lock):
    stamp(script, venv, [lock])
    lock.write_text(lock.read_text().replace("one==1", "one==1.1"))
    assert not script.is_made(venv, [lock])


def test_tests_need_the_second_lock_and_up_is_content_with_both(script, venv, lock, tmp_path):
    second = tmp_path / "requirements-dev.lock"
    second.write_text("three==3 --hash=sha256:22\n")
    stamp(script, venv, [lock])
    assert not script.is_made(venv, [lock, second])
    stamp(script, venv, [lock, second])
    assert script.is_made(venv, [lock])


def test_an_environment_that_was_moved_or_lost_its_python_is_made_again(script, venv, lock):
    stamp(script, venv, [lock])
    moved = venv.rename(venv.with_name("moved"))
    assert not script.is_made(moved, [lock])
    moved.rename(venv)
    (venv / "bin" / "python").unlink()
    assert not script.is_made(venv, [lock])


def test_two_starts_at_once_wait_for_each_other(script, tmp_path):
    other = os.open(tmp_path, os.O_RDONLY)
    try:
        with script.locked(tmp_path), pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(other)
    assert list(tmp_path.iterdir()) == []


def test_what_failed_is_told_with_its_last_words(script):
    words = [sys.executable, "-c", "print('no such package'); raise SystemExit(1)"]
    with pytest.raises(script.Failed) as caught:
        script.run(words, "the packages cannot be installed")
    assert str(caught.value) == (
        f"the packages cannot be installed; the last words of {Path(sys.executable).name} were:\n  no such package"
    )


def test_progress_is_a_line_every_quarter_where_nobody_watches(script, capsys):
    bar = script.Bar(8)
    bar.see("Collecting one==1")
    bar.see("  Downloading one-1.whl")
    bar.see("Processing ./two-2.whl")
    bar.see("Ignoring three: markers do not match")
    bar.see("Requirement already satisfied: four==4")
    assert capsys.readouterr().err == "  2 of 8\n  4 of 8\n"
    for number in range(12):
        bar.see(f"Collecting package-{number}")
    bar.end()
    assert capsys.readouterr().err == "  6 of 8\n  8 of 8\n"


def test_the_installer_keeps_no_cache_without_a_home(script, venv, monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("HOME", "")
    python = str(venv / "bin" / "python")
    assert script.installer(venv) == [
        python, "-m", "pip", "install", "--disable-pip-version-check", "--no-cache-dir",
    ]  # fmt: skip
