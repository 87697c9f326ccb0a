"""The demo: what its voices leave behind obeys the house, and the same seed leaves the same."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from gwidam.core.ids import forget_block
from gwidam.core.memory import forget
from gwidam.core.models import Fact
from gwidam.demo import build as demo
from gwidam.demo.logins import SECOND_FACTOR, logins
from gwidam.demo.post import GONE
from gwidam.demo.stories import STORIES
from gwidam.demo.texts import texts
from gwidam.listen.models import Attachment, Voice
from gwidam.listen.store import path_of
from gwidam.own.models import Answer, Case, Closure, HandOff, Incident, Merge, Outcome, Promise, Reopening
from gwidam.people.models import Employee
from gwidam.post.models import Message

NOW = datetime(2026, 11, 19, 5, 20, tzinfo=UTC)  # Thursday, 14:20 in Seoul
SECRET = "a-secret-of-this-house-only-" + "x" * 20
ROOMS = ("people", "moments", "listen", "understand", "own", "change", "post", "core")
# Drawn anew each time, or told by the wall clock: no part of what a seed says.
NOT_TOLD = {"request_id", "xact", "password", "joined_at", "last_login"}
STORIES_TWICE = 2 * len(STORIES)
pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@contextmanager
def empty_house() -> Iterator[None]:
    """A house without anybody, its numbers counted from one; afterwards all is as it was."""
    tables = [
        model._meta.db_table
        for room in ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
        if model._meta.managed
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM gwidam_ids")
        (last,) = cursor.fetchone()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what waits to be checked cannot be truncated
            cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
            cursor.execute("SELECT setval('gwidam_ids', 1, false)")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            forget()
            forget_block()
            yield
            transaction.set_rollback(True)
    finally:
        with connection.cursor() as cursor:  # sequences do not roll back
            cursor.execute("SELECT setval('gwidam_ids', %s, true)", [last])
        forget()
        forget_block()


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the house by model, without what is drawn anew each time."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            fields = [each.attname for each in model._meta.concrete_fields if each.attname not in NOT_TOLD]
            found[model._meta.label] = list(model._default_manager.order_by("pk").values_list(*fields))
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: Any) -> Path:
    """Where the demo keeps what was attached."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def unlocked(django_db_setup: None, django_db_blocker: Any, files: Path) -> Iterator[None]:
    """The database, for all tests of this module together."""
    with django_db_blocker.unblock(), override_settings(FILES=files):
        yield


@pytest.fixture(scope="module")
def built(unlocked: None) -> Iterator[demo.Built]:
    """A small demo: two voices of each story."""
    with empty_house():
        yield demo.build(seed=7, now=NOW, only=STORIES_TWICE, logins=logins(SECRET))


@pytest.fixture
def told(built: demo.Built) -> Counter[str]:
    """How many voices of each story there are."""
    return Counter(each.story for each in demo.chosen(texts().voices, STORIES_TWICE))


def test_every_story_is_walked(told: Counter[str]) -> None:
    assert set(told) == set(STORIES) == {each.story for each in texts().voices}
    assert min(told.values()) >= 2


def test_what_was_built_is_told_last(built: demo.Built, told: Counter[str]) -> None:
    assert demo.built() == built == demo.Built(seed=7, voices=told.total(), at=NOW)
    assert Fact.objects.order_by("-pk")[0].kind == "demo.DemoBuilt"
    assert Voice.objects.count() == told.total()


def test_nothing_happens_after_now(built: demo.Built) -> None:
    assert list(Fact.objects.filter(at__gt=NOW)) == []
    assert list(Voice.objects.filter(Q(heard_at__gt=NOW) | Q(said_at__gt=F("heard_at")))) == []
    assert list(Promise.objects.filter(Q(kept_at__gt=NOW) | Q(broken_at__gt=NOW))) == []


def test_facts_of_one_case_are_in_the_order_of_their_moments(built: demo.Built) -> None:
    for case in Case.objects.all():
        moments = list(Fact.objects.filter(about=case.about).order_by("pk").values_list("at", flat=True))
        assert moments == sorted(moments)


def test_every_open_case_has_an_active_guardian_and_holder(built: demo.Built) -> None:
    kept = Case.objects.exclude(state=Case.State.CLOSED)
    assert list(kept.filter(Q(guardian__is_active=False) | Q(holder__is_active=False))) == []
    assert list(kept.exclude(holder__department_id=F("department_id"))) == []


def test_every_closed_case_was_answered_or_says_why_not(built: demo.Built) -> None:
    closed = Case.objects.filter(state=Case.State.CLOSED)
    assert closed.count() > 0
    for case in closed:
        last = case.closures.order_by("-pk")[0]
        reached = case.answers.filter(delivered_at__lte=last.at, failed_at=None).exists()
        assert reached == last.has_reached


