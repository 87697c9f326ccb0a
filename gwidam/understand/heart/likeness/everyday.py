"""What customers say every day, so that a house with its first ten voices has a middle to measure from.

A model's vectors of any two texts are alike to some degree; what all have in common is taken away (see `space`),
and with a handful of texts that would be half of what they say.
"""

EVERYDAY = (
    "인터넷이 자꾸 끊겨요",
    "이번 달 요금이 왜 이렇게 많이 나왔나요",
    "설치 기사님이 약속한 시간에 안 오셨어요",
    "해지하려면 어떻게 해야 하나요",
    "상담원이 아주 친절하게 알려 주셨어요",
    "앱에서 로그인이 안 됩니다",
    "주소를 옮기는데 이전 신청하고 싶어요",
    "환불은 언제 되나요",
    "배송이 너무 늦어서 화가 납니다",
    "비밀번호를 잊어버렸어요",
    "매장이 몇 시까지 여나요",
    "제품이 고장 나서 수리를 맡기고 싶습니다",
    "이런 기능이 있으면 좋겠어요",
    "전화 연결이 너무 오래 걸려요",
    "광고 문자를 그만 받고 싶습니다",
    "가입할 때 들은 말과 달라요",
    "My internet keeps dropping",
    "Why is my bill higher this month?",
    "The technician did not come at the time we agreed",
    "I would like to cancel my contract",
    "The person on the phone was very kind",
    "I cannot sign in to the app",
    "When will I get my money back?",
    "The parcel has not arrived yet",
)
