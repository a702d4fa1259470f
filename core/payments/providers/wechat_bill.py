"""The daily trade bill (交易账单) of WeChat Pay, bill_type ALL.

The format: https://pay.weixin.qq.com/docs/merchant/products/bill-download/format-trade.html. A
head line names the columns; every value begins with a back quote; amounts are in yuan; a second
head line begins the sums.
"""

import csv
import datetime as dt
import gzip
import hashlib
import hmac
import io
import re
import zlib
from zoneinfo import ZoneInfo

from core.payments.providers.base import BillLine, Payment

BEIJING = ZoneInfo("Asia/Shanghai")
MAX_BYTES = 64 * 1024 * 1024
SUMS = "总交易单数"
_YUAN = re.compile(r"(\d{1,10})(?:\.(\d{1,2}))?")


def unpacked(packed: bytes | str, digest: str) -> bytes:
    """The bill, out of gzip where it is packed, its SHA-1 compared with the signed one (the digest
    is of the unpacked file). Raises ValueError."""
    raw = packed.encode() if isinstance(packed, str) else packed
    if raw[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(raw)) as file:
                raw = file.read(MAX_BYTES + 1)
        except (OSError, EOFError, zlib.error):
            raise ValueError("cannot be unpacked") from None
    if len(raw) > MAX_BYTES:
        raise ValueError("too large")
    seen = hashlib.sha1(raw).hexdigest()  # noqa: S324  WeChat's choice; it came signed, by TLS
    if not hmac.compare_digest(seen, digest.lower()):
        raise ValueError("digest differs")
    return raw


def fen(yuan: str) -> int:
    """Yuan with up to two decimals to fen, without floating point. Raises ValueError."""
    found = _YUAN.fullmatch(yuan)
    if found is None:
        raise ValueError("no amount")
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def read(bill: bytes) -> list[BillLine]:
    """The payments and refunds of a bill; columns by their names, in any order. Raises
    ValueError."""
    lines = csv.reader(io.StringIO(bill.decode("utf-8-sig")))
    head = [one.strip() for one in next(lines, [])]
    found: list[BillLine] = []
    for values in lines:
        if not values or values[0].startswith(SUMS):
            break
        row = dict(zip(head, (one.strip().lstrip("`") for one in values), strict=False))
        try:
            found.append(_line(row))
        except KeyError as error:
            raise ValueError(f"no column {error.args[0]}") from None
    return found


def _line(row: dict[str, str]) -> BillLine:
    moment = dt.datetime.strptime(row["交易时间"], "%Y-%m-%d %H:%M:%S").replace(tzinfo=BEIJING)
    paid = Payment(
        order=row["商户订单号"],
        state="paid",
        account=f"{row['商户号']}/{row['公众账号ID']}",
        amount_fen=fen(row["订单金额"]),
        currency=row["货币种类"],
        transaction=row["微信订单号"],
        paid_at=moment,
    )
    if row["交易状态"] == "SUCCESS":
        return BillLine(paid)
    return BillLine(paid, row["商户退款单号"], fen(row["申请退款金额"]))
