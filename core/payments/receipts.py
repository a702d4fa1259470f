"""The receipt of a payment (缴费凭证) as a PDF, with a QR code that tells whether it is genuine.

It is no bill of the state (财政票据): that is the collecting unit's to give.
"""

import hashlib
import logging
from pathlib import Path

import segno
from fpdf import FPDF, XPos, YPos
from sqlalchemy import select

from core.cases.documents import SIMPLIFIED, NoFont, find_font
from core.context import Core
from core.contract import ORDER_LABELS, ResultCheck
from core.items.wording import yuan
from core.payments.models import OrderRow
from core.payments.moves import by_number, on_record, theirs
from core.payments.views import clock, has_receipt
from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.core.payments")

CODE_LENGTH = 32
"""Hexadecimal digits: 128 bits, which nobody guesses."""
NOTE = "本凭证只证明付款，不是财政票据。需要票据请向收款单位索取。"
DEMO = "这是演示环境里的缴费，没有真的收钱，不能作为缴费证明。"
INK, GREY = (30, 30, 30), (110, 110, 110)
QR_MM = 34.0


def receipt(core: Core, order: str, session: str) -> bytes:
    """The PDF of a payment that stands, for its owner. Made anew each time, with the same code."""
    row = theirs(core, by_number(core, order, lock=True), session)
    if not has_receipt(row):
        raise ProblemError(409, "这笔订单没有缴费凭证：还没有收到付款，或者已经退款。")
    try:
        font = find_font(core.parts.settings.font)
    except NoFont as error:
        log.error("no font", extra={"why": str(error)})
        raise ProblemError(503, "凭证暂时生成不了，付款不受影响，请稍后再下载。") from None
    row.receipt_digest = _stored_form(_code(core, row.order))
    core.db.flush()
    on_record(core, row, "receipt")
    return drawn(core, row, font)


def check_receipt(core: Core, code: str) -> ResultCheck:
    """What the code of a receipt says about it. Holds no private data."""
    query = select(OrderRow).where(OrderRow.receipt_digest == _stored_form(code.strip().lower()))
    row = core.db.scalar(query)
    if row is None or not has_receipt(row):
        return ResultCheck(genuine=False)
    return ResultCheck(
        genuine=True,
        number=row.order,
        title=f"{row.unit_name} {row.what} {yuan(row.amount_fen)}",
        decided_at=row.paid_at,
        state_label=ORDER_LABELS[row.state],
        demo=row.demo,
    )


def drawn(core: Core, row: OrderRow, font: Path) -> bytes:
    """One page of A4."""
    pdf = FPDF()
    pdf.set_title(f"缴费凭证 {row.order}")
    pdf.add_font("chinese", fname=font, collection_font_number=SIMPLIFIED.get(font.name, 0))
    pdf.set_margin(22)
    pdf.add_page()
    _line(pdf, "缴费凭证", size=24, height=18, align="C")
    _facts(pdf, row)
    _verification(pdf, f"{core.parts.settings.public_url.rstrip('/')}/pay/verify/", core, row)
    for note in (NOTE, DEMO) if row.demo else (NOTE,):
        _line(pdf, note, size=11, height=7, colour=GREY)
    return bytes(pdf.output())


def _facts(pdf: FPDF, row: OrderRow) -> None:
    facts = [
        ("订单号", row.order),
        ("支付流水号", row.transaction or ""),
        ("缴款通知书", row.number),
        ("收款单位", row.unit_name),
        ("缴费项目", row.what),
        ("缴款人", row.payer),
        ("金额", yuan(row.amount_fen)),
        ("付款时间", clock(row.paid_at) if row.paid_at else ""),
    ]
    for name, value in facts:
        pdf.set_font("chinese", size=12)
        pdf.set_text_color(*GREY)
        pdf.cell(32, 9, name)
        pdf.set_text_color(*INK)
        pdf.multi_cell(0, 9, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(6)


def _verification(pdf: FPDF, base: str, core: Core, row: OrderRow) -> None:
    """The QR code, drawn as squares, and the address in it."""
    url = base + _code(core, row.order)
    left, top = pdf.l_margin, pdf.get_y()
    matrix = segno.make(url, error="m", micro=False).matrix
    side = QR_MM / len(matrix)
    pdf.set_fill_color(0, 0, 0)
    for y, bits in enumerate(matrix):
        for x, bit in enumerate(bits):
            if bit:
                pdf.rect(left + x * side, top + y * side, side, side, style="F")
    pdf.set_xy(left + QR_MM + 6, top)
    pdf.set_font("chinese", size=11)
    pdf.multi_cell(0, 7, f"扫描二维码可以核对本凭证的真伪，\n也可以打开：\n{url}", align="L")
    pdf.set_xy(left, top + QR_MM + 8)


def _line(
    pdf: FPDF,
    text: str,
    *,
    size: int,
    height: int,
    align: str = "L",
    colour: tuple[int, int, int] = INK,
) -> None:
    pdf.set_font("chinese", size=size)
    pdf.set_text_color(*colour)
    pdf.multi_cell(0, height, text, align=align, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _code(core: Core, order: str) -> str:
    """The code of an order, always the same; only who has the digest key can compute it."""
    return core.parts.cipher.digest(order, "payment_orders.receipt")[:CODE_LENGTH]


def _stored_form(code: str) -> str:
    """SHA-256 of a code: a copy of the database makes no genuine receipt."""
    return hashlib.sha256(code.encode()).hexdigest()
