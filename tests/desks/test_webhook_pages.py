"""The operator's pages of webhooks."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.post import verbs
from gwidam.post.models import Webhook, WebhookDelivery
from tests.house.test_door import sign_in

pytestmark = pytest.mark.django_db
LIST = "/settings/webhooks"
SENT = {"name": "창고", "url": "https://hooks.daon.example/in", "kinds": ["change.*", "own.CaseOpened"]}


@pytest.fixture
def operator(client, cast):
    sign_in(client, cast.oksu)
    return client


@pytest.fixture
def hook(cast):
    return verbs.add_webhook(**SENT, by=cast.oksu, at=timezone.now())[0]


def words(answer):
    text = re.sub(r"<wbr>", "", answer.content.decode())
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def log(hook, count, **more):
    now = timezone.now()
    return [
        WebhookDelivery.objects.create(
            **{
                "webhook": hook,
                "fact_id": 1000 + number,
                "kind": "change.ImprovementReleased",
                "state": "failed",
                "queued_at": now,
                "attempts": 10,
                "status": 500,
                "took_ms": 48,
                "answer": "<b>no</b>",
                **more,
            }
        )
        for number in range(count)
    ]


def test_an_empty_list_says_what_to_do(operator):
    assert "아직 웹훅이 없습니다" in words(operator.get(LIST))


def test_adding_shows_the_secret_once_and_keeps_it_out_of_caches(operator):
    answer = operator.post(f"{LIST}/new", SENT)
    hook = Webhook.objects.get()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert hook.secret in words(answer)
    assert (hook.name, hook.url, hook.kinds) == ("창고", SENT["url"], ["change.*", "own.CaseOpened"])
    for page in (LIST, f"{LIST}/{hook.pk}", f"{LIST}/{hook.pk}/edit"):
        assert hook.secret not in words(operator.get(page))
    assert Fact.objects.get(kind="post.WebhookAdded").body["host"] == "hooks.daon.example"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "http://hooks.daon.example/"}, "https://로 시작하는 주소만 쓸 수 있습니다."),
        ({"url": "https://hooks.daon.example:22/"}, "포트는 80, 443이나 1024 이상이어야 합니다."),
        ({"kinds": []}, "알릴 소식을 하나 이상 골라 주세요."),
        ({"name": ""}, "필수"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_what_was_typed_stays(operator, changes, said):
    answer = operator.post(f"{LIST}/new", {**SENT, **changes})
    assert (answer.status_code, Webhook.objects.count()) == (422, 0)
    assert said in words(answer)
    if "kinds" not in changes:
        assert 'value="own.CaseOpened" checked' in answer.content.decode()


def test_the_choice_is_in_the_words_of_the_reader_and_says_what_never_leaves(operator):
    page = words(operator.get(f"{LIST}/new"))
    assert "개인 정보 칸은 보내지 않습니다" in page
    assert "…님이 메일(…)을 받지 않기로 했습니다." in page
    operator.cookies["gwidam_language"] = "en"
    english = words(operator.get(f"{LIST}/new"))
    assert "… muted mail about …." in english


def test_everything_of_a_room_leaves_out_its_parts(operator):
    operator.post(f"{LIST}/new", {**SENT, "kinds": ["change.*", "change.ImprovementReleased"]})
    assert Webhook.objects.get().kinds == ["change.*"]


def test_it_is_changed(operator, hook):
    answer = operator.post(f"{LIST}/{hook.pk}/edit", {**SENT, "name": "새 창고", "kinds": ["own.*"]})
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}/{hook.pk}")
    assert (hook.fresh().name, hook.fresh().kinds, hook.fresh().secret) == ("새 창고", ["own.*"], hook.secret)


def test_each_verb_has_its_address_and_get_changes_nothing(operator, hook):
    nouns = ("trial", "pause", "resumption", "secret", "removal", "resending")
    assert [operator.get(f"{LIST}/{hook.pk}/{noun}").status_code for noun in nouns] == [405] * 6
    assert [operator.post(f"{LIST}/99999/{noun}").status_code for noun in nouns] == [404] * 6
    page = f"{LIST}/{hook.pk}"
    operator.post(f"{page}/trial")
    operator.post(f"{page}/pause")
    assert "운영자가 멈춤" in words(operator.get(page))
    assert operator.post(f"{page}/trial").status_code == 409
    operator.post(f"{page}/resumption", {"missed": "1"})
    turned = operator.post(f"{page}/secret")
    assert hook.fresh().secret in words(turned)
    assert hook.fresh().old_secret == hook.secret
    operator.post(f"{page}/removal")
    assert Webhook.objects.count() == 0
    kinds = Fact.objects.filter(kind__startswith="post.Webhook").order_by("pk").values_list("kind", flat=True)
    assert [kind.removeprefix("post.Webhook") for kind in kinds] == [
        "Added",
        "Tried",
        "Paused",
        "Resumed",
        "SecretTurned",
        "Removed",
    ]


def test_the_log_shows_each_try_and_sends_again(operator, hook):
    first, second, old = log(hook, 3)
    WebhookDelivery.objects.filter(pk=old.pk).update(queued_at=timezone.now() - timedelta(days=3))
    WebhookDelivery.objects.filter(pk=second.pk).update(status=None, trouble="not_public", answer="")
    page = operator.get(f"{LIST}/{hook.pk}")
    assert "<b>no</b>" not in page.content.decode()  # what others answer is text
    shown = words(page)
    for part in ("500", "<b>no</b>", "48ms", first.message_id, "사설망 주소라서 부르지 않았습니다"):
        assert part in shown
    operator.post(f"{LIST}/{hook.pk}/log/{first.pk}/resending")
    assert operator.post(f"{LIST}/{hook.pk}/log/{first.pk}/resending").status_code == 409
    operator.post(f"{LIST}/{hook.pk}/resending", {"hours": "24"})
    assert list(WebhookDelivery.objects.order_by("pk").values_list("state", flat=True)) == [
        "queued",
        "queued",
        "failed",
    ]


def test_a_row_of_another_webhook_is_not_sent_again(operator, cast, hook):
    other = verbs.add_webhook(**SENT, by=cast.oksu, at=timezone.now())[0]
    (row,) = log(other, 1)
    assert operator.post(f"{LIST}/{hook.pk}/log/{row.pk}/resending").status_code == 404


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_log_costs_the_same_however_long_it_is(operator, hook, count, django_assert_num_queries):
    log(hook, count)
    operator.get(f"{LIST}/{hook.pk}")
    with django_assert_num_queries(QUERIES_OF_ONE):
        operator.get(f"{LIST}/{hook.pk}")


@pytest.mark.parametrize("count", [1, 5, 50])
def test_the_list_costs_the_same_however_long_it_is(operator, cast, count, django_assert_num_queries):
    for _ in range(count):
        log(verbs.add_webhook(**SENT, by=cast.oksu, at=timezone.now())[0], 2)
    operator.get(LIST)
    with django_assert_num_queries(QUERIES_OF_LIST):
        operator.get(LIST)


QUERIES_OF_LIST = 4
QUERIES_OF_ONE = 6
