"""From an empty house to an open channel; and how somebody leaves it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from gwidam.core.errors import NotNow
from gwidam.core.memory import forget
from gwidam.desks.wizard import links, progress, verbs
from gwidam.desks.wizard.verbs import found_house
from gwidam.listen.models import Channel, Voice
from gwidam.own.models import Case
from gwidam.people.models import Employee

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore:No directory at")]
FOUNDER = {
    "name_ko": "오운영",
    "email": "op@daon.example",
    "password": "quiet-brass-teapot-9",
    "again": "quiet-brass-teapot-9",
    "language": "ko",
}


@pytest.fixture(autouse=True)
def plain_static(settings):
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture
def empty_house(cast):
    """The house without its cast, for this test's transaction."""
    tables = [
        name
        for name in connection.introspection.table_names()
        if name.startswith(("people_", "moments_", "listen_", "own_"))
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    forget()


def sign_in(person):
    client = Client(headers={"accept-language": "ko"})
    client.force_login(person, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


def found(**changes):
    path = links.first_operator_url().partition("/setup")[2]
    return Client(headers={"accept-language": "ko"}).post(f"/setup{path}", {**FOUNDER, **changes})


def test_a_house_with_an_operator_has_no_link(cast):
    assert links.first_operator_url() is None


def test_the_link_makes_the_first_operator_once(empty_house):
    url = links.first_operator_url()
    path = "/setup" + url.partition("/setup")[2]
    assert Client().get(path).status_code == 200
    assert found().url == "/accounts/login/?next=/setup"
    operator = Employee.objects.get()
    assert (operator.roles, operator.check_password(FOUNDER["password"])) == (["operator"], True)
    assert Client().get(path).status_code == 404
    assert links.first_operator_url() is None


def test_the_link_is_over_after_a_day_and_cannot_be_forged(empty_house, monkeypatch):
    token = signing.dumps("first operator", salt="gwidam.first-operator")
    assert links.is_good(token)
    assert not links.is_good(token + "x")
    assert not links.is_good(signing.dumps("first operator", salt="something else"))
    monkeypatch.setattr(links, "LIVES", -1)
    assert not links.is_good(token)


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "short", "again": "short"},
        {"again": "another-brass-teapot"},
        {"password": "gwidam-gwidam-gwidam", "again": "gwidam-gwidam-gwidam"},
        {"email": "nobody"},
    ],
)
def test_a_poor_founding_is_told_on_the_form(empty_house, changes):
    assert found(**changes).status_code == 422
    assert not Employee.objects.exists()


def test_of_two_founders_the_second_is_told(empty_house, at):
    told = {"name_ko": "가", "password": "x", "language": "ko", "at": at}
    found_house(email="a@daon.example", **told)
    with pytest.raises(NotNow):
        found_house(email="b@daon.example", **told)


def test_the_set_up_is_for_operators(cast):
    assert sign_in(cast.dohyun).get("/setup").status_code == 403


def test_from_an_empty_house_to_an_open_channel(empty_house):
    found()
    operator = Employee.objects.get()
    client = sign_in(operator)
    assert client.get("/setup").url == "/setup/journeys"
    assert client.post("/setup/journeys", {"seed": "telco"}).status_code == 302
    assert client.get("/setup").url == "/setup/people"
    lines = "이름,이메일,부서,역할\n하나,hana@daon.example,고객센터,현장\n망가진 줄,,고객센터,\n"
    chart = SimpleUploadedFile("c.csv", lines.encode())
    office = operator.department.calendar_id
    page = client.post("/setup/people", {"file": chart, "calendar": office})
    assert "이메일 주소가 없거나 올바르지 않아요." in page.content.decode()
    hana = Employee.objects.get(email="hana@daon.example")
    assert client.get("/setup").url == "/setup/duty"
    client.post(
        "/setup/duty", {"employee": hana.pk, "days": [str(day) for day in range(5)], "hours": "09:00-18:00"}
    )
    assert client.get("/setup").url == "/setup/channels"
    roster = Channel._meta.get_field("roster").related_model.objects.get()
    said = {"kinds": ["web", "phone"], "owner": hana.pk, "department": hana.department_id, "roster": roster.pk}
    client.post("/setup/channels", said)
    web = Channel.objects.get(kind="web")
    assert web.is_open
    assert web.hours.to_dict()["weekly"]["fri"] == [["09:00", "18:00"]]
    assert client.get("/setup").url == "/setup/directory"
    client.post("/setup/directory", {"says_ko": "무엇이든", "department": hana.department_id})
    assert client.get("/setup").url == "/setup/end"
    assert all(each.done for each in progress.steps())
    Client().post("/speak", {"text": "첫 말씀이에요"})
    assert Case.objects.get().guardian == hana
    assert Voice.objects.get().channel == web


def test_every_kind_of_door_has_a_name_to_be_opened_with():
    assert set(verbs.NAMES) == set(Channel.Kind.values)


@pytest.mark.parametrize("slug", [*progress.ORDER, "end"])
def test_every_step_can_be_opened_again(cast, slug):
    assert sign_in(cast.oksu).get(f"/setup/{slug}").status_code == 200


def test_a_step_that_does_not_exist(cast):
    assert sign_in(cast.oksu).get("/setup/moon").status_code == 404


# Leaving -------------------------------------------------------------------------------------------------------


def test_everything_somebody_kept_has_a_new_home_before_they_leave(cast):
    first = cast.voice(heard_by=cast.mina, at=timezone.now() - timedelta(days=1)).case
    second = cast.voice(heard_by=cast.mina, at=timezone.now()).case
    client = sign_in(cast.oksu)
    path = f"/people/{cast.mina.pk}/leaving"
    page = client.get(path).content.decode()
    assert first.shown_receipt in page
    assert f'<option value="{cast.hana.pk}" selected>' in page
    sent = client.post(path, {"rest_to": cast.hana.pk, f"home-{second.pk}": cast.sora.pk})
    assert sent.status_code == 302
    guardians = dict(Case.objects.values_list("pk", "guardian"))
    assert guardians == {first.pk: cast.hana.pk, second.pk: cast.sora.pk}
    assert not Employee.objects.get(pk=cast.mina.pk).is_active
    assert set(Channel.objects.values_list("owner", flat=True)) == {cast.hana.pk}
    assert client.get(path).status_code == 404


def test_nothing_happens_without_somebody_for_the_rest(cast):
    case = cast.voice(heard_by=cast.mina).case
    sent = sign_in(cast.oksu).post(f"/people/{cast.mina.pk}/leaving", {f"home-{case.pk}": cast.sora.pk})
    assert sent.status_code == 422
    assert Case.objects.get().guardian == cast.mina


def test_front_line_cannot_make_anybody_leave(cast):
    assert sign_in(cast.hana).post(f"/people/{cast.mina.pk}/leaving", {}).status_code == 403
