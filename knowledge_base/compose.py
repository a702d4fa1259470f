"""From a guide's facts to a card. Nothing is generated: sentences are the facts' own."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from knowledge_base.schema import SECOND_HAND, Fact, Guide
from knowledge_base.wording import Language, Wording, wording
from knowledge_base.yes_no import is_yes_no
from messages import Act, Aspect, GuideCard, Option, Section, Source

if TYPE_CHECKING:
    from knowledge_base.base import Resolution

MORE_FACTS = 3
OFFERED: list[Aspect] = ["materials", "process", "eligibility", "amount", "place", "time_limit"]


@dataclass(frozen=True)
class Asked:
    """What a card answers. `facts`: the guide's facts, best first; `said`: whether one of
    them answers; `close`: how many are likely to; `yes_no`: whether it is a question for yes
    or no."""

    guide: Guide
    aspect: Aspect
    facts: list[Fact]
    said: bool
    language: Language = "zh"
    yes_no: bool = False
    close: int = 1

    @property
    def words(self) -> Wording:
        return wording(self.language)

    @property
    def name(self) -> str:
        return self.guide.name_en if self.language == "en" else self.guide.short_name

    def text_of(self, fact: Fact) -> str:
        return (fact.text_en if self.language == "en" else None) or fact.text


def answer_resolution(
    guide: Guide, found: "Resolution", text: str, today: dt.date, language: Language = "zh"
) -> tuple[GuideCard, list[str], bool]:
    """The card for what a question was resolved as; see `answer`."""
    yes_no = is_yes_no(text)
    asked = Asked(guide, found.aspect, found.facts, found.said, language, yes_no, close=found.close)
    return answer(asked, today)


def answer_aspect(
    guide: Guide, aspect: Aspect, today: dt.date, language: Language = "zh"
) -> tuple[GuideCard, list[str], bool]:
    """The card for an aspect that was chosen; see `answer`."""
    facts = sorted(_general(guide.facts), key=lambda fact: aspect not in fact.aspects)
    said = any(aspect in fact.aspects for fact in facts)
    return answer(Asked(guide, aspect, facts, said, language), today)


def answer(asked: Asked, today: dt.date) -> tuple[GuideCard, list[str], bool]:
    """The card, the ids of the facts it states, and whether the guide says what was asked."""
    if not asked.said or not asked.facts:
        return _silent(asked, today)
    lead = asked.facts[0]
    stated = [lead, *_more(asked, lead)]
    first = _short_answer(asked, lead) + asked.text_of(lead)
    return _card(asked, first, stated[1:], stated, today), [fact.id for fact in stated], True


def _more(asked: Asked, lead: Fact) -> list[Fact]:
    """Further facts that hold for everybody: the other likely ones, then those of the same
    aspect, best first."""
    general = [fact for fact in _general(asked.facts) if fact is not lead]
    likely = [fact for fact in general if fact in asked.facts[: asked.close]]
    same = [fact for fact in general if asked.aspect in fact.aspects and fact not in likely]
    return [*likely, *same][:MORE_FACTS]


def _general(facts: list[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.when is None]


def _short_answer(asked: Asked, lead: Fact) -> str:
    """Opens the fact's sentence, where the question is for yes or no and the fact has it."""
    if not asked.yes_no or asked.language == "en" or not lead.short_answer:
        return ""
    short = lead.short_answer.rstrip("。")
    return "" if lead.text.startswith(short) else f"{short}："


def _silent(asked: Asked, today: dt.date) -> tuple[GuideCard, list[str], bool]:
    """Says that it is not said; with the nearest fact where the aspect has one."""
    words, who = asked.words, asked.guide.who_knows
    related = [fact for fact in _general(asked.facts) if asked.aspect in fact.aspects][:1]
    template = words.silent_here if related else words.silent
    lead = template.format(name=asked.name, what=words.unsaid[asked.aspect])
    ask = words.ask.format(who=who.name, phone=who.phone)
    card = _card(asked, lead, related, related, today, ask)
    return card, [fact.id for fact in related], False


