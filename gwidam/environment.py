"""Every setting an operator can give, read once from the process environment.

`SETTINGS` is the only list of them: `read()`, `gwidam doctor`, `gwidam --help` and docs/settings.md are all
made from it. Nothing here imports Django, so that a wrong value is told before anything else starts.
"""

import difflib
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

PREFIX = "GWIDAM_"
CHECKOUT = Path(__file__).resolve().parent.parent


class WrongSetting(Exception):
    """A setting cannot be used; the message is one sentence for the operator and never shows a secret."""


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
    time_zone: str
    language: str
    debug: bool
    web_workers: int
    web_threads: int
    pg_bin: Path | None
    unsafe_fast: bool
    test_database_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the table. `parse` raises ValueError on what is not `allowed`."""

    name: str
    meaning: str
    default: str
    allowed: str
    parse: Callable[[str], Any] = str
    is_secret: bool = False

    @property
    def field(self) -> str:
        """Name of the field of `Environment` it fills."""
        return self.name.removeprefix(PREFIX).lower()


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


SWITCH = "1, true, yes, on; or 0, false, no, off"
SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="GWIDAM_DATA",
        meaning="Folder that holds all Gwidam keeps: its own database, attachments, its secret key.",
        default="var/ in the checkout, else ./var",
        allowed="a folder",
        parse=parse_folder,
    ),
    Setting(
        name="GWIDAM_SECRET_KEY",
        meaning="Signs sessions and links; changing it signs everybody out.",
        default="made once and kept in the data folder",
        allowed="at least 32 characters",
        parse=parse_secret_key,
        is_secret=True,
    ),
    Setting(
        name="GWIDAM_DATABASE_URL",
        meaning="Your own PostgreSQL, 15 or later, instead of the one Gwidam starts itself.",
        default="Gwidam's own PostgreSQL in the data folder",
        allowed="postgresql://user:password@host:port/database",
        parse=parse_database_url,
        is_secret=True,
    ),
    Setting(
        name="PORT",
        meaning="Port of the pages and the API.",
        default="8000",
        allowed="a number from 1 to 65535",
        parse=parse_number(1, 65535),
    ),
    Setting(
        name="GWIDAM_BIND",
        meaning="Address to listen on; 0.0.0.0 for all, behind a proxy that speaks HTTPS.",
        default="127.0.0.1",
        allowed="an IP address or host name",
    ),
    Setting(
        name="GWIDAM_LIVE_PORT",
        meaning="Port of the live streams.",
        default="PORT + 1",
        allowed="a number from 1 to 65535",
        parse=parse_number(1, 65535),
    ),
    Setting(
        name="GWIDAM_HOUSE_NAME",
        meaning="Name of the company, as customers see it on pages and in mails.",
        default="귀담",
        allowed="a name",
    ),
    Setting(
        name="GWIDAM_PUBLIC_URL",
        meaning="Where customers and employees reach Gwidam; stands in mails and QR codes.",
        default="http://127.0.0.1:PORT",
        allowed="a URL that begins with http:// or https://",
        parse=parse_url("http", "https"),
    ),
    Setting(
        name="GWIDAM_LIVE_URL",
        meaning="Where browsers reach the live streams.",
        default="the public URL's host with the live port",
        allowed="a URL that begins with http:// or https://",
        parse=parse_url("http", "https"),
    ),
    Setting(
        name="GWIDAM_ALLOWED_HOSTS",
        meaning="Host names Gwidam answers to.",
        default="127.0.0.1, localhost, [::1] and the public URL's host",
        allowed="host names between commas, or *",
        parse=parse_hosts,
    ),
    Setting(
        name="GWIDAM_BEHIND_PROXY",
        meaning="Trust X-Forwarded-For and X-Forwarded-Proto, because a proxy of yours sets them.",
        default="0",
        allowed=SWITCH,
        parse=parse_switch,
    ),
    Setting(
        name="GWIDAM_SMTP_URL",
        meaning="Server that sends mail.",
        default="none: mail waits in the outbox",
        allowed="smtp://, smtps:// or smtp+starttls://, then user:password@host:port",
        parse=parse_url("smtp", "smtps", "smtp+starttls"),
        is_secret=True,
    ),
    Setting(
        name="GWIDAM_MAIL_FROM",
        meaning="Sender of mail to customers and employees.",
        default="gwidam@ and the public URL's host",
        allowed="a mail address",
        parse=parse_address,
    ),
    Setting(
        name="GWIDAM_TIME_ZONE",
        meaning="Time zone of pages, calendars and reports.",
        default="Asia/Seoul",
        allowed="a name such as Asia/Seoul or Europe/Vienna",
        parse=parse_time_zone,
    ),
    Setting(
        name="GWIDAM_LANGUAGE",
        meaning="Language of those who have not chosen one.",
        default="ko",
        allowed="ko or en",
        parse=parse_choice("ko", "en"),
    ),
    Setting(
        name="GWIDAM_DEBUG",
        meaning="Show programmers' error pages; never where customers can see them.",
        default="0",
        allowed=SWITCH,
        parse=parse_switch,
    ),
    Setting(
        name="GWIDAM_WEB_WORKERS",
        meaning="Processes that serve pages and the API.",
        default="2",
        allowed="a number from 1 to 64",
        parse=parse_number(1, 64),
    ),
    Setting(
        name="GWIDAM_WEB_THREADS",
        meaning="Threads in each of these; each can hold one database connection.",
        default="4",
        allowed="a number from 1 to 64",
        parse=parse_number(1, 64),
    ),
    Setting(
        name="GWIDAM_PG_BIN",
        meaning="Folder with the programs of the PostgreSQL that Gwidam starts itself.",
        default="the installed package's, else the newest under /usr/lib/postgresql",
        allowed="a folder with initdb and postgres",
        parse=parse_folder,
    ),
    Setting(
        name="GWIDAM_UNSAFE_FAST",
        meaning="Let the own database forget commits when the power fails; for throwaway test data only.",
        default="0",
        allowed=SWITCH,
        parse=parse_switch,
    ),
    Setting(
        name="GWIDAM_TEST_DATABASE_URL",
        meaning="PostgreSQL on which `gwidam test` makes its test databases.",
        default="a throwaway one",
        allowed="postgresql://user:password@host:port/database",
        parse=parse_database_url,
        is_secret=True,
    ),
)
# Read elsewhere: by bin/gwidam before Python has its packages, by parts of one running `gwidam up`, and by
# the tests that read files from outside.
OTHER_NAMES = ("GWIDAM_VENV", "GWIDAM_LIFELINE", "GWIDAM_SHARED")


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
        "time_zone": "Asia/Seoul",
        "language": "ko",
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


def default_data() -> Path:
    """Return var/ of the checkout this code runs from, or of the current folder when it was installed."""
    home = CHECKOUT if (CHECKOUT / "bin" / "gwidam").is_file() else Path.cwd()
    return home / "var"


def kept_secret(data: Path, name: str) -> str:
    """Return the secret in file `name` of `data`, made (readable by its owner only) when it is missing.

    Two processes that ask at once get the same one: the file appears whole, by a hard link, or not at all.
    """
    path = data / name
    try:
        if not path.exists():
            make_folder(data)
            draft = data / f".{name}.{secrets.token_hex(8)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise WrongSetting(
            f"GWIDAM_DATA is {data}, but {error.filename or path} cannot be used there: {error.strerror}; "
            "allowed is a folder this user may write to."
        ) from None


def make_folder(data: Path) -> None:
    """Make the data folder where it is missing, closed to others; root leaves it passable, not readable.

    PostgreSQL refuses to run as root and may have to run as another user below it.
    """
    data.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)


def bracketed(host: str) -> str:
    """Return `host` as it stands in a URL: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host
