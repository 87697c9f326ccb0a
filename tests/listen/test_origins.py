"""Web sites as browsers name them: what stands in a header holds nothing else."""

from __future__ import annotations

import pytest

from gwidam.core.errors import NotValid
from gwidam.listen.rules import origin
from tests.house.test_door import sign_in
from tests.own.talk_steps import open_chat


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("https://www.daon.example", "https://www.daon.example"),
        (" HTTPS://WWW.Daon.Example:443/help?x#y ", "https://www.daon.example"),
        ("daon.example", "https://daon.example"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://다온.한국", "https://xn--2j1bj97a.xn--3e0b707e"),
        ("http://[::1]:81", "http://[::1]:81"),
    ],
)
def test_an_origin_is_scheme_host_and_port(text, named):
    assert origin(text) == named


@pytest.mark.parametrize(
    "text",
    ["", "*", "https://*", "https://*.daon.example", "ftp://daon.example", "javascript:alert(1)", "https://a;b",
     "https://a b", "https://a'none'", "https://", "https://a:99999", "https://-a.example"],
)  # fmt: skip
def test_what_is_no_web_site_is_refused(text):
    with pytest.raises(NotValid):
        origin(text)


def test_the_form_takes_one_a_line(client, cast):
    chat = open_chat(cast)
    sign_in(client, cast.oksu)
    assert "data-channel=&quot;chat&quot;" in client.get("/channels/chat").content.decode().replace('"', "&quot;")
    sent = {
        "name_ko": "대화", "name_en": "Chat", "owner": cast.mina.pk, "department": cast.centre.pk,
        "roster": chat.roster_id, "is_always": "on", "origins": "https://daon.example/x\nhttps://daon.example",
        "skills": " internet, ,English",
    }  # fmt: skip
    assert client.post("/channels/chat", sent).status_code == 302
    chat.refresh_from_db()
    assert (chat.origins, chat.skills) == (["https://daon.example"], ["internet", "English"])
    assert 'value="internet, English"' in client.get("/channels/chat").content.decode()
    assert client.post("/channels/chat", {**sent, "origins": "https://*"}).status_code == 422
