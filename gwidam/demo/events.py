"""The one fact of the demo itself: that it was built, whole."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(
    ko="데모 회사를 지음: 목소리 {voices}건, 씨앗 {seed}",
    en="The demo company was built: {voices} voices, seed {seed}",
)
class DemoBuilt(FactBody):
    """Written last, in the transaction that built everything else."""

    seed: int
    voices: int
