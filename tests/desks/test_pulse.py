import re
from datetime import timedelta

import pytest
from django.utils import timezone

from gwidam.core.memory import forget
from gwidam.own import verbs
from gwidam.own.models import Case

BACKEND = "gwidam.people.sessions.ByPassword"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def signed_in(client, cast):
    """Sign somebody of the cast in, reading English."""

    def signing(who):
        client.force_login(who, backend=BACKEND)
        session = client.session
        session["second_factor"] = True
        session.save()
        client.cookies["gwidam_language"] = "en"
        return client

    return signing


def figures(page):
    """{label: (number, note)} of the head figures of a page."""
    found = {}
    for label, rest in re.findall(r"<dt>(.*?)</dt>(.*?)</div>", page, re.DOTALL):
        words = [
            " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", "", each, flags=re.DOTALL).split())
            for each in re.findall(r"<dd[^>]*>(.*?)</dd>", rest, re.DOTALL)
        ]
        found[label] = tuple(words)
    return found


def history(cast):
    """Six voices two hours ago: five spoken to in time, one not; one of them half an hour old besides."""
    now = timezone.now()
    for _ in range(5):
        case = cast.voice(at=now - 2 * HOUR).case
        verbs.answer(case=case, text="고쳤습니다.", by=case.guardian, at=now - 1.5 * HOUR, is_spoken=True)
    waiting = cast.voice(at=now - 2 * HOUR, channel=cast.phone).case
    return Case.objects.get(pk=waiting.pk)


def test_the_head_figures_say_how_it_is(signed_in, cast):
    waiting = history(cast)
    page = signed_in(cast.yuna).get("/pulse").content.decode()
    found = figures(page)
    assert found["Open cases"] == ("6", "5 answered, not closed yet")
    assert found["Waiting longest"][0] == "2 h"
    assert found["Late now"] == ("1", "open cases past a promise")
    assert found["Answered in time"] == ("–", "too few to say (n=0)")
    assert found["First word, half within"] == ("30 min", "n=6")
    assert found["Closed, not fixed"] == ("0", "half fixed: 0 · fixed: 0 · told us: 0")
    assert "83% kept, n=6" in page
    assert f'href="/cases/{waiting.receipt}"' in page


@pytest.mark.parametrize("name", ["mina", "charlie", "dohyun", "yuna"])
def test_who_may_see_the_pulse(signed_in, cast, name):
    assert signed_in(getattr(cast, name)).get("/pulse").status_code == 200


def test_the_operator_may_not(signed_in, cast):
    assert signed_in(cast.oksu).get("/pulse").status_code == 403


def test_the_outsider_sees_counts_but_no_case(signed_in, cast):
    waiting = history(cast)
    page = signed_in(cast.charlie).get("/pulse").content.decode()
    assert figures(page)["Open cases"][0] == "6"
    assert waiting.receipt not in page


def test_an_empty_house_says_so(signed_in, cast):
    page = signed_in(cast.yuna).get("/pulse").content.decode()
    assert "Nobody has spoken in these days" in page
    assert "<svg" not in re.sub(r"(?s).*id=\"pulse\"", "", page).split('class="empty"')[0]


def test_filters_are_read_from_the_address_and_nonsense_is_passed_over(signed_in, cast):
    history(cast)
    signed = signed_in(cast.yuna)

    def open_cases(query):
        forget()
        return figures(signed.get(f"/pulse{query}").content.decode())["Open cases"][0]

    assert open_cases("?channel=phone") == "1"
    assert open_cases("?days=7&channel=web") == "5"
    assert open_cases("?department=centre") == "6"
    assert open_cases("?days=abc&channel=%00&department=nowhere") == "6"


def test_htmx_is_given_the_part_that_changes(signed_in, cast):
    part = signed_in(cast.yuna).get("/pulse", headers={"HX-Request": "true"}).content.decode()
    assert part.startswith('<div class="stack loose" id="pulse"')
    assert "<html" not in part


def test_it_reads_korean(signed_in, cast):
    history(cast)
    client = signed_in(cast.yuna)
    client.cookies["gwidam_language"] = "ko"
    page = client.get("/pulse").content.decode()
    assert figures(page)["지금 늦은 건"] == ("1", "약속한 때가 지난 열린 건")


def test_the_number_of_queries_is_the_same_with_one_voice_and_with_many(
    signed_in, cast, django_assert_num_queries
):
    signed = signed_in(cast.yuna)
    for _ in range(2):
        history(cast)
        signed.get("/pulse")  # a day that is over is kept by now
        forget()
        with django_assert_num_queries(29):
            signed.get("/pulse")
        with django_assert_num_queries(3 + 3):  # session, person, navigation; what waits for this executive
            signed.get("/pulse")
