"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

EMPTYING_TRIES = 5
# Folders whose tests wait more than they compute; each stands at the head of a share of the whole, so that the
# test processes, which begin with a share each, do not all wait at the end.
HEADS = ("chaos", "browser", "outside")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the whole suite by HEADS; a folder stays together, as some keep what all its tests use."""
    folder = {item: item.path.relative_to(Path(__file__).parent).parts[0] for item in items}
    heads = [[item for item in items if folder[item] == name] for name in HEADS]
    others = [item for item in items if folder[item] not in HEADS]
    share = len(items) // len(HEADS)
    ordered: list[pytest.Item] = []
    for head in heads:
        rest = max(share - len(head), 0)
        ordered += head + others[:rest]
        del others[:rest]
    items[:] = ordered + others


@pytest.fixture(scope="session", autouse=True)
def patient_emptying() -> Iterator[None]:
    """Emptying the tables is tried again where somebody's last question stood in its way."""
    from django.db import OperationalError
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
                return

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
    from tests import cast as casting

    return casting.find() or casting.assemble()


@pytest.fixture
def at() -> Any:
    """Monday, 10:00 in Seoul."""
    from tests.cast import NOW

    return NOW
