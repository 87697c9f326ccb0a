"""What people write above their columns, and which field of a voice they mean by it."""

from __future__ import annotations

import re
from enum import Enum

from gwidam.core.tables import bare


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


class Field(Enum):
    """Fields of a voice that a column can fill."""

    TEXT = "text"
    NAME = "customer.name"
    EMAIL = "customer.email"
    PHONE = "customer.phone"
    HANDLE = "customer.handle"
    PRODUCT = "product"
    TOUCHPOINT = "touchpoint"
    CHANNEL = "channel"
    ADDRESS = "place.address"
    LAT = "place.lat"
    LON = "place.lon"
    SAID_AT = "said_at"
    SAID_TIME = "said_at.time"
    EXTERNAL_ID = "external_id"


# The first word is the one preferred. A running number (번호, 순번, No.) is no external id: it starts at 1
# in every file, and would make the second month look like a copy of the first.
WORDS: dict[Field, tuple[str, ...]] = {
    Field.TEXT: _words(
        "내용 민원내용 문의내용 상담내용 불만내용 접수내용 신고내용 제보내용 건의내용 의견내용 요청내용 "
        "고객의소리 고객의견 의견 불만사항 요청사항 건의사항 문의사항 개선사항 본문 사연 후기 리뷰 "
        "코멘트 댓글 메시지 문의 민원 voc "
        "text content contents body message complaint customercomplaint description details narrative "
        "consumercomplaintnarrative comment comments feedback review question request verbatim voice"
    ),
    Field.NAME: _words(
        "고객명 고객이름 고객성명 성명 성함 이름 민원인 민원인명 신청인 신청자 신청인명 신고자 작성자 "
        "작성자명 회원명 고객 문의자 제보자 "
        "customername name fullname customer clientname contactname author reporter requester sender "
        "submittedby"
    ),
    Field.EMAIL: _words(
        "이메일 이메일주소 메일 메일주소 전자우편 전자메일 고객이메일 "
        "email emailaddress mail customeremail emailid replyto"
    ),
    Field.PHONE: _words(
        "휴대폰 휴대폰번호 휴대전화 휴대전화번호 핸드폰 핸드폰번호 연락처 고객연락처 연락번호 전화번호 "
        "고객전화번호 전화 유선전화 일반전화 회신번호 "
        "mobile mobilephone mobilenumber cell cellphone phone phonenumber customerphone telephone tel "
        "contactnumber contact callbacknumber"
    ),
    Field.HANDLE: _words(
        "아이디 고객아이디 회원아이디 고객id 회원id 사용자id 닉네임 별명 고객번호 회원번호 "
        "handle customerhandle username userid customerid nickname screenname account accountid memberid"
    ),
    Field.PRODUCT: _words(
        "상품 상품명 제품 제품명 서비스 서비스명 가입상품 이용상품 요금제 품목 모델 모델명 "
        "product productname service servicename item model plan"
    ),
    Field.TOUCHPOINT: _words("접점 접점명 고객접점 여정 여정단계 touchpoint journeystep journey"),
    Field.CHANNEL: _words(
        "접수채널 채널 접수경로 접수방법 접수매체 유입경로 유입채널 경로 매체 "
        "channel receivedvia submittedvia contactchannel source via medium"
    ),
    Field.ADDRESS: _words(
        "주소 고객주소 설치주소 도로명주소 지번주소 상세주소 지역 지역명 시도 시군구 읍면동 시 구 동 "
        "거주지 거주지역 발생장소 장소 위치 우편번호 "
        "address streetaddress street address1 address2 city town county state province region area "
        "location place placeaddress zip zipcode postcode postalcode country"
    ),
    Field.LAT: _words("위도 lat latitude placelat"),
    Field.LON: _words("경도 lon lng long longitude placelon"),
    Field.SAID_AT: _words(
        "접수일시 접수일 접수일자 접수날짜 문의일시 문의일 문의일자 상담일시 상담일 상담일자 신고일시 "
        "신고일 신고일자 작성일시 작성일 작성일자 등록일시 등록일 등록일자 민원일자 발생일시 발생일 "
        "발생일자 일시 일자 날짜 "
        "saidat said receivedat datereceived receiveddate submittedat datesubmitted submissiondate "
        "createdat created creationdate createddate datecreated createdon opened openedat opendate "
        "datetime timestamp date begin posted postedat reportedat"
    ),
    Field.SAID_TIME: _words(
        "접수시간 접수시각 문의시간 상담시간 신고시간 작성시간 등록시간 발생시간 시각 시간 "
        "time receivedtime timereceived submittedtime createdtime"
    ),
    Field.EXTERNAL_ID: _words(
        "외부번호 외부id 접수번호 민원번호 문의번호 상담번호 신고번호 관리번호 티켓번호 voc번호 "
        "externalid ticket ticketid ticketno ticketnumber caseid caseno casenumber complaintid "
        "complaintnumber requestid referencenumber reference ref uuid guid id"
    ),
}

TITLES = frozenset(_words("제목 민원제목 문의제목 건명 민원명 표제 요약 title subject summary headline issue"))
GIVEN_NAMES = frozenset(_words("firstname givenname forename"))
FAMILY_NAMES = frozenset(_words("lastname familyname surname"))

# The company's side of the story, and days that are not the day somebody spoke.
_NOT_THE_CUSTOMERS = _words(
    "처리 답변 조치 회신 담당 상담원 상담사 직원 접수자 등록자 완료 종결 마감 수정 변경 생년 생일 가입일 "
    "개통 만료 해지일 희망 예정 발송 만족도 "
    "agent assign owner employee staff response resolution resolve answer closed update modif birth dob "
    "due expir status rating score"
)
_TOKEN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[가-힣]+|\d+")
_HANGUL = re.compile(r"[가-힣]")

_MEANING = {word: (field, rank) for field, words in WORDS.items() for rank, word in enumerate(words)}


def is_title(heading: str) -> bool:
    return bare(heading) in TITLES


def meaning(heading: str) -> tuple[Field, int] | None:
    """(field, rank among that field's words, 0 is best) if the whole heading is a known word."""
    whole = bare(heading)
    if whole in TITLES:
        return Field.TEXT, -1
    if whole in GIVEN_NAMES or whole in FAMILY_NAMES:
        return Field.NAME, 0
    return _MEANING.get(whole) or _MEANING.get(bare(heading.rpartition(".")[2]))


def likely_meaning(heading: str) -> Field | None:
    """What a heading means by its decisive word: the last one, or `date` in front."""
    if is_not_the_customers(heading):
        return None
    whole = bare(heading)
    if _HANGUL.search(whole):
        fitting = [word for word in _MEANING if len(word) >= 2 and whole.endswith(word)]
        return _MEANING[max(fitting, key=len)][0] if fitting else None
    tokens = [token.casefold() for token in _TOKEN.findall(heading)]
    if not tokens:
        return None
    if found := _MEANING.get(tokens[-1]):
        return found[0] if tokens[-1] != "id" else None
    return Field.SAID_AT if tokens[0] == "date" else None


def is_not_the_customers(heading: str) -> bool:
    """Whether a heading speaks of the company's answer, staff or dates."""
    if meaning(heading):
        return False
    whole = bare(heading)
    return any(word in whole for word in _NOT_THE_CUSTOMERS)
