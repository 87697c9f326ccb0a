"""Gwidam's own PostgreSQL: made, found again, recovered after a kill, refused when it could forget."""

import os
import pwd
import shutil
import signal
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from gwidam.cli.postgres import Cluster, DatabaseTrouble, ensure, footing, programs
from gwidam.cli.postgres.initdb import tuning
from gwidam.cli.postgres.processes import wait_for

pytestmark = pytest.mark.slow
NOBODY = pwd.getpwnam("nobody").pw_uid
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A data folder with a stopped cluster, made once; tests copy it."""
    data = tmp_path_factory.mktemp("made") / "var"
    ensure(data, unsafe_fast=True).stop()
    return data


@pytest.fixture
def data(made, tmp_path) -> Iterator[Path]:
    """A copy of the made data folder; whatever runs in it is stopped afterwards."""
    shutil.copytree(made, tmp_path / "my var")
    yield tmp_path / "my var"
    Cluster(tmp_path / "my var").stop()


def ask(cluster: Cluster, question: str) -> object:
    """Return the one value that answers a question to the database."""
    with psycopg.connect(cluster.url) as connection:
        row = connection.execute(question).fetchone()
    assert row is not None
    return row[0]


def test_the_application_is_no_superuser_and_nothing_listens_on_the_network(data):
    cluster = ensure(data, unsafe_fast=True)
    assert ask(
        cluster, "SELECT (rolname, rolsuper, rolcreatedb)::text FROM pg_roles WHERE rolname = current_user"
    ) == ("(gwidam,f,t)")
    assert ask(cluster, "SHOW listen_addresses") == ""
    assert stat.S_IMODE((data / "postgres").stat().st_mode) == 0o700


def test_hangul_are_letters(data):
    cluster = ensure(data, unsafe_fast=True)
    assert ask(cluster, "SELECT '요금' ~ '^[[:alpha:]]+$'") is True
    assert ask(cluster, "SHOW server_encoding") == "UTF8"


def test_a_second_start_uses_the_running_server(data):
    first = ensure(data, unsafe_fast=True)
    told: list[str] = []
    second = ensure(data, unsafe_fast=True, tell=told.append)
    assert (second.process_id(), told) == (first.process_id(), [])


def test_what_was_committed_survives_kill_9(data):
    cluster = ensure(data)
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE voice (text text)")
        connection.execute("INSERT INTO voice VALUES ('들어 주세요')")
    killed = cluster.process_id()
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert wait_for(lambda: not cluster.is_running(), 5)
    assert not cluster.is_ready()
    cluster.start()
    assert cluster.process_id() != killed
    assert ask(cluster, "SELECT text FROM voice") == "들어 주세요"


def test_a_dead_servers_number_taken_by_another_process_does_not_stop_the_start(data):
    # In a container that starts again, the numbers are the same and belong to others.
    marks = data / "postgres" / "postmaster.pid", data / "postgres" / ".s.PGSQL.5432.lock"
    for mark in marks:
        mark.write_text(f"{os.getpid()}\n{data}/postgres\n0\n5432\n\n\n\nready\n")
    cluster = Cluster(data, unsafe_fast=True)
    assert not cluster.is_running()
    cluster.start()
    assert cluster.is_ready()


def test_stop_says_whether_there_was_something_to_stop(data):
    cluster = ensure(data, unsafe_fast=True)
    assert [cluster.stop(), cluster.stop()] == [True, False]
    assert not cluster.is_ready()


def test_a_server_that_could_forget_is_refused(data):
    with (data / "postgres" / "postgresql.conf").open("a") as conf:
        conf.write("fsync = off\nsynchronous_commit = off\n")
    cluster = Cluster(data)
    with pytest.raises(DatabaseTrouble) as caught:
        cluster.start()
    assert str(caught.value) == (
        "PostgreSQL runs with fsync, synchronous_commit off and could forget voices it has confirmed; "
        "switch it on in its settings. "
        "(Only a throwaway test database may run so, with GWIDAM_UNSAFE_FAST=1.)"
    )
    assert not cluster.is_running()


def test_a_throwaway_server_that_runs_is_refused_but_left_to_its_owner(data):
    throwaway = ensure(data, unsafe_fast=True)
    with pytest.raises(DatabaseTrouble, match="runs with fsync, full_page_writes, synchronous_commit off"):
        ensure(data)
    assert throwaway.is_ready()


def test_a_server_that_cannot_start_says_why(data):
    with (data / "postgres" / "postgresql.conf").open("a") as conf:
        conf.write("shared_buffers = much\n")
    with pytest.raises(DatabaseTrouble, match=r'ended at once: .*invalid value for parameter "shared_buffers"'):
        ensure(data, unsafe_fast=True)


def test_half_a_cluster_is_thrown_away(tmp_path):
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18")
    cluster = ensure(tmp_path, unsafe_fast=True)
    try:
        assert cluster.is_ready()
        assert not (tmp_path / "postgres.new").exists()
    finally:
        cluster.stop()


def test_a_folder_with_something_else_is_not_touched(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "diary.txt").write_text("dear")
    with pytest.raises(DatabaseTrouble, match="is no database of Gwidam, and not empty; move it away"):
        ensure(tmp_path)
    assert [path.name for path in (tmp_path / "postgres").iterdir()] == ["diary.txt"]


def test_a_path_too_long_for_a_socket_gets_a_private_folder(made, tmp_path):
    data = tmp_path / ("긴이름" * 20) / "var"
    shutil.copytree(made, data)
    cluster = Cluster(data, unsafe_fast=True)
    folder = cluster.socket_folder()
    assert folder.parent == Path("/tmp")
    try:
        cluster.start()
        assert cluster.is_ready()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert Cluster(data).url == cluster.url
    finally:
        cluster.stop()
        folder.rmdir()


def test_a_private_folder_of_somebody_else_is_refused(made, tmp_path):
    data = tmp_path / ("긴이름" * 20) / "var"
    shutil.copytree(made, data)
    cluster = Cluster(data, unsafe_fast=True)
    cluster.socket_folder().symlink_to(tmp_path)
    try:
        with pytest.raises(DatabaseTrouble, match="belongs to somebody else; set GWIDAM_DATA to a shorter path"):
            cluster.start()
        assert not cluster.is_running()
    finally:
        cluster.socket_folder().unlink()


def test_programs_are_the_chosen_ones_or_none(tmp_path):
    with pytest.raises(DatabaseTrouble) as caught:
        programs.find(tmp_path)
    assert str(caught.value) == f"GWIDAM_PG_BIN is {tmp_path}, where initdb and postgres do not both run."


def test_a_cluster_of_another_version_is_told(data):
    (data / "postgres" / "PG_VERSION").write_text("14\n")
    with pytest.raises(DatabaseTrouble, match=r"was written by PostgreSQL 14, but only version .* was found"):
        ensure(data)


@only_root
def test_as_root_no_file_changes_its_owner(data):
    mode = stat.S_IMODE(data.parent.stat().st_mode)
    ensure(data, unsafe_fast=True)
    assert {path.lstat().st_uid for path in data.rglob("*")} == {0}
    assert stat.S_IMODE(data.parent.stat().st_mode) == mode


@only_root
def test_a_cluster_of_another_user_runs_as_that_user(made):
    with tempfile.TemporaryDirectory() as reachable:
        Path(reachable).chmod(0o711)
        data = Path(reachable) / "var"
        shutil.copytree(made, data)
        for path in (data / "postgres", *(data / "postgres").rglob("*")):
            os.chown(path, NOBODY, -1)
        cluster = ensure(data, unsafe_fast=True)
        try:
            assert cluster.is_ready()
            assert Path(f"/proc/{cluster.process_id()}").stat().st_uid == NOBODY
        finally:
            cluster.stop()


@only_root
def test_where_no_other_user_can_reach_the_folder_a_sentence_says_so(tmp_path):
    tmp_path.chmod(0o700)
    (tmp_path / "postgres").mkdir()
    os.chown(tmp_path / "postgres", NOBODY, -1)
    with pytest.raises(DatabaseTrouble, match="start Gwidam as an ordinary user, put GWIDAM_DATA"):
        footing.choose(programs.find(None), tmp_path / "postgres")
    assert (tmp_path / "postgres").stat().st_uid == NOBODY
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


@pytest.mark.parametrize(("memory", "shared"), [(512, 128), (4096, 256), (24_000, 1500), (500_000, 2048)])
def test_the_database_takes_a_sixteenth_of_the_memory(memory, shared):
    assert f"shared_buffers = {shared}MB\n" in tuning(memory)
