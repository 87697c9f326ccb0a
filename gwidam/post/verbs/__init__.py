"""The only writers of the room."""

from .bundling import bundle_digests
from .delivering import deliver_due
from .erasing import empty_naming, erase
from .gathering import gather
from .lines import change_line, connect_line, end_line, line_failed, line_sent, line_told, turn_report_secret
from .muting import mute, unmute
from .reporting import take_report
from .sending import bounce, send_due
from .webhooks import (
    add_webhook,
    change_webhook,
    drop_old_deliveries,
    pause_webhook,
    remove_webhook,
    resend,
    resend_failed,
    resume_webhook,
    try_webhook,
    turn_secret,
    webhook_of,
)
from .writing import write, write_to_colleague
from .writing_many import Notice, write_many

__all__ = [
    "Notice",
    "add_webhook",
    "bounce",
    "bundle_digests",
    "change_line",
    "change_webhook",
    "connect_line",
    "deliver_due",
    "drop_old_deliveries",
    "empty_naming",
    "end_line",
    "erase",
    "gather",
    "line_failed",
    "line_sent",
    "line_told",
    "mute",
    "pause_webhook",
    "remove_webhook",
    "resend",
    "resend_failed",
    "resume_webhook",
    "send_due",
    "take_report",
    "try_webhook",
    "turn_report_secret",
    "turn_secret",
    "unmute",
    "webhook_of",
    "write",
    "write_many",
    "write_to_colleague",
]
