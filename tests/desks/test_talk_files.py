"""Files over the wire: from the customer's window by its key, from the desk through its door."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from gwidam.desks.public import limits
from gwidam.desks.talks import window as module
from gwidam.own import verbs as own
from gwidam.own.models import TalkFile
from tests.house.test_door import sign_in
from tests.own.talk_steps import KEY, fresh, running, said

pytestmark = pytest.mark.django_db
HOSTILE = "하나<img src=x>.pdf"


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def mina(client, cast):
    sign_in(client, cast.mina)
    return client


@pytest.fixture(autouse=True)
def _no_knocks():
    limits.FILES_FROM_PLACE.forget()


def photo(size=(40, 20), kind="JPEG"):
    drawn = Image.new("RGB", size, "#263e73")
    told, exif = BytesIO(), Image.Exif()
    exif[0x010E] = "somewhere in Seoul"  # ImageDescription
    drawn.save(told, kind, exif=exif)
    return told.getvalue()


def sent(told=b"%PDF-1.7 x", name="계약서.pdf", **more):
    return {"file": SimpleUploadedFile(name, told), "key": "a1", "language": "ko", "after": "0", **more}


def give(client, fields, key=KEY):
    return client.post("/chat/chat/files", fields, headers={"Authorization": f"Talk {key}"})


def test_a_customer_gives_a_file_once_however_often_it_is_sent(client, cast, at):
    talk = running(cast, at)
    for _ in range(2):
        answer = give(client, sent())
    assert answer.status_code == 200
    assert [line["text"] for line in answer.json()["lines"]][2:] == ["계약서.pdf"]
    assert answer.json()["lines"][2]["key"] == "c-a1"
    assert fresh(talk).said == 3


@pytest.mark.parametrize(
    ("fields", "status", "words"),
    [
        (sent(name="virus.exe"), 422, "“virus.exe” 파일은 받을 수 없습니다"),
        (sent(told=b"", name="empty.pdf"), 422, "받을 수 없습니다"),
        ({"key": "a1"}, 422, "보낼 파일을 골라 주세요."),
        (sent(key="c:1"), 422, "말에 열쇠가 없습니다."),
    ],
)
def test_a_refusal_is_one_sentence(client, cast, at, fields, status, words):
    running(cast, at)
    answer = give(client, fields)
    assert (answer.status_code, words in answer.json()["refused"]) == (status, True)
    assert TalkFile.objects.count() == 0


def test_what_is_too_large_is_refused_before_it_is_read(client, cast, at, monkeypatch):
    running(cast, at)
    monkeypatch.setattr(module, "MOST_BYTES_OF_FILE", 100)
    answer = give(client, sent())
    assert (answer.status_code, answer.json()["refused"]) == (422, "파일이 너무 큽니다(25MB까지).")


def test_a_wrong_key_opens_no_file(client, cast, at):
    talk = running(cast, at)
    own.give_file(talk=talk, file=SimpleUploadedFile("a.pdf", b"%PDF-1"), key="k", by=cast.mina, at=at)
    for key, status in ((KEY, 200), ("f" * 32, 404), ("short", 404)):
        answer = client.get("/chat/chat/files/3", headers={"Authorization": f"Talk {key}"})
        assert answer.status_code == status
        b"".join(answer)  # which closes the file
    assert client.get("/chat/chat/files/1", headers={"Authorization": f"Talk {KEY}"}).status_code == 404
    assert give(client, sent(), key="f" * 32).status_code == 404


def test_whoever_floods_is_told_to_wait(client, cast, at, monkeypatch):
    running(cast, at)
    monkeypatch.setattr(limits.FILES_FROM_PLACE, "most", 1)
    assert [give(client, sent(key=f"a{n}")).status_code for n in range(2)] == [200, 429]


def test_a_file_is_saved_and_never_shown(client, cast, at):
    talk = running(cast, at)
    give(client, sent(name=HOSTILE))
    sign_in(client, cast.mina)
    for answer in (
        client.get("/chat/chat/files/3", headers={"Authorization": f"Talk {KEY}"}),
        client.get(f"/talks/{talk.pk}/files/3"),
    ):
        assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
        assert answer["Content-Disposition"].startswith("attachment; ")
        assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
            "nosniff",
            "sandbox; default-src 'none'",
        )
    assert "<img src=x>" not in client.get(f"/talks/{talk.pk}").content.decode()


def test_a_photo_is_seen_as_points_alone(mina, cast, at):
    talk = running(cast, at)
    given = photo()
    own.give_file(talk=talk, file=SimpleUploadedFile("사진.jpg", given), key="k", at=at)
    assert f"/talks/{talk.pk}/files/3/preview" in mina.get(f"/talks/{talk.pk}").content.decode()
    answer = mina.get(f"/talks/{talk.pk}/files/3/preview")
    seen = Image.open(BytesIO(answer.content))
    assert (answer["Content-Type"], seen.size, dict(seen.getexif())) == ("image/jpeg", (40, 20), {})
    assert b"somewhere" in given
    assert b"somewhere" not in answer.content


@pytest.mark.parametrize(("name", "told"), [("a.pdf", b"%PDF-1"), ("broken.jpg", b"\xff\xd8\xff broken")])
def test_what_is_no_picture_has_no_preview(mina, cast, at, name, told):
    talk = running(cast, at)
    own.give_file(talk=talk, file=SimpleUploadedFile(name, told), key="k", at=at)
    assert mina.get(f"/talks/{talk.pk}/files/3/preview").status_code == 404


def test_a_keeper_gives_a_file(mina, cast, at):
    talk = running(cast, at)
    path = f"/talks/{talk.pk}"
    assert mina.post(f"{path}/files", sent()).headers["Location"] == path
    assert said(talk)[2:] == [(3, "employee", "계약서.pdf")]
    refused = mina.post(f"{path}/files", sent(name="virus.exe", key="a2"))
    assert (refused.status_code, "virus.exe" in refused.content.decode()) == (422, True)
    scripted = mina.post(f"{path}/files", sent(name="virus.exe", key="a3"), headers={"X-Requested-With": "fetch"})
    assert (scripted.status_code, "virus.exe" in scripted.json()["refused"]) == (422, True)
    other = running(cast, at, cast.hana, key=KEY + "h")
    assert mina.post(f"/talks/{other.pk}/files", sent()).status_code == 403


def test_an_outsider_gets_no_file_of_others(client, cast, at):
    talk = running(cast, at)
    own.give_file(talk=talk, file=SimpleUploadedFile("a.pdf", b"%PDF-1"), key="k", at=at)
    sign_in(client, cast.charlie)
    paths = ["files/3", "files/3/preview"]
    assert [client.get(f"/talks/{talk.pk}/{path}").status_code for path in paths] == [404, 404]
    assert client.post(f"/talks/{talk.pk}/files", sent()).status_code == 404


def test_the_page_says_what_its_reader_lacks_for_the_talk(mina, cast, at):
    talk = running(cast, at, language="en", text="hello")
    page = mina.get(f"/talks/{talk.pk}").content.decode()
    assert 'id="lack"' in page
    assert "영어로" in page
    assert 'id="lack"' not in mina.get(f"/talks/{running(cast, at, key=KEY + 'k').pk}").content.decode()


def test_fifty_lines_with_files_cost_the_queries_of_five(mina, cast, at):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    talk, counts = running(cast, at), []
    for many in (2, 8):
        for number in range(many // 2):
            for by in (None, cast.mina):
                own.give_file(
                    talk=talk, file=SimpleUploadedFile("a.pdf", b"%PDF-1"), key=f"{many}{number}{by}", by=by, at=at
                )
        mina.get(f"/talks/{talk.pk}")
        with CaptureQueriesContext(connection) as asked:
            mina.get(f"/talks/{talk.pk}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
