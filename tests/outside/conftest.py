"""Tests with files from outside that open a browser take it from here."""

from __future__ import annotations

from tests.browser.house import browser, house, place, stream, web

__all__ = ["browser", "house", "place", "stream", "web"]
