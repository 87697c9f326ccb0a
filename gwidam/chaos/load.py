"""Those who use the house during a run: customers' systems that give voices, and staff that work on them."""

from __future__ import annotations

import queue
import random
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from string import ascii_lowercase
from time import monotonic
from typing import Any

from .caller import Caller
from .plan import CHANNEL, HURRIED, TECHNICIANS, Keys, Plan

WORDS = (
    "인터넷이 또 끊겼어요.",
    "요금이 두 번 나갔습니다.",
    "기사님이 아직 안 오셨어요.",
    "친절하게 도와주셔서 고맙습니다.",
)
HURRIED_SHARE = 0.1
WORKED_ON_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Accepted:
    """A voice as its sender knows it: their own name for it, and the receipt they were given."""

    name: str
    address: str
    receipt: str
    voice: int
    case: int | None


@dataclass(slots=True)
class Diary:
    """What the clients saw. Lists and counters only grow, each written by any thread."""

    accepted: list[Accepted] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)  # from the first try of a voice to its receipt
    refused: list[str] = field(default_factory=list)  # what no client should ever be told
    trouble: list[Counter[str]] = field(default_factory=list)
    handed_over: list[str] = field(default_factory=list)  # receipts whose hand-over was confirmed
    taken: list[str] = field(default_factory=list)  # receipts whose acceptance was confirmed
    answered: dict[str, str] = field(default_factory=dict)  # words of each confirmed answer -> receipt

    def met(self, what: str) -> int:
        """How often the clients met this status or error, all together."""
        return sum(each[what] for each in self.trouble)


class Load:
    """All clients of a run: half a dozen threads at most."""

    def __init__(self, plan: Plan, port: int, keys: Keys) -> None:
        self.diary = Diary()
        self._plan, self._port, self._keys = plan, port, keys
        self._to_work_on: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._no_more, self._is_over = threading.Event(), threading.Event()
        self._threads = [self._client(number, self._speak) for number in range(plan.clients)]
        self._threads.append(self._client(plan.clients, self._work))

    def start(self) -> None:
        """Let them come."""
        for each in self._threads:
            each.start()

    def stop(self, *, patience: float) -> None:
        """Let each end what it is at, as far as `patience` seconds allow."""
        self._no_more.set()
        until = monotonic() + patience
        for each in self._threads:
            each.join(max(0.0, until - monotonic()))
        self._is_over.set()
        for each in self._threads:
            each.join()

    def _client(self, number: int, live: Callable[[Caller, random.Random], None]) -> threading.Thread:
        drawn = random.Random(self._plan.seed * 1000 + number)
        caller = Caller(self._port, self._keys.desk, drawn, self._is_over)
        self.diary.trouble.append(caller.trouble)
        return threading.Thread(target=live, args=(caller, drawn), name=f"client {number}", daemon=True)

    # --- those who speak ----------------------------------------------------------------------------

    def _speak(self, caller: Caller, drawn: random.Random) -> None:
        while not self._no_more.wait(drawn.uniform(0, 2 * self._plan.pace)):
            self._give_one(caller, drawn)
        caller.close()

    def _give_one(self, caller: Caller, drawn: random.Random) -> None:
        name = "".join(drawn.choices(ascii_lowercase, k=20))  # no digits: those might be masked
        address = f"{name}@customer.example"
        body = {
            "channel": CHANNEL,
            "text": drawn.choice(WORDS),
            "customer": {"email": address},
            "touchpoint": HURRIED if drawn.random() < HURRIED_SHARE else None,
        }
        began = monotonic()
        answer = caller.insist("POST", "/voices", body, name=name if self._plan.sends_key else "")
        if answer is None:
            return
        if answer.status not in (200, 201):
            self.diary.refused.append(f"{answer.status} {answer.body}")
            return
        self.diary.seconds.append(monotonic() - began)
        given = answer.body
        self.diary.accepted.append(Accepted(name, address, given["receipt"], given["voice"], given["case"]))
        if drawn.random() < WORKED_ON_SHARE:
            self._to_work_on.put(given["receipt"])

    # --- those who work -----------------------------------------------------------------------------

    def _work(self, desk: Caller, drawn: random.Random) -> None:
        technician = Caller(self._port, self._keys.technician, drawn, self._is_over)
        self.diary.trouble.append(technician.trouble)
        while not self._no_more.is_set():
            with suppress(queue.Empty):
                receipt = self._to_work_on.get(timeout=0.2)
                if drawn.random() < 0.5:
                    self._hand_over(desk, technician, receipt)
                else:
                    self._answer(desk, receipt)
        desk.close()
        technician.close()

    def _hand_over(self, desk: Caller, technician: Caller, receipt: str) -> None:
        offer = {"to": TECHNICIANS, "reason": "회선을 봐 주세요."}
        if not self._do(desk, receipt, "hand-off", offer, lambda case: bool(case["handoffs"])):
            return
        self.diary.handed_over.append(receipt)
        if self._do(
            technician, receipt, "acceptance", {}, lambda case: case["handoffs"][0]["state"] == "accepted"
        ):
            self.diary.taken.append(receipt)

    def _answer(self, desk: Caller, receipt: str) -> None:
        words = f"살펴보고 고쳐 두었습니다. 접수번호 {receipt} 건입니다."
        if self._do(desk, receipt, "answers", {"text": words}, lambda case: bool(case["answers"])):
            self.diary.answered[words] = receipt

    def _do(
        self,
        caller: Caller,
        receipt: str,
        noun: str,
        body: dict[str, Any],
        has_happened: Callable[[dict[str, Any]], bool],
    ) -> bool:
        """Do it once: after a try that nobody knows of, look at the case before trying again. Whether it is done."""
        while True:
            answer = caller.once("POST", f"/cases/{receipt}/{noun}", body)
            if answer is not None:
                if answer.status != HTTPStatus.CREATED:
                    self.diary.refused.append(f"{noun}: {answer.status} {answer.body}")
                return answer.status == HTTPStatus.CREATED
            case = caller.insist("GET", f"/cases/{receipt}")
            if case is None or case.status != HTTPStatus.OK:  # gone: the audit will miss it
                return False
            if has_happened(case.body):
                return True
