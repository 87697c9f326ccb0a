"""The command line: every word explains itself, and what is wrong is one sentence."""

import os
import socket
import subprocess
import sys

import pytest

from gwidam.cli import main, ports
from gwidam.cli import test as test_word
from gwidam.cli.terminal import NotPossible, Progress
from gwidam.environment import SETTINGS

OWN_WORDS = ["up", "stop", "doctor", "web", "live", "work", "test"]


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith("GWIDAM_")}
    return subprocess.run(
        [sys.executable, "-m", "gwidam.cli", *words],
        env=clean | environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_every_word_and_every_setting(capsys):
    with pytest.raises(SystemExit) as ended:
        main.main(["--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert [word for word in OWN_WORDS if f"\n    {word} " not in shown] == []
    assert [setting.name for setting in SETTINGS if f"\n  {setting.name}" not in shown] == []


@pytest.mark.parametrize("word", OWN_WORDS)
def test_each_word_explains_itself(word, capsys):
    with pytest.raises(SystemExit) as ended:
        main.main([word, "--help"])
    assert ended.value.code == 0
    assert f"usage: gwidam {word}" in capsys.readouterr().out


def test_help_loads_neither_django_nor_a_database():
    code = """
import sys
from gwidam.cli.main import parser
parser()
print([name for name in ("django", "psycopg", "granian", "uvicorn") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_wrong_setting_stops_the_start_with_one_sentence():
    done = run("up", GWIDAM_LANGUAGE="kr")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "gwidam: GWIDAM_LANGUAGE is “kr”; allowed is ko or en.\n"


def test_a_taken_port_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(NotPossible) as caught:
            ports.check("127.0.0.1", port, "PORT")
        assert ports.first_free("127.0.0.1", port) != port
    assert str(caught.value) == (
        f"Port {port} of 127.0.0.1 is taken by another program, or not allowed; "
        f"end that program or set PORT to another number, for example PORT={port + 10}."
    )


def test_stop_is_content_when_nothing_runs(tmp_path):
    done = run("stop", GWIDAM_DATA=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, f"Gwidam was not running on {tmp_path}.\n")


def test_what_follows_test_is_pytests(capsys):
    assert main.parse(["test", "tests/own", "-k", "bounce", "-x"]).pytest == [
        "tests/own",
        "-k",
        "bounce",
        "-x",
    ]
    assert main.parse(["test"]).pytest == []


@pytest.mark.parametrize(
    ("line", "summary"),
    [
        ("12 passed in 3.40s", "12 passed in 3.40s"),
        (
            "=== 1 failed, 12 passed, 2 skipped in 63.40s (0:01:03) ===",
            "1 failed, 12 passed, 2 skipped in 63.40s (0:01:03)",
        ),
        ("1 error in 0.10s", "1 error in 0.10s"),
        ("no tests ran in 0.01s", "no tests ran in 0.01s"),
    ],
)
def test_the_closing_line_of_pytest_is_recognised(line, summary):
    found = test_word.SUMMARY.match(line)
    assert found is not None
    assert found[1].strip() == summary


def test_progress_without_a_terminal_is_plain_lines(capsys):
    with Progress("Importing", total=20_000) as progress:
        progress.advance(20_000)
    assert capsys.readouterr().err == "Importing: 0 of 20,000 (0 s)\nImporting: 20,000 of 20,000 (0 s)\n"


def test_the_doctor_says_what_is_wrong(tmp_path):
    done = run("doctor", GWIDAM_DATA=str(tmp_path), PORT="many")
    assert done.returncode == 1
    assert done.stdout.splitlines()[1:] == [
        "!!  PORT is “many”; allowed is a number from 1 to 65535.",
        "Lines with !! need you.",
    ]


def test_the_doctor_tells_of_a_secret_others_can_read_and_of_taken_ports(tmp_path):
    (tmp_path / "secret-key").write_text("x" * 64)
    (tmp_path / "secret-key").chmod(0o644)
    # Both ports are held here: one left free could be taken by whoever else is at work on this machine.
    with socket.create_server(("127.0.0.1", 0)) as pages, socket.create_server(("127.0.0.1", 0)) as live:
        ports = {"PORT": pages.getsockname()[1], "GWIDAM_LIVE_PORT": live.getsockname()[1]}
        done = run("doctor", GWIDAM_DATA=str(tmp_path), **{name: str(port) for name, port in ports.items()})
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line.startswith("!!")] == [
        f"!!  {tmp_path}/secret-key can be read by others; run: chmod 600 {tmp_path}/secret-key",
        *(
            f"!!  Port {port} of 127.0.0.1 is taken by another program, or not allowed; "
            f"end that program or set {name} to another number, for example {name}={port + 10}."
            for name, port in ports.items()
        ),
    ]
