"""Sentences in pairs that say the same, and vectors of any direction."""

from __future__ import annotations

import numpy as np

PAIRS = [
    ("인터넷이 자꾸 끊겨요", "인터넷이 계속 끊겨서 답답해요"),
    ("요금이 두 배로 청구됐어요", "이번 달 청구 요금이 두 배예요"),
    ("기사님이 약속 시간에 안 오셨어요", "방문 기사님이 약속한 시간에 안 왔습니다"),
    ("위약금 없이 해지하고 싶어요", "해지할 때 위약금을 꼭 내야 하나요"),
    ("매장 직원이 친절했어요", "매장 직원분이 정말 친절하시네요"),
]


def directions(count: int, dims: int = 64, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dims)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
