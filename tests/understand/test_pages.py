"""What was read, where it is seen: beside the voice, in the hand-over, on the pages of routes and health."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from gwidam.core.ledger import act, record
from gwidam.people.verbs import answer_for
from gwidam.understand.events import ModelLearnt
from gwidam.understand.models import Learnt, Reading
from gwidam.understand.verbs import learn_route, note_footing, unlearn_route
from tests.cast import SETUP

HTMX = {"headers": {"HX-Request": "true"}}
ANGRY = "최악이에요! 세 번째 전화인데 고장 난 인터넷을 아직도 안 고쳐 주네요. 불만입니다. 고소하겠습니다!"


@pytest.fixture
def case(cast, read):
    taken = cast.voice(ANGRY, at=timezone.now(), heard_by=cast.mina)
    read(taken.voice, at=timezone.now())
    return taken.case


@pytest.fixture
def mina(cast, sign_in):
    return sign_in(cast.mina)


def page(client, path, **more):
    answer = client.get(path, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_of_a_case_shows_what_was_read_and_from_which_words(mina, case):
    shown = page(mina, f"/cases/{case.receipt}")
    said = re.search(r'<div class="said".*?</div>', shown, re.DOTALL)[0]
    assert re.sub(r"<[^>]+>", "", said) == ANGRY
    assert re.findall(r'<span data-of="[^"]*dangers-legal[^"]*">(.*?)</span>', said) == ["고소"]
    assert 'data-evidence="dangers-legal"' in shown
    assert re.search(r'<option value="negative" selected>부정</option>', shown)


def test_what_is_not_sure_is_said_so(cast, mina, read):
    taken = cast.voice("어제 말씀드린 그 일이요", at=timezone.now(), heard_by=cast.mina)
    read(taken.voice, at=timezone.now())
    assert Reading.objects.get().kind == ""
    shown = page(mina, f"/readings/{taken.voice.receipt}", **HTMX)
    assert "잘 모르겠어요" in shown


def test_before_it_was_read_the_page_says_so(cast, mina):
    case = cast.voice(ANGRY, at=timezone.now(), heard_by=cast.mina).case
    shown = page(mina, f"/cases/{case.receipt}")
    assert "읽고 있어요." in shown
    assert ANGRY in shown


def test_hostile_words_stay_words(cast, mina, read):
    taken = cast.voice("<b>화나</b> 고소하겠습니다 <script>", at=timezone.now(), heard_by=cast.mina)
    read(taken.voice, at=timezone.now())
    shown = page(mina, f"/readings/{taken.voice.receipt}", **HTMX)
    assert "<b>화나" not in shown
    assert "&lt;" in shown


def test_a_label_is_put_right_where_it_stands(mina, case):
    part = mina.post(f"/readings/{case.receipt}/tone", {"value": "neutral"}, **HTMX).content.decode()
    assert '<option value="neutral" selected>담담</option>' in part
    assert "사람이 정함" in part
    assert "<html" not in part
    assert Reading.objects.get().tone == "neutral"


def test_a_danger_is_taken_away_with_one_press(mina, case):
    part = mina.post(f"/readings/{case.receipt}/dangers", {"value": "legal"}, **HTMX).content.decode()
    assert "dangers-legal" not in part
    assert Reading.objects.get().dangers == []


def test_without_a_script_one_goes_back_to_the_case(mina, case):
    answer = mina.post(f"/readings/{case.receipt}/kind", {"value": "request"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/cases/{case.receipt}")


def test_a_product_that_was_not_seen_is_chosen_from_the_directory_and_taken_away_again(cast, mina, read):
    answer_for(department=cast.internet, product="다온 와이파이", says_ko="와이파이", by=SETUP, at=timezone.now())
    case = cast.voice(ANGRY, at=timezone.now(), heard_by=cast.mina).case
    read(case.voice, at=timezone.now())
    shown = page(mina, f"/readings/{case.receipt}", **HTMX)
    assert '<option value="다온 와이파이">다온 와이파이</option>' in shown
    mina.post(f"/readings/{case.receipt}/product", {"value": "다온 와이파이"}, **HTMX)
    assert Reading.objects.get().product == "다온 와이파이"
    part = mina.post(f"/readings/{case.receipt}/product", {"value": ""}, **HTMX).content.decode()
    assert Reading.objects.get().product == ""
    assert '<option value="" selected>없음</option>' in part


def test_a_need_that_was_missed_is_added_with_one_choice(mina, case):
    mina.post(f"/readings/{case.receipt}/needs", {"value": "work_depends"}, **HTMX)
    assert "work_depends" in Reading.objects.get().needs


def test_a_voice_without_a_case_shows_its_reading_on_its_own_page(cast, mina, read):
    taken = cast.voice(
        "상담원이 친절해서 고맙습니다", at=timezone.now(), heard_by=cast.mina, kind="praise", needs_answer=False
    )
    read(taken.voice, at=timezone.now())
    shown = page(mina, f"/hear/{taken.voice.receipt}")
    assert taken.case is None
    assert re.search(r'<option value="positive" selected>긍정</option>', shown)
    assert 'data-of="' in shown
    back = mina.post(f"/readings/{taken.voice.receipt}/kind", {"value": "idea"})
    assert back.headers["Location"] == f"/hear/{taken.voice.receipt}"


@pytest.mark.parametrize(("field", "value", "status"), [("tone", "loud", 422), ("colour", "red", 404)])
def test_what_cannot_be_said_is_refused(mina, case, field, value, status):
    assert mina.post(f"/readings/{case.receipt}/{field}", {"value": value}, **HTMX).status_code == status


def test_the_outsider_finds_no_reading(cast, sign_in, case):
    charlie = sign_in(cast.charlie)
    assert charlie.get(f"/readings/{case.receipt}").status_code == 404
    assert charlie.post(f"/readings/{case.receipt}/tone", {"value": "neutral"}).status_code == 404
    assert Reading.objects.get().corrected == {}


def test_the_hand_over_proposes_an_owner_with_the_words_behind_it(mina, case, cast):
    part = page(mina, f"/cases/{case.receipt}/hand-off", **HTMX)
    assert f"?to={cast.internet.pk}" in part
    assert re.search(r'<span class="num">\d+%</span>', part)


def test_a_bounced_owner_is_not_proposed_again(mina, case, cast):
    unlearn_route(handoff_id=1, voice_id=case.pk, department_id=cast.internet.pk, by=SETUP, at=timezone.now())
    assert f"?to={cast.internet.pk}" not in page(mina, f"/cases/{case.receipt}/hand-off", **HTMX)


def test_while_somebody_types_owners_are_proposed_or_it_says_that_it_does_not_know(mina, cast):
    known = mina.post("/hear/owners", {"text": "어제부터 인터넷이 너무 느리고 자꾸 끊겨요"}).content.decode()
    assert f'value="{cast.internet.pk}"' in known
    strange = mina.post("/hear/owners", {"text": "xyzzy plugh frobnicate"}).content.decode()
    assert "모르겠습니다, 누가 맡을지 정해 주세요." in strange


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_of_routes_takes_as_many_queries_however_much_was_handed_over(
    cast, sign_in, count, django_assert_max_num_queries
):
    at = timezone.now()
    for number in range(count):
        voice = cast.voice(f"로밍이 안 돼요 {number}", at=at).voice
        told = {"voice_id": voice.pk, "by": SETUP, "at": at}
        unlearn_route(handoff_id=2 * number, department_id=cast.billing.pk, **told)
        learn_route(handoff_id=2 * number + 1, department_id=cast.internet.pk, **told)
    dohyun = sign_in(cast.dohyun)
    page(dohyun, "/understand/routes")
    with django_assert_max_num_queries(14):
        shown = page(dohyun, "/understand/routes")
    assert "요금팀" in shown
    figures = re.findall(r'<dd class="num">(.*?)</dd>', shown)
    assert figures[:3] == [str(count), str(count), f"0 / {count}"]


def test_the_page_of_routes_is_there_in_an_empty_house(cast, sign_in):
    assert "아직 넘긴 건이 없어요." in page(sign_in(cast.oksu), "/understand/routes")


def test_the_page_of_health_says_what_is_missing(cast, sign_in):
    oksu = sign_in(cast.oksu)
    assert "아직 읽은 말씀이 없어요" in page(oksu, "/understand/health")
    note_footing(tier="T0", troubles=["T1: The package kiwipiepy is not installed."], by=SETUP, at=timezone.now())
    assert "T1: The package kiwipiepy is not installed." in page(oksu, "/understand/health")


def learnt(version, *, is_current):
    """A version of the model of topics that has been in use."""
    with act():
        Learnt.objects.create(
            subject="topic",
            version=version,
            is_current=is_current,
            has_served=True,
            learnt_at=timezone.now(),
            packed=b"",
            examples=12,
        )
        told = ModelLearnt(subject="topic", model_version=version, examples=12, is_current=is_current)
        record(told, by=SETUP, at=timezone.now(), about="house:understand")


def test_one_goes_back_from_the_page_of_health_where_something_served_before(cast, sign_in):
    oksu = sign_in(cast.oksu)
    learnt(1, is_current=False)
    assert "앞선 판으로" not in page(oksu, "/understand/health")
    learnt(2, is_current=True)
    assert 'action="/understand/models/topic/back"' in page(oksu, "/understand/health")
    assert oksu.post("/understand/models/topic/back").status_code == 302
    assert Learnt.objects.get(is_current=True).version == 1


def test_of_each_model_the_newest_versions_are_shown_and_of_all_models(cast, sign_in):
    for version in range(1, 8):
        learnt(version, is_current=version == 7)
    shown = page(sign_in(cast.oksu), "/understand/health")
    assert re.findall(r'<th scope="row">무슨 일인지 (\d+)', shown) == ["7", "6", "5", "4", "3"]


def test_there_is_nothing_to_go_back_to_in_a_new_house(cast, sign_in):
    assert sign_in(cast.oksu).post("/understand/models/topic/back").status_code == 409
    assert sign_in(cast.oksu).post("/understand/models/moon/back").status_code == 404


@pytest.mark.parametrize("path", ["/understand/health", "/understand/routes"])
def test_these_pages_are_for_operators_and_the_cvi_team(cast, sign_in, path):
    statuses = {name: sign_in(getattr(cast, name)).get(path).status_code for name in ("mina", "jun", "yuna")}
    assert statuses == {"mina": 403, "jun": 403, "yuna": 403}


@pytest.mark.parametrize("path", ["/understand/health", "/understand/routes"])
def test_the_pages_speak_english_too(cast, sign_in, path):
    shown = page(sign_in(cast.oksu, "en"), path)
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert re.findall("[가-힣]+", main) == []
