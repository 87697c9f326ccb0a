"""The table of settings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .parsing import (
    parse_address,
    parse_choice,
    parse_database_url,
    parse_folder,
    parse_hosts,
    parse_networks,
    parse_number,
    parse_secret_key,
    parse_switch,
    parse_time_zone,
    parse_url,
)

PREFIX = "GWIDAM_"


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
        name="GWIDAM_LETTERS_A_DAY",
        meaning="Automatic letters to one address of a customer within 24 hours, at most; what a person wrote "
        "always leaves.",
        default="20",
        allowed="a number from 1 to 1000",
        parse=parse_number(1, 1000),
    ),
    Setting(
        name="GWIDAM_OUTBOUND_NETWORKS",
        meaning="Private networks that webhooks and trackers may lead into; else only public addresses.",
        default="none",
        allowed="networks between commas, such as 10.2.0.0/16, fd00::/8",
        parse=parse_networks,
    ),
    Setting(
        name="GWIDAM_OUTBOUND_HTTP",
        meaning="Let webhooks and trackers lead to http:// addresses, too, where anybody on the way can read along.",
        default="0",
        allowed=SWITCH,
        parse=parse_switch,
    ),
    Setting(
        name="GWIDAM_ASTERISK_URL",
        meaning="Manager interface of an Asterisk, whose calls are shown as they ring.",
        default="none",
        allowed="ami://name:secret@host:port, or amis:// for one that speaks TLS",
        parse=parse_url("ami", "amis"),
        is_secret=True,
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
        name="GWIDAM_TIER",
        meaning="How much of this machine reading voices may use: T0 words alone; T1 a Korean analyser and a "
        "table of words; T2 a small language model, too; T3 a server of your own.",
        default="T1",
        allowed="T0, T1, T2 or T3",
        parse=parse_choice("T0", "T1", "T2", "T3"),
    ),
    Setting(
        name="GWIDAM_EMBEDDER_URL",
        meaning="Your own server for T3, spoken to as to OpenAI's /embeddings.",
        default="none",
        allowed="https://key@host/v1?model=name&dims=number",
        parse=parse_url("http", "https"),
        is_secret=True,
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
