"""The tier a process reads at: the one that is wanted, or the next lower one that is whole."""

from __future__ import annotations

from functools import cache
from threading import Lock
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from gwidam.core.memory import remembered
from gwidam.people.models import Responsibility

from .heart.tiers import Missing, Remote, Tier, best_tier, remote_tier

_LOWER = {"T3": "T2"}


def present_tier() -> tuple[Tier, tuple[str, ...]]:
    """The tier to read at now, and a sentence for each higher one that cannot be used.

    Loaded once a process; what was missing is looked for again at every call, so that it comes back by itself.
    """
    with _turn:  # two threads that load an analyser at once would have two
        tier, troubles = _present()
    _held[:] = [tier]
    return tier, troubles


def held_tier() -> Tier:
    """The tier that this process has loaded; T0, which needs nothing, where it has loaded none. Takes no time."""
    return _held[0] if _held else best_tier("T0")[0]


_held: list[Tier] = []
_turn = Lock()


def _present() -> tuple[Tier, tuple[str, ...]]:
    wanted = settings.TIER
    if wanted != "T3":
        return best_tier(wanted, own_words())
    try:
        return remote_tier(_remote(settings.EMBEDDER_URL), own_words()), ()
    except Missing as trouble:
        tier, troubles = best_tier(_LOWER["T3"], own_words())
        return tier, (f"T3: {trouble}", *troubles)


@cache
def own_words() -> tuple[str, ...]:
    """Names of products the analyser keeps whole; as they were when the process began, as each list of words
    would load an analyser of its own, 300 MB."""
    return product_names()


@remembered
def product_names() -> tuple[str, ...]:
    """Names of products and services in the directory, sorted."""
    pairs = Responsibility.objects.values_list("product", "service")
    return tuple(sorted({name.strip() for pair in pairs for name in pair} - {""}))


def _remote(url: str | None) -> Remote:
    if not url:
        raise Missing("GWIDAM_EMBEDDER_URL is not set.")
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    host = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    try:
        return Remote(
            address=f"{parts.scheme}://{host}{parts.path}",
            name=asked["model"][0],
            dims=int(asked["dims"][0]),
            version=asked.get("version", ["1"])[0],
            key=unquote(parts.username) if parts.username else None,
        )
    except (KeyError, ValueError):
        raise Missing("GWIDAM_EMBEDDER_URL must say ?model=NAME&dims=NUMBER.") from None
