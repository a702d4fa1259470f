"""Which errand is behind a kind of draft."""

from functools import cache
from importlib import import_module

from core.contract import DraftKind
from core.errands.base import Errand

ERRANDS: dict[DraftKind, str] = {
    "payment": "pay:Pay",
    "booking": "book:Book",
    "moving": "bookings:MoveBooking",
    "cancelling": "bookings:CancelBooking",
    "work_order": "tell:Tell",
    "entitlements": "entitled:Entitled",
}
"""Module and class; loaded when first needed, because an errand uses modules that use drafts."""


@cache
def errand_of(kind: DraftKind) -> Errand | None:
    """None for an application."""
    if kind not in ERRANDS:
        return None
    module, _, name = ERRANDS[kind].partition(":")
    errand: Errand = getattr(import_module(f"core.errands.{module}"), name)()
    return errand
