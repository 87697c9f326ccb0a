"""From what an operator wrote to what the code uses; each parser raises ValueError on anything else."""

from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo


def parse_number(low: int, high: int) -> Callable[[str], int]:
    """Return a parser of whole numbers from `low` to `high`, both included."""

    def parse(text: str) -> int:
        if not text.isascii() or not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(text)
        return int(text)

    return parse


def parse_switch(text: str) -> bool:
    """Read 1/true/yes/on or 0/false/no/off."""
    switches = {"1": True, "true": True, "yes": True, "on": True}
    switches |= {"0": False, "false": False, "no": False, "off": False}
    try:
        return switches[text.lower()]
    except KeyError:
        raise ValueError(text) from None


def parse_choice(*choices: str) -> Callable[[str], str]:
    """Return a parser that takes one of `choices` and nothing else."""

    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(text)
        return text

    return parse


def parse_url(*schemes: str) -> Callable[[str], str]:
    """Return a parser of absolute URLs with one of `schemes`; a trailing slash is dropped."""

    def parse(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in schemes or not parts.hostname or parts.port == 0:
            raise ValueError(text)
        return text.rstrip("/")

    return parse


def parse_database_url(text: str) -> str:
    """Take a PostgreSQL URL that names a database."""
    parts = urlsplit(text)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2 or parts.port == 0:
        raise ValueError(text)
    return text


def parse_hosts(text: str) -> tuple[str, ...]:
    """Read host names between commas; `*` alone means any."""
    hosts = tuple(host.strip() for host in text.split(",") if host.strip())
    if not hosts or any("/" in host or " " in host for host in hosts):
        raise ValueError(text)
    return hosts


def parse_time_zone(text: str) -> str:
    """Take a name of the IANA time zone database."""
    try:
        return ZoneInfo(text).key
    except (OSError, LookupError, ValueError):
        raise ValueError(text) from None


def parse_folder(text: str) -> Path:
    """Read a folder, `~` and relative paths resolved now, so that a later `cd` changes nothing."""
    return Path(text).expanduser().resolve()


def parse_secret_key(text: str) -> str:
    """Take a key long enough that nobody guesses it."""
    if len(text) < 32:
        raise ValueError(text)
    return text


def parse_address(text: str) -> str:
    """Take something that can stand after From: in a mail."""
    if "@" not in text or "\n" in text or "\r" in text:
        raise ValueError(text)
    return text


def parse_networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Read networks between commas, such as 10.2.0.0/16, fd00::/8 or one address alone."""
    return tuple(ip_network(each.strip()) for each in text.split(",") if each.strip())
