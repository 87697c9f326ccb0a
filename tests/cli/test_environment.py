"""What an operator writes into the environment is taken whole or refused in one sentence."""

import stat
from pathlib import Path

import pytest

from gwidam import environment
from gwidam.cli import doctor


@pytest.fixture
def given(tmp_path: Path) -> dict[str, str]:
    """The least an operator gives."""
    return {"GWIDAM_DATA": str(tmp_path / "var")}


def refusal(environ: dict[str, str]) -> str:
    """Return the sentence with which `environ` is refused."""
    with pytest.raises(environment.WrongSetting) as caught:
        environment.read(environ)
    return str(caught.value)


def test_without_settings_everything_has_a_value(given, tmp_path):
    found = environment.read(given)
    assert found == environment.Environment(
        data=tmp_path / "var",
        secret_key=(tmp_path / "var" / "secret-key").read_text(),
        database_url=None,
        port=8000,
        bind="127.0.0.1",
        live_port=8001,
        house_name="귀담",
        public_url="http://127.0.0.1:8000",
        live_url="http://127.0.0.1:8001",
        allowed_hosts=("127.0.0.1", "localhost", "[::1]"),
        behind_proxy=False,
        smtp_url=None,
        mail_from="gwidam@localhost",
        letters_a_day=20,
        outbound_networks=(),
        outbound_http=False,
        asterisk_url=None,
        time_zone="Asia/Seoul",
        language="ko",
        tier="T1",
        embedder_url=None,
        debug=False,
        web_workers=2,
        web_threads=4,
        pg_bin=None,
        unsafe_fast=False,
        test_database_url=None,
    )


def test_settings_are_parsed(given):
    found = environment.read(
        given
        | {
            "PORT": "9000",
            "GWIDAM_PUBLIC_URL": "https://voice.example.kr/",
            "GWIDAM_TIME_ZONE": "Europe/Vienna",
            "GWIDAM_LANGUAGE": "en",
            "GWIDAM_DEBUG": "Yes",
            "GWIDAM_DATABASE_URL": "postgresql://kim:p%40ss@db:5433/voices?sslmode=require",
        }
    )
    assert (found.port, found.live_port) == (9000, 9001)
    assert found.public_url == "https://voice.example.kr"
    assert found.live_url == "https://voice.example.kr:9001"
    assert found.allowed_hosts == ("127.0.0.1", "localhost", "[::1]", "voice.example.kr")
    assert found.mail_from == "gwidam@voice.example.kr"
    assert (found.time_zone, found.language, found.debug) == ("Europe/Vienna", "en", True)
    assert found.database_url == "postgresql://kim:p%40ss@db:5433/voices?sslmode=require"


