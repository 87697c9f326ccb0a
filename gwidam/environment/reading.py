"""From the process environment to one `Environment`."""

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .folder import default_data, kept_secret
from .settings import OTHER_NAMES, PREFIX, SETTINGS, Setting
from .wrong import WrongSetting


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What the operator decided, parsed and checked."""

    data: Path
    secret_key: str
    database_url: str | None
    port: int
    bind: str
    live_port: int
    house_name: str
    public_url: str
    live_url: str
    allowed_hosts: tuple[str, ...]
    behind_proxy: bool
    smtp_url: str | None
    mail_from: str
    letters_a_day: int
    outbound_networks: tuple[IPv4Network | IPv6Network, ...]
    outbound_http: bool
    asterisk_url: str | None
    time_zone: str
    language: str
    tier: str
    embedder_url: str | None
    debug: bool
    web_workers: int
    web_threads: int
    pg_bin: Path | None
    unsafe_fast: bool
    test_database_url: str | None


def read(environ: Mapping[str, str] = os.environ) -> Environment:
    """Parse `environ`; make the data folder and its secret key where they are missing.

    Raises WrongSetting with one sentence that says which setting is wrong and what is allowed.
    """
    refuse_unknown(environ)
    given = {
        setting.field: parse_setting(setting, text)
        for setting in SETTINGS
        if (text := written_value(setting, environ)) is not None
    }
    data = given.get("data") or default_data()
    port = given.get("port", 8000)
    live_port = given.get("live_port", port + 1 if port < 65535 else port - 1)
    public_url = given.get("public_url", f"http://127.0.0.1:{port}")
    host = urlsplit(public_url).hostname or "127.0.0.1"
    defaults: dict[str, Any] = {
        "data": data,
        "database_url": None,
        "port": port,
        "bind": "127.0.0.1",
        "live_port": live_port,
        "house_name": "귀담",
        "public_url": public_url,
        "live_url": f"{urlsplit(public_url).scheme}://{bracketed(host)}:{live_port}",
        "allowed_hosts": tuple(dict.fromkeys(("127.0.0.1", "localhost", "[::1]", bracketed(host)))),
        "behind_proxy": False,
        "smtp_url": None,
        "mail_from": f"gwidam@{host if '.' in host and not host[-1].isdigit() else 'localhost'}",
        "letters_a_day": 20,
        "outbound_networks": (),
        "outbound_http": False,
        "asterisk_url": None,
        "time_zone": "Asia/Seoul",
        "language": "ko",
        "tier": "T1",
        "embedder_url": None,
        "debug": False,
        "web_workers": 2,
        "web_threads": 4,
        "pg_bin": None,
        "unsafe_fast": False,
        "test_database_url": None,
    }
    if "secret_key" not in given:
        given["secret_key"] = kept_secret(data, "secret-key")
    return Environment(**(defaults | given))


def refuse_unknown(environ: Mapping[str, str]) -> None:
    """Raise WrongSetting for a GWIDAM_ name that means nothing: a typing error must not pass as a default."""
    known = [setting.name for setting in SETTINGS]
    known += [f"{setting.name}_FILE" for setting in SETTINGS if setting.is_secret]
    known += OTHER_NAMES
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in known:
            bare = {other.removeprefix(PREFIX): other for other in known}
            near = difflib.get_close_matches(name.removeprefix(PREFIX), bare, n=1, cutoff=0.6)
            hint = f"did you mean {bare[near[0]]}?" if near else "`gwidam --help` lists the settings."
            raise WrongSetting(f"{name} is not a setting of Gwidam; {hint}")


def written_value(setting: Setting, environ: Mapping[str, str]) -> str | None:
    """Return what was written for `setting`, from its file when NAME_FILE is given; empty is not given."""
    text = environ.get(setting.name, "").strip()
    file = environ.get(f"{setting.name}_FILE", "").strip() if setting.is_secret else ""
    if text and file:
        raise WrongSetting(f"{setting.name} and {setting.name}_FILE are both set; keep one of them.")
    if not file:
        return text or None
    try:
        text = Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not text"
        raise WrongSetting(f"{setting.name}_FILE names {file}, which cannot be read: {reason}.") from None
    if not text:
        raise WrongSetting(f"{setting.name}_FILE names {file}, which is empty; allowed is {setting.allowed}.")
    return text


def parse_setting(setting: Setting, text: str) -> Any:
    """Return the parsed value, or raise WrongSetting; a secret's value is not repeated."""
    try:
        return setting.parse(text)
    except (ValueError, OSError, RuntimeError):
        shown = "set to something that cannot be used" if setting.is_secret else f"“{text}”"
        raise WrongSetting(f"{setting.name} is {shown}; allowed is {setting.allowed}.") from None


def bracketed(host: str) -> str:
    """Return `host` as it stands in a URL: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
