"""`gwidam demo`: who can sign in is said in words of this house only, and nobody's house is built upon."""

import subprocess
import sys
from pathlib import Path

import pytest

from gwidam.cli import demo
from gwidam.cli.terminal import NotPossible
from gwidam.demo.logins import SECOND_FACTOR, code_of, logins

SECRET = "a-secret-of-this-house-only-" + "x" * 20
OPERATOR = "taeyang.moon@daon.example"


def command(*words: str, data: Path) -> subprocess.CompletedProcess[str]:
    """Run the command on a data folder, as a process of its own."""
    environ = {"PATH": "/usr/bin:/bin", "GWIDAM_DATA": str(data), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "gwidam.cli", "demo", *words],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a house that has a demo's secret."""
    (tmp_path / demo.SECRET).write_text(SECRET)
    monkeypatch.setenv("GWIDAM_DATA", str(tmp_path))
    return tmp_path


def test_no_two_houses_have_the_same_password_or_second_factor():
    here, there = logins(SECRET), logins(SECRET + "y")
    assert [each.email for each in here] == [each.email for each in there]
    assert {each.password for each in here} & {each.password for each in there} == set()
    assert {each.totp for each in here if each.totp} & {each.totp for each in there if each.totp} == set()


def test_each_second_factor_has_a_secret_of_its_own():
    with_one = {each.email: each.totp for each in logins(SECRET) if each.totp}
    assert set(with_one) == set(SECOND_FACTOR)
    assert len(set(with_one.values())) == len(SECOND_FACTOR)


def test_a_password_is_long_enough_for_the_house():
    from django.contrib.auth.password_validation import validate_password

    assert [validate_password(each.password) for each in logins(SECRET)] == [None] * len(logins(SECRET))


def test_a_code_is_that_of_the_standard():
    # RFC 6238, appendix B, SHA-1: the last six digits at 59 s and at 1,111,111,109 s.
    totp = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert (code_of(totp, at=59), code_of(totp, at=1111111109)) == ("287082", "081804")


def test_code_is_printed_for_who_needs_one(data):
    done = command("--code", OPERATOR, data=data)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip().isdigit()
    assert len(done.stdout.strip()) == 6


def test_code_is_refused_to_who_needs_none(data):
    done = command("--code", "nari.kwon@daon.example", data=data)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "gwidam: nari.kwon@daon.example signs in without a code. These need one: eunjae.seo@daon.example, "
        "taeyang.moon@daon.example.\n"
    )


def test_code_without_a_demo_says_so(tmp_path):
    done = command("--code", OPERATOR, data=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"gwidam: No demo was built from {tmp_path}, so it has no codes.\n"
    assert not (tmp_path / demo.SECRET).exists()


def test_logins_are_written_where_nobody_else_reads(data, db):
    lines = list(demo.logins())
    path = data / demo.LOGINS
    assert path.stat().st_mode & 0o777 == 0o600
    password = logins(SECRET)[0].password
    assert [each.email for each in logins(SECRET) if not any(each.email in line for line in lines)] == []
    assert password in path.read_text(encoding="utf-8")
    assert any(line.endswith("/speak") for line in lines)


def test_a_house_with_people_of_its_own_is_not_built_upon(data, cast):
    with pytest.raises(NotPossible) as refused:
        demo.build(1, lambda line: None)
    assert str(refused.value).startswith("This house has people or voices of its own, so no demo is built.")
    assert demo.build_if_missing(lambda line: None) is False


def test_columns_stand_straight_under_wide_letters():
    assert demo.table([("a", "b"), ("운영", "c")]) == ["  a     b", "  운영  c"]