def test_every_setting_fills_a_field():
    fields = set(environment.Environment.__dataclass_fields__)
    assert {setting.field for setting in environment.SETTINGS} == fields


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("PORT", "0", "PORT is “0”; allowed is a number from 1 to 65535."),
        ("PORT", "65536", "PORT is “65536”; allowed is a number from 1 to 65535."),
        ("PORT", "８０００", "PORT is “８０００”; allowed is a number from 1 to 65535."),
        ("PORT", "-1", "PORT is “-1”; allowed is a number from 1 to 65535."),
        ("GWIDAM_LANGUAGE", "kr", "GWIDAM_LANGUAGE is “kr”; allowed is ko or en."),
        (
            "GWIDAM_DEBUG",
            "maybe",
            "GWIDAM_DEBUG is “maybe”; allowed is 1, true, yes, on; or 0, false, no, off.",
        ),
        (
            "GWIDAM_TIME_ZONE",
            "Seoul",
            "GWIDAM_TIME_ZONE is “Seoul”; allowed is a name such as Asia/Seoul or Europe/Vienna.",
        ),
        (
            "GWIDAM_TIME_ZONE",
            "../../etc/passwd",
            "GWIDAM_TIME_ZONE is “../../etc/passwd”; allowed is a name such as Asia/Seoul or Europe/Vienna.",
        ),
        (
            "GWIDAM_PUBLIC_URL",
            "voice.example.kr",
            "GWIDAM_PUBLIC_URL is “voice.example.kr”; allowed is a URL that begins with http:// or https://.",
        ),
        (
            "GWIDAM_PUBLIC_URL",
            "http://a:port",
            "GWIDAM_PUBLIC_URL is “http://a:port”; allowed is a URL that begins with http:// or https://.",
        ),
        (
            "GWIDAM_ALLOWED_HOSTS",
            "https://a.kr",
            "GWIDAM_ALLOWED_HOSTS is “https://a.kr”; allowed is host names between commas, or *.",
        ),
        ("GWIDAM_MAIL_FROM", "nobody", "GWIDAM_MAIL_FROM is “nobody”; allowed is a mail address."),
    ],
)
def test_a_wrong_value_is_told_with_what_is_allowed(given, name, text, sentence):
    assert refusal(given | {name: text}) == sentence


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("GWIDAM_SECRET_KEY", "hunter2", "at least 32 characters"),
        (
            "GWIDAM_DATABASE_URL",
            "mysql://kim:hunter2@db/voices",
            "postgresql://user:password@host:port/database",
        ),
        (
            "GWIDAM_DATABASE_URL",
            "postgresql://kim:hunter2@db",
            "postgresql://user:password@host:port/database",
        ),
        (
            "GWIDAM_SMTP_URL",
            "http://kim:hunter2@mail",
            "smtp://, smtps:// or smtp+starttls://, then user:password@host:port",
        ),
    ],
)
def test_a_wrong_secret_is_told_without_the_secret(given, name, text, allowed):
    assert (
        refusal(given | {name: text}) == f"{name} is set to something that cannot be used; allowed is {allowed}."
    )


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (
            "GWIDAM_DATABSE_URL",
            "GWIDAM_DATABSE_URL is not a setting of Gwidam; did you mean GWIDAM_DATABASE_URL?",
        ),
        ("GWIDAM_LANG", "GWIDAM_LANG is not a setting of Gwidam; did you mean GWIDAM_LANGUAGE?"),
        ("GWIDAM_QX", "GWIDAM_QX is not a setting of Gwidam; `gwidam --help` lists the settings."),
    ],
)
def test_an_unknown_name_is_refused(given, name, sentence):
    assert refusal(given | {name: "1"}) == sentence


def test_a_secret_may_stand_in_a_file(given, tmp_path):
    file = tmp_path / "url"
    file.write_text("postgresql://kim@db/voices\n")
    assert environment.read(given | {"GWIDAM_DATABASE_URL_FILE": str(file)}).database_url == (
        "postgresql://kim@db/voices"
    )


def test_a_secret_file_must_be_readable_full_and_alone(given, tmp_path):
    empty = tmp_path / "empty"
    empty.touch()
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    name = "GWIDAM_SMTP_URL_FILE"
    assert refusal(given | {name: "/none"}) == (
        "GWIDAM_SMTP_URL_FILE names /none, which cannot be read: No such file or directory."
    )
    assert refusal(given | {name: str(binary)}) == (
        f"GWIDAM_SMTP_URL_FILE names {binary}, which cannot be read: not text."
    )
    assert refusal(given | {name: str(empty)}) == (
        f"GWIDAM_SMTP_URL_FILE names {empty}, which is empty; allowed is "
        "smtp://, smtps:// or smtp+starttls://, then user:password@host:port."
    )
    assert refusal(given | {name: str(empty), "GWIDAM_SMTP_URL": "smtp://mail"}) == (
        "GWIDAM_SMTP_URL and GWIDAM_SMTP_URL_FILE are both set; keep one of them."
    )


def test_an_empty_value_counts_as_not_given(given):
    assert environment.read(given | {"PORT": "", "GWIDAM_DATABASE_URL": " "}).port == 8000


def test_the_secret_key_is_made_once_and_closed_to_others(given, tmp_path):
    first = environment.read(given).secret_key
    assert len(first) == 64
    assert environment.read(given).secret_key == first
    assert stat.S_IMODE((tmp_path / "var" / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret-key"]


def test_a_data_folder_that_cannot_be_used_is_told(tmp_path):
    (tmp_path / "file").touch()
    data = tmp_path / "file" / "var"
    assert refusal({"GWIDAM_DATA": str(data)}).startswith(f"GWIDAM_DATA is {data}, but ")


def test_the_page_of_settings_is_true():
    page = environment.CHECKOUT / "docs" / "settings.md"
    assert page.read_text(encoding="utf-8") == doctor.settings_page()