def _card(
    asked: Asked,
    lead: str,
    more: list[Fact],
    stated: list[Fact],
    today: dt.date,
    ask: str | None = None,
) -> GuideCard:
    guide, words = asked.guide, asked.words
    if guide.status == "stopped":
        lead = words.stopped.format(name=asked.name) + lead
    said = [*(asked.text_of(fact) for fact in more), *([ask] if ask else [])]
    if asked.language == "en" and any(fact.text_en is None for fact in stated):
        said.append(words.only_chinese)
    caution = _caution(asked, stated, today)
    sources = _sources(guide, stated)
    dates = sorted(date for fact in stated if (date := guide.as_of(fact)))
    source_line = [_source_line(asked, stated, sources)] if stated else []
    return GuideCard(
        text="\n".join([lead, *said, *([caution] if caution else []), *source_line]),
        speech=_speech(" ".join(filter(None, [lead, ask])), asked.language),
        item=guide.id,
        name=guide.name_en if asked.language == "en" else guide.name,
        aspect=asked.aspect,
        lead=lead,
        more=said,
        caution=caution,
        sections=_sections(asked),
        sources=sources,
        as_of=dates[0] if dates else None,
        options=_options(asked),
    )


def _caution(asked: Asked, stated: list[Fact], today: dt.date) -> str | None:
    """One caution a card: facts past their review date, or known at second hand only."""
    guide, words = asked.guide, asked.words
    if any(fact.review_after and fact.review_after < today for fact in stated):
        return words.updated.format(phone=guide.who_knows.phone)
    if any(guide.trust_of(fact) in SECOND_HAND for fact in stated):
        return words.second_hand.format(phone=guide.who_knows.phone)
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


def _source_line(asked: Asked, stated: list[Fact], sources: list[Source]) -> str:
    words = asked.words
    names = [
        f"{source.publisher or ''}{_quoted(source.title)}（{source.date or words.no_date}）"
        for source in sources
    ]
    if names and any(fact.source is None for fact in stated):
        names.append(words.partly_unsourced)
    said = "；".join(names) or words.unsourced
    return words.source.format(said=said, date=asked.guide.checked_on)


def _quoted(title: str) -> str:
    return title if "《" in title else f"《{title}》"


def _sections(asked: Asked) -> list[Section]:
    sections = []
    for aspect, title in asked.words.titles.items():
        facts = [
            asked.text_of(fact) for fact in _general(asked.guide.facts) if aspect in fact.aspects
        ]
        if aspect != asked.aspect and facts:
            sections.append(Section(aspect=aspect, title=title, facts=facts))
    return sections


def _options(asked: Asked) -> list[Option]:
    guide = asked.guide
    known = {aspect for fact in guide.facts for aspect in fact.aspects}
    return [
        Option(label=asked.words.titles[a], item=guide.id, act=Act(item=guide.id, aspect=a))
        for a in OFFERED
        if a in known and a != asked.aspect
    ][:3]


def _speech(text: str, language: Language) -> str:
    """What a loudspeaker says: no brackets and quotes; dates and ranges in words."""
    date, to = (_english_date, " to ") if language == "en" else (r"\1年\2月\3日", "到")
    text = re.sub(r"(\d{4})-(\d{2})-(\d{2})", date, text)
    text = re.sub(r"(?<!\d)(0\d{2,3})-(?=\d{5})", r"\1 ", text)  # an area code
    text = re.sub(r"(?<=\d)\s*[-~～—–]\s*(?=\d)", to, text)
    return " ".join(re.sub(r"[《》“”（）()〔〕\[\]【】]", " ", text).split())


def _english_date(match: re.Match[str]) -> str:
    """15 March 2024."""
    year, month, day = map(int, match.groups())
    return f"{day} {calendar.month_name[month]} {year}"
