"""Safeguard away: the receipt letter leaves in the request, right after the commit, instead of by the ledger's job."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

WORDS = ("web", "work")


def apply() -> None:
    """Mail from the web process; the job finds nothing left to do."""
    from gwidam.own import letters, verbs
    from gwidam.post.carriers import chosen
    from gwidam.post.senders import house_sender

    from ..letters import receipt_subject

    take_in = verbs.take_in

    def taking_in(**told: Any) -> verbs.Taken:
        taken = take_in(**told)
        if taken.is_new:
            for reach in told["reaches"]:
                mail = EmailMessage()
                mail["Message-ID"] = f"<{taken.voice.receipt}@localhost>"
                mail["From"], mail["To"] = house_sender()[1], reach.value
                mail["Subject"] = receipt_subject(taken.voice.receipt)
                mail.set_content(taken.voice.receipt)
                with chosen().connected() as session:
                    session.send(mail)
        return taken

    def nothing(*, voice_id: int, at: Any) -> None:
        """The job's part is done already."""

    verbs.take_in = taking_in
    letters.receipt = nothing
