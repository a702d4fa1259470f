"""The result of a case as a PDF, with a QR code that tells whether it is genuine."""

import logging
from pathlib import Path

import segno
from fpdf import FPDF, XPos, YPos

from core.audit import service as audit
from core.cases.models import CaseRow
from core.cases.moves import by_number, theirs
from core.cases.numbers import spelled
from core.cases.results import check_url
from core.cases.sealed import open_people
from core.cases.views import day, has_result
from core.context import Core
from core.contract import STATE_LABELS
from core.identity import service as identity
from service.problems import ProblemError

log = logging.getLogger("luoxiaozheng.core.cases")

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
FONT_FILES = (
    "NotoSansCJK-Regular.ttc",
    "NotoSansCJKsc-Regular.otf",
    "NotoSansSC-Regular.otf",
    "wqy-microhei.ttc",
    "wqy-zenhei.ttc",
    "DroidSansFallbackFull.ttf",
    "DroidSansFallback.ttf",
)
"""Fonts with simplified Chinese, the best first."""
SIMPLIFIED = {"NotoSansCJK-Regular.ttc": 2}
"""Place of the simplified Chinese font in a collection of several."""
NO_FONT = (
    "no Chinese font for result documents: install fonts-noto-cjk (Debian, Ubuntu), "
    "google-noto-sans-cjk-fonts (Fedora) or font-noto-cjk (Alpine), or set LXZ_CORE_FONT "
    "to a TrueType or OpenType file"
)
NOT_OFFICIAL = "本文件由演示环境生成，不是正式公文，不能作为办事凭证。"
DEMO_RULES = "本件按演示规则办理，规则没有法定依据，结果只供演示。"
INK, GREY, PALE = (30, 30, 30), (110, 110, 110), (234, 234, 234)
QR_MM = 34.0


class NoFont(RuntimeError):
    """No font with Chinese characters was found; says which package to install."""


def find_font(configured: Path | None = None) -> Path:
    """The configured font file, else the first known one that is installed. Raises NoFont."""
    if configured is not None:
        if configured.is_file():
            return configured
        raise NoFont(f"LXZ_CORE_FONT: {configured} is no file; {NO_FONT}")
    for name in FONT_FILES:
        for folder in FONT_FOLDERS:
            for path in sorted(folder.rglob(name)):
                return path
    raise NoFont(NO_FONT)


def result_document(core: Core, number: str, session: str) -> bytes:
    """The PDF of an approved case, for its owner. Made anew each time, with the same code."""
    person = identity.require(core, session, "phone")
    row = theirs(by_number(core, spelled(number)), person)
    if not has_result(row):
        raise ProblemError(409, "这件还没有通过，没有结果文件。可以先查看它的进度。")
    audit.record(
        core, "case.result", person=row.beneficiary, subject=row.number, purpose="下载结果文件"
    )
    try:
        font = find_font(core.parts.settings.font)
    except NoFont as error:
        log.error("no font", extra={"why": str(error)})
        raise ProblemError(
            503, "结果文件暂时生成不了，办件的结果不受影响，请稍后再下载。"
        ) from None
    return drawn(core, row, font)


def drawn(core: Core, row: CaseRow, font: Path) -> bytes:
    """One page of A4."""
    pdf = FPDF()
    pdf.set_title(f"办理结果通知 {row.number}")
    pdf.set_keywords(row.number)
    pdf.add_font("chinese", fname=font, collection_font_number=SIMPLIFIED.get(font.name, 0))
    pdf.set_margin(22)
    pdf.add_page()
    if row.demo:
        _across(pdf, "演示")
    _head(pdf, row)
    _facts(core, pdf, row)
    _reasons(pdf, row)
    _verification(core, pdf, row)
    _notes(core, pdf, row)
    return bytes(pdf.output())


def _across(pdf: FPDF, word: str) -> None:
    """A pale word across the page, under everything else."""
    pdf.set_font("chinese", size=110)
    pdf.set_text_color(*PALE)
    with pdf.rotation(38, pdf.w / 2, pdf.h / 2):
        pdf.text((pdf.w - pdf.get_string_width(word)) / 2, pdf.h / 2 + 15, word)


def _head(pdf: FPDF, row: CaseRow) -> None:
    _line(pdf, "办理结果通知", size=24, height=16, align="C")
    _line(pdf, f"「{row.title}」已通过", size=16, height=12, align="C")
    pdf.ln(8)


def _facts(core: Core, pdf: FPDF, row: CaseRow) -> None:
    owner, beneficiary = open_people(core, row)
    people = [("申请人", owner.name)]
    if row.owner != row.beneficiary:
        people = [("申请人", beneficiary.name), ("代办人", owner.name)]
    facts = [
        ("办件编号", row.number),
        ("事项", row.title),
        *people,
        ("提交日期", day(row.submitted_at)),
        ("决定日期", day(row.decided_at) if row.decided_at else ""),
        ("办理方式", "按规则自动审批（秒批）" if row.instant else "人工审核"),
        ("目前状态", STATE_LABELS[row.state]),
    ]
    for name, value in facts:
        pdf.set_font("chinese", size=12)
        pdf.set_text_color(*GREY)
        pdf.cell(32, 9, name)
        pdf.set_text_color(*INK)
        pdf.multi_cell(0, 9, value, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(4)


def _reasons(pdf: FPDF, row: CaseRow) -> None:
    for title, lines in (("理由", row.reasons), ("依据", row.sources)):
        if lines:
            _line(pdf, title, size=12, height=9, colour=GREY)
        for line in lines:
            _line(pdf, line, size=12, height=8)
    pdf.ln(6)


def _verification(core: Core, pdf: FPDF, row: CaseRow) -> None:
    """The QR code, drawn as squares, and the address in it."""
    url = check_url(core, row.number)
    if pdf.get_y() + QR_MM > pdf.eph:
        pdf.add_page()
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
    pdf.set_text_color(*INK)
    pdf.multi_cell(0, 7, f"扫描二维码可以核对本文件的真伪，\n也可以打开：\n{url}", align="L")
    pdf.set_xy(left, top + QR_MM + 8)


def _notes(core: Core, pdf: FPDF, row: CaseRow) -> None:
    """What the document is not. The sandbox is where the registers hold made-up people."""
    if row.demo:
        _line(pdf, DEMO_RULES, size=11, height=7, colour=GREY)
    if core.parts.settings.registers == "sandbox":
        _line(pdf, NOT_OFFICIAL, size=11, height=7, colour=GREY)


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
