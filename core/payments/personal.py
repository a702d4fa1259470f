"""What payments keep of a person: opened for them, and what of it can be forgotten."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from core.context import Core
from core.contract import ORDER_LABELS
from core.items.wording import yuan
from core.payments.models import NoticeRow, OrderRow


def data_of(core: Core, person: str) -> list[dict[str, object]]:
    """All orders of a person, newest first. The caller audits."""
    query = select(OrderRow).where(OrderRow.person == person).order_by(OrderRow.id.desc())
    return [
        {
            "订单号": row.order,
            "缴款通知书": row.number,
            "收款单位": row.unit_name,
            "缴费项目": row.what,
            "缴款人": row.payer,
            "金额": yuan(row.amount_fen),
            "状态": ORDER_LABELS[row.state],
            "下单时间": row.created_at.isoformat(),
            "付款时间": row.paid_at.isoformat() if row.paid_at else None,
            "退款时间": row.refunded_at.isoformat() if row.refunded_at else None,
        }
        for row in core.db.scalars(query)
    ]


def forget_person(core: Core, person: str, sessions: Sequence[str]) -> int:
    """Forget which notices were looked at, and who paid inside WeChat. The orders stay: they are
    records of money (会计档案); how many."""
    core.db.execute(delete(NoticeRow).where(NoticeRow.session.in_(sessions)))
    rows = core.db.scalars(select(OrderRow).where(OrderRow.person == person)).all()
    for row in rows:
        row.sealed_openid = None
    core.db.flush()
    return len(rows)
