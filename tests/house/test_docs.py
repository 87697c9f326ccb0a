"""The docs say what is so: paths exist, diagrams are the tables, words and settings are all there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gwidam.change.rules import STEPS as IMPROVEMENT_STEPS
from gwidam.own.rules import HANDOFF_STEPS, STEPS, TALK_STEPS
from gwidam.own.rules.diagrams import diagram

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])


def pages(*names):
    return [page for page in PAGES if page.name in names]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_path_a_page_names_exists(page):
    named = re.findall(r"`((?:gwidam|tests|docs|bin)/[\w./-]+)`", page.read_text(encoding="utf-8"))
    missing = [path for path in named if not (CHECKOUT / path).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_link_and_picture_of_a_page_exists(page):
    linked = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    missing = [path for path in linked if not (page.parent / path).exists()]
    assert missing == []


def test_the_diagrams_are_the_transition_tables():
    rooms = (CHECKOUT / "docs/rooms.md").read_text(encoding="utf-8")
    assert diagram(STEPS, "open") in rooms
    assert diagram(HANDOFF_STEPS, "offered") in rooms
    assert diagram(TALK_STEPS, "waiting") in rooms
    assert diagram(IMPROVEMENT_STEPS, "proposed") in rooms


def test_the_docs_speak_of_the_product_alone():
    """No path of a machine, nothing of how the text came about."""
    telling = re.compile(r"(?<![\w.])/(?:work|home|root|tmp|farm)/\w|\bissue #?\d|\bhelper-\d", re.IGNORECASE)
    found = {
        f"{page.relative_to(CHECKOUT)}: {line.strip()}"
        for page in PAGES
        for line in page.read_text(encoding="utf-8").splitlines()
        if telling.search(line)
    }
    assert found == set()
