"""The ledger of facts. Every change of the house is one append-only fact, written in the transaction
that makes the change; timelines, audit, notices, webhooks, clocks and reports are readers of it."""

from .acts import Unrecorded, act, is_acting, part, record, unheard, unhurried, verb
from .reactions import react_to, react_to_all, react_within, reactions_to, when
from .types import KINDS, FactBody, fact, references

__all__ = [
    "KINDS",
    "FactBody",
    "Unrecorded",
    "act",
    "fact",
    "is_acting",
    "part",
    "react_to",
    "react_to_all",
    "react_within",
    "reactions_to",
    "record",
    "references",
    "unheard",
    "unhurried",
    "verb",
    "when",
]
