"""The pages of improvements: the whole way by their forms, the case's block, the list and the board."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Improvement, VoiceLink
from gwidam.change.verbs.ranking import rerank
from gwidam.own import verbs as own
from gwidam.own.models import Case
from tests.change.conftest import PARTS
from tests.own.pages.steps import HTMX, sign_in


@pytest.fixture
def case(cast):
    """A case of Mina's that was answered on the phone."""
    opened = cast.voice("밤마다 인터넷이 끊겨서 일을 못 해요", heard_by=cast.mina, at=timezone.now()).case
    own.answer(case=opened, text="고쳤습니다.", by=cast.mina, at=timezone.now(), is_spoken=True)
    return Case.objects.get(pk=opened.pk)


@pytest.fixture
def mina(cast):
    return sign_in(cast.mina)


@pytest.fixture
def dohyun(cast):
    return sign_in(cast.dohyun)


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_from_the_voice_to_the_release_by_the_pages(cast, case, mina, dohyun):
    asked = mina.post(f"/cases/{case.receipt}/improvements", {"improvement": "밤에도 끊기지 않게"})
    assert asked.status_code == 302
    improvement = Improvement.objects.get()
    path = f"/improvements/{improvement.number}"
    assert dohyun.post(f"{path}/score", PARTS).status_code == 302
    assert dohyun.post(f"{path}/tabling", {"says": ""}).status_code == 302
    ruled = sign_in(cast.yuna).post(f"{path}/ruling", {"verdict": "yes", "person": "이준"})
    assert ruled.status_code == 302
    jun = sign_in(cast.jun)
    assert jun.post(f"{path}/work").status_code == 302
    words = {"title_ko": improvement.title_ko, "text_ko": "밤 점검 시간을 새벽 4시로 옮겼습니다."}
    assert jun.post(f"{path}/release", words).status_code == 302
    improvement.refresh_from_db()
    assert (improvement.state, improvement.owner, improvement.reach.people) == ("released", cast.jun, 1)
    refused = dohyun.post(f"{path}/telling")
    assert (refused.status_code, "아직 1분께" in refused.content.decode()) == (409, True)
    page = shown(mina, path)
    assert case.voice.summary in page
    assert '<b class="num">0</b>' in page
    assert Case.objects.get(pk=case.pk).state == "answered"


def test_the_case_shows_what_its_voice_led_to_and_links_one_that_is_there(case, mina, propose):
    improvement = propose()
    path = f"/cases/{case.receipt}/improvements"
    assert improvement.title_ko not in mina.get(path, **HTMX).content.decode()
    assert mina.post(path, {"improvement": f"{improvement.number} {improvement.title_ko}"}).status_code == 302
    assert improvement.title_ko in mina.get(path, **HTMX).content.decode()
    assert VoiceLink.objects.get().via == "case"


CLOSING = {
    "anything_else": "없다고 하심",
    "cause": "노후 회선",
    "recurrence": "improvement",
    "recurrence_why": "회선을 새로 깔기로 함",
}


def test_closing_with_an_improvement_links_the_one_that_was_chosen(case, mina, propose):
    improvement = propose()
    assert (
        mina.post(f"/cases/{case.receipt}/closure", {**CLOSING, "improvement": improvement.number}).status_code
        == 302
    )
    link = VoiceLink.objects.get()
    assert (link.improvement, link.voice_id, link.via) == (improvement, case.pk, "closure")


@pytest.mark.parametrize(
    ("typed", "title"), [("", CLOSING["recurrence_why"]), ("회선 새로 깔기", "회선 새로 깔기")]
)
def test_closing_with_an_improvement_proposes_a_new_one(case, mina, typed, title):
    assert mina.post(f"/cases/{case.receipt}/closure", {**CLOSING, "improvement": typed}).status_code == 302
    made = VoiceLink.objects.get().improvement
    assert (made.title_ko, made.origin, made.internal) == (title, "closure", CLOSING["recurrence_why"])


def test_closing_with_the_very_title_of_an_open_one_links_that_one(case, mina, propose):
    improvement = propose(title="회선 새로 깔기")
    mina.post(f"/cases/{case.receipt}/closure", {**CLOSING, "improvement": " 회선  새로 깔기"})
    assert VoiceLink.objects.get().improvement == improvement


def test_a_number_that_is_nobodys_closes_nothing(case, mina):
    answer = mina.post(f"/cases/{case.receipt}/closure", {**CLOSING, "improvement": "G-999999"})
    assert (answer.status_code, "G-999999 개선은 없습니다." in answer.content.decode()) == (422, True)
    assert (Case.objects.get(pk=case.pk).state, Improvement.objects.count()) == ("answered", 0)


def test_cases_that_close_behind_another_are_linked_to_the_same_new_improvement(cast, case, mina):
    other = cast.voice("저도 끊겨요", heard_by=cast.mina, at=timezone.now()).case
    opened = Case.objects.get(pk=case.pk)
    own.reopen(case=opened, why="또", by=cast.mina, at=timezone.now())
    own.merge(case=other, into=Case.objects.get(pk=case.pk), why="같은 일", by=cast.mina, at=timezone.now())
    own.answer(case=Case.objects.get(pk=case.pk), text="네", by=cast.mina, at=timezone.now(), is_spoken=True)
    assert mina.post(f"/cases/{case.receipt}/closure", CLOSING).status_code == 302
    assert set(VoiceLink.objects.values_list("voice_id", "improvement")) == {
        (each, Improvement.objects.get().pk) for each in (case.pk, other.pk)
    }


