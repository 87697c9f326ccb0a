"""Files in a talk: checked, bounded, each once, and with the voice that the talk becomes."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.models import Fact
from gwidam.listen.models import Attachment, Voice
from gwidam.listen.store import MOST_FILES, path_of
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, TalkFile, TalkLine
from gwidam.own.queries import talks as queries
from tests.own.talk_steps import facts_of, fresh, running, said, view

PDF = b"%PDF-1.7 what was promised"


def pdf(name="계약서.pdf", told=PDF):
    return SimpleUploadedFile(name, told, "application/pdf")


def give(talk, at, *, key="f", by=None, file=None):
    return own.give_file(talk=talk, file=file or pdf(), key=key, by=by, at=at)


def test_a_file_is_a_line_with_its_name(cast, at):
    talk = running(cast, at)
    line = give(talk, at)
    kept = TalkFile.objects.get()
    assert said(talk)[2:] == [(3, "customer", "계약서.pdf")]
    assert (kept.line, kept.name, kept.media_type, kept.size) == (line, "계약서.pdf", "application/pdf", len(PDF))
    assert path_of(kept.sha256).read_bytes() == PDF
    assert facts_of(talk)[-1] == "own.LineSaid"
    assert [line["size"] for line in view(talk, at).lines] == [0, 0, len(PDF)]


def test_the_same_file_under_its_key_again_is_the_same_file(cast, at):
    talk = running(cast, at)
    assert {give(talk, at).number for _ in range(3)} == {3}
    assert (TalkFile.objects.count(), fresh(talk).said) == (1, 3)


def test_files_of_both_sides_are_with_the_voice(cast, at):
    talk = running(cast, at)
    give(talk, at, key="c")
    give(talk, at, key="e", by=cast.mina, file=pdf("안내.pdf", b"%PDF-1.4 how"))
    own.say(talk=talk, text="확인했습니다", key="k", by=cast.mina, at=at)
    own.end_talk(talk=talk, because="customer", by=talk.customer, at=at)
    voice = Voice.objects.get()
    assert voice.text == "고객: 인터넷이 안 돼요\n(파일: 계약서.pdf)\n김미나: (파일: 안내.pdf)\n확인했습니다"
    found = Attachment.objects.filter(voice=voice).order_by("id")
    assert [(each.name, each.size) for each in found] == [("계약서.pdf", len(PDF)), ("안내.pdf", 12)]
    assert Fact.objects.filter(about=f"voice:{voice.pk}", kind="listen.FileAttached").count() == 2


def test_a_talk_that_is_the_answer_names_what_was_given_with_it(cast, at):
    talk = running(cast, at)
    give(talk, at, by=cast.mina)
    own.ask_anything_else(talk=talk, is_answered=True, by=cast.mina, at=at)
    own.leave_talk(talk=talk, by=cast.mina, at=at)
    assert list(Answer.objects.values_list("text", flat=True)) == ["(파일: 계약서.pdf)"]


def test_what_comes_just_after_the_end_joins_the_case(cast, at):
    talk = running(cast, at)
    own.end_talk(talk=talk, because="customer", by=talk.customer, at=at)
    for _ in range(2):
        give(talk, at)
    more = Voice.objects.order_by("pk")[1]
    assert (more.text, more.needs_answer) == ("(파일: 계약서.pdf)", False)
    assert list(Attachment.objects.values_list("voice", flat=True)) == [more.pk]


@pytest.mark.parametrize(
    ("name", "told"), [("virus.exe", b"MZ"), ("page.html", b"<html>"), ("not.pdf", b"GIF89a"), ("empty.pdf", b"")]
)
def test_what_is_not_taken_is_refused_in_words_and_leaves_nothing(cast, at, name, told):
    talk = running(cast, at)
    with pytest.raises(NotValid) as refused:
        give(talk, at, file=SimpleUploadedFile(name, told))
    assert name in str(refused.value.said.ko)
    assert (TalkFile.objects.count(), fresh(talk).said) == (0, 2)


def test_each_side_gives_so_many_and_no_more(cast, at):
    talk = running(cast, at)
    for number in range(MOST_FILES):
        give(talk, at, key=f"f{number}")
    with pytest.raises(NotNow):
        give(talk, at, key="more")
    give(talk, at, key="e", by=cast.mina)
    assert Counter(TalkLine.objects.filter(file__isnull=False).values_list("side", flat=True)) == {
        "customer": MOST_FILES,
        "employee": 1,
    }


def test_only_its_keeper_gives_for_the_house(cast, at):
    with pytest.raises(NotYours):
        give(running(cast, at), at, by=cast.hana)


def test_a_number_in_a_name_is_masked_before_the_first_write(cast, at):
    talk = running(cast, at)
    give(talk, at, file=pdf("880101-1234567 신분증.pdf"))
    kept = TalkFile.objects.get()
    assert "1234567" not in kept.name + kept.line.text
    assert kept.name.endswith(".pdf")


def test_erasing_a_customer_takes_their_files(cast, at):
    talk = running(cast, at)
    give(talk, at)
    own.ask_anything_else(talk=talk, is_answered=False, by=cast.mina, at=at)
    own.leave_talk(talk=talk, by=cast.mina, at=at)
    own.answer(case=Case.objects.get(), text="확인", by=cast.mina, at=at, is_spoken=True)
    own.close(
        case=Case.objects.get(), anything_else="없음", cause="계약", recurrence="none", recurrence_why="한 번뿐",
        by=cast.mina, at=at,
    )  # fmt: skip
    kept = path_of(TalkFile.objects.get().sha256)
    assert kept.exists()
    own.erase_customer(customer=fresh(talk).customer, ground="asked", by=cast.dohyun, at=at)
    assert not kept.exists()
    assert list(TalkFile.objects.values_list("name", "erased_at")) == [("", at)]
    assert "계약서" not in " ".join(map(str, [*TalkLine.objects.values(), *Attachment.objects.values()]))
    with pytest.raises(queries.NotFound):
        queries.file_of(fresh(talk), 3)
