from collections import Counter

import pytest

from gwidam.cli import import_
from gwidam.cli.terminal import NotPossible
from gwidam.listen.models import Voice
from gwidam.own.models import Case

ROWS = """제목,내용,고객명,휴대폰,접수일
인터넷,저녁마다 끊겨요,홍길동,010-0000-1111,2026-11-01
인터넷,저녁마다 끊겨요,홍길동,010-0000-1111,2026-11-01
요금,두 번 청구됐어요,김서연,이상한번호,2026-11-02
,,빈 줄,,
"""


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "voices.csv"
    path.write_text(ROWS, encoding="cp949")
    return path


def taken_in(path, **more):
    table, mapping = import_.read(path, more.pop("told", ()))
    return import_.take_in(table, mapping, channel="import", opens_cases=more.pop("opens_cases", False))


def test_good_rows_are_stored_and_bad_ones_refused_with_their_line(cast, sheet):
    outcome = taken_in(sheet)
    assert (outcome.stored, outcome.known) == (3, 0)
    assert [(each.line, each.reason.ko) for each in outcome.refused] == [(5, "고객이 한 말이 비어 있어요.")]


def test_equal_rows_stay_two_and_the_same_file_again_brings_nothing_twice(cast, sheet):
    taken_in(sheet)
    again = taken_in(sheet)
    assert (again.stored, again.known, Voice.objects.count()) == (0, 3, 3)


def test_a_file_that_grew_brings_only_what_is_new(cast, sheet):
    taken_in(sheet)
    sheet.write_bytes(sheet.read_bytes() + "해지,해지하고 싶어요,이도윤,,2026-11-03\n".encode("cp949"))
    outcome = taken_in(sheet)
    assert (outcome.stored, outcome.known) == (1, 3)


def test_an_import_that_was_killed_goes_on_where_it_stopped(cast, sheet, monkeypatch):
    monkeypatch.setattr(import_, "BATCH", 1)
    real, batches = import_.store, Counter()

    def dies_in_the_second_batch(*args, **kwargs):
        batches["seen"] += 1
        if batches["seen"] == 2:
            raise KeyboardInterrupt
        real(*args, **kwargs)

    monkeypatch.setattr(import_, "store", dies_in_the_second_batch)
    with pytest.raises(KeyboardInterrupt):
        taken_in(sheet)
    monkeypatch.setattr(import_, "store", real)
    outcome = taken_in(sheet)
    assert (outcome.stored, outcome.known, Voice.objects.count()) == (2, 1, 3)


def test_history_opens_no_case_unless_asked_to(cast, sheet):
    taken_in(sheet)
    assert Case.objects.count() == 0


def test_with_open_cases_each_voice_has_a_guardian(cast, sheet):
    taken_in(sheet, opens_cases=True)
    assert Case.objects.filter(guardian__isnull=False).count() == 3


def test_a_row_keeps_when_it_was_said_and_who_said_it(cast, sheet):
    taken_in(sheet)
    voice = Voice.objects.filter(text__contains="청구").get()
    assert (voice.customer.name, voice.said_at.isoformat()) == ("김서연", "2026-11-01T15:00:00+00:00")


def test_a_person_may_say_which_column_is_which(cast, tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("a,b\n인터넷이 느려요,기타\n", encoding="utf-8")
    table, mapping = import_.read(path, ["text=b"])
    assert import_.take_in(table, mapping, channel="import", opens_cases=False).stored == 1
    assert Voice.objects.get().text == "기타"


@pytest.mark.parametrize("told", ["weather=a", "text=no such column", "text"])
def test_a_wrong_mapping_is_told_in_a_sentence(tmp_path, told):
    path = tmp_path / "odd.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(NotPossible):
        import_.read(path, [told])


def test_a_channel_that_is_not_there_is_told_in_a_sentence(cast, sheet):
    table, mapping = import_.read(sheet, [])
    with pytest.raises(NotPossible):
        import_.take_in(table, mapping, channel="pigeon", opens_cases=False)


def test_refused_rows_are_written_beside_their_reasons(cast, sheet, tmp_path):
    table, mapping = import_.read(sheet, [])
    outcome = import_.take_in(table, mapping, channel="import", opens_cases=False)
    target = tmp_path / "refused.csv"
    import_.write_down(target, outcome.refused, table)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert (len(lines), lines[1].split(",")[0]) == (2, "5")


def test_a_dry_run_counts_and_stores_nothing(cast, sheet):
    assert import_.dry_run(*import_.read(sheet, [])).startswith("3 rows are good, 1× ")
    assert Voice.objects.count() == 0
