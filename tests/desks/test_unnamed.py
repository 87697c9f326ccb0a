"""“Please fix it” without a name: no row, fact or log line tells which colleague it was, nor when but the day."""

from __future__ import annotations

import logging
import re
from datetime import date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone

from gwidam.core.ledger import react_to_all
from gwidam.core.models import Fact
from gwidam.desks.unnamed import passes
from gwidam.desks.unnamed.views import VOICES_OF_ALL
from gwidam.listen.models import Delivery, Voice
from gwidam.own import verbs as own
from gwidam.own.models import Case, Promise
from gwidam.own.tracking import code_for, receipt_in
from gwidam.understand.verbs import read_at_once
from tests.cast import opened
from tests.own.pages.steps import sign_in

WORDS = "회의가 너무 많아서 일할 시간이 없어요."


@pytest.fixture
def unnamed(cast, at):
    names = {"name_ko": "이름 없이", "name_en": "Without a name"}
    channel = opened(cast, "unnamed", code="quiet", roster=cast.portal.roster, at=at, **names)
    VOICES_OF_ALL.forget()
    return channel


def fields_of(page) -> dict[str, str]:
    found = dict(re.findall(r'name="(day|key)" value="([^"]+)"', page.content.decode()))
    return {"day": found["day"], "key": found["key"]}


def spoken(browser, text=WORDS):
    """Open the form and send it from the same browser, sign-in and all."""
    sent = browser.post("/unnamed/sent", {"text": text, **fields_of(browser.get("/unnamed"))})
    assert sent.status_code == 200, sent.content.decode()
    return sent


def happen():
    """All that follows from what happened, as the working process lets it."""
    react_to_all(list(Fact.objects.order_by("id")))
    read_at_once(voice_ids=list(Voice.objects.values_list("pk", flat=True)), at=timezone.now())
    react_to_all(list(Fact.objects.order_by("id")))


