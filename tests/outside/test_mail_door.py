"""Real mails that are not ours, through the whole door: each is kept and read, and none is lost on the way."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.core.sealed import unseal
from gwidam.listen.ears.mail.reading import read_due
from gwidam.listen.mail.boxes import mails_in
from gwidam.listen.models import Mail, Voice
from gwidam.listen.verbs.mails import keep_mail
from gwidam.own.models import Case
from tests.cast import NOW
from tests.listen.ears.mails import ear, reader  # noqa: F401 - fixtures

from .test_mail import files_of, pytestmark  # noqa: F401 - skipped without the folder


@pytest.mark.slow  # up to a hundred mails, each read in a child, stored and settled in transactions of its own
@pytest.mark.parametrize(("corpus", "count"), [("cpython", 48), ("flanker", 76), ("ruby", 104)])
def test_every_mail_of_a_corpus_is_kept_and_becomes_something(ear, reader, corpus, count):  # noqa: F811
    raws = [each for path in files_of(corpus) for each in mails_in(path.read_bytes())]
    for number, raw in enumerate(raws):
        keep_mail(ear=ear, raw=raw, key=str(number), at=NOW)
    assert read_due(at=NOW, reader=reader, most=200) == count
    rows = list(Mail.objects.order_by("pk"))
    assert [unseal(bytes(each.raw)) for each in rows] == raws
    assert ({each.state for each in rows}, ear.fresh().failed) == ({"read"}, "")
    voices = [each for each in rows if each.became in ("voice", "more")]
    assert Voice.objects.count() == len(voices) == len({each.voice_id for each in voices})
    assert Case.objects.count() == sum(each.became == "voice" for each in rows)
    assert read_due(at=NOW + timedelta(hours=1), reader=reader) == 0
    print(corpus, {became: sum(each.became == became for each in rows) for became in Mail.Became.values})
