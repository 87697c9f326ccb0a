"""Page parts: what templates may ask for, and what every page promises its reader."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from gwidam.core.parts_page import examples
from gwidam.core.plots import ring
from gwidam.core.templatetags.gwidam import (
    ago_words,
    breakable,
    in_words,
    initials,
    percent,
    promise_state,
    promise_words,
)

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def english(settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    with translation.override("en"):
        yield


class Elements(HTMLParser):
    """Every element of some HTML, in order, as (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


# --- what templates may ask for ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("김하나", "하나"),
        ("남궁민수", "민수"),
        ("이솔", "이솔"),
        ("Jane Doe", "JD"),
        ("jane.m.doe", "JD"),
        ("Cher", "CH"),
        ("", ""),
        (None, ""),
    ],
)
def test_initials_are_how_people_call_each_other(name: str | None, shown: str) -> None:
    assert initials(name) == shown


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 d"),
    ],
)
def test_a_span_is_one_unit(span: timedelta, said: str) -> None:
    assert in_words(span) == said


@pytest.mark.parametrize(
    ("moment", "said"),
    [(NOON, "just now"), (NOON - 3 * HOUR, "3 h ago"), (NOON + 3 * HOUR, "in 3 h")],
)
def test_a_moment_is_told_from_now(moment: datetime, said: str) -> None:
    assert ago_words(moment, NOON) == said


PROMISES = [
    (NOON + 30 * HOUR, NOON - 10 * HOUR, None, "safe", "30 h left"),
    (NOON + 10 * HOUR, NOON - 30 * HOUR, None, "soon", "10 h left"),
    (NOON + 10 * HOUR + timedelta(seconds=1), NOON - 30 * HOUR, None, "safe", "10 h left"),
    (NOON + 7 * HOUR, None, None, "safe", "7 h left"),
    (NOON + 6 * HOUR, None, None, "soon", "6 h left"),
    (NOON, NOON - HOUR, None, "late", "0 min late"),
    (NOON - 3 * HOUR, NOON - 9 * HOUR, None, "late", "3 h late"),
    (NOON, NOON - HOUR, NOON, "kept", "kept"),
    (NOON - HOUR, NOON - 9 * HOUR, NOON, "late", "kept 1 h late"),
    (None, None, None, "none", "no promise"),
]


@pytest.mark.parametrize(("due_at", "from_at", "kept_at", "state", "said"), PROMISES)
def test_a_promise_says_how_it_stands(
    due_at: datetime | None, from_at: datetime | None, kept_at: datetime | None, state: str, said: str
) -> None:
    assert promise_state(due_at, from_at, kept_at, NOON) == state
    assert promise_words(state, due_at, kept_at, NOON) == said


def drawn(source: str, **context: object) -> str:
    return Template("{% load gwidam %}" + source).render(Context(context))


def test_what_was_long_ago_is_told_by_its_day_and_does_not_count_on() -> None:
    lately, long_ago = datetime.now(UTC) - 90 * 24 * HOUR, datetime(2015, 5, 1, 3, tzinfo=UTC)
    counting = Elements(drawn("{% ago at %}", at=lately)).all("time")[0]
    still = Elements(drawn("{% ago at %}", at=long_ago)).all("time")[0]
    assert ("data-ago" in counting, "data-ago" in still) == (True, False)
    assert drawn("{% ago at %}", at=long_ago).endswith(">1 May 2015</time>")


def test_the_pill_carries_what_its_clock_needs() -> None:
    due_at = datetime.now(UTC) + 10 * HOUR
    pill = Elements(drawn("{% due_pill due from %}", due=due_at, **{"from": due_at - 20 * HOUR}))
    outer = pill.all("span")[0]
    assert (outer["data-state"], outer["data-due"]) == ("safe", due_at.isoformat())
    assert [arc.get("stroke-dasharray") for arc in pill.all("circle")] == [None, "50 100"]


def test_a_kept_promise_has_no_clock() -> None:
    outer = Elements(drawn("{% due_pill due None due %}", due=NOON)).all("span")[0]
    assert (outer["data-state"], outer.get("data-due")) == ("kept", None)


def test_a_query_keeps_what_is_not_changed() -> None:
    request = RequestFactory().get("/cases", {"q": "요금 ", "page": "3", "sort": "due"})
    assert drawn("{% query_with page=4 sort='' %}", request=request) == "?q=%EC%9A%94%EA%B8%88+&amp;page=4"
    assert drawn("{% query_with q=None page=None sort=None %}", request=request) == "?"


def test_an_address_may_break_after_its_own_marks() -> None:
    assert breakable("a.b/<c>") == "a.<wbr>b/<wbr>&lt;c&gt;"


def test_a_share_is_a_percentage_or_a_dash() -> None:
    assert (percent(0.934), percent(None)) == ("93%", "–")


def test_a_plot_goes_in_whole_and_anything_else_is_refused() -> None:
    assert drawn("{% plot it %}", it=ring(1, 2, "a")) == ring(1, 2, "a")
    with pytest.raises(TemplateSyntaxError, match="nothing else"):
        drawn("{% plot it %}", it="<svg></svg>")


def test_an_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in drawn("{% icon 'phone' %}")
    assert 'role="img" aria-label="a &lt; b"' in drawn("{% icon 'phone' label %}", label="a < b")


class Counter(forms.Form):
    text = forms.CharField(label="Said", help_text="In their words")
    channel = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_a_field_ties_its_help_and_its_errors_to_the_control() -> None:
    form = Counter({"text": "", "channel": "a"})
    html = render_to_string("core/parts/field.html", {"field": form["text"]})
    control = Elements(html).all("input")[0]
    assert (control["aria-invalid"], control["aria-describedby"]) == ("true", "id_text_helptext id_text_error")
    assert [note["id"] for name, note in Elements(html).found if name in {"p", "div"} and "id" in note] == [
        "id_text_helptext",
        "id_text_error",
    ]
    assert re.findall(r"<p>([^<]+)</p>", html) == ["This field is required."]


def test_one_of_several_is_chosen_from_a_row_of_choices() -> None:
    shown = render_to_string("core/parts/field.html", {"field": Counter()["channel"]})
    assert re.findall(r'<label for="([^"]+)">', shown) == ["id_channel_0", "id_channel_1"]
    assert shown.count("<fieldset") == 1


# --- whole pages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_parts_page_is_drawn_in_both_languages(language: str) -> None:
    with translation.override(language):
        page = render_to_string(
            "core/parts_page.html", examples(NOON) | {"request": RequestFactory().get("/parts")}
        )
    assert re.findall(r'<html lang="(\w+)">', page) == [language]
    assert page.count("button primary") == 2  # the page's one, and the one of the confirmation dialog
    ids = [attributes["id"] for _, attributes in Elements(page).found if "id" in attributes]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("code", ["400", "403", "404", "409", "422", "429", "500", "503"])
def test_a_refusal_speaks_both_languages_without_a_database(code: str) -> None:
    page = render_to_string(f"{code}.html", {"refused": "박서준 님이 먼저 맡았습니다."})
    assert re.findall(r'<p class="kicker">(\d+)</p>', page) == [code]
    assert re.findall(r"data-refused>([^<]+)<", page) == ["박서준 님이 먼저 맡았습니다."]
    assert all(re.search(r"[가-힣]", heading) for heading in re.findall(r"<h1>([^<]+)</h1>", page))
    assert [bool(re.search(r"[가-힣]", heading)) for heading in re.findall(r"<h2>([^<]+)</h2>", page)] == [False]
