"""The few words around a guide's facts, in Chinese and in English."""

from dataclasses import dataclass
from typing import Literal

from messages import Aspect

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Wording:
    """`titles`: what each aspect is called; `unsaid`: what a silent guide does not say. The
    rest are templates."""

    titles: dict[Aspect, str]
    unsaid: dict[Aspect, str]
    silent: str
    silent_here: str
    ask: str
    stopped: str
    updated: str
    second_hand: str
    no_date: str
    partly_unsourced: str
    unsourced: str
    source: str
    only_chinese: str


ZH = Wording(
    titles={
        "overview": "这是什么",
        "eligibility": "谁能办",
        "materials": "要带什么",
        "process": "怎么办",
        "time_limit": "要多久",
        "fee": "收费",
        "place": "去哪里办",
        "online": "网上办",
        "amount": "金额标准",
        "result": "办完拿到什么",
        "legal_basis": "依据",
    },
    unsaid={
        "overview": "这件事的概况",
        "eligibility": "办理条件",
        "materials": "需要的材料",
        "process": "办理步骤",
        "time_limit": "办理时限",
        "fee": "是否收费",
        "place": "办理地点",
        "online": "能否网上办",
        "amount": "金额标准",
        "result": "办理结果",
        "legal_basis": "依据的文件",
    },
    silent="《{name}》的办事指南没有写明{what}。",
    silent_here="《{name}》的办事指南没有写明您问的这一点。",
    ask="可以问{who}，电话{phone}。",
    stopped="{name}已经停办。",
    updated="提醒：这里有内容可能已经更新，办之前请打{phone}核实。",
    second_hand="提醒：这里有内容不是来自官方页面，办之前请打{phone}核实。",
    no_date="日期不详",
    partly_unsourced="部分内容无公开来源",
    unsourced="无公开来源，由编写人员整理",
    source="来源：{said}。指南整理于{date}。",
    only_chinese="",
)
EN = Wording(
    titles={
        "overview": "What it is",
        "eligibility": "Who can apply",
        "materials": "What to bring",
        "process": "How to apply",
        "time_limit": "How long it takes",
        "fee": "Fee",
        "place": "Where to go",
        "online": "Online",
        "amount": "Amounts",
        "result": "What you get",
        "legal_basis": "Legal basis",
    },
    unsaid={
        "overview": "what it is",
        "eligibility": "who can apply",
        "materials": "what to bring",
        "process": "the steps",
        "time_limit": "how long it takes",
        "fee": "whether there is a fee",
        "place": "where to go",
        "online": "whether it can be done online",
        "amount": "the amounts",
        "result": "what you get",
        "legal_basis": "the legal basis",
    },
    silent="The guide on {name} does not say {what}.",
    silent_here="The guide on {name} does not say that.",
    ask="You can ask {who}, phone {phone}.",
    stopped="{name} has been discontinued. ",
    updated="Please note: some of this may be out of date; call {phone} to check before you go.",
    second_hand=(
        "Please note: some of this is not from an official page; call {phone} to check "
        "before you go."
    ),
    no_date="no date",
    partly_unsourced="part without a public source",
    unsourced="no public source, compiled by the editors",
    source="Source: {said}. Guide checked on {date}.",
    only_chinese="Some details are available in Chinese only.",
)


def wording(language: Language) -> Wording:
    return EN if language == "en" else ZH
