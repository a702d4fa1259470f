"""Paying a notice (缴款通知书): number and unit code, read back, an order.

In a session that is held through WeChat it is paid inside WeChat (JSAPI), else by a QR code.
"""

from core.context import Core
from core.contract import FieldView, NoticeView, OrderCreate
from core.drafts.state import Draft
from core.errands.base import Errand, Handed, Objection, row
from core.identity import service as identity
from core.items.wording import yuan
from core.payments import service as payments
from service.problems import ProblemError

BOTH = ("notice", "unit")
SETTLED = {
    "paid": "这张缴款通知书已经缴过了，不用再缴。",
    "closed": "这张缴款通知书已经失效，不能再缴。请问开单的单位。",
}


class Pay(Errand):
    """Fields `notice` and `unit`."""

    def objection(self, draft: Draft) -> Objection | None:
        if not set(BOTH) <= draft.values.keys():
            return None
        try:
            notice = self._notice(draft)
        except ProblemError as error:
            return Objection(error.detail, "notice", BOTH)
        says = SETTLED.get(notice.state)
        return Objection(says, "notice", BOTH) if says else None

    def read_back(self, draft: Draft, session: str) -> list[FieldView]:
        if not set(BOTH) <= draft.values.keys():
            return []
        notice = self._notice(draft)
        rows = [
            row("unit_name", "收款单位", notice.unit_name),
            row("what", "缴费项目", notice.what),
            row("payer", "缴款人", notice.payer),
            row("amount", "金额", yuan(notice.amount_fen)),
        ]
        return [*rows, row("due", "最晚日期", notice.due)] if notice.due else rows

    def submit(self, draft: Draft, session: str, key: str) -> Handed:
        values = draft.values
        openid = _openid(draft.core, session)
        asked = OrderCreate(
            session=session,
            number=values["notice"],
            unit_code=values["unit"],
            method="jsapi" if openid else "native",
            openid=openid,
            key=key,
        )
        order = payments.place_order(draft.core, asked)
        return Handed(order.order, {"order": order})

    def again(self, draft: Draft, number: str, session: str) -> Handed:
        return Handed(number, {"order": payments.one(draft.core, number, session)})

    def _notice(self, draft: Draft) -> NoticeView:
        values = draft.values
        return payments.find_notice(draft.core, draft.row.session, values["notice"], values["unit"])


def _openid(core: Core, session: str) -> str | None:
    """Who pays inside WeChat: the session's account there, where a provider takes such payments."""
    if core.parts.payments.taking("jsapi") is None:
        return None
    return identity.account_of(core, session, "wechat")
