"""Numbers of cases, bills and collecting units, and the last four digits of a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from text.entities.runs import four_digits, run_at, runs
from text.entities.spans import Found

_IS: Final = (
    r"(?:(?:号码|编号|号|码|数字|数)?(?:(?:应该|好像|就)?[是係系为]|呢个|嗰个|这个|那个|[呢嗯]|填|尾|"
    r"number|no\.?|code|is|are|was|it'?s|[:#=,.\- (\"'“])*)"
)
_TAIL: Final = re.compile(
    r"(?:尾号|尾数|尾四位|尾四个|尾4位|(?:最后|后|末|尾)(?:面|边|嗰|那|的)*[四4](?:位|个|码)|收尾)"
    r"(?:数字|号码|数|字|号)?" + _IS + r"|last (?:four|4)(?: digits| numbers)?(?: of)?"
    r"(?: (?:my|the|mobile|cell|cellphone|phone|telephone|contact|number))*"
    + _IS
    + r"|\bend(?:s|ing)?(?: in| with)"
    + _IS,
    re.IGNORECASE,
)
_TAIL_AFTER: Final = re.compile(
    r" ?(?:(?:这|那|嗰|呢)个)?(?:的)?(?:结尾|尾号|收尾|(?:的|嘅)(?:手机|电话)|嗰个(?:手机|电话))"
)
_NOT_PHONE: Final = re.compile(
    r"(?:身份证|证件|银行|社保|卡)[^,，。]{0,6}$|\bid\b[^,]{0,12}$", re.I
)
_CASE_LABEL: Final = (
    r"办件(?:编号|号码|号)?|受理(?:编号|号码|单号|号)|业务流水号?|流水号?|业务(?:编号|号)|案件(?:编号|号)"
    r"|工单(?:编号|号码|号)?|回执(?:编号|号码|号|单号)?|申请(?:编号|号码|号|单号)|收件(?:编号|号)"
    r"|查询(?:编号|号|码)|办理(?:编号|号)|件号|案号|编号|单号|号码"
    r"|\b(?:case|application|reference|ref|tracking|receipt|file|acceptance|permit|licence|license)"
    r"(?: (?:number|no|id|code))?\b"
)
_BILL_LABEL: Final = (
    r"(?:缴款|缴费|处罚|罚款|催缴|交款|付款)?(?:通知书|决定书|通知单|通知)(?:编号|号码|号)?"
    r"|缴款(?:识别)?(?:码|号|单号?|编号)|缴费(?:识别)?(?:码|号|单号?|编号)|付款(?:码|号|单号)"
    r"|罚款?单(?:编号|号码|号)?|[账帐]单(?:编号|号码|号)?|票据(?:号码|号)|票号|缴款书(?:号|编号)?"
    r"|\b(?:bill|payment|notice|fine|ticket|invoice|slip|penalty)"
    r"(?: (?:notice|slip|bill|ticket|number|no|id|code|reference))*\b"
)
_LABELLED: Final = re.compile(
    rf"(?:(?P<bill>{_BILL_LABEL})|(?P<unit>执收(?:单位)?(?:编码|代码|码)|单位(?:编码|代码))"
    rf"|(?P<case>{_CASE_LABEL})){_IS}",
    re.IGNORECASE,
)
_EITHER: Final = re.compile("编号|单号|号码|回执|reference.*|ref.*|receipt.*|file.*", re.IGNORECASE)
_PAYING: Final = re.compile(
    "[缴罚费款钱付俾畀]|通知书|[埋买]单|结账"
    r"|(?<![提递呈上])交(?![的上到通材齐过]|了? ?(?:一份|材料|资料|申请))"
    r"|\bpay|\bbill|\bfine\b|\binvoice",
    re.IGNORECASE,
)
_CASE: Final = re.compile(
    "进度|进展|[到去办][到去]?[哪边]|办[好妥完成理件]|批|审|状态|结果|查|处理|什么情况|怎么样|点样|搞掂"
    r"|受理|催|申请|\bcase|\bstatus|\bprogress|\bapplication|\btrack|\bapprov|\bcheck|\bupdate|\bready",
    re.IGNORECASE,
)
_BOOKING: Final = re.compile(r"B[0-9]{8}[0-9A-Z]{6}")
_SHORTEST: Final = 6
_BARE: Final = 8


def labelled(text: str) -> list[Found]:
    """Numbers that the words beside them name."""
    found = [*_tails(text)]
    for label in _LABELLED.finditer(text):
        run = run_at(text, label.end())
        if run is None or any(one.start < run.end and run.start < one.end for one in found):
            continue
        if label["unit"] and 3 <= len(run.digits) <= 12:
            found.append(Found("unit_code", run.digits, run.start, run.end))
        elif len(run.digits) >= _SHORTEST and not label["unit"]:
            name = "bill_number" if label["bill"] or _is_bill(label, text) else "case_number"
            found.append(Found(name, run.value, run.start, run.end))
    return found


def _is_bill(label: re.Match[str], text: str) -> bool:
    """Of a word for any number: whether the message is about paying, or 单号 with nothing asked."""
    if not _EITHER.fullmatch(label["case"]):
        return False
    return bool(_PAYING.search(text)) or (label["case"] == "单号" and not _CASE.search(text))


def _tails(text: str) -> Iterator[Found]:
    """The last four digits of a phone, not of an identity card."""
    for label in _TAIL.finditer(text):
        four = four_digits(text, label.end())
        if four and not _NOT_PHONE.search(text[: label.start()]):
            yield Found("phone_tail", four[0], label.end(), four[1])
    for run in runs(text):
        if len(run.value) == 4 == len(run.digits) and _TAIL_AFTER.match(text, run.end):
            yield Found("phone_tail", run.value, run.start, run.end)


def bare(text: str) -> list[Found]:
    """Long numbers without a label: of a bill where the message speaks of paying, of a case where
    it asks after one, or where they begin like one (LH2026...)."""
    found = []
    for run in runs(text):
        lettered = run.value[:1].isalpha()
        if len(run.digits) < _BARE or _BOOKING.fullmatch(run.value):
            continue
        if _PAYING.search(text):
            found.append(Found("bill_number", run.value, run.start, run.end))
        elif _CASE.search(text) or (lettered and run.value.startswith(("LH", "SZ", "GD", "AJ"))):
            found.append(Found("case_number", run.value, run.start, run.end))
    return found
