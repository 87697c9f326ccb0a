"""The board, the prioritised list with its plot, and one improvement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gwidam.core.asked import is_part
from gwidam.core.plots import Caption, Key, Markup, Point, scatter, sparkline
from gwidam.core.text import number_in
from gwidam.people.door import door, may, who
from gwidam.people.models import Employee

from .. import rules
from ..forms.improvements import MethodForm
from ..models import Improvement, Reach, Score
from ..queries.board import WEIGHTS, Asked, Line, board, line_of, listed, plotted
from ..queries.improvements import improvement_of, may_carry, page_of
from ..queries.issues import can_ask
from ..queries.methods import house_method
from ..rules.states import NAMES, OWNER
from .chain import chain_of
from .explaining import explained, reach_facts, recent_weeks

STEP_PAGES = {
    "score": ("score", "pulse"),
    "table": ("tabling", "people"),
    "approve": ("ruling", "check"),
    "begin_work": ("work", "next"),
    "release": ("release", "check"),
    "finish_telling": ("telling", "mail"),
    "verify": ("verification", "pulse"),
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that leads on: its words, where, and what it needs."""

    url: str
    icon: str
    words: str
    needs: str
    is_mine: bool


@door("see improvements")
@require_safe
def board_page(request: HttpRequest) -> HttpResponse:
    """All improvements by state; only the columns for htmx."""
    columns = [(column, str(NAMES[column.state])) for column in board()]
    context = {
        "columns": columns,
        "is_empty": not any(column.count for column, _name in columns),
        "tabs": tabs("board"),
    }
    return render(request, "change/parts/columns.html" if is_part(request) else "change/board.html", context)


@door("see improvements")
@require_safe
def priorities(request: HttpRequest) -> HttpResponse:
    """The list in the order of what is worth most, with what-if weights in the address; only the list for htmx."""
    asked, at = asked_from(request.GET, who(request)), timezone.now()
    found = listed(asked)
    is_whole = not is_part(request)
    context = {
        "found": found,
        "lines": [
            (line, explained(found.method, line), weeks_line(line.improvement.reach, at)) for line in found.lines
        ],
        "asked": asked,
        "filters": filters(request.GET, asked),
        "weights": [(name, str(label), asked.weights.get(name, 0.0)) for name, label in _weight_names()],
        "may_score": may(who(request), "score improvements"),
        "is_any": bool(found.lines) or Improvement.objects.exists(),
    }
    if is_whole:
        context |= {
            "plot": plot_of(found.method, plotted(asked)),
            "tabs": tabs("priorities"),
            "method_form": MethodForm(initial={"method": found.method}),
        }
    return render(request, "change/priorities.html" if is_whole else "change/parts/list.html", context)


@door("see improvements")
@require_safe
def improvement(request: HttpRequest, number: str) -> HttpResponse:
    """One improvement with the whole chain behind and before it; only its inside for htmx."""
    reader, at = who(request), timezone.now()
    found = improvement_of(number)
    page = page_of(found, reader, at=at, before=number_in(request.GET.get("before", "")))
    method = house_method()
    score = Score.objects.filter(improvement=found, method=method).first()
    line = line_of(method, found, score.values if score else None)
    context = {
        "improvement": found,
        "path": reverse("change:improvement", args=[found.number]),
        "page": page,
        "chain": chain_of(found, page, sees_themes=may(reader, "see understanding")),
        "explained": explained(method, line, score=score),
        "method": method.upper(),
        "figures": reach_facts(found.reach),
        "weeks": weeks_line(found.reach, at),
        "steps": steps_of(found, reader),
        "may_score": may(reader, "score improvements"),
        "may_propose": may(reader, "propose improvements"),
        "may_carry": may_carry(reader, found),
        "may_ask_issue": may_carry(reader, found) and can_ask(found, page.issues),
        "may_arrange": may(reader, "arrange themes"),
        "can": rules.STEPS[found.state] if found.merged_into_id is None else {},
    }
    return render(request, "change/inside.html" if is_part(request) else "change/improvement.html", context)