def test_a_department_reads_no_voice_it_may_not_see(cast, case, propose):
    improvement = propose(voice=case.voice)
    page = shown(sign_in(cast.charlie), f"/improvements/{improvement.number}")
    assert (case.voice.summary in page, "볼 수 없는 말씀" in page) == (False, True)
    assert (
        sign_in(cast.charlie)
        .get(f"/improvements/{improvement.number}/voices/{VoiceLink.objects.get().pk}/end")
        .status_code
        == 404
    )


def test_only_its_owner_and_the_cvi_team_carry_it_out(cast, brought):
    improvement = brought("approved")
    answers = [sign_in(who).post(f"/improvements/{improvement.number}/work") for who in (cast.sora, cast.jun)]
    assert [each.status_code for each in answers] == [403, 302]


def test_what_must_be_done_stands_above_every_score(cast, at, brought, dohyun):
    scored, must = brought("scored", voice=cast.voice().voice), brought("proposed", title="법이 정한 일")
    verbs.mark_must(improvement=must, ground="전기통신사업법 제32조", by=cast.dohyun, at=at)
    assert listed(dohyun) == [must.number, scored.number]


def listed(client, query=""):
    page = client.get(f"/improvements/priorities{query}", **HTMX).content.decode()
    return re.findall(r'class="row-title" href="/improvements/(G-\d+)"', page)


def test_a_what_if_weight_changes_the_order_in_the_address_alone(cast, at, brought, dohyun):
    calm, angry = brought("scored", title="조용한 일"), brought("scored", title="화나는 일")
    for improvement, heat, number in ((calm, 0, 3), (angry, 90, 2)):
        for each in range(number):
            heard = cast.voice(f"말씀 {improvement.number} {each}").voice
            link = verbs.link(improvement=improvement, voice=heard, via="page", by=cast.mina, at=at)
            reweigh(link, heat)
    usual = [calm.number, angry.number]
    assert listed(dohyun) == usual
    assert listed(dohyun, "?pain=3") == usual[::-1]
    assert listed(dohyun) == usual


def reweigh(link, heat):
    from gwidam.change.models import Reach

    VoiceLink.objects.filter(pk=link.pk).update(heat=heat)
    reach = Reach.objects.get(pk=link.improvement_id)
    reach.heat += heat
    reach.save()
    rerank([link.improvement_id])


def test_the_score_is_explained_by_its_parts(cast, brought, dohyun):
    improvement = brought("scored", voice=cast.voice().voice)
    page = shown(dohyun, f"/improvements/{improvement.number}")
    assert "1 × 2 × 0.8 ÷ 2 = 0.8" in page
    assert "강도현 님이" in page


def test_similar_ones_are_shown_while_typing(propose, mina):
    improvement = propose()
    answer = mina.post("/improvements/similar", {"title_ko": "밤에 인터넷이 안 끊기게"})
    assert improvement.number in answer.content.decode()
    assert improvement.number not in mina.post("/improvements/similar", {"title_ko": "요금제"}).content.decode()


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/improvements", 6),
        ("/improvements/priorities", 7),
        ("/improvements/priorities?only=mine", 7),
        ("/improvements/priorities?pain=1&trend=1", 7),
    ],
)
def test_a_list_asks_as_many_queries_for_50_as_for_5(
    cast, brought, mina, django_assert_num_queries, path, queries
):
    shown(mina, path)
    counted = []
    for more in (5, 45):
        for _ in range(more):
            brought("scored")
        shown(mina, path)
        with django_assert_num_queries(queries) as asked:
            shown(mina, path)
        counted.append(len(asked))
    assert counted[0] == counted[1]


def test_the_page_of_an_improvement_asks_as_many_queries_for_20_voices_as_for_2(
    cast, at, propose, mina, django_assert_num_queries
):
    improvement, counted = propose(), []
    for more in (2, 18):
        for number in range(more):
            heard = cast.voice(f"끊겨요 {more} {number}").voice
            verbs.link(improvement=improvement, voice=heard, via="page", by=cast.mina, at=at)
        shown(mina, f"/improvements/{improvement.number}")
        with django_assert_num_queries(15) as asked:
            shown(mina, f"/improvements/{improvement.number}")
        counted.append(len(asked))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("nonsense", ["9" * 5_000, "-1", "½", "1e9", "%00"])
def test_nonsense_in_an_address_is_no_crash(propose, dohyun, nonsense):
    number = propose().number
    for path in (
        f"/improvements/{number}?before={nonsense}",
        f"/improvements/priorities?after={nonsense}&pain={nonsense}&state={nonsense}&only={nonsense}",
        f"/improvements/new?theme={nonsense}",
        f"/improvements/suggestions?q={nonsense}",
    ):
        assert dohyun.get(path).status_code == 200
    assert dohyun.post(f"/improvements/{number}/themes", {"theme": nonsense}).status_code == 404
