"""The matter that words mean, as an errand's field takes it: `<id>|<name>`."""

import re

from actions.clarify import WORTH_OFFERING
from actions.forms.cards import BACK
from actions.knowledge import knowledge
from actions.question import FAR_LESS, SURELY
from knowledge_base.base import Resolution
from messages import Act, AnyCard, FormCard, Option

PAPERS_TOLD = 6
WHO = re.compile(
    r"我叫|姓名|名字|电话|電話|手机|手機|\[[A-Z]+_\d+\]|\bmy (?:name|phone|number)\b", re.I
)
"""A clause with one of these says who comes, not what for."""
WHEN = re.compile(
    "(?:今|明|大?[后後])[天日]|[听聽]日"
    "|(?:[下这這本]+[个個]?(?:周|週|星期|礼拜|禮拜)|周|週|星期|礼拜|禮拜)[一二三四五六日天末]"
    "|[0-9一二三四五六七八九十]+月[0-9一二三四五六七八九十]+[日号號]"
    "|[0-9一二两三四五六七八九十]+[点點](?:半|钟|鐘)?|[上下][午昼晝]|中午|早上|晚上"
    r"|\b(?:today|tomorrow|next \w+day|morning|afternoon)\b",
    re.I,
)
BOOKING = re.compile(
    "(?:请|請|帮我|幫我|我|还|還|想|要|再)*[预預]?[约約](?:一?[个個]|一下)?(?:[号號]|时间|時間|窗口)?"
    "|[取拿领攞](?:一?[个個]|一下)?[号號筹籌]"
    r"|\b(?:i'd like to|i want to|book(?:ing)?|make|an?|appointment|slot|for)\b",
    re.I,
)
"""Words of booking, some of which search takes for others: book."""
CLAUSE = re.compile("[,，。;；!！\n]")


def papers_for(item: str | None) -> list[str]:
    """What to bring, as the guide's facts on materials say it; empty where it does not."""
    guide = knowledge().guides.get(item or "")
    if guide is None:
        return []
    facts = [one.text for one in guide.facts if "materials" in one.aspects]
    return [text.rstrip("。") for text in facts][:PAPERS_TOLD]


def matter_meant(words: str, at_hand: str | None) -> str | None:
    """Of the words where they surely name one; else the one at hand; None where neither."""
    base = knowledge()
    item = at_hand
    if what := _what(words):
        found, whole = base.resolve(what), base.resolve(words)
        if _is_sure(found) and not _several(found) and not _several(whole):
            item = found.item
        elif found.decision == "decline" and whole.decision == "answer":
            item = whole.item
    if item not in base.guides:
        return None
    return f"{item}|{base.guides[item].short_name}"


def _several(found: Resolution) -> bool:
    """Whether it is to be asked which: the second is not much less likely than the first."""
    first, second, *_ = [*(one.p for one in found.candidates), 0.0, 0.0]
    near = second >= max(WORTH_OFFERING, FAR_LESS * first)
    return near and _unsure(found)


def _what(words: str) -> str:
    """The words without who comes, when, and that it is booked; empty where no more was said."""
    if words.startswith("/"):
        return ""
    clauses = [one for one in CLAUSE.split(words) if not WHO.search(one)]
    what = BOOKING.sub(" ", WHEN.sub("", "，".join(clauses)), count=4)
    return what.strip(" ，。！!?？")


def likeliest(words: str) -> list[str]:
    """The matters that the words may mean, where it is to be asked which; none else."""
    base = knowledge()
    if not (what := _what(words)):
        return []
    found = base.resolve(what)
    if not _unsure(found):  # what is left may seem surer than the whole is
        found = base.resolve(words)
    if not _unsure(found):
        return []
    likely = [one.item for one in found.candidates if one.p >= WORTH_OFFERING]
    if found.item and found.sisters:
        likely = [found.item, *found.sisters]
    return [f"{item}|{base.guides[item].short_name}" for item in likely if item in base.guides]


def _is_sure(found: Resolution) -> bool:
    return found.decision == "answer" or any(one.p >= SURELY for one in found.candidates)


def _unsure(found: Resolution) -> bool:
    """Asked back as a question, or the name of several; what is declined names none."""
    named = found.decision == "answer" and bool(found.sisters)
    return named or found.decision == "ask_back"


def with_matters(card: AnyCard, words: str) -> AnyCard:
    """The question for the matter offers those that the words may mean."""
    if not isinstance(card, FormCard) or card.field_type != "matter":
        return card
    if offered := likeliest(words):
        options = [Option(label=one.partition("|")[2], act=Act(text=one)) for one in offered]
        card.options = [*options, *[one for one in card.options if one == BACK]]
        names = "、".join(one.label for one in options)
        card.text = card.speech = f"您想办的是哪一件？{names}。都不是的话，请换个说法告诉我。"
    return card
