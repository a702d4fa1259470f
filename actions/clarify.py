"""Asks back with at most four matters, asks which matter is meant, offers an answer's sisters."""

from knowledge_base.base import KnowledgeBase, Resolution
from knowledge_base.schema import Guide
from knowledge_base.wording import Language
from messages import Act, ChoicesCard, Option, TextCard, Trace, Turn

WORTH_OFFERING = 0.03


def clarify(base: KnowledgeBase, found: Resolution, trace: Trace) -> Turn:
    """Labels are the matters' own short names; the asked aspect goes along."""
    likely = [c for c in found.candidates if c.p >= WORTH_OFFERING] or found.candidates[:1]
    options = [_option(base.guides[one.item], found) for one in likely]
    names = "、".join(option.label for option in options)
    text = f"您想问的是哪一件？{names}。都不是的话，请换个说法告诉我。"
    if len(options) == 1:
        text = f"您想问的是{names}吗？不是的话，请换个说法告诉我。"
    card = ChoicesCard(text=text, speech=text, options=options)
    return Turn(outcome="clarified", cards=[card], trace=trace)


def offer_sisters(base: KnowledgeBase, found: Resolution, language: Language) -> list[ChoicesCard]:
    """One card below an answer, with what else goes by the name that was said; none without."""
    guides = [base.guides[item] for item in found.sisters if item in base.guides]
    if not guides:
        return []
    text = (
        f"同类的还有：{'、'.join(one.short_name for one in guides)}。要看哪一件，点一下或者直接说。"
    )
    if language == "en":
        names = "; ".join(one.name_en for one in guides)
        text = f"Of the same kind: {names}. Tap or name the one you want."
    return [ChoicesCard(text=text, speech=text, options=[_option(one, found) for one in guides])]


def _option(guide: Guide, found: Resolution) -> Option:
    """The matter by its short name; the asked aspect goes along."""
    act = Act(item=guide.id, aspect=found.aspect)
    return Option(label=guide.short_name, item=guide.id, act=act)


def which_matter(trace: Trace) -> Turn:
    """The question names no matter and none is at hand."""
    text = "您想办哪件事？说一说事情或者您的情况就行，比如“孩子刚出生要上户口”。"
    return Turn(outcome="clarified", cards=[TextCard(text=text, speech=text)], trace=trace)