def rows() -> dict[str, set[tuple]]:
    """{table: every row in it} of the whole database, the queue's and the library's tables among them."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t.*::text FROM "{table}" t')
            found[table] = set(cursor.fetchall())
    return found


def new_rows(before, after) -> dict[str, list[str]]:
    return {
        table: [row for (row,) in after[table] - before.get(table, set())]
        for table in after
        if after[table] - before.get(table, set())
    }


def test_no_row_of_any_table_that_the_voice_brought_names_the_colleague_or_the_hour(cast, unnamed):
    jun = sign_in(cast.jun)
    fields = fields_of(jun.get("/unnamed"))
    session = jun.session.session_key
    before = rows()
    jun.post("/unnamed/sent", {"text": WORDS, **fields}, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="Odd/7")
    happen()
    brought = new_rows(before, rows())
    assert naming_rows(brought, cast.jun, session) == []
    assert {"listen_voice", "listen_delivery", "own_case", "core_fact", "people_customer"} <= set(brought)


def naming_rows(brought, who, session) -> list[tuple[str, str]]:
    naming = (session, who.email, who.name_ko, who.name_en, f"employee:{who.pk}", "203.0.113.77", "Odd/7")
    return [(table, word) for table, found in brought.items() for row in found for word in naming if word in row]


def test_the_same_look_finds_a_colleague_who_gives_their_name(cast, unnamed):
    """The control of the test above."""
    jun = sign_in(cast.jun)
    before = rows()
    jun.post("/hear", {"channel": "portal", "text": WORDS, "key": "k"})
    assert ("core_fact", cast.jun.actor) in naming_rows(
        new_rows(before, rows()), cast.jun, jun.session.session_key
    )


def test_no_column_that_points_at_an_employee_points_at_the_one_who_spoke(cast, unnamed):
    jun = sign_in(cast.jun)
    fields = fields_of(jun.get("/unnamed"))
    pointing = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "related_model", None) is type(cast.jun) and field.concrete and not field.many_to_many
    ]
    before = {each: each[0]._base_manager.filter(**{each[1]: cast.jun}).count() for each in pointing}
    jun.post("/unnamed/sent", {"text": WORDS, **fields})
    happen()
    assert len(pointing) > 30
    assert {each: each[0]._base_manager.filter(**{each[1]: cast.jun}).count() for each in pointing} == before


def test_every_moment_written_about_it_is_the_beginning_of_the_day(cast, unnamed):
    jun = sign_in(cast.jun)
    last = Fact.objects.order_by("-id").values_list("pk", flat=True)[0]
    spoken(jun)
    happen()
    voice = Voice.objects.get()
    midnight = timezone.localtime(voice.heard_at)
    assert (midnight.hour, midnight.minute, midnight.second, midnight.microsecond) == (0, 0, 0, 0)
    about = [f"voice:{voice.pk}", f"case:{voice.pk}", voice.customer.actor]
    facts = Fact.objects.filter(pk__gt=last, about__in=about)
    assert {"listen.VoiceHeard", "own.CaseOpened", "people.CustomerMet", "understand.VoiceRead"} <= set(
        facts.values_list("kind", flat=True)
    )
    assert set(facts.values_list("at", flat=True)) == {voice.heard_at}
    now = timezone.now()
    exact = [
        (model.__name__, field.name, getattr(row, field.name))
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.get_internal_type() == "DateTimeField"
        for row in pointing_at(model, voice)
        if isinstance(getattr(row, field.name), datetime)
        and abs(getattr(row, field.name) - now) < timedelta(minutes=5)
    ]
    assert exact == []


def pointing_at(model, voice):
    """Rows of a model that hang on the voice, its case or its customer."""
    for field in model._meta.get_fields():
        if not field.concrete or field.related_model not in (Voice, Case, type(voice.customer)):
            continue
        value = voice.customer_id if field.related_model is type(voice.customer) else voice.pk
        yield from model._base_manager.filter(**{field.attname: value})
    if model in (Voice, Case):
        yield from model._base_manager.filter(pk=voice.pk)


def test_no_log_line_names_who_sent_it(cast, unnamed, caplog):
    jun = sign_in(cast.jun)
    with caplog.at_level(logging.DEBUG):
        spoken(jun)
        happen()
    said = [record.getMessage() for record in caplog.records if record.name != "asyncio"]
    assert [line for line in said if cast.jun.email in line or f"employee:{cast.jun.pk}" in line] == []


def test_the_facts_are_the_houses_and_one_strangers(cast, unnamed):
    last = Fact.objects.order_by("-id").values_list("pk", flat=True)[0]
    spoken(sign_in(cast.jun))
    voice = Voice.objects.get()
    assert set(Fact.objects.filter(pk__gt=last).values_list("by", flat=True)) == {
        "house:page",
        voice.customer.actor,
    }
    assert (voice.customer.employee, voice.customer.name, voice.customer.contacts.count()) == (None, "", 0)
    assert (voice.heard_by, voice.channel) == (None, unnamed)


def test_two_voices_of_one_colleague_are_two_strangers(cast, unnamed):
    jun = sign_in(cast.jun)
    spoken(jun)
    spoken(jun, "복도 전등이 나갔어요.")
    assert Voice.objects.values("customer").distinct().count() == 2


def test_the_day_and_its_pass_are_the_same_for_everybody(cast, unnamed):
    days = {fields_of(sign_in(who).get("/unnamed"))["day"] for who in (cast.jun, cast.mina, cast.yuna)}
    assert days == {passes.pass_of(timezone.localdate())}


def test_the_session_and_its_cookie_are_left_alone(cast, unnamed):
    jun = sign_in(cast.jun)
    fields = fields_of(jun.get("/unnamed"))
    had = {name: cookie.value for name, cookie in jun.cookies.items()}
    jun.post("/unnamed/sent", {"text": WORDS, **fields})
    assert {name: cookie.value for name, cookie in jun.cookies.items()} == had
    assert jun.get("/guarded").status_code == 200


def test_it_is_guarded_and_promised_like_any_voice_but_for_a_first_word(cast, unnamed):
    sent = spoken(sign_in(cast.jun))
    case = Case.objects.get()
    page = sent.content.decode()
    assert case.guardian in (cast.mina, cast.hana)
    assert case.guardian.name_ko in page
    assert list(case.promises.values_list("kind", flat=True)) == [Promise.Kind.ANSWER]
    assert code_for(case.receipt) in page


def test_the_answer_is_read_with_the_code_without_signing_in(cast, unnamed, at):
    spoken(sign_in(cast.jun))
    case = Case.objects.select_related("voice__channel", "customer", "guardian", "department__calendar").get()
    own.answer(case=case, text="회의를 반으로 줄였습니다.", by=case.guardian, at=timezone.now(), on_page=True)
    stranger = Client(headers={"accept-language": "ko"})
    typed = code_for(case.receipt).lower().replace("-", " ")
    found = stranger.post("/follow/look", {"receipt": typed, "proof": ""})
    assert (found.status_code, found.url) == (302, "/follow")
    page = stranger.get("/follow").content.decode()
    assert "회의를 반으로 줄였습니다." in page
    assert WORDS in page


def test_more_words_bear_the_day_alone(cast, unnamed):
    spoken(sign_in(cast.jun))
    stranger = Client(headers={"accept-language": "ko"})
    stranger.post("/follow/look", {"receipt": code_for(Voice.objects.get().receipt), "proof": ""})
    stranger.post("/follow/more", {"text": "어제도 그랬어요.", "key": "k"})
    assert Voice.objects.values("heard_at").distinct().count() == 1
    assert set(Delivery.objects.values_list("at", flat=True)) == {Voice.objects.earliest("pk").heard_at}


@pytest.mark.parametrize("changed", ["wrong letter", "number alone", "another receipt"])
def test_another_code_opens_nothing(cast, unnamed, changed):
    spoken(sign_in(cast.jun))
    receipt = Voice.objects.get().receipt
    code = code_for(receipt)
    wrong = {
        "wrong letter": code[:-1] + ("0" if code[-1] != "0" else "1"),
        "number alone": receipt,
        "another receipt": code_for("3841509276")[-14:].join([receipt, ""]),
    }[changed]
    assert Client().post("/follow/look", {"receipt": wrong, "proof": ""}).status_code == 422


def test_a_code_is_read_however_it_is_written():
    code = code_for("3841509276")
    assert re.fullmatch(r"38415-09276(-[0-9A-HJKMNP-TV-Z]{4}){3}", code)
    assert {receipt_in(each) for each in (code, code.lower(), code.replace("-", ""), f" {code} ")} == {
        "3841509276"
    }


@pytest.mark.parametrize("given", ["", "x", "안", passes.pass_of(date(2020, 1, 1))])
def test_without_the_pass_of_the_day_nothing_is_taken(cast, unnamed, given):
    assert Client().post("/unnamed/sent", {"text": WORDS, "day": given, "key": "k"}).status_code == 403
    assert not Voice.objects.exists()


def test_yesterdays_pass_is_good_and_no_older_one(at):
    today = timezone.localdate(at)
    good = [passes.is_good(passes.pass_of(today - timedelta(days=days)), at=at) for days in range(-1, 4)]
    assert good == [False, True, True, False, False]


def test_sent_twice_it_is_one_voice_and_too_often_it_waits(cast, unnamed):
    jun = sign_in(cast.jun)
    fields = fields_of(jun.get("/unnamed"))
    for _ in range(2):
        jun.post("/unnamed/sent", {"text": WORDS, **fields})
    assert Voice.objects.count() == 1
    for _ in range(VOICES_OF_ALL.most):
        answer = jun.post("/unnamed/sent", {"text": WORDS, **fields})
    assert answer.status_code == 429
    assert WORDS in answer.content.decode()


def test_a_wordless_form_keeps_what_it_had(cast, unnamed):
    jun = sign_in(cast.jun)
    fields = fields_of(jun.get("/unnamed"))
    answer = jun.post("/unnamed/sent", {"text": " ", **fields})
    assert answer.status_code == 422
    assert fields_of(answer) == fields


def test_the_form_saves_no_draft_and_asks_nothing_while_it_is_written(cast, unnamed):
    page = sign_in(cast.jun).get("/unnamed").content.decode()
    form = page[page.index("<form class") : page.index("</form>", page.index("<form class"))]
    for each in ("data-draft", "hx-", "data-writing", "csrfmiddlewaretoken", 'type="file"'):
        assert each not in form


def test_the_page_for_taking_down_leads_here_where_the_door_is_open(cast, unnamed):
    assert 'href="/unnamed"' in sign_in(cast.jun).get("/hear").content.decode()


def test_where_the_door_is_closed_there_is_no_form(cast):
    jun = sign_in(cast.jun)
    assert jun.get("/unnamed").status_code == 404
    assert 'href="/unnamed"' not in jun.get("/hear").content.decode()


def test_named_sending_stays_named(cast, unnamed):
    sign_in(cast.jun).post("/hear", {"channel": "portal", "text": WORDS, "key": "k", "phone": ""})
    assert Voice.objects.get().customer.employee == cast.jun
