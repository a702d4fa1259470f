"""Public documents (政务公开) for who clearly asks for one that no guide is about."""

import re

from rasa_sdk import Tracker

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.turns import said_in
from core.contract import DocumentView
from messages import TextCard, Turn
from text.normalise import normalise

ASKS = re.compile(
    r"公开文件|政策文件|规范性文件|红头文件|文件原文|(通知|通告|公告|办法|规定|方案)的?(原文|全文)"
    r"|信息公开|政务公开|规划|行动计划|工作要点|预算|决算|统计公报|工作报告|(招考|招录|招聘|录用)的?公[告示]"
    r"|(采购|征收|处罚)的?(公告|公示|目录)|应急预案|政策解读|文号|〔20\d\d〕|\[20\d\d\]\d+号|\d+号文"
)
"""Words that ask for a document itself."""
A_TEXT = re.compile(r"原文|全文|公开文件|政策文件|规范性文件|红头文件|信息公开|政务公开")
TELLS = re.compile(r"投诉|举报|反映|建议|意见|complain|report|suggest")
SHOWN = 3
LEAD = "办事指南里没有写这件事，公开的文件里找到这些："


def asks_for_document(tracker: Tracker) -> bool:
    """Whether the words want a text itself, and tell nothing of their own."""
    words = normalise(said_in(tracker))
    return A_TEXT.search(words) is not None and TELLS.search(words) is None


async def documents_meant(tracker: Tracker, turn: Turn) -> Turn:
    """At most three documents where the question would be declined and they fit well; else the
    same turn."""
    said = said_in(tracker)
    if turn.outcome != "declined" or said.startswith("/") or not ASKS.search(normalise(said)):
        return turn
    try:
        found = await core.find_documents(said[:200], SHOWN)
    except (CoreAway, CoreRefused):
        return turn
    if not found.good:
        return turn
    return Turn(outcome="answered", cards=[_card(found.documents)], trace=turn.trace)


def _card(documents: list[DocumentView]) -> TextCard:
    lines = [LEAD, *(f"{n}. {_line(one)}" for n, one in enumerate(documents, start=1))]
    first = documents[0]
    speech = f"公开的文件里有《{first.title}》，{first.publisher}发布。"
    return TextCard(text="\n".join(lines), speech=speech)


def _line(one: DocumentView) -> str:
    number = f"，{one.number}" if one.number else ""
    link = f" {one.url}" if one.url else "（原文请到发布单位的网站看）"
    explained = "；".join(f"解读：《{by.title}》{_after(by.url)}" for by in one.interpreted_by[:1])
    about = f"（{one.publisher}，{one.published_on.isoformat()}{number}）"
    return f"《{one.title}》{about}{link}{'；' if explained else ''}{explained}"


def _after(url: str | None) -> str:
    return f" {url}" if url else ""