def test_a_voice_leaves_what_its_story_says(told: Counter[str]) -> None:
    assert Incident.objects.count() == told["abuse"]
    assert Merge.objects.count() == told["merged_duplicate"]
    assert Reopening.objects.count() == told["reopened_not_fixed"]
    assert Closure.objects.exclude(unreached_because="").count() == told["unreachable"]
    assert Outcome.objects.filter(word="half").count() >= told["half_fixed"]
    assert HandOff.objects.filter(state="offered").count() == told["offered_waiting"]
    bounced = HandOff.objects.filter(state="bounced").count()
    assert bounced >= told["bounced_once"] + told["bounced_twice_to_cvi"]


def test_whatever_was_bounced_twice_came_to_the_cvi_team(built: demo.Built) -> None:
    twice = Case.objects.annotate(bounces=Count("handoffs", filter=Q(handoffs__state="bounced"))).filter(bounces=2)
    assert twice.count() > 0
    for case in twice:
        came = case.handoffs.filter(to_department__is_cvi=True, state="accepted").exists()
        assert came != case.guardian.department.is_cvi


def test_the_clock_has_run(built: demo.Built) -> None:
    promises = Promise.objects.filter(
        owed_by="us", kept_at=None, released_at=None, due_at__lte=NOW - demo.DUE_IS_SEEN
    )
    assert list(promises.filter(broken_at=None)) == []
    broken = Promise.objects.filter(broken_at__isnull=False)
    assert broken.count() > 0
    assert list(broken.exclude(broken_at__lte=F("due_at") + demo.DUE_IS_SEEN)) == []
    assert list(HandOff.objects.filter(state="offered", due_at__lte=NOW)) == []


def test_the_mail_of_the_past_has_left(built: demo.Built) -> None:
    assert list(Message.objects.filter(state__in=["queued", "sending"], urgency="now")) == []
    gone = [each for each in Message.objects.filter(state="failed") if each.address.endswith(f"@{GONE}")]
    assert len(gone) == Message.objects.filter(state="failed").count() > 0
    assert Answer.objects.filter(failed_at__isnull=False).count() > 0


def test_no_job_is_left_for_the_workers(built: demo.Built) -> None:
    assert ProcrastinateJob.objects.count() == 0


def test_pictures_lie_in_the_store_and_open(built: demo.Built, files: Path, settings: Any) -> None:
    settings.FILES = files
    kept = [(each.media_type, path_of(each.sha256).read_bytes()[:8]) for each in Attachment.objects.all()]
    assert len(kept) > 0
    assert set(kept) == {("image/png", b"\x89PNG\r\n\x1a\n")}


def test_numbers_that_must_not_be_kept_are_masked(built: demo.Built) -> None:
    texts = Voice.objects.values_list("text", flat=True)
    assert [text for text in texts if re.search(r"\d{6}-[1-8]\d{6}", text)] == []


def test_only_those_shown_can_sign_in_and_some_need_a_code(built: demo.Built) -> None:
    from allauth.mfa.models import Authenticator

    given = logins(SECRET)
    able = {each.email: each for each in Employee.objects.all() if each.has_usable_password()}
    assert able.keys() == {each.email for each in given}
    assert all(able[each.email].check_password(each.password) for each in given)
    assert set(Authenticator.objects.values_list("user__email", flat=True)) == set(SECOND_FACTOR)


def test_a_house_with_people_is_left_alone(unlocked: None) -> None:
    before = Fact.objects.count()
    with pytest.raises(demo.HasPeople):
        demo.build(seed=7, now=NOW, only=1)
    assert Fact.objects.count() == before


def test_the_same_seed_gives_the_same_house_and_another_the_same_words(unlocked: None) -> None:
    def house(seed: int) -> dict[str, list[tuple[Any, ...]]]:
        with empty_house():
            demo.build(seed=seed, now=NOW, only=len(STORIES), logins=())
            return rows()

    first, again, other = house(3), house(3), house(4)
    assert first == again
    assert first["own.Promise"] != other["own.Promise"]
    said = [each.attname for each in Voice._meta.concrete_fields if each.attname not in NOT_TOLD].index("text")
    assert sorted(row[said] for row in first["listen.Voice"]) == sorted(row[said] for row in other["listen.Voice"])


def test_a_build_that_fails_leaves_nothing(unlocked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def stop_half_way(count: int) -> None:
        calls.append(count)
        if len(calls) == 8:
            raise KeyboardInterrupt

    with empty_house():
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            demo.build(seed=3, now=NOW, only=len(STORIES), progress=stop_half_way)
        assert (Employee.objects.count(), Voice.objects.count(), demo.built()) == (0, 0, None)
