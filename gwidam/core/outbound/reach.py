"""Where a call may lead. An address is looked up once, checked, and that very address is called.

A name may answer differently each time it is asked (DNS rebinding), so a check when the address is entered, or
a second look-up at the connection, would protect nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
)
from typing import Any
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]
Place = tuple[socket.AddressFamily, Any]  # what a socket connects to
Resolve = Callable[..., Sequence[tuple[Any, ...]]]  # socket.getaddrinfo

NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")  # RFC 8215
PORTS = frozenset({80, 443})
FIRST_FREE_PORT = 1024  # below it live mail, directories and shells, which an HTTP request must not be sent to
LONGEST_URL = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address on the web, taken apart."""

    is_tls: bool
    host: str
    port: int
    path: str

    @property
    def host_header(self) -> str:
        """Host, and port where it is not the scheme's own (RFC 9110, 7.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.is_tls else 80) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What the operator of the machine allows besides public addresses by HTTPS."""

    networks: Networks = ()
    plain: bool = False  # http://, too

    def target(self, url: str) -> Target:
        """The address taken apart. Raises ValueError, with a code, for one that is never called.

        The codes: 'not_url', 'not_https', 'port'.
        """
        try:
            parts = urlsplit(url)
            host = (
                (parts.hostname or "").encode("idna").decode()
                if not _is_literal(parts.hostname)
                else parts.hostname
            )
            port = parts.port
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            path.encode("ascii")
        except ValueError:
            raise ValueError("not_url") from None
        odd = (
            "@" in parts.netloc or parts.fragment or len(url) > LONGEST_URL or not url.isprintable() or " " in url
        )
        if parts.scheme not in ("http", "https") or not host or odd or not path.startswith("/"):
            raise ValueError("not_url")
        if parts.scheme == "http" and not self.plain:
            raise ValueError("not_https")
        port = port if port is not None else (443 if parts.scheme == "https" else 80)
        if port not in PORTS and port < FIRST_FREE_PORT:
            raise ValueError("port")
        return Target(is_tls=parts.scheme == "https", host=host, port=port, path=path)

    def places(self, target: Target, resolve: Resolve) -> list[Place]:
        """What the name stands for, now, as far as it may be called. Raises OSError where it stands for nothing."""
        found = resolve(target.host, target.port, type=socket.SOCK_STREAM)
        return [
            (family, place)
            for family, _, _, _, place in found
            if family in (socket.AF_INET, socket.AF_INET6) and self.admits(place[0])
        ]

    def admits(self, written: str) -> bool:
        """Whether this IP address is public, or in a network that is allowed.

        IPv4 inside IPv6 (mapped, translated, tunnelled) is judged as the IPv4 address it leads to.
        """
        try:
            address = inner(ip_address(written.partition("%")[0]))
        except ValueError:
            return False
        if any(address in network for network in self.networks if network.version == address.version):
            return True
        is_odd = address.is_multicast or address.is_reserved or getattr(address, "is_site_local", False)
        return address.is_global and not is_odd


def inner(address: Address) -> Address:
    """The IPv4 address that an IPv6 address leads to, where it does."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in NAT64_LOCAL:
        return IPv4Address(0)  # translated as somebody's own network likes: never public
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else address)


def _is_literal(host: str | None) -> bool:
    return host is not None and ":" in host
