"""Learning anew from what people did and corrected; a new model replaces the old one unless it is worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow
from gwidam.core.ledger import record, verb

from .. import events
from ..heart.tiers import tier
from ..models import Learnt, RouteExample
from ..queries.models import BESIDE_RULES, current, topic_lines, unpacked
from ..queries.routes import owners
from ..queries.teaching import Example, corrections, hand_overs

if TYPE_CHECKING:
    from ..heart.labels import Comparison, Labels
    from ..heart.seen import Seen

LEAST_JUDGED = 10  # held-back examples below which a comparison says nothing
LEAST_TAUGHT = 20  # corrections from which tone or kind is learnt: rules read them already
LEAST_OF_LABEL = 5  # of these, to one label
MOST_TURNED = 2  # plain sentences, of two dozen, that a version may read otherwise than everybody
MOST_PIECES = 20_000  # of words, kept of each kind where rules stand beside


def retrain(*, by: Actor, at: datetime) -> list[Learnt]:
    """Learn each model anew from all there is; the versions that were made, current or not.

    Learning is done outside of any transaction: it may take minutes.
    """
    made = []
    subjects = [("topic", _topics()), ("routes", _routes())]
    subjects += [(field, _beside_rules(field)) for field in BESIDE_RULES]
    for subject, learnt in subjects:
        if learnt is not None:
            made.append(_keep(subject=subject, taught=learnt, by=by, at=at))
    return made


class Taught(NamedTuple):
    """A model, how many examples taught it, the last one's number, and how it did on those held back."""

    model: Labels
    examples: int
    until: int
    held_back: int
    accuracy: float | None
    before: float | None
    may_replace: bool


def _topics() -> Taught | None:
    lines = [Example(words, topic) for words, topic in topic_lines()]
    return _taught("topic", lines + corrections("topic"), 0)


def _routes() -> Taught | None:
    """Routes learn from accepted hand-overs; bounces are laid over the model as they come."""
    last = RouteExample.objects.order_by("-id").values_list("id", flat=True).first() or 0
    taken = hand_overs(last)
    return _taught("routes", taken, last) if taken else None


def _taught(subject: str, examples: Sequence[Example], until: int) -> Taught | None:
    from ..heart.seen import Seen

    teaching, judging = _parted(examples)
    if not teaching or (subject == "topic" and len({each.label for each in teaching}) < 2):
        return None
    model = _model(subject, teaching)
    if len(judging) < LEAST_JUDGED:
        return Taught(model, len(teaching), until, len(judging), None, None, may_replace=True)
    seen = Seen(tuple(each.text for each in judging))
    learnt = current(subject)
    old = None if learnt is None else unpacked(learnt)
    new = _guessed(model, seen)
    judged = _compared(judging, new if old is None else _guessed(old, seen), new)
    before = None if old is None else judged.old
    return Taught(model, len(teaching), until, len(judging), judged.new, before, old is None or judged.may_replace)


def _beside_rules(field: str) -> Taught | None:
    """Tone and kind are read by rules; corrections push them. Judged is the whole reading, first by rules alone.

    A version that turns what is plain to everybody is not used, however often somebody corrected.
    """
    from ..heart.labels import learn
    from ..heart.reading.judging import read_as, turned
    from ..heart.seen import Seen

    teaching, judging = _parted(corrections(field))
    counts = Counter(each.label for each in teaching)
    teaching = [each for each in teaching if counts[each.label] >= LEAST_OF_LABEL]
    if len(teaching) < LEAST_TAUGHT or len({each.label for each in teaching}) < 2:
        return None
    texts = tuple(each.text for each in teaching)
    model = learn(Seen(texts), [each.label for each in teaching], most_pieces=MOST_PIECES)
    is_plain = len(turned(field, model)) <= MOST_TURNED
    if len(judging) < LEAST_JUDGED:
        return Taught(model, len(teaching), 0, len(judging), None, None, may_replace=is_plain)
    learnt = current(field)
    asked = [each.text for each in judging]
    old = read_as(field, asked, None if learnt is None else unpacked(learnt))
    judged = _compared(judging, old, read_as(field, asked, model))
    may_replace = is_plain and judged.may_replace
    return Taught(model, len(teaching), 0, len(judging), judged.new, judged.old, may_replace)


def _parted(examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """Those that teach, and those that judge."""
    return [each for each in examples if not each.is_held_back], [each for each in examples if each.is_held_back]


def _compared(judging: Sequence[Example], old: Sequence[str], new: Sequence[str]) -> Comparison:
    from ..heart.labels import compare

    return compare([each.label for each in judging], old, new)


def _model(subject: str, examples: Sequence[Example]) -> Labels:
    from ..heart.labels import learn
    from ..heart.routes import Outcome, advisor
    from ..heart.seen import Seen

    if subject == "routes":
        taken = [Outcome(each.text, each.label, is_accepted=True) for each in examples]
        return advisor(owners(), taken, tier("T0")).model
    return learn(Seen(tuple(each.text for each in examples)), [each.label for each in examples])


def _guessed(model: Labels, seen: Seen) -> list[str]:
    return [each.label for each in model.guess(seen, most=1)]


@verb
def _keep(*, subject: str, taught: Taught, by: Actor, at: datetime) -> Learnt:
    from ..heart.labels import to_bytes

    versions = Learnt.objects.filter(subject=subject)
    last = versions.order_by("-version").values_list("version", flat=True).first() or 0
    if taught.may_replace:
        versions.filter(is_current=True).update(is_current=False)
    learnt = Learnt.objects.create(
        subject=subject,
        version=last + 1,
        is_current=taught.may_replace,
        has_served=taught.may_replace,
        learnt_at=at,
        packed=to_bytes(taught.model),
        examples=taught.examples,
        until=taught.until,
        held_back=taught.held_back,
        accuracy=taught.accuracy,
        accuracy_before=taught.before,
    )
    record(
        events.ModelLearnt(
            subject=subject, model_version=learnt.version, examples=taught.examples, is_current=learnt.is_current
        ),
        by=by,
        at=at,
        about="house:understand",
    )
    return learnt


@verb
def roll_back(*, subject: str, by: Actor, at: datetime) -> Learnt:
    """Make the version before the current one current again. Raises NotNow where there is none."""
    versions = Learnt.objects.filter(subject=subject).defer("packed")
    now = versions.filter(is_current=True).first()
    served = versions.filter(has_served=True)
    before = served.filter(version__lt=now.version).order_by("-version").first() if now else None
    if before is None:
        raise NotNow(ko="되돌릴 앞선 판이 없습니다.", en="There is no earlier version.")
    versions.filter(is_current=True).update(is_current=False)
    before.is_current = True
    before.save(update_fields=["is_current"])
    record(
        events.ModelRolledBack(subject=subject, model_version=before.version),
        by=by,
        at=at,
        about="house:understand",
    )
    return before
