"""What colleagues ask to have fixed: things, and what is wrong with them, put together."""

from __future__ import annotations

from itertools import chain, product
from random import Random

SCREENS = (
    "휴가 신청 화면",
    "상담 기록 화면",
    "요금 조회 화면",
    "방문 약속 화면",
    "매장 재고 화면",
    "비밀번호 바꾸는 화면",
    "회의실 예약 화면",
    "사내 전화번호부",
    "출장비 정산 화면",
    "교육 신청 화면",
)
PAPERS = (
    "명의변경 신청서",
    "해지 확인서",
    "기기 교환 서식",
    "환급 신청서",
    "설치 확인서",
    "가입 설명 자료",
    "매장 점검표",
    "업무 인계서",
)
PLACES = ("매장 대기석", "고객센터 휴게실", "창고", "주차장", "회의실", "현장 차량", "직원 식당", "안내 데스크")
WRONG = {
    SCREENS: (
        "에서 같은 것을 두 번 적어야 해요",
        "{이} 열리는 데 너무 오래 걸려요",
        "에 찾기 칸이 없어요",
        "의 글씨가 너무 작아요",
        "{을} 휴대전화로는 쓸 수 없어요",
        "에서 저장을 안 하면 글이 사라져요",
        "의 차례가 일하는 차례와 달라요",
        "에 영어가 없어서 외국인 동료가 못 써요",
        "에서 되돌리기가 안 돼요",
        "{이} 점심시간마다 멈춰요",
    ),
    PAPERS: (
        "{을} 고객이 한 번에 이해하지 못해요",
        "에 도장을 세 번 받아야 해요",
        "{을} 아직도 팩스로 보내요",
        "의 빈칸이 너무 많아요",
        "{이} 부서마다 달라요",
        "{을} 매장에서 바로 뽑을 수 없어요",
        "에 쓰는 말이 너무 어려워요",
        "에 이미 아는 것을 또 적어요",
    ),
    PLACES: (
        "{이} 저녁이면 너무 어두워요",
        "에 안내판이 없어서 다들 물어봐요",
        "에 앉을 곳이 모자라요",
        "{이} 겨울에 너무 추워요",
        "에서 소리가 울려 말이 안 들려요",
        "에 콘센트가 부족해요",
        "의 문이 너무 무거워요",
        "{을} 치우는 차례가 정해져 있지 않아요",
    ),
}
WHEN = ("", "요즘 ", "몇 년째 ", "솔직히 ")


def titles(rng: Random, many: int) -> list[str]:
    """So many different things to fix, in any order."""
    every = chain.from_iterable(product(WHEN, things, wrongs) for things, wrongs in WRONG.items())
    told = list(dict.fromkeys(f"{when}{_joined(thing, wrong)}" for when, thing, wrong in every))
    rng.shuffle(told)
    return told[:many]


def _joined(thing: str, wrong: str) -> str:
    has_final = (ord(thing[-1]) - 0xAC00) % 28 > 0
    return thing + wrong.replace("{이}", "이" if has_final else "가").replace("{을}", "을" if has_final else "를")
