"""Whatever dies is started again, and everything ends in turn; also when the supervisor itself is killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gwidam.cli import running
from gwidam.cli.postgres import Cluster
from gwidam.cli.postgres.processes import wait_for
from gwidam.cli.supervisor import Command, Database, Supervisor
from gwidam.cli.terminal import NotPossible

pytestmark = pytest.mark.slow

# Writes its number, has a child that ignores SIGTERM as a server's worker may, and ends when asked to.
PART = """
import os, signal, subprocess, sys, time
from gwidam.cli import lifeline
lifeline.GRACE = 0.2
lifeline.hold()
def end(*_):
    with open(sys.argv[1] + ".ended", "w") as file:
        file.write(str(time.monotonic()))
    sys.exit()
signal.signal(signal.SIGTERM, end)
child = subprocess.Popen([sys.executable, "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); time.sleep(60)"],
    stdout=subprocess.PIPE)
child.stdout.readline()
with open(sys.argv[1] + ".new", "w") as file:
    file.write(f"{os.getpid()} {child.pid}")
os.replace(sys.argv[1] + ".new", sys.argv[1])
time.sleep(60)
"""


def part(folder: Path, name: str) -> Command:
    """Return a part that writes the numbers of itself and its child into folder/name."""
    return Command(name, [sys.executable, "-c", PART, str(folder / name)], grace=5)


def numbers(path: Path) -> list[int]:
    """Return the numbers a part wrote, once it has."""
    assert wait_for(path.exists, 10)
    return [int(word) for word in path.read_text().split()]


def is_alive(number: int) -> bool:
    """Say whether a process lives; one that waits to be collected does not."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def run_while(supervisor: Supervisor, act: Callable[[], object]) -> None:
    """Run the supervisor in this thread, as its signal handlers need, while another acts, then end it."""
    with ThreadPoolExecutor(max_workers=1) as actor:
        acted = actor.submit(act)
        acted.add_done_callback(lambda _: supervisor.end())
        supervisor.run()
    acted.result()


def test_a_killed_part_is_started_again_without_its_leftovers(tmp_path):
    told: list[str] = []
    supervisor = Supervisor([part(tmp_path, "web")], told.append)

    def act() -> None:
        leader, child = numbers(tmp_path / "web")
        (tmp_path / "web").unlink()
        os.kill(leader, signal.SIGKILL)
        again, _ = numbers(tmp_path / "web")
        assert again != leader
        assert wait_for(lambda: not is_alive(child), 5)

    run_while(supervisor, act)
    assert told == ["web was ended by signal 9; starting it again in 0.2 s."]


def test_parts_stop_in_the_opposite_order_and_leave_nothing(tmp_path):
    names = ["first", "second", "third"]
    supervisor = Supervisor([part(tmp_path, name) for name in names], print)
    started: list[int] = []
    run_while(supervisor, lambda: started.extend(n for name in names for n in numbers(tmp_path / name)))
    ends = {name: float((tmp_path / f"{name}.ended").read_text()) for name in names}
    assert sorted(names, key=ends.__getitem__) == ["third", "second", "first"]
    assert len(started) == 6
    assert wait_for(lambda: not any(is_alive(number) for number in started), 5)


def test_a_part_that_cannot_stay_is_tried_again_and_again_with_longer_pauses(tmp_path):
    told: list[str] = []
    supervisor = Supervisor([Command("work", [sys.executable, "-c", "raise SystemExit(3)"])], told.append)
    run_while(supervisor, lambda: wait_for(lambda: len(told) >= 3, 10))
    assert told[:3] == [
        "work ended with status 3; starting it again in 0.2 s.",
        "work ended with status 3; starting it again in 0.4 s.",
        "work ended with status 3; starting it again in 0.8 s.",
    ]


def test_a_part_that_cannot_start_does_not_end_the_others(tmp_path):
    told: list[str] = []
    supervisor = Supervisor([Command("live", ["/no/such/program"]), part(tmp_path, "web")], told.append)
    run_while(supervisor, lambda: numbers(tmp_path / "web"))
    assert told[0] == (
        "live cannot start ([Errno 2] No such file or directory: '/no/such/program'); starting it again in 0.2 s."
    )


def test_a_signal_ends_it(tmp_path):
    supervisor = Supervisor([part(tmp_path, "web")], print)

    def act() -> None:
        numbers(tmp_path / "web")
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(0.5)  # so that the signal, not end(), is what ends it

    run_while(supervisor, act)
    assert (tmp_path / "web.ended").exists()
    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_the_database_is_started_again_after_kill_9(tmp_path):
    cluster = Cluster(tmp_path / "var", unsafe_fast=True)
    told: list[str] = []
    supervisor = Supervisor([Database(cluster, told.append)], told.append)

    def act() -> None:
        assert wait_for(cluster.is_ready, 30)
        killed = cluster.process_id()
        assert killed is not None
        os.kill(killed, signal.SIGKILL)
        assert wait_for(lambda: cluster.process_id() not in {None, killed} and cluster.is_ready(), 30)

    run_while(supervisor, act)
    assert "postgres ended; starting it again in 0.2 s." in told
    assert not cluster.is_running()


def test_parts_end_when_their_supervisor_is_killed(tmp_path):
    script = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_supervisor import part
from gwidam.cli.supervisor import Supervisor
Supervisor([part(Path(sys.argv[1]), "web")], print).run()
"""
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path), str(Path(__file__).parent)]) as supervisor:
        left = numbers(tmp_path / "web")
        assert [is_alive(number) for number in left] == [True, True]
        supervisor.kill()
    assert wait_for(lambda: not any(is_alive(number) for number in left), 5)


def test_only_one_runs_on_a_data_folder_and_a_dead_one_is_not_believed(tmp_path):
    assert running.find(tmp_path) is None
    with running.hold(tmp_path, "http://127.0.0.1:8000"):
        assert running.find(tmp_path) == running.Running(os.getpid(), "http://127.0.0.1:8000")
        with pytest.raises(NotPossible) as caught, running.hold(tmp_path, "http://127.0.0.1:9000"):
            pass
    assert str(caught.value) == (
        f"Gwidam is running on {tmp_path} already, process {os.getpid()}, at http://127.0.0.1:8000; "
        "`gwidam stop` ends it."
    )
    (tmp_path / "up.json").write_text('{"process_id": 1, "url": "http://127.0.0.1:8000"}')
    assert running.find(tmp_path) is None
