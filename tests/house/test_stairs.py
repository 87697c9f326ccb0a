"""The stairs: a room knows only the steps below it, in its imports and in its foreign keys."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.apps import apps

HOUSE = Path(__file__).resolve().parents[2] / "gwidam"
STEPS = (
    {"loop", "reacting", "api", "cli", "demo", "desks", "urls", "apps"},
    {"change"},
    {"own"},
    {"understand"},
    {"listen"},
    {"moments"},
    {"people", "post"},
    {"core"},
)
HEIGHT = {room: len(STEPS) - place for place, rooms in enumerate(STEPS) for room in rooms}
ROOMS = ("core", "people", "post", "moments", "listen", "understand", "own", "change", "desks")


def rooms_imported(path: Path) -> set[str]:
    """Rooms that a file of the house imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            names = [node.module, *(f"{node.module}.{each.name}" for each in node.names)]
        found |= {parts[1] for name in names if (parts := name.split("."))[0] == "gwidam" and len(parts) > 1}
    return found & HEIGHT.keys()


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_from_lower_steps(room):
    wrong = {
        f"{path.relative_to(HOUSE)} imports {other}"
        for path in (HOUSE / room).rglob("*.py")
        for other in rooms_imported(path)
        if other != room and HEIGHT[other] >= HEIGHT[room]
    }
    assert wrong == set()


@pytest.mark.parametrize("room", ROOMS)
def test_a_foreign_key_points_only_to_lower_steps(room):
    wrong = {
        f"{model.__name__}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        if (other := field.related_model._meta.app_label) in HEIGHT
        if other != room and HEIGHT[other] >= HEIGHT[room]
    }
    assert wrong == set()


def test_rooms_do_not_use_signals_between_each_other():
    users = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        if "migrations" not in path.parts
        and any(
            isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db.models.signals")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        )
    }
    assert users == set()
