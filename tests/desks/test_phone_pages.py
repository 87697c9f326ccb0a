"""The telephone on the desk: who is calling, taking it down, the recording, protection, whose it is."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.listen.models import Extension, Voice
from gwidam.listen.phone import News, What
from gwidam.listen.verbs import give_extension, hear_call
from gwidam.own.models import Case
from tests.cast import SETUP
from tests.own.pages.steps import sign_in


@pytest.fixture
def ring(cast):
    """A function that lets mina's telephone ring now."""
    give_extension(number="204", employee=cast.mina, by=cast.oksu, at=timezone.now())

    def ringing(call="c1", what="ringing", **more):
        told = News(**{"call": call, "what": What(what), "at": timezone.now(), "extension": "204", **more})
        return hear_call(channel=cast.phone, news=told, by=SETUP, at=timezone.now())

    return ringing


@pytest.fixture
def mina(cast):
    return sign_in(cast.mina)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_ringing_call_is_shown_with_the_number_and_the_name_of_who_is_known(cast, mina, ring):
    cast.voice(phone="010-2345-4417", name="박솔")
    call = ring(caller="01023454417")
    page = text_of(mina.get("/calls"))
    assert (
        '<span class="strong">박솔</span> <span class="strong num nowrap">010-2345-4417</span> 전화가 왔습니다.'
        in page
    )
    assert f'href="/hear?call={call.pk}"' in page
    ring(what="answered")
    assert "통화 중입니다." in text_of(mina.get("/calls"))
    ring(what="ended", extension="")
    assert text_of(mina.get("/calls")) == ""


@pytest.mark.parametrize(("caller", "shown"), [("", "발신번호 표시제한"), ("207", "207"), ("<b>x", "&lt;b&gt;x")])
def test_whatever_the_caller_sends_is_shown(mina, ring, caller, shown):
    ring(caller=caller)
    assert f'nowrap">{shown}</span>' in text_of(mina.get("/calls"))


def test_others_see_nothing_of_it(cast, mina, ring):
    ring()
    assert text_of(sign_in(cast.hana).get("/calls")) == ""


def test_a_call_set_aside_is_gone_for_this_person_and_the_next_one_is_not(mina, ring):
    first, second = ring("c1", caller="01023454417"), ring("c2", caller="01099998888")
    left = text_of(mina.post(f"/calls/{first.pk}/aside"))
    assert ("010-2345-4417" in left, "010-9999-8888" in left) == (False, True)
    assert f"call={second.pk}" in text_of(mina.get("/calls"))


@pytest.mark.parametrize(
    ("url", "is_shown"), [("http://h/hear?call={}", False), ("http://h/hear", True), ("http://[x", True)]
)
def test_the_page_that_takes_a_call_down_shows_it_no_more(mina, ring, url, is_shown):
    call = ring(caller="01023454417")
    page = mina.get("/calls", headers={"HX-Current-URL": url.format(call.pk)})
    assert ("010-2345-4417" in text_of(page)) == is_shown


def test_only_a_person_with_a_telephone_has_the_bar(cast, mina, ring):
    assert 'hx-get="/calls"' in mina.get("/guarded").content.decode()
    assert 'hx-get="/calls"' not in sign_in(cast.hana).get("/guarded").content.decode()


def test_five_calls_ask_no_more_than_one(cast, mina, ring, django_assert_num_queries):
    ring("c0", caller="01023454417")
    mina.get("/calls")
    with django_assert_num_queries(4):
        mina.get("/calls")
    for number in range(1, 5):
        ring(f"c{number}", caller=f"0102345441{number}")
    mina.get("/calls")
    with django_assert_num_queries(4):
        mina.get("/calls")


def test_taking_it_down_begins_with_the_number_and_the_history(cast, mina, ring):
    cast.voice("요금이 두 번 나갔어요", phone="010-2345-4417", name="박솔", heard_by=cast.mina)
    call = ring(caller="01023454417")
    page = mina.get(f"/hear?call={call.pk}").content.decode()
    assert 'value="010-2345-4417"' in page
    assert "박솔" in page
    assert "요금이 두 번 나갔어요" in page
    assert f'name="call" value="{call.pk}"' in page
    assert re.search(r'name="channel" value="phone"[^>]* checked', page)


def spoken(call, **more):
    return {
        "channel": "phone",
        "text": "인터넷이 자꾸 끊겨요.",
        "key": "one",
        "phone": "010-2345-4417",
        "call": call.pk,
        **more,
    }


def test_the_call_is_kept_with_the_voice_once(mina, ring):
    call = ring(caller="01023454417")
    for _ in range(2):
        sent = mina.post("/hear", spoken(call))
    voice = Voice.objects.get()
    call.refresh_from_db()
    assert (sent.url, call.voice) == (f"/hear/{voice.receipt}", voice)
    assert text_of(mina.get("/calls")) == ""


def test_after_abuse_the_protection_follows_at_once(mina, ring):
    sent = mina.post("/hear", spoken(ring(), then="abuse"))
    assert sent.url == f"/cases/{Case.objects.get().receipt}/abuse"
    assert mina.get(sent.url).status_code == 200


@pytest.mark.parametrize("call", ["999999999", "x", "\x00", "9" * 30])
def test_a_call_that_is_not_mine_opens_nothing(mina, ring, call):
    assert mina.get("/hear", {"call": call}).status_code == 404


def test_the_recording_is_opened_by_name_by_those_who_may_see_contacts(cast, mina, ring):
    call = ring(recording="https://pbx.example/r/1.wav")
    mina.post("/hear", spoken(call))
    case = Case.objects.get()
    address = f"/cases/{case.receipt}/recording/{call.pk}"
    assert f'action="{address}"' in mina.get(f"/cases/{case.receipt}").content.decode()
    assert 'href="https://pbx.example/r/1.wav"' in mina.post(address).content.decode()
    assert list(Fact.objects.filter(kind="listen.RecordingOpened").values_list("by", flat=True)) == [
        cast.mina.actor
    ]
    yuna = sign_in(cast.yuna)
    assert address not in yuna.get(f"/cases/{case.receipt}").content.decode()
    assert yuna.post(address).status_code == 403
    assert sign_in(cast.charlie).post(address).status_code == 404


def test_what_is_no_web_address_is_no_link(mina, ring):
    call = ring(recording="javascript:alert(1)")
    mina.post("/hear", spoken(call))
    page = mina.post(f"/cases/{Case.objects.get().receipt}/recording/{call.pk}").content.decode()
    assert 'href="javascript' not in page


def test_extensions_are_given_and_taken_back(cast):
    oksu = sign_in(cast.oksu)
    assert oksu.post("/settings/phone", {"number": "204", "employee": cast.jun.pk}).status_code == 302
    assert "이준" in oksu.get("/settings/phone").content.decode()
    oksu.post(f"/settings/phone/{Extension.objects.get().pk}/end")
    assert not Extension.objects.exists()
    assert oksu.post("/settings/phone", {"number": "", "employee": cast.jun.pk}).status_code == 422
    assert oksu.post("/settings/phone/1/end").status_code == 404


def test_the_settings_ask_no_more_with_fifty_rows(cast, django_assert_num_queries):
    oksu = sign_in(cast.oksu)

    def given(count):
        for number in range(count):
            give_extension(number=f"3{number}", employee=cast.jun, by=cast.oksu, at=timezone.now())
        oksu.get("/settings/phone")

    given(5)
    with django_assert_num_queries(6):
        oksu.get("/settings/phone")
    given(50)
    with django_assert_num_queries(6):
        oksu.get("/settings/phone")
