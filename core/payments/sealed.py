"""The private side of an order: who pays inside WeChat (openid)."""

from core.context import Core
from core.payments.models import OrderRow
from core.vault import rotation


def seal_openid(core: Core, order: str, openid: str) -> str:
    """An openid as the row of this order keeps it."""
    return core.parts.cipher.seal(openid, _context(order))


def open_openid(core: Core, row: OrderRow) -> str | None:
    """Who pays inside WeChat, as the official account knows them. Private: never log it."""
    if row.sealed_openid is None:
        return None
    return core.parts.cipher.open(row.sealed_openid, _context(row.order))


def _context(order: str) -> str:
    return f"payment_orders.openid:{order}"


rotation.register(OrderRow, OrderRow.sealed_openid, lambda row: _context(row.order))
