import re
from datetime import UTC, datetime
from email.policy import SMTP
from html.parser import HTMLParser

import pytest

from gwidam.core.thread_tokens import case_of_address, case_of_message_id, reply_address
from gwidam.post import letters, rules
from gwidam.post.addresses import mailbox
from gwidam.post.models import Line, Message
from gwidam.post.senders import house_sender

from .conftest import AT

LANGUAGES = ("ko", "en")
FORMS = [(template, language) for template in rules.TEMPLATES for language in LANGUAGES]
FOLDER = letters._FOLDER / "post" / "mail"
PLACE = re.compile(r"{{\s*(\w+)|{%\s*if\s+(\w+)|{%\s*for \w+ in (\w+)")
VOID = {"meta", "br"}


def sample(template, *, whole=True):
    form = rules.TEMPLATES[template]
    places = {}
    for name in form.needs | (form.may if whole else frozenset()):
        if name == "lines":
            places[name] = [{"subject": "줄 하나 <b>", "url": "https://voice.daon.example/cases/1"}]
        elif name.endswith("_at"):
            places[name] = AT
        elif name.endswith("url"):
            places[name] = f"https://voice.daon.example/{name}/t0k3n"
        else:
            places[name] = f"[{name}] A&B <i>"
    return places


def written(template, language, places):
    return letters.written(
        template, places, language=language, reader="customer:12", topic=rules.TEMPLATES[template].topic
    )


class Page(HTMLParser):
    """Open tags, seen attributes and plain text of a page."""

    def __init__(self, page):
        super().__init__()
        self.open, self.attributes, self.tags, self.text = [], set(), set(), ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("template", "language"), FORMS)
def test_every_letter_reads_whole_in_both_languages(template, language, whole, monkeypatch):
    monkeypatch.setattr(letters._FORMS, "string_if_invalid", "<<%s>>")
    places = sample(template, whole=whole)
    words = written(template, language, places)
    page = Page(words.page)
    for text in (words.subject, words.body, page.text):
        assert re.findall(r"<<|{{|{%|None", text) == []
    for value in (value for value in places.values() if isinstance(value, str) and value.startswith("[")):
        assert (value in words.subject + words.body, value in words.subject + page.text) == (True, True)
    if "url" in places:
        assert (places["url"] in words.body, f'href="{places["url"]}"' in words.page) == (True, True)
    assert re.search("[가-힣]", words.subject + words.body + page.text) is not None or language == "en"
    assert page.open == []


@pytest.mark.parametrize(("template", "language"), FORMS)
def test_a_letters_files_use_the_places_of_the_table_and_no_others(template, language):
    form = rules.TEMPLATES[template]
    house = {"house", "line"}
    for kind in ("txt", "html"):
        text = (FOLDER / f"{template}.{language}.{kind}").read_text()
        used = {name for match in PLACE.findall(text) for name in match if name} - house
        # `name` greets customers; English answers may leave it out, as may those that do not greet.
        assert used <= form.needs | form.may
        assert form.needs <= used | {"receipt", "guardian"}


def test_there_is_no_letter_file_without_a_template():
    stems = {path.name.split(".")[0] for path in FOLDER.iterdir()} - {"frame", "foot"}
    assert stems == set(rules.TEMPLATES)


@pytest.mark.parametrize(("template", "language"), FORMS)
def test_a_page_loads_nothing_and_runs_nothing(template, language):
    page = written(template, language, sample(template)).page
    seen = Page(page)
    assert seen.tags & {"script", "img", "link", "iframe", "object", "form"} == set()
    assert seen.attributes & {"src", "style", "onclick", "background"} == set()
    assert re.findall(r"url\(|@import", page) == []


def test_moments_are_told_in_the_readers_language_and_the_zone_of_the_house():
    places = {
        "receipt": "7KQ2",
        "url": "https://x.example",
        "answer_by_at": datetime(2026, 3, 4, 6, 0, tzinfo=UTC),
    }
    assert "늦어도 3월 4일(수) 오후 3:00까지" in written("receipt", "ko", places).body
    assert "by Wednesday 4 March, 15:00 at the latest" in written("receipt", "en", places).body


def test_the_same_language_says_the_same_whatever_language_the_writer_reads():
    from django.utils.translation import override

    places = {"receipt": "7KQ2", "url": "https://x.example", "answer_by_at": AT}
    with override("en"):
        in_english = written("receipt", "ko", places)
    with override("ko"):
        assert written("receipt", "ko", places) == in_english


def message(**changes):
    words = {"subject": "말씀 잘 받았습니다", "body": "안녕하세요.\n", "page": "<p>안녕하세요.</p>"}
    fields = {
        "key": "receipt:12", "reader": "customer:12", "about": "case:12", "topic": "receipt",
        "template": "receipt", "language": "ko", "address": "sora@customer.example",
        "message_id": letters.message_id("receipt:12"),
    }  # fmt: skip
    return Message(**fields | words | changes)


