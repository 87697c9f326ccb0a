"""The two forms under the voice: an answer for the customer, a note for colleagues, each with its draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gwidam.core.prepared import Prepared, any_of
from gwidam.listen.queries import answerable
from gwidam.people.models import Contact, Employee

from ..forms import IN_PUBLIC, AnswerForm, NoteForm
from ..models import Answer, Case, Draft
from ..reaching import by_text, is_by_text
from ..wording import answer_as_text

_drafts = Prepared(
    lambda writer, places: Draft.objects.filter(employee=writer, place=any_of(places)).values_list("place", "text")
)


@dataclass(frozen=True, slots=True)
class Composer:
    """What the forms show. `seen` is the last answer their writer can know of (0: none); `errors` say why what
    was sent did not go; `original` is where the customer's words can be read. `texting` are the doors by which the
    answer is one text message, `around` the bytes that stand around its words there.
    """

    answer: str
    note: str
    doors: list[tuple[str, str]]
    door: str
    seen: int
    answer_errors: list[str]
    note_errors: list[str]
    original: str = ""
    texting: tuple[str, ...] = ()
    around: int = 0


def composer(
    who: Employee,
    case: Case,
    *,
    contacts: Iterable[Contact],
    last: Answer | None,
    answer: AnswerForm | None = None,
    note: NoteForm | None = None,
) -> Composer:
    """The words kept as drafts, or, with a form that was refused, what was sent in it."""
    answer_place, note_place = f"{case.about}:answer", f"{case.about}:note"
    kept = dict(_drafts(writer=who.pk, places=[answer_place, note_place]))
    hearing = answerable(case.voice)
    doors = doors_of(
        contacts, by_line=str(hearing.ear.line) if hearing else "", is_public=bool(hearing and hearing.is_public)
    )
    texting = [door for door, _label in doors if door == Answer.Door.TEXT]
    texting += [Answer.Door.LINE.value] if hearing and is_by_text(hearing) else []
    sent = answer.data if answer else {}
    return Composer(
        answer=sent.get("text", "") if answer else unsaid(kept.get(answer_place, ""), last),
        note=note.data.get("text", "") if note else kept.get(note_place, ""),
        doors=doors,
        door=sent.get("door") or doors[0][0],
        seen=last.pk if last else 0,
        answer_errors=said_on(answer) if answer else [],
        note_errors=said_on(note) if note else [],
        original=(hearing.url or "") if hearing else "",
        texting=tuple(texting),
        around=answer_as_text(case, "").size if texting else 0,
    )


def unsaid(draft: str, last: Answer | None) -> str:
    """The draft, unless it was said: its last save may come in after the answer itself."""
    return "" if last is not None and last.text.strip() == draft.strip() else draft


def doors_of(contacts: Iterable[Contact], *, by_line: str = "", is_public: bool = False) -> list[tuple[str, str]]:
    """The ways an answer may go, as (door, label), the likeliest first.

    by_line: the name of the line they used; is_public: they spoke in public there. Then they may be answered in
    public as well, which is never what is chosen already.
    """
    doors = [(Answer.Door.PAGE.value, _("On their follow page")), (Answer.Door.SPOKEN.value, _("I told them"))]
    for each in contacts:
        if each.kind == Contact.Kind.EMAIL and each.dead_at is None:
            label = _("By e-mail to %(address)s") % {"address": each.masked}
            doors.insert(0, (Answer.Door.EMAIL.value, label))
            break
    if texting := by_text([each for each in contacts if each.dead_at is None]):
        label = _("By text message to %(number)s") % {"number": texting[0].masked}
        doors.insert(0, (Answer.Door.TEXT.value, label))
    if by_line and is_public:
        alone = _("To them alone · %(line)s") % {"line": by_line}
        everybody = _("In public · %(line)s") % {"line": by_line}
        doors = [(Answer.Door.LINE.value, alone), (IN_PUBLIC, everybody), *doors]
    elif by_line:
        doors.insert(0, (Answer.Door.LINE.value, _("Where they wrote: %(line)s") % {"line": by_line}))
    return doors


def said_on(form: AnswerForm | NoteForm) -> list[str]:
    """All that was said against a form, in one list."""
    return [str(error) for errors in form.errors.values() for error in errors]
