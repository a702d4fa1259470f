"""From a guide's facts to a card. Nothing is generated: sentences are the facts' own."""

import datetime as dt
import re
from typing import TYPE_CHECKING

from knowledge_base.schema import SECOND_HAND, Fact, Guide
from messages import Act, Aspect, GuideCard, Option, Section, Source

if TYPE_CHECKING:
    from knowledge_base.base import Resolution

TITLES: dict[Aspect, str] = {
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
}
UNSAID: dict[Aspect, str] = {
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
}
MORE_FACTS = 3
OFFERED: list[Aspect] = ["materials", "process", "eligibility", "amount", "place", "time_limit"]
SURE_OF_ASPECT = 0.5


def answer(
    guide: Guide, aspect: Aspect, facts: list[Fact], today: dt.date, *, sure: bool = True
) -> tuple[GuideCard, list[str], bool]:
    """The card, the ids of the facts it states, and whether the asked aspect was known.

    `facts`: the guide's facts, best first. `sure`: whether the aspect is certain enough
    to say that the guide is silent about it.
    """
    if not facts or (sure and not any(aspect in fact.aspects for fact in facts)):
        return _silent(guide, aspect), [], False
    lead = facts[0]
    more = [f for f in guide.facts if aspect in f.aspects and f.id != lead.id][:MORE_FACTS]
    return _card(guide, aspect, [lead, *more], today), [f.id for f in (lead, *more)], True


def answer_resolution(
    guide: Guide, resolution: "Resolution", today: dt.date
) -> tuple[GuideCard, list[str], bool]:
    """The card for what a question was resolved as."""
    sure = resolution.aspect_p >= SURE_OF_ASPECT
    return answer(guide, resolution.aspect, resolution.facts, today, sure=sure)


def facts_of_aspect(guide: Guide, aspect: Aspect) -> list[Fact]:
    """The guide's facts with those of one aspect first, for a choice that was made."""
    return sorted(guide.facts, key=lambda fact: aspect not in fact.aspects)


def _card(guide: Guide, aspect: Aspect, stated: list[Fact], today: dt.date) -> GuideCard:
    lead = _if_stopped(guide) + stated[0].text
    more = [fact.text for fact in stated[1:]]
    caution = _caution(guide, stated, today)
    sources = _sources(guide, stated)
    dates = sorted(date for fact in stated if (date := guide.as_of(fact)))
    lines = [lead, *more, *([caution] if caution else []), _source_line(guide, stated, sources)]
    return GuideCard(
        text="\n".join(lines),
        speech=_speech(lead),
        item=guide.id,
        name=guide.name,
        aspect=aspect,
        lead=lead,
        more=more,
        caution=caution,
        sections=_sections(guide, aspect),
        sources=sources,
        as_of=dates[0] if dates else None,
        options=_options(guide, aspect),
    )


def _silent(guide: Guide, aspect: Aspect) -> GuideCard:
    who = guide.who_knows
    lead = f"{_if_stopped(guide)}《{guide.short_name}》的办事指南没有写明{UNSAID[aspect]}。"
    ask = f"可以问{who.name}，电话{who.phone}。"
    return GuideCard(
        text=f"{lead}\n{ask}",
        speech=_speech(lead + ask),
        item=guide.id,
        name=guide.name,
        aspect=aspect,
        lead=lead,
        more=[ask],
        sections=_sections(guide, aspect),
        options=_options(guide, aspect),
    )


def _if_stopped(guide: Guide) -> str:
    return f"{guide.short_name}已经停办。" if guide.status == "stopped" else ""


def _caution(guide: Guide, stated: list[Fact], today: dt.date) -> str | None:
    """One caution a card: facts past their review date, or known at second hand only."""
    who = guide.who_knows.phone
    if any(fact.review_after and fact.review_after < today for fact in stated):
        return f"提醒：这里有内容可能已经更新，办之前请打{who}核实。"
    if any(guide.trust_of(fact) in SECOND_HAND for fact in stated):
        return f"提醒：这里有内容不是来自官方页面，办之前请打{who}核实。"
    return None


def _sources(guide: Guide, stated: list[Fact]) -> list[Source]:
    keys = dict.fromkeys(fact.source for fact in stated if fact.source)
    return [
        Source(
            title=(source := guide.sources[key]).title,
            publisher=source.publisher,
            date=source.date,
            url=source.url if source.may_link else None,
            trust=source.trust,
        )
        for key in keys
    ]


def _source_line(guide: Guide, stated: list[Fact], sources: list[Source]) -> str:
    names = [
        f"{source.publisher or ''}{_quoted(source.title)}（{source.date or '日期不详'}）"
        for source in sources
    ]
    if names and any(fact.source is None for fact in stated):
        names.append("部分内容无公开来源")
    said = "；".join(names) or "无公开来源，由编写人员整理"
    return f"来源：{said}。指南整理于{guide.checked_on}。"


def _quoted(title: str) -> str:
    return title if "《" in title else f"《{title}》"


def _sections(guide: Guide, asked: Aspect) -> list[Section]:
    sections = []
    for aspect, title in TITLES.items():
        facts = [fact.text for fact in guide.facts if aspect in fact.aspects]
        if aspect != asked and facts:
            sections.append(Section(aspect=aspect, title=title, facts=facts))
    return sections


def _options(guide: Guide, asked: Aspect) -> list[Option]:
    known = {aspect for fact in guide.facts for aspect in fact.aspects}
    return [
        Option(label=TITLES[a], item=guide.id, act=Act(item=guide.id, aspect=a))
        for a in OFFERED
        if a in known and a != asked
    ][:3]


def _speech(text: str) -> str:
    """What a loudspeaker says: no brackets and quotes; dates and ranges in words."""
    text = re.sub(r"(\d{4})-(\d{2})-(\d{2})", r"\1年\2月\3日", text)
    text = re.sub(r"(?<!\d)(0\d{2,3})-(?=\d{5})", r"\1 ", text)  # an area code
    text = re.sub(r"(?<=\d)\s*[-~～—]\s*(?=\d)", "到", text)
    return " ".join(re.sub(r"[《》“”（）()〔〕\[\]【】]", " ", text).split())
