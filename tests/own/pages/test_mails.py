"""A mail on the page of its case: as it was sent, in a frame in which nothing runs, for whoever may see the case."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client

from gwidam.listen.verbs import purge_raw
from gwidam.own.models import Case
from gwidam.own.queries import mails
from tests.cast import NOW, SETUP
from tests.listen.ears.mails import PNG, come, ear, illustrated, raw, reader  # noqa: F401 - fixtures

from .steps import page_of, sign_in

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


@pytest.fixture
def mail(come):  # noqa: F811
    return come(illustrated())


@pytest.fixture
def case(mail):
    return Case.objects.get(voice=mail.voice)


def address(case, mail):
    return f"{page_of(case)}/mails/{mail.pk}"


def frame(client, case, mail):
    return client.get(f"{address(case, mail)}/page")


def test_a_case_leads_to_its_mails(mina, case, mail, come):  # noqa: F811
    come(raw("하나 더요", name="m2@home.example", In_Reply_To="<h1@home.example>"), at=NOW + timedelta(minutes=1))
    page = mina.get(page_of(case)).content.decode()
    assert re.findall(rf'href="({page_of(case)}/mails/\d+)"', page) == [
        f"{page_of(case)}/mails/{mail.pk}", f"{page_of(case)}/mails/{mail.pk + 1}",
    ]  # fmt: skip
    added = mina.get(f"{page_of(case)}/mails/{mail.pk + 1}").content.decode()
    assert ("하나 더요" in added, "<iframe" in added) == (True, False)


def test_a_mail_tells_who_sent_it_what_was_decided_and_how_many_pictures_were_blocked(mina, case, mail):
    page = mina.get(address(case, mail)).content.decode()
    assert ("사진 보냅니다" in page, "김지수" in page, "k***@home.example" in page) == (True, True, True)
    assert "kim@home.example" not in page
    assert "그림 2개를 막았습니다" in page
    assert page.count('class="row-meta">duplicate') == 1
    (iframe,) = re.findall(r"<iframe[^>]*>", page)
    assert (" sandbox " in iframe, "allow-" in iframe) == (True, False)
    assert f'src="{address(case, mail)}/page"' in iframe


def test_the_frame_has_a_policy_of_its_own_in_which_only_its_pictures_load(mina, case, mail):
    answer = frame(mina, case, mail)
    policy = dict(each.strip().partition(" ")[::2] for each in answer["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "http://testserver/mails/pictures/ data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
        "sandbox": "",
    }
    assert (answer["X-Frame-Options"], answer["Cache-Control"]) == ("SAMEORIGIN", "private, no-store")


def test_the_frame_holds_the_words_and_nothing_that_runs_or_asks_elsewhere(mina, case, mail):
    page = frame(mina, case, mail).content.decode().partition("<body>")[2]
    assert "사진 <b>보세요</b>" in page
    assert [bad for bad in ("script", "onclick", "style=", "javascript:", "spy.example") if bad in page] == []
    assert page.count("막은 그림") == 2
    assert "[없는 그림 · missing image: 없는 것]" in page
    assert "cid:" not in page


def pictures(client, case, mail):
    return re.findall(
        r'src="http://testserver(/mails/pictures/[^"]+)"', frame(client, case, mail).content.decode()
    )


def test_a_picture_in_a_mail_comes_from_our_store(mina, case, mail):
    (path,) = pictures(mina, case, mail)
    answer = Client().get(path)  # without a session: a sandboxed frame has none
    assert (answer.status_code, answer["Content-Type"], b"".join(answer.streaming_content)) == (
        200,
        "image/png",
        PNG,
    )
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Content-Disposition" not in answer or answer["Content-Disposition"].startswith("inline")


def test_the_address_of_a_picture_is_its_readers_own_and_soon_over(mina, case, mail, cast, monkeypatch):
    (path,) = pictures(mina, case, mail)
    token = path.rpartition("/")[2]
    told = signing.loads(token, salt=mails.SALT)
    others = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        signing.dumps(told),  # signed for something else
        signing.dumps([cast.charlie.pk, *told[1:]], salt=mails.SALT),
        signing.dumps([999_999_999, *told[1:]], salt=mails.SALT),
        signing.dumps([*told[:3], told[3] + 1], salt=mails.SALT),
    ]
    assert [Client().get(f"/mails/pictures/{each}").status_code for each in others] == [404] * 5
    monkeypatch.setattr(mails, "PICTURE_FOR", -1)
    assert Client().get(path).status_code == 404


def test_only_whoever_may_see_the_case_sees_its_mails(cast, case, mail):
    other = cast.voice("다른 건").case
    for path in ("", "/page"):
        assert sign_in(cast.charlie).get(address(case, mail) + path).status_code == 404
        assert Client().get(address(case, mail) + path).status_code == 302
        assert sign_in(cast.mina).get(f"{page_of(other)}/mails/{mail.pk}{path}").status_code == 404


def test_the_original_is_offered_to_those_who_may_fetch_it(cast, case, mail):
    offers = [f"/settings/mails/{mail.pk}/original" in sign_in(who).get(address(case, mail)).content.decode()
              for who in (cast.mina, cast.dohyun)]  # fmt: skip
    assert offers == [False, True]


def test_the_page_of_mails_shows_no_words_of_a_voice(cast, case, mail):
    operator = sign_in(cast.oksu)
    page = operator.get(f"/settings/mails/{mail.pk}").content.decode()
    assert ("이렇게 판단했습니다" in page, "<iframe" in page, "보세요" in page) == (True, False, False)
    assert case.shown_receipt in page
    assert operator.get(f"/settings/mails/{mail.pk}/page").status_code == 404


def test_a_mail_set_aside_is_shown_in_the_same_frame_without_pictures(cast, come):  # noqa: F811
    operator = sign_in(cast.oksu)
    mail = come(illustrated().replace(b"To:", b"Auto-Submitted: auto-replied\nTo:", 1))
    assert mail.became == "automatic"
    page = operator.get(f"/settings/mails/{mail.pk}").content.decode()
    assert f'src="/settings/mails/{mail.pk}/page"' in page
    answer = operator.get(f"/settings/mails/{mail.pk}/page")
    assert "img-src  data:;" in answer["Content-Security-Policy"]
    assert "<img" not in answer.content.decode()


def test_after_its_time_a_mail_is_gone(mina, case, mail):
    purge_raw(by=SETUP, at=NOW + timedelta(days=31))
    assert mina.get(address(case, mail)).status_code == 404
    assert "/mails/" not in mina.get(page_of(case)).content.decode()


@pytest.mark.parametrize("count", [1, 4])
def test_a_case_with_many_mails_asks_as_much_as_one_with_few(mina, come, django_assert_num_queries, count):  # noqa: F811
    first = come(raw(name="q0@home.example"))
    case = Case.objects.get(voice=first.voice)
    for number in range(1, count + 1):
        again = raw(f"말 {number}", name=f"q{number}@home.example", In_Reply_To="<q0@home.example>")
        come(again, at=NOW + timedelta(minutes=number))
    mina.get(page_of(case))
    with django_assert_num_queries(QUERIES):
        page = mina.get(page_of(case)).content.decode()
    assert page.count(f"{page_of(case)}/mails/") == count + 1


QUERIES = 14
