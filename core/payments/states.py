"""Which step leads an order from where to where. All of it is data.

What a provider says for sure (`paid`, `refunded`) is believed in any state that has not heard of
it: an order that we took for closed may have been paid a moment before.
"""

from typing import Literal

from core.contract import OrderState

StepName = Literal["placed", "refused", "paid", "closed", "refund", "refunded", "refund_failed"]

STEPS: dict[StepName, tuple[OrderState, frozenset[OrderState]]] = {
    "placed": ("awaiting", frozenset({"created"})),
    "refused": ("failed", frozenset({"created"})),
    "paid": ("paid", frozenset({"created", "awaiting", "closed", "failed"})),
    "closed": ("closed", frozenset({"created", "awaiting"})),
    "refund": ("refunding", frozenset({"paid", "refund_failed"})),
    "refunded": ("refunded", frozenset({"refunding", "refund_failed"})),
    "refund_failed": ("refund_failed", frozenset({"refunding"})),
}
"""Step to the state it leads to, and the states it leads from."""

OPEN: frozenset[OrderState] = frozenset({"created", "awaiting"})
"""May still be paid."""
HOLDING: frozenset[OrderState] = OPEN | {"paid", "refunding", "refund_failed"}
"""While an order stands here, its notice is not paid by another."""
WATCHED: frozenset[OrderState] = OPEN | {"refunding"}
"""The provider is asked from time to time."""
WITH_MONEY: frozenset[OrderState] = frozenset({"paid", "refunding", "refund_failed", "refunded"})
"""A payment came."""


def target(state: OrderState, step: StepName) -> OrderState | None:
    """The state that a step leads to, or None where it leads nowhere from `state`."""
    to, comes_from = STEPS[step]
    return to if state in comes_from else None
