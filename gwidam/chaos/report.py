"""What came of a run."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

SHOWN = 5  # violations of a kind that are printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Figures of a run. Times are in seconds; `violations` has every broken word by question."""

    accepted: int
    handed_over: int
    taken: int
    answered: int
    letters: int
    raw_repeats: int
    kills: Mapping[str, int]
    outages: Sequence[float]
    intake_p50: float
    intake_p99: float
    drained_in: float | None
    trouble: Mapping[str, int]
    violations: Mapping[str, Sequence[str]]

    @property
    def is_good(self) -> bool:
        """Whether the house kept its word and came to rest in time."""
        return self.drained_in is not None and not any(self.violations.values())

    def as_json(self) -> dict[str, object]:
        """Everything, with each violation counted."""
        counts = {name: len(found) for name, found in self.violations.items()}
        return {**asdict(self), **counts, "is_good": self.is_good}

    def lines(self) -> list[str]:
        """What a person reads."""
        kills = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kills.items())) or "none"
        outages = (
            f"{len(self.outages)}, {min(self.outages):.1f} to {max(self.outages):.1f} s"
            if self.outages
            else "none"
        )
        drained = "never" if self.drained_in is None else f"{self.drained_in:.0f} s after the last request"
        trouble = ", ".join(f"{count} {what}" for what, count in sorted(self.trouble.items())) or "nothing"
        work = f"{self.answered} answers, {self.handed_over} hand-overs ({self.taken} taken)"
        told = [
            f"accepted        {self.accepted:,} voices, {work}",
            f"kills           {sum(self.kills.values())}: {kills}",
            f"database away   {outages}",
            f"intake          p50 {self.intake_p50 * 1000:.0f} ms, p99 {self.intake_p99:.2f} s, outages included",
            f"letters         {self.letters:,}, {self.raw_repeats} raw repeats on the wire",
            f"clients met     {trouble}",
            f"at rest         {drained}",
        ]
        for name, found in self.violations.items():
            told.append(f"{name.replace('_', ' '):15} {len(found)}")
            told += [f"    {line}" for line in found[:SHOWN]]
        return [*told, "The house kept its word." if self.is_good else "THE HOUSE DID NOT KEEP ITS WORD."]


def percentile(seconds: Sequence[float], share: int) -> float:
    """The time that `share` of a hundred stayed below; 0 without any."""
    if len(seconds) < 2:
        return max(seconds, default=0.0)
    return statistics.quantiles(seconds, n=100, method="inclusive")[share - 1]
