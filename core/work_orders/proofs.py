"""The second proof of a look-up: the last four digits of the mobile number that was given."""

import hmac

from core.cases.proofs import LENGTH, tail
from core.context import Core
from core.work_orders.models import WorkOrderRow

_NOBODY = "0" * 64


def mobile_tail(core: Core, number: str, mobile: str) -> str:
    """What is kept of a mobile number to prove it by, good for this order alone."""
    return core.parts.cipher.digest(tail(mobile), f"work_orders.mobile:{number}")


def proven(core: Core, row: WorkOrderRow | None, number: str, text: str) -> bool:
    """Whether the text proves who filed it; as much work for an order that there is not. An
    anonymous order is proven by nothing."""
    given = mobile_tail(core, number, text)
    kept = row.mobile_tail if row and row.mobile_tail else _NOBODY
    return hmac.compare_digest(given, kept) and len(tail(text)) == LENGTH