def weeks_line(reach: Reach, at: datetime) -> Markup:
    """The people who asked, week by week, as a line the size of a word."""
    weeks = recent_weeks(reach, at=at)
    return sparkline(weeks, _("People by week: %(people)s") % {"people": ", ".join(map(str, weeks))})


def steps_of(found: Improvement, reader: Employee) -> list[NextStep]:
    """What leads on from here; none for one that stands behind another."""
    if found.merged_into_id is not None:
        return []
    steps = []
    for verb in rules.next_verbs(found.state):
        if verb not in STEP_PAGES:
            continue
        name, icon = STEP_PAGES[verb]
        move = rules.MOVES[verb]
        is_mine = may(reader, move.action) and (move.action != OWNER or may_carry(reader, found))
        needs = ", ".join(str(rules.NEEDS[need]) for need in move.needs)
        url = reverse(f"change:{name}", args=[found.number])
        steps.append(NextStep(url, icon, str(_step_words(verb)), needs, is_mine))
    return steps


def _step_words(verb: str) -> str:
    return {
        "score": _("Score it"),
        "table": _("Put it before the executives"),
        "approve": _("Rule on it"),
        "begin_work": _("Begin the work"),
        "release": _("It has changed: release it"),
        "finish_telling": _("Finish the telling"),
        "verify": _("Verify the effect"),
    }[verb]


def _weight_names() -> list[tuple[str, str]]:
    return [
        ("pain", _("Pain")),
        ("promises", _("Broken promises")),
        ("trend", _("Rising")),
        ("effort", _("Little effort")),
    ]


def asked_from(query: QueryDict, reader: Employee) -> Asked:
    """Read the question; what is not known is not asked."""
    weights = {name: _weight(query.get(name, "")) for name in WEIGHTS}
    return Asked(
        states=tuple(state for state in query.getlist("state") if state in rules.STATES),
        mine=reader.pk if query.get("only") == "mine" else None,
        is_must=query.get("only") == "must",
        weights={name: weight for name, weight in weights.items() if weight},
        after=min(number_in(query.get("after", "")), 100_000),
    )


def _weight(written: str) -> float:
    try:
        return min(3.0, max(0.0, float(written)))
    except ValueError:
        return 0.0


def filters(query: QueryDict, asked: Asked) -> list[dict[str, object]]:
    """The chips above the list."""
    chosen = "mine" if asked.mine is not None else "must" if asked.is_must else ""
    states = ", ".join(str(NAMES[state]) for state in asked.states)
    found: list[dict[str, object]] = []
    for name, words in (("", _("All open")), ("must", _("Must")), ("mine", _("Owned or proposed by me"))):
        changed = query.copy()
        changed.pop("after", None)
        changed.pop("only", None)
        changed.pop("state", None)
        if name:
            changed["only"] = name
        found.append({"url": f"?{changed.urlencode()}", "label": words, "current": name == chosen and not states})
    if states:
        found.append({"url": f"?{query.urlencode()}", "label": states, "current": True})
    return found


def tabs(here: str) -> list[dict[str, object]]:
    """The two ways to look at all of them."""
    names = (("board", _("By state")), ("priorities", _("By priority")))
    return [{"url": reverse(f"change:{name}"), "label": words, "current": name == here} for name, words in names]


def plot_of(method: str, lines: list[Line]) -> Markup:
    """Value against effort: what is high and to the left is done first."""
    points = [
        Point(
            label=line.improvement.number,
            across=line.effort or 0.0,
            up=line.worth or 0.0,
            url=reverse("change:improvement", args=[line.improvement.number]),
            said=str(line.improvement.title),
            stands_out=line.improvement.is_must,
        )
        for line in lines
        if line.worth is not None
    ]
    return scatter(
        points,
        Caption(
            title=_("Value against effort"),
            summary=_("High and to the left: much for little."),
            table=_("Table"),
            empty=_("Nothing is scored by %(method)s yet.") % {"method": method.upper()},
        ),
        label=_("Improvement"),
        across=_("Effort"),
        up=_("Value"),
        keys=(Key("m-ink is-ringed", _("must be done")),) if any(point.stands_out for point in points) else (),
    )