def headers(**changes):
    mail = letters.letter(message(**changes), at=AT)
    return {name: str(value) for name, value in mail.items()}


def test_an_automatic_letter_says_so_and_a_persons_answer_does_not():
    receipt = headers()
    assert (receipt["Auto-Submitted"], receipt["X-Auto-Response-Suppress"]) == ("auto-generated", "All")
    answer = headers(template="answer", topic="answer")
    assert ("Auto-Submitted" in answer, "X-Auto-Response-Suppress" in answer) == (False, False)


def test_mutable_mail_offers_one_tap_and_other_mail_does_not():
    offer = headers(template="offer", topic="offer", reader="employee:5")
    assert offer["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https?://[^>]+/post/mute/[^>]+>", offer["List-Unsubscribe"]) is not None
    assert [name for name in headers() if name.startswith("List-")] == []


def test_letters_about_one_case_to_one_reader_stand_together(settings):
    settings.MAIL_FROM = "귀담 <voice@daon.example>"
    first, second = headers(), headers(key="answer:3", message_id=letters.message_id("answer:3"))
    assert first["References"] == second["References"] == first["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert headers(about="case:13")["References"] != first["References"]
    assert headers(reader="customer:13")["References"] != first["References"]
    assert re.fullmatch(r"<[0-9a-f]{32}@daon\.example>", first["References"]) is not None


def test_the_message_id_is_the_keys_own():
    assert letters.message_id("receipt:12") == letters.message_id("receipt:12")
    assert letters.message_id("receipt:12") != letters.message_id("receipt:13")


def test_only_a_letter_to_a_customer_about_a_case_carries_its_mark(settings):
    secret = settings.SECRET_KEY.encode()
    customer, case = "customer:12", "case:7001"
    marked = letters.message_id("receipt:1", reader=customer, about=case)
    assert marked == letters.message_id("receipt:1", reader=customer, about=case)
    others = [("employee:5", case), (customer, "theme:7001"), (customer, "case:"), ("", "")]
    found = [letters.message_id("receipt:1", reader=reader, about=about) for reader, about in others]
    named = [case_of_message_id(each.strip("<>"), secret) for each in (marked, *found)]
    assert named == ["7001", None, None, None, None]


THEIRS = ["first@home.example", f"{'x' * 150}@long.example", "third@home.example"]


def references(mail):
    """The identifiers of In-Reply-To and References as they stand on the wire, unfolded."""
    lines = bytes(mail).decode().replace("\n ", " ").splitlines()
    told = dict(line.split(": ", 1) for line in lines if line.startswith(("In-Reply-To", "References")))
    return told["In-Reply-To"], told["References"].split()


def test_a_letter_answers_the_readers_own_mails_newest_last():
    mail = letters.letter(message(thread={"references": THEIRS}), at=AT)
    own = letters.thread_id(reader="customer:12", about="case:12")
    # A long identifier, too, stands as it is: a program finds its mail by nothing else.
    assert references(mail) == (f"<{THEIRS[-1]}>", [own, *(f"<{each}>" for each in THEIRS)])
    assert max(map(len, bytes(mail).splitlines())) < 998
    assert references(letters.letter(message(), at=AT)) == (own, [own])


def test_a_long_message_id_stays_on_the_line_of_its_name():
    name = f"<{'a' * 90}@voice.example>"
    sent = letters.letter(message(message_id=name), at=AT).as_bytes(policy=SMTP)
    assert f"\r\nMessage-ID: {name}\r\n".encode() in sent


def test_references_are_bounded_to_the_first_and_the_newest():
    names = [f"{number}@home.example" for number in range(50)]
    kept = [f"<{each}>" for each in (names[0], *names[31:])]
    mail = letters.letter(message(thread={"references": names}), at=AT)
    assert references(mail)[1][1:] == kept
    assert references(mail)[0] == kept[-1]


@pytest.mark.parametrize("name", ["a\r\nBcc: v@else.example", "a b@x", "<a@x>", "가@x", "", "x" * 251, "a\x00@x"])
def test_what_is_no_identifier_stands_in_no_header(name):
    mail = letters.letter(message(thread={"references": [name, "good@home.example"]}), at=AT)
    assert references(mail)[1][1:] == ["<good@home.example>"]
    assert mail["Bcc"] is None


def test_what_looks_like_an_encoded_word_is_not_decoded():
    name = "=?utf-8?q?a=0D=0ABcc:_v@else.example?="
    mail = letters.letter(message(thread={"references": [name]}), at=AT)
    assert references(mail)[1][1:] == [f"<{name}>"]


def test_a_receipt_for_a_mail_is_a_reply_and_every_other_automatic_letter_is_not():
    thread = {"references": THEIRS}
    assert headers(thread=thread)["Auto-Submitted"] == "auto-replied"
    assert headers()["Auto-Submitted"] == "auto-generated"
    promise = headers(thread=thread, template="promise_made", topic="promise")
    assert promise["Auto-Submitted"] == "auto-generated"
    assert "Auto-Submitted" not in headers(thread=thread, template="answer", topic="answer")


BOX = {"sender_ko": "다온 도움방", "sender_en": "Daon Care", "reply_address": "", "plus": ""}


def by_box(language="ko", *, account="help@voice.example", ended_at=None, reader="customer:12", **spec):
    """From and Reply-To of a letter that leaves by a mailbox."""
    line = Line(kind="mailbox", account=account, spec={**BOX, **spec}, ended_at=ended_at)
    mail = letters.letter(message(line=line, language=language, reader=reader), at=AT)
    return str(mail["From"]), str(mail["Reply-To"]) if mail["Reply-To"] else None


def test_a_letter_is_from_whom_its_mailbox_says(settings):
    settings.MAIL_FROM = "귀담 <voice@daon.example>"
    marked = reply_address("12", mailbox="help@voice.example", secret=settings.SECRET_KEY.encode())
    assert by_box() == ("다온 도움방 <voice@daon.example>", marked)
    assert by_box("en") == ("Daon Care <voice@daon.example>", marked)
    assert by_box("en", sender_en="")[0] == "다온 도움방 <voice@daon.example>"
    assert by_box(sender_ko="")[0] == "귀담 <voice@daon.example>"
    assert by_box(sender_address="care@voice.example")[0] == "다온 도움방 <care@voice.example>"


def test_answers_go_to_an_address_of_the_mailbox_or_to_none_that_is_made_up(settings):
    settings.MAIL_FROM = "귀담 <voice@daon.example>"
    secret = settings.SECRET_KEY.encode()
    replies = by_box(reply_address="care@voice.example")[1]
    assert (replies.startswith("care+12-"), case_of_address(replies, secret)) == (True, "12")
    assert by_box(plus="no")[1] == "help@voice.example"
    assert by_box(account="a" * 50 + "@voice.example")[1] == "a" * 50 + "@voice.example"  # 64 octets hold no mark
    assert by_box(reader="employee:5")[1] == "help@voice.example"
    assert by_box(account="login-name")[1] is None  # no address, and none is made up
    assert by_box(account="voice@daon.example", plus="no")[1] is None  # the sender's own
    assert by_box(ended_at=AT) == ("귀담 <voice@daon.example>", None)  # nobody listens there any more


def test_both_forms_are_in_the_mail_as_written():
    mail = letters.letter(message(), at=AT)
    assert mail.get_content_type() == "multipart/alternative"
    parts = [(part.get_content_type(), part.get_content()) for part in mail.iter_parts()]
    assert parts == [("text/plain", "안녕하세요.\n"), ("text/html", "<p>안녕하세요.</p>\n")]
    assert mail["Date"] == "Wed, 04 Mar 2026 01:30:00 +0000"
    assert bytes(mail).isascii()


def test_the_sender_is_named_after_the_house_unless_the_setting_names_one(settings):
    settings.HOUSE_NAME, settings.MAIL_FROM = "다온텔레콤", "voice@daon.example"
    assert house_sender() == ("다온텔레콤", "voice@daon.example")
    settings.MAIL_FROM = "귀담 <voice@daon.example>"
    assert house_sender() == ("귀담", "voice@daon.example")


def test_a_line_break_in_a_place_cannot_make_a_header():
    places = {**sample("handed_over"), "department": "요금팀\r\nBcc: victim@else.example\r\n\r\nbody"}
    subject = written("handed_over", "ko", places).subject
    mail = letters.letter(message(subject=subject, template="handed_over", topic="progress"), at=AT)
    assert mail["Bcc"] is None
    assert [line for line in bytes(mail).splitlines() if line.lower().startswith(b"bcc")] == []
    assert "요금팀 Bcc: victim@else.example body" in str(mail["Subject"])


@pytest.mark.parametrize(
    ("address", "box"),
    [
        ("sora@customer.example", "sora@customer.example"),
        ("Sora.Kim+voice@Customer.Example", "Sora.Kim+voice@Customer.Example"),
        ("sora@다온.example", "sora@xn--2j1bj97a.example"),
        ("소라@customer.example", None),
        ("sora@customer.example\r\nBcc: v@else.example", None),
        ("sora@customer.example, other@else.example", None),
        ("Sora <sora@customer.example>", None),
        ("sora", None),
        ("@customer.example", None),
        ("sora@localhost", None),
        ("sora@customer..example", None),
        ("s" * 250 + "@customer.example", None),
        (" sora@customer.example", None),
        ("", None),
        (None, None),
    ],
)
def test_only_one_mailbox_is_an_address(address, box):
    assert mailbox(address) == box


def test_a_long_subject_is_cut():
    assert letters.one_line("가" * 400) == "가" * 149 + "…"
