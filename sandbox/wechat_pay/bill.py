"""The daily trade bill (交易账单), bill_type ALL.

https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html
"""

from collections.abc import Sequence

from sandbox.wechat_pay.store import Document

HEAD = (
    "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,"
    "付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,"
    "退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注"
)
SUMS = (
    "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额"
)


def yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def made(
    day: str, orders: Sequence[Document], refunds: Sequence[Document], mchid: str, appid: str
) -> str:
    """The bill of a day, YYYY-MM-DD in Beijing; empty where nothing happened."""
    by_number = {one["number"]: one for one in orders}
    paid = [one for one in orders if (one["paid_at"] or "").startswith(day)]
    back = [one for one in refunds if one["create_time"].startswith(day)]
    if not paid and not back:
        return ""
    rows = [_row(one["paid_at"], one, None, mchid, appid) for one in paid]
    rows += [
        _row(one["create_time"], by_number[one["out_trade_no"]], one, mchid, appid) for one in back
    ]
    total = yuan(sum(one["total"] for one in paid))
    returned = yuan(sum(one["amount"]["refund"] for one in back))
    sums = [str(len(rows)), total, returned, "0.00", "0.00", total, returned]
    return "\r\n".join(["\ufeff" + HEAD, *rows, SUMS, _line(sums), ""])


def _row(at: str, order: Document, refund: Document | None, mchid: str, appid: str) -> str:
    given = {
        "交易时间": at[:19].replace("T", " "),
        "公众账号ID": appid,
        "商户号": mchid,
        "特约商户号": "0",
        "微信订单号": order["transaction"],
        "商户订单号": order["number"],
        "用户标识": order["openid"] or "o-sandbox",
        "交易类型": order["kind"],
        "交易状态": "REFUND" if refund else "SUCCESS",
        "付款银行": "OTHERS",
        "货币种类": "CNY",
        "商品名称": order["description"].replace(",", " "),
        "订单金额": yuan(order["total"]),
        "应结订单金额": "0.00" if refund else yuan(order["total"]),
        "微信退款单号": refund["refund_id"] if refund else "0",
        "商户退款单号": refund["out_refund_no"] if refund else "0",
        "申请退款金额": yuan(refund["amount"]["refund"]) if refund else "0.00",
        "退款金额": yuan(refund["amount"]["refund"]) if refund else "0.00",
        "退款状态": "SUCCESS" if refund else "",
    }
    return _line([str(given.get(name, "")) for name in HEAD.split(",")])


def _line(values: Sequence[str]) -> str:
    return ",".join(f"`{one}" for one in values)
