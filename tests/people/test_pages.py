"""The pages of people: account, directory, staff, chart, duty, keys."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.people.models import Absence, Calendar, Department, Employee, Responsibility, Roster, Token
from gwidam.people.queries import away
from tests.cast import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]
PAGES = (
    "/me",
    "/directory",
    "/directory/new",
    "/departments/new",
    "/departments/internet",
    "/departments/internet/edit",
    "/people",
    "/people/new",
    "/people/chart",
    "/duty",
    "/duty/calendars/new",
    "/duty/calendars/office",
    "/duty/rosters/new",
    "/duty/rosters/desk",
    "/keys",
)


@pytest.fixture(autouse=True)
def plain_static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def signed_in(cast):
    """A function: a browser in which this person is signed in, second factor and all."""

    def sign_in(person, language="ko"):
        client = Client(headers={"accept-language": language})
        client.force_login(person, backend="gwidam.people.sessions.ByPassword")
        session = client.session
        session["second_factor"] = True
        session.save()
        return client

    return sign_in


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_the_operator(signed_in, cast, path, language):
    assert signed_in(cast.oksu, language).get(path).status_code == 200


# Directory -----------------------------------------------------------------------------------------------------


def test_typing_finds_who_answers(signed_in, cast):
    found = signed_in(cast.charlie).get("/directory", {"q": "인터넷이 느려요"}, headers={"hx-request": "true"})
    page = found.content.decode()
    assert "인터넷기술팀" in page
    assert "<html" not in page


def test_typing_a_name_finds_the_person(signed_in, cast):
    assert "정소라" in signed_in(cast.mina).get("/directory", {"q": "소라"}).content.decode()


def test_a_line_is_written_changed_and_taken_out(signed_in, cast):
    client = signed_in(cast.dohyun)
    said = {"says_ko": "로밍 요금 문의", "department": cast.billing.pk, "topic": "로밍"}
    assert client.post("/directory/new", said).status_code == 302
    line = Responsibility.objects.get(topic="로밍")
    client.post(f"/directory/{line.pk}", {**said, "person": cast.sora.pk})
    line.refresh_from_db()
    assert line.person == cast.sora
    client.post(f"/directory/{line.pk}/removal")
    assert not Responsibility.objects.filter(pk=line.pk).exists()


def test_a_department_page_tells_who_is_on_duty(signed_in, cast):
    page = signed_in(cast.charlie).get("/departments/centre").content.decode()
    assert "지금 근무 중" in page
    assert "김미나" in page


def test_a_second_cvi_team_is_refused_in_words(signed_in, cast):
    said = {"name_ko": "둘째", "code": "second", "calendar": cast.cvi.calendar_id, "is_cvi": "on"}
    answer = signed_in(cast.oksu).post("/departments/new", said)
    assert (answer.status_code, Department.objects.filter(code="second").count()) == (422, 0)


def test_a_department_cannot_be_part_of_its_own_part(signed_in, cast):
    client = signed_in(cast.oksu)
    told = {"calendar": cast.billing.calendar_id, "name_en": ""}
    client.post("/departments/billing/edit", {**told, "name_ko": "요금팀", "parent": cast.centre.pk})
    answer = client.post("/departments/centre/edit", {**told, "name_ko": "고객센터", "parent": cast.billing.pk})
    assert answer.status_code == 422
    assert "상위 부서가 서로 물려 있습니다." in answer.content.decode()


# Staff ---------------------------------------------------------------------------------------------------------


def employee_form(cast, **changes):
    return {
        "name_ko": "새사람",
        "email": "new@daon.example",
        "department": cast.billing.pk,
        "roles": ["department"],
        "skills": "billing, english",
        "language": "ko",
        **changes,
    }


def test_somebody_is_taken_in_and_gets_a_link_that_sets_their_password(signed_in, cast):
    client = signed_in(cast.oksu)
    joined = client.post("/people/new", employee_form(cast, deputy=cast.sora.pk))
    newcomer = Employee.objects.get(email="new@daon.example")
    assert joined.url == f"/people/{newcomer.pk}"
    assert (newcomer.skills, newcomer.deputy) == (["billing", "english"], cast.sora)
    page = client.post(f"/people/{newcomer.pk}/invitation").content.decode()
    path = re.search(r'data-copy="https?://[^/]+(/accounts/password/reset/key/[^"]+)"', page).group(1)
    browser = Client()
    form = browser.get(path, follow=True)
    browser.post(
        form.redirect_chain[-1][0], {"password1": "quiet-brass-teapot-9", "password2": "quiet-brass-teapot-9"}
    )
    newcomer.refresh_from_db()
    assert newcomer.check_password("quiet-brass-teapot-9")
    assert "끝난 링크" in Client(headers={"accept-language": "ko"}).get(path, follow=True).content.decode()


def test_an_address_is_somebodys_once_whatever_its_case(signed_in, cast):
    answer = signed_in(cast.oksu).post("/people/new", employee_form(cast, email="MINA@daon.example"))
    assert (answer.status_code, Employee.objects.count()) == (422, 9)


def test_an_employee_is_changed(signed_in, cast):
    said = employee_form(cast, name_ko="차찰리", email="charlie@daon.example", roles=["department", "cvi"])
    signed_in(cast.oksu).post(f"/people/{cast.charlie.pk}", said)
    assert Employee.objects.get(pk=cast.charlie.pk).roles == ["department", "cvi"]


def test_a_chart_is_taken_over_and_every_refused_line_is_told(signed_in, cast):
    chart = (
        "이름,이메일,부서,역할,대리자\n"
        "나리,nari@daon.example,고객본부 > 매장팀,현장,dur@daon.example\n"
        "두리,duri@daon.example,고객본부 > 매장팀,현장,nari@daon.example\n"
        "이름만,,고객본부,,\n"
        "도도,dodo@daon.example,고객본부 > 매장팀,마법사,\n"
    ).encode("cp949")
    client = signed_in(cast.oksu)
    sent = {"file": SimpleUploadedFile("조직도.csv", chart), "calendar": cast.cvi.calendar_id}
    page = client.post("/people/chart", sent).content.decode()
    assert "모르는 역할이에요" in page
    assert "data:text/csv" in page
    assert list(Employee.objects.filter(email__endswith="ri@daon.example").values_list("name_ko", flat=True)) == []
    chart = chart.replace("dur@".encode("cp949"), "duri@".encode("cp949"))
    for _ in range(2):
        client.post("/people/chart", {**sent, "file": SimpleUploadedFile("조직도.csv", chart)})
    nari, duri = Employee.objects.filter(email__contains="ri@").order_by("name_ko")
    assert (nari.deputy, duri.deputy, nari.roles) == (duri, nari, ["front_line"])
    assert (nari.department.name_ko, nari.department.parent.name_ko) == ("매장팀", "고객본부")
    last = Fact.objects.filter(kind="people.ChartImported").order_by("-pk").first()
    assert last.body == {"kept": 2, "refused": 2}
    assert Department.objects.filter(name_ko="매장팀").count() == 1


def test_a_file_that_is_no_table_is_told_in_words(signed_in, cast):
    sent = {"file": SimpleUploadedFile("x.xlsx", b"\x00\x01"), "calendar": cast.cvi.calendar_id}
    assert signed_in(cast.oksu).post("/people/chart", sent).status_code == 200


# Absences ------------------------------------------------------------------------------------------------------


def test_everybody_enters_their_own_absence_and_comes_back(signed_in, cast):
    client = signed_in(cast.charlie)
    today = timezone.localdate()
    said = {"starts_on": today, "ends_on": today + timedelta(days=2), "why": "leave", "deputy": cast.sora.pk}
    assert client.post("/me", said).status_code == 302
    absence = Absence.objects.get(employee=cast.charlie)
    assert (absence.ends_at - absence.starts_at).days == 3
    assert away(timezone.now()) == {cast.charlie.pk: cast.sora}
    client.post(f"/absences/{absence.pk}/end")
    assert away(timezone.now()) == {}


def test_a_deputy_who_is_away_too_is_refused_on_the_form(signed_in, cast):
    today = timezone.localdate()
    when = {"starts_on": today, "ends_on": today, "why": "leave"}
    signed_in(cast.sora).post("/me", {**when, "deputy": cast.mina.pk})
    answer = signed_in(cast.charlie).post("/me", {**when, "deputy": cast.sora.pk})
    assert (answer.status_code, Absence.objects.count()) == (422, 1)
    assert "그때 자리를 비웁니다" in answer.content.decode()


def test_nobody_ends_the_absence_of_another(signed_in, cast):
    today = timezone.localdate()
    said = {"starts_on": today, "ends_on": today, "why": "sick", "deputy": cast.mina.pk}
    signed_in(cast.sora).post("/me", said)
    absence = Absence.objects.get()
    assert signed_in(cast.charlie).post(f"/absences/{absence.pk}/end").status_code == 404
    assert signed_in(cast.oksu).post(f"/absences/{absence.pk}/end").status_code == 302


# Duty ----------------------------------------------------------------------------------------------------------


def test_a_calendar_is_written_as_people_write_hours(signed_in, cast):
    said = {"code": "shop", "name_ko": "매장", "name_en": "Shops", "mon": "10-12, 13:00–20:00", "sat": "10-15"}
    signed_in(cast.oksu).post("/duty/calendars/new", said)
    weekly = Calendar.objects.get(code="shop").hours.to_dict()["weekly"]
    assert weekly == {"mon": [["10:00", "12:00"], ["13:00", "20:00"]], "sat": [["10:00", "15:00"]]}


@pytest.mark.parametrize("written", ["아침부터", "25:00-26:00", "09:00-12:00, 11:00-13:00"])
def test_hours_that_cannot_be_are_told_on_the_form(signed_in, cast, written):
    said = {"code": "odd", "name_ko": "이상", "name_en": "Odd", "mon": written}
    assert signed_in(cast.oksu).post("/duty/calendars/new", said).status_code == 422


def test_a_roster_is_filled_and_its_week_edited(signed_in, cast):
    client = signed_in(cast.oksu)
    client.post("/duty/rosters/new", {"code": "night", "name_ko": "밤 근무", "name_en": "Nights"})
    client.post("/duty/rosters/night", {"employee": cast.hana.pk, "days": ["0", "6"], "hours": "22:00-06:00"})
    roster = Roster.objects.get(code="night")
    turns = sorted(roster.shifts.values_list("starts_minute", "minutes"))
    assert turns == [(22 * 60, 480), (6 * 1440 + 22 * 60, 480)]
    assert 'value="22:00-06:00"' in client.get("/duty/rosters/night").content.decode()
    week = {f"{cast.hana.pk}-{day}": "" for day in range(7)} | {f"{cast.hana.pk}-2": "09:00-10:00"}
    client.post("/duty/rosters/night", week)
    assert list(roster.shifts.values_list("starts_minute", "minutes")) == [(2 * 1440 + 540, 60)]


# Keys ----------------------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_revoked(signed_in, cast):
    client = signed_in(cast.oksu)
    said = {"name": "메일 서버", "employee": cast.mina.pk, "scopes": ["voices:write"], "lives": "30"}
    page = client.post("/keys", said)
    assert "gwd_" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert "gwd_" not in client.get("/keys").content.decode()
    token = Token.objects.get()
    assert (token.expires_at - token.made_at).days == 30
    client.post(f"/keys/{token.pk}/revocation")
    assert Token.objects.get().revoked_at is not None


# Signing in ----------------------------------------------------------------------------------------------------


def test_an_employee_signs_in_and_out(cast):
    client = Client(headers={"accept-language": "ko"})
    answer = client.post("/accounts/login/", {"login": "Mina@daon.example", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/me").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/me").status_code == 302


def test_a_wrong_password_says_so_in_korean(cast):
    client = Client(headers={"accept-language": "ko"})
    page = client.post("/accounts/login/", {"login": "mina@daon.example", "password": "x"}).content.decode()
    assert "이메일이나 비밀번호가 맞지 않습니다." in page


@pytest.mark.parametrize("name", ["dohyun", "oksu"])
def test_whoever_sees_contacts_in_bulk_sets_up_a_second_factor_first(cast, name):
    client = Client(headers={"accept-language": "ko"})
    client.post("/accounts/login/", {"login": f"{name}@daon.example", "password": PASSWORD})
    sent = client.get("/directory")
    assert (sent.status_code, sent.url) == (302, "/accounts/2fa/totp/activate/?next=/directory")
    page = client.get(sent.url).content.decode()
    secret = re.search(r'id="authenticator_secret">([A-Z0-9]+)<', page).group(1)
    code = totp_code(secret)
    client.post("/accounts/2fa/totp/activate/", {"code": code})
    assert client.get("/directory").status_code == 200


def totp_code(secret):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_second_factor_is_asked_for_at_every_sign_in(cast):
    TOTP.activate(cast.oksu, generate_totp_secret())
    client = Client()
    answer = client.post("/accounts/login/", {"login": "oksu@daon.example", "password": PASSWORD})
    assert answer.url == "/accounts/2fa/authenticate/"
    assert client.get("/me").status_code == 302
    assert client.get("/accounts/2fa/authenticate/").status_code == 200


@pytest.mark.parametrize("path", ["signup/", "email/", "2fa/signup/", "password/set/", "login/code/confirm/"])
def test_nobody_signs_up_or_moves_their_address(cast, path):
    client = Client()
    client.force_login(cast.mina, backend="gwidam.people.sessions.ByPassword")
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client.post(f"/accounts/{path}", {"email": "x@evil.example"}).status_code == 404


def test_a_forgotten_password_tells_nobody_who_has_an_account(cast):
    assert "운영자" in Client(headers={"accept-language": "ko"}).get("/accounts/password/reset/").content.decode()
    assert Client().post("/accounts/password/reset/", {"email": "mina@daon.example"}).status_code == 405


def test_ones_sessions_are_seen_and_the_others_ended(cast):
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/accounts/login/", {"login": "mina@daon.example", "password": PASSWORD})
    assert here.get("/accounts/sessions/").content.decode().count('class="row-meta"') == 2
    here.post("/accounts/sessions/")
    assert (here.get("/me").status_code, there.get("/me").status_code) == (200, 302)


@pytest.mark.parametrize(
    "path", ["2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "password/change/", "sessions/", "logout/"]
)
def test_the_account_pages_wear_the_houses_clothes(cast, path):
    client = Client(headers={"accept-language": "ko"})
    client.post("/accounts/login/", {"login": "mina@daon.example", "password": PASSWORD})
    page = client.get(f"/accounts/{path}")
    assert page.status_code == 200
    assert 'class="desk"' in page.content.decode()
