"""Care for guardians and for what customers left with us."""

from __future__ import annotations

from gwidam.core.models import Fact
from gwidam.own.models import Incident

from .steps import now, page_of, sign_in


def test_the_guardian_gives_the_case_on_by_name(cast, mina, case):
    assert mina.post(page_of(case, "/guardian"), {"person": "박하나", "why": "휴가"}).status_code == 302
    assert now(case).guardian == cast.hana


def test_others_do_not_name_a_guardian(cast, case):
    sent = {"person": "박하나", "why": "그냥"}
    assert sign_in(cast.hana).post(page_of(case, "/guardian"), sent).status_code == 403
    assert sign_in(cast.dohyun).post(page_of(case, "/guardian"), sent).status_code == 302


def test_abuse_is_kept_on_file_and_the_employee_rests(cast, mina, case):
    sent = {"kind": "insult", "step": "stopped", "what": "욕설", "notice": "더는 응대하지 않겠다고 알림"}
    assert mina.post(page_of(case, "/abuse"), sent).status_code == 302
    assert Incident.objects.get().cover == cast.hana


def test_abuse_says_what_happened(mina, case):
    sent = {"kind": "insult", "step": "stopped", "what": "", "notice": "알림"}
    assert mina.post(page_of(case, "/abuse"), sent).status_code == 422


def test_contact_data_are_shown_once_for_a_reason_that_is_kept(mina, case):
    response = mina.post(page_of(case, "/contact"), {"why": "전화드리려고"})
    page = response.content.decode()
    assert "010-0000-1234" in page
    assert "no-store" in response["Cache-Control"]
    seen = Fact.objects.get(kind="people.ContactSeen")
    assert seen.all_fields["why"] == "전화드리려고"
    assert "010-0000-1234" not in mina.get(page_of(case)).content.decode()


def test_contact_data_need_a_reason(mina, case):
    response = mina.post(page_of(case, "/contact"), {"why": ""})
    assert response.status_code == 422
    assert not Fact.objects.filter(kind="people.ContactSeen").exists()


def test_executives_do_not_see_contact_data(cast, case):
    assert sign_in(cast.yuna).post(page_of(case, "/contact"), {"why": "궁금함"}).status_code == 403
