"""What the house itself says in a talk, in the customer's language."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format

from gwidam.core.receipts import shown
from gwidam.core.words import Said
from gwidam.people.models import Employee

from .models import Case, Promise, Talk

ANYTHING_ELSE = Said(
    "더 도와드릴 것이 있을까요? 없으시면 대화를 마쳐 주셔도 됩니다.",
    "Is there anything else? If not, you are welcome to end the talk.",
)
AGAIN_WAITING = Said("잠시만요, 다른 직원을 연결해 드리겠습니다.", "One moment, we are finding you a colleague.")
CUSTOMER = Said("고객", "Customer")  # as the transcript names them
_FIRST = {
    Talk.Because.NOBODY: Said(
        "지금은 대화할 수 있는 직원이 자리에 없습니다. 남겨 주신 말씀은 빠짐없이 접수했습니다.",
        "Nobody is here to talk at the moment. What you wrote has been taken in, all of it.",
    ),
    Talk.Because.WAITED: Said(
        "오래 기다리셨는데 직원을 바로 연결하지 못했습니다. 죄송합니다. 남겨 주신 말씀은 빠짐없이 접수했습니다.",
        "You have waited long and nobody could come. We are sorry. What you wrote has been taken in, all of it.",
    ),
}
_ENDED = Said(
    "대화를 마쳤습니다. 나눈 말씀은 모두 접수했습니다.", "The talk is over. All of it has been taken in."
)


def came(keeper: Employee, language: str) -> str:
    """Somebody is there now, by name."""
    return Said(f"{keeper.name_ko} 님이 함께합니다.", f"{keeper.name_en or keeper.name_ko} is with you now.").into(
        language
    )


def gave(name: str, language: str) -> str:
    """A file as the transcript names it."""
    return Said(f"(파일: {name})", f"(file: {name})").into(language)


def ended(case: Case | None, receipt: str, because: str, language: str) -> str:
    """What became of the talk: taken in, under which number, and who answers by when."""
    first = _FIRST.get(Talk.Because(because), _ENDED).into(language)
    number = Said(f"접수번호는 {shown(receipt)}입니다.", f"Your receipt number is {shown(receipt)}.").into(
        language
    )
    return " ".join(filter(None, (first, promised(case, language), number)))


def promised(case: Case | None, language: str) -> str:
    """Who answers, and by when; nothing where no answer is owed any more."""
    if case is None:
        return ""
    keeper = case.guardian
    owed = case.promises.filter(kind=Promise.Kind.ANSWER, kept_at__isnull=True, released_at__isnull=True)
    promise = owed.order_by("due_at").first()
    if promise is None:
        return Said(
            f"{keeper.name_ko} 님이 끝까지 챙깁니다.", f"{keeper.name_en or keeper.name_ko} keeps an eye on it."
        ).into(language)
    by = moment(promise.due_at, language)
    return Said(
        f"{keeper.name_ko} 님이 {by}까지 답을 드리겠습니다.",
        f"{keeper.name_en or keeper.name_ko} will answer you by {by}.",
    ).into(language)


def moment(at: datetime, language: str) -> str:
    """A moment to the minute, as people of this language write it."""
    with translation.override(language):
        return str(date_format(timezone.localtime(at), "DATETIME_FORMAT"))
