"""The demo company is made of text files; what they say about each other must agree."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2] / "gwidam"
WORLD = ROOT / "demo" / "world"
SEEDS = ROOT / "moments" / "seeds"

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 24 * 60
STORIES = {
    "abuse", "answered_quickly", "bounced_once", "bounced_twice_to_cvi", "broken_promise", "callback_promised",
    "half_fixed", "handed_over_accepted", "idea", "merged_duplicate", "offered_waiting", "praise_no_answer",
    "provisional_papers", "reopened_not_fixed", "still_open", "unreachable",
}  # fmt: skip
KINDS = {"complaint", "request", "question", "praise", "idea", "report"}
STANDARD_KINDS = {"first_word", "answer", "accept", "callback", "papers", "work", "visit"}
UNITS = {"seconds", "minutes", "hours", "days", "working_days"}
TEXTS = sorted(WORLD.glob("*.t*")) + sorted(SEEDS.glob("*.toml"))


@cache
def toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (WORLD / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def people() -> dict[str, Any]:
    return toml(WORLD / "people.toml")


def directory() -> dict[str, Any]:
    return toml(WORLD / "responsibilities.toml")


def answers() -> dict[str, Any]:
    return toml(WORLD / "answers.toml")


def codes(listed: list[dict[str, Any]], field: str = "code") -> set[str]:
    found = [each[field] for each in listed]
    assert len(set(found)) == len(found)
    return set(found)


def touchpoints(seed: str) -> list[dict[str, Any]]:
    return [each for journey in toml(SEEDS / f"{seed}.toml")["journey"] for each in journey["touchpoint"]]


def minutes_of(day: str, span: str) -> set[int]:
    """Minutes of the week a span covers; an end not after its start lies on the next day."""
    start, end = (int(hour) * 60 + int(minute) for hour, minute in (each.split(":") for each in span.split("-")))
    first = DAYS.index(day) * DAY
    return {(first + each) % (7 * DAY) for each in range(start, end if end > start else end + DAY)}


def minutes_of_week(entries: list[tuple[list[str], str]]) -> set[int]:
    return set().union(*(minutes_of(day, span) for days, span in entries for day in days))


# --- people ----------------------------------------------------------------------------------------


def test_departments_name_a_parent_a_calendar_and_a_head_that_exist() -> None:
    known, employees = codes(people()["department"]), codes(people()["employee"], "key")
    calendars = codes(people()["calendar"], "key")
    for each in people()["department"]:
        assert {each["parent"]} - {""} <= known
        assert each["calendar"] in calendars
        assert each["head"] in employees


def test_only_one_department_has_no_parent() -> None:
    assert [each["code"] for each in people()["department"] if not each["parent"]] == ["EXEC"]


def test_employees_have_a_department_and_a_deputy_who_is_another() -> None:
    departments, employees = codes(people()["department"]), codes(people()["employee"], "key")
    for each in people()["employee"]:
        assert each["department"] in departments
        assert each["deputy"] in employees - {each["key"]}
        assert each["email"].endswith("@daon.example")
    assert len({each["email"] for each in people()["employee"]}) == len(employees)


def test_every_role_is_somebodys() -> None:
    roles = {role for each in people()["employee"] for role in each["roles"]}
    assert roles == {"front_line", "department", "cvi", "executive", "operator"}


def test_absences_name_a_deputy_and_end_after_they_start() -> None:
    employees = codes(people()["employee"], "key")
    for each in people()["absence"]:
        assert {each["employee"], each["deputy"]} <= employees
        assert each["employee"] != each["deputy"]
        assert each["from_day"] <= each["to_day"]
    assert [each["employee"] for each in people()["absence"] if each["from_day"] <= 0 <= each["to_day"]] == [
        "choi-yerin"
    ]


@pytest.mark.parametrize("channel", ["web", "phone", "counter", "portal", "import", "api"])
def test_roster_covers_the_hours_of_its_channel(channel: str) -> None:
    told = next(each for each in people()["channel"] if each["key"] == channel)
    calendar = next(each for each in people()["calendar"] if each["key"] == told["calendar"])
    open_hours = minutes_of_week([(each["days"], span) for each in calendar["week"] for span in each["spans"]])
    on_duty = minutes_of_week([(each["days"], each["span"]) for each in told["shift"]])
    assert open_hours - on_duty == set()


def test_shifts_are_held_by_front_line_people_who_exist() -> None:
    front = {each["key"] for each in people()["employee"] if "front_line" in each["roles"]}
    assert {who for each in people()["channel"] for shift in each["shift"] for who in shift["people"]} <= front


def test_nobody_works_more_than_forty_hours_on_one_channel() -> None:
    for channel in people()["channel"]:
        worked: Counter[str] = Counter()
        for shift in channel["shift"]:
            for who in shift["people"]:
                worked[who] += len(minutes_of_week([(shift["days"], shift["span"])]))
        assert {who for who, minutes in worked.items() if minutes > 40 * 60} == set()


# --- the directory and the moments -------------------------------------------------------------------


def test_responsibilities_point_at_what_exists() -> None:
    departments, employees = codes(people()["department"]), codes(people()["employee"], "key")
    products, topics = codes(directory()["product"]), codes(directory()["topic"])
    regions, places = codes(directory()["region"]), codes(touchpoints("telco"))
    codes(directory()["row"], "key")
    for each in directory()["row"]:
        assert each["department"] in departments
        assert {each["person"]} - {""} <= employees
        assert {each["product"]} - {""} <= products
        assert {each["topic"]} - {""} <= topics
        assert {each["region"]} - {""} <= regions
        assert {each["touchpoint"]} - {""} <= places
        assert each["text_ko"]
        assert each["text_en"]


def test_a_responsible_person_works_in_the_responsible_department() -> None:
    works_in = {each["key"]: each["department"] for each in people()["employee"]}
    strays = [
        each["key"]
        for each in directory()["row"]
        if each["person"] and works_in[each["person"]] != each["department"]
    ]
    assert strays == []


@pytest.mark.parametrize("seed", ["telco", "generic"])
def test_every_standard_is_a_number_with_a_unit_in_two_languages(seed: str) -> None:
    codes(touchpoints(seed))
    standards = [each for place in touchpoints(seed) for each in place["standard"]]
    for each in [*toml(SEEDS / f"{seed}.toml")["standard"], *standards]:
        assert each["kind"] in STANDARD_KINDS
        assert each["unit"] in UNITS
        assert each["value"] > 0
        assert each["ko"]
        assert each["en"]


@pytest.mark.parametrize("seed", ["telco", "generic"])
def test_every_touchpoint_promises_an_answer_and_says_each_thing_once(seed: str) -> None:
    for place in touchpoints(seed):
        said = [(each["kind"], each.get("channel", "")) for each in place["standard"]]
        assert ("answer", "") in said
        assert len(set(said)) == len(said)


@pytest.mark.parametrize("seed", ["telco", "generic"])
def test_the_house_has_a_standard_for_every_clock(seed: str) -> None:
    house = {(each["kind"], each.get("channel", "")) for each in toml(SEEDS / f"{seed}.toml")["standard"]}
    assert {("answer", ""), ("accept", ""), ("callback", ""), ("papers", "")} <= house
    assert {("first_word", each["key"]) for each in people()["channel"]} <= house


@pytest.mark.parametrize("seed", ["telco", "generic"])
def test_every_number_a_standard_says_is_the_number_it_holds(seed: str) -> None:
    standards = [each for place in touchpoints(seed) for each in place["standard"]]
    for each in [*toml(SEEDS / f"{seed}.toml")["standard"], *standards]:
        said = re.findall(r"\d+", each["ko"])
        assert str(each["value"]) in said or (each["value"] == 1 and "하루" in each["ko"]), each["ko"]


# --- customers and voices ------------------------------------------------------------------------------


def test_customers_can_be_reached_the_way_they_follow() -> None:
    regions = codes(directory()["region"])
    column = {"mail": "email", "phone": "phone", "handle": "handle"}
    codes(rows("customers.tsv"), "key")
    for each in rows("customers.tsv"):
        assert each[column[each["follows"]]]
        assert each["name_ko"] or each["name_en"]
        assert each["language"] in {"ko", "en"}
        assert {each["region"]} - {""} <= regions
    for contact in ("email", "phone", "handle"):
        given = [each[contact] for each in rows("customers.tsv") if each[contact]]
        assert len(set(given)) == len(given)


def test_voices_point_at_what_exists() -> None:
    speakers = codes(rows("customers.tsv"), "key") | codes(people()["employee"], "key")
    channels, places = codes(people()["channel"], "key"), codes(touchpoints("telco"))
    products, topics = codes(directory()["product"]), codes(directory()["topic"])
    codes(rows("voices.tsv"), "key")
    for each in rows("voices.tsv"):
        assert each["channel"] in channels
        assert each["touchpoint"] in places
        assert each["product"] in products
        assert each["topic"] in topics
        assert each["customer"] in speakers
        assert each["kind"] in KINDS
        assert each["story"] in STORIES
        assert each["heat"] in set("12345")
        assert {each["theme"]} - {""} <= set(answers()["theme"])
        assert re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", each["clock"])
        assert int(each["days_ago"]) in range(100)


def test_every_customer_has_spoken_and_colleagues_speak_in_the_portal() -> None:
    said = {each["customer"] for each in rows("voices.tsv") if each["channel"] != "portal"}
    assert said == codes(rows("customers.tsv"), "key")
    colleagues = {each["customer"] for each in rows("voices.tsv") if each["channel"] == "portal"}
    assert colleagues <= codes(people()["employee"], "key")


def test_no_two_voices_say_the_same() -> None:
    texts = [re.sub(r"\W", "", each["text"]).lower() for each in rows("voices.tsv")]
    assert [text for text, times in Counter(texts).items() if times > 1] == []
    assert len(texts) >= 420


def test_every_story_is_walked_and_every_theme_is_heard_in_many_wordings() -> None:
    assert {each["story"] for each in rows("voices.tsv")} == STORIES
    heard = Counter(each["theme"] for each in rows("voices.tsv") if each["theme"])
    assert set(heard) == set(answers()["theme"])
    assert min(heard.values()) >= 10


def test_languages_are_shared_as_in_a_korean_company_with_foreign_guests() -> None:
    shares = Counter(each["language"] for each in rows("voices.tsv"))
    total = sum(shares.values())
    assert set(shares) == {"ko", "en", "mixed"}
    assert 0.78 <= shares["ko"] / total <= 0.86
    assert 0.12 <= shares["en"] / total <= 0.17


def test_english_voices_are_in_english_and_korean_ones_in_korean() -> None:
    for each in rows("voices.tsv"):
        hangul = len(re.findall(r"[가-힣]", each["text"]))
        latin = len(re.findall(r"[A-Za-z]", each["text"]))
        assert {"ko": hangul > latin, "en": latin > hangul, "mixed": hangul and latin}[each["language"]], each[
            "text"
        ]


def test_one_theme_rises_in_the_last_three_weeks() -> None:
    days = [int(each["days_ago"]) for each in rows("voices.tsv") if each["theme"] == "settop_update"]
    assert max(days) <= 21
    assert len(days) >= 12


def test_a_duplicate_follows_its_original_by_the_same_customer() -> None:
    by_key = {each["key"]: each for each in rows("voices.tsv")}
    for each in by_key.values():
        assert bool(each["original"]) == (each["story"] == "merged_duplicate")
        if each["original"]:
            original = by_key[each["original"]]
            assert original["customer"] == each["customer"]
            assert (-int(original["days_ago"]), original["clock"]) < (-int(each["days_ago"]), each["clock"])


def test_counter_voices_come_while_the_shop_is_open() -> None:
    clocks = [each["clock"] for each in rows("voices.tsv") if each["channel"] == "counter"]
    assert min(clocks) >= "10:00"
    assert max(clocks) < "20:00"


# --- what is said back ------------------------------------------------------------------------------------


def test_every_topic_that_needs_an_answer_has_one_in_both_languages() -> None:
    unanswered = {"praise_no_answer", "merged_duplicate"}
    needed = {each["topic"] for each in rows("voices.tsv") if each["story"] not in unanswered}
    assert needed - set(answers()["answer"]) == set()
    for topic, texts in answers()["answer"].items():
        assert topic == "any" or topic in codes(directory()["topic"])
        assert texts["ko"]
        assert texts["en"]


def test_no_text_said_back_is_written_twice() -> None:
    texts = [text for topic in answers()["answer"].values() for text in topic["ko"] + topic["en"]]
    assert [text for text, times in Counter(texts).items() if times > 1] == []


def test_hand_overs_and_bounces_name_departments() -> None:
    departments = codes(people()["department"])
    assert set(answers()["hand_over"]) <= departments
    assert {each["department"] for each in directory()["row"]} <= set(answers()["hand_over"])
    for each in answers()["bounce"]:
        assert each["from"] != each["to"]
        assert {each["from"], each["to"]} <= departments


def test_every_answered_voice_is_given_an_answer_of_its_topic_and_language() -> None:
    quiet = {"still_open", "offered_waiting", "praise_no_answer", "merged_duplicate", "idea"}
    voices = {each["key"]: each for each in rows("voices.tsv")}
    answered = {key for key, each in voices.items() if each["story"] not in quiet}
    assert set(answers()["answer_to"]) == answered
    for key, place in answers()["answer_to"].items():
        language = "ko" if voices[key]["language"] == "ko" else "en"
        assert place in range(len(answers()["answer"][voices[key]["topic"]][language]))


def test_every_bounced_voice_has_a_route_whose_steps_have_reasons() -> None:
    steps = {"bounced_once": 2, "bounced_twice_to_cvi": 3}
    bounced = {each["key"]: steps[each["story"]] for each in rows("voices.tsv") if each["story"] in steps}
    assert {key: len(route) for key, route in answers()["route_of"].items()} == bounced
    known = {(each["from"], each["to"]) for each in answers()["bounce"]}
    taken = {pair for route in answers()["route_of"].values() for pair in pairwise(route)}
    assert taken - known == set()
    assert len(known) == len(answers()["bounce"])


def test_every_abuse_voice_has_its_own_incident() -> None:
    abused = {each["key"] for each in rows("voices.tsv") if each["story"] == "abuse"}
    assert set(answers()["abuse_of"]) == abused
    assert sorted(answers()["abuse_of"].values()) == list(range(len(answers()["abuse"])))


def test_every_topic_has_a_home() -> None:
    assert {each["department"] for each in directory()["topic"]} <= codes(people()["department"])


def test_recurrence_decisions_and_abuse_use_the_words_of_the_house() -> None:
    assert {each["decision"] for each in answers()["recurrence"]} == {"none", "taught", "improvement"}
    improved = {each["theme"] for each in answers()["recurrence"] if "theme" in each}
    assert improved == set(answers()["theme"])
    assert {each["kind"] for each in answers()["abuse"]} == {"insult", "threat", "sexual", "obstruction"}
    assert {each["step"] for each in answers()["abuse"]} == {"stopped", "switched"}
    assert set(answers()["outcome"]) == {"fixed", "half", "not"}


# --- nobody is real -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_phone_numbers_and_addresses_are_fictitious(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    phones = re.findall(r"(?<![\d-])0\d{1,2}[-. ]?\d{3,4}[-. ]?\d{4}(?![\d-])", text)
    assert [each for each in phones if not re.fullmatch(r"010-0000-\d{4}", each)] == []
    addresses = re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text)
    assert [each for each in addresses if not each.endswith(".example")] == []


def test_a_few_voices_hold_numbers_that_must_be_masked() -> None:
    texts = [each["text"] for each in rows("voices.tsv")]
    assert len([text for text in texts if re.search(r"\b\d{6}-[1-8]\d{6}\b", text)]) == 3
    assert len([text for text in texts if re.search(r"\b(?:\d{4}[- ]){3}\d{4}\b", text)]) == 2


def test_resident_numbers_belong_to_nobody() -> None:
    weights = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
    for each in rows("voices.tsv"):
        for born, rest in re.findall(r"\b(\d{6})-([1-8]\d{6})\b", each["text"]):
            digits = [int(digit) for digit in born + rest]
            check = (11 - sum(map(int.__mul__, digits, weights)) % 11) % 10
            # Numbers of people born before 2020 carry a check digit (of foreigners, two more): these are wrong.
            assert digits[-1] not in {check, (check + 2) % 10}
