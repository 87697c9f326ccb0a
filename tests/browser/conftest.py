"""Every test here drives real Chromium."""

from __future__ import annotations

import pytest

from .house import browser, house, place, stream, web

__all__ = ["browser", "house", "place", "stream", "web"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
