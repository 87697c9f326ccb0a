"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

EMPTYING_TRIES = 5
WAITING = (
    "bench",
    "chaos",
    "cli",
)  # folders whose long tests wait for processes; a model in ours would stay there


def pytest_itemcollected(item: pytest.Item) -> None:
    """What runs apart bears the marker `apart`."""
    if is_apart(item):
        item.add_marker("apart")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts processes of its own comes first: it waits most of its time, and the other tests fill that."""
    items.sort(key=lambda item: not (item.get_closest_marker("apart") and item.path.parent.name in WAITING))


def is_apart(item: pytest.Item) -> bool:
    """Whether it takes long and stands apart from the database of the tests: with one of its own, or none."""
    is_slow = item.get_closest_marker("slow") and not item.get_closest_marker("django_db")
    return bool(is_slow) and not {"db", "transactional_db", "cast"} & set(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session", autouse=True)
def patient_emptying() -> Iterator[None]:
    """Emptying the tables is tried again where somebody's last question stood in its way, and takes the jobs along."""
    from django.db import OperationalError, connections
    from django.db.backends.postgresql.operations import DatabaseOperations
    from psycopg.errors import DeadlockDetected

    empty = DatabaseOperations.execute_sql_flush

    def patiently(self: DatabaseOperations, sql_list: list[str]) -> None:
        for tries_left in reversed(range(EMPTYING_TRIES)):
            try:
                empty(self, sql_list)
            except OperationalError as trouble:
                if not (tries_left and isinstance(trouble.__cause__, DeadlockDetected)):
                    raise
            else:
                break
        with connections[self.connection.alias].cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs")  # the queue is not Django's

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", patiently)
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """A database per test process, with the cast in it."""
    from django.db import connection

    from tests import cast as casting

    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            # Tests that commit are cleaned up by TRUNCATE, which the ledger otherwise refuses.
            cursor.execute("ALTER TABLE core_fact DISABLE TRIGGER core_fact_no_truncate")
        casting.assemble()


@pytest.fixture(autouse=True)
def fresh_memory(tmp_path: Path, settings: Any) -> Iterator[None]:
    """No test remembers another one's house, or leaves files in it."""
    from gwidam.core.ids import forget_block
    from gwidam.core.memory import forget

    settings.FILES = tmp_path / "files"
    settings.SHELF = tmp_path / "likeness"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    forget()
    forget_block()
    yield
    forget()


@pytest.fixture
def cast(db: None) -> Any:
    """The cast, assembled anew where a test that commits swept it away."""
    from django.db import connection

    from tests import cast as casting

    if found := casting.find():
        return found
    made = casting.assemble()
    with connection.cursor() as cursor:  # what waits to be checked could be neither truncated nor altered
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return made


@pytest.fixture
def at() -> Any:
    """Monday, 10:00 in Seoul."""
    from tests.cast import NOW

    return NOW
