"""Asks back with at most four matters, or asks which matter is meant."""

from knowledge_base.base import KnowledgeBase, Resolution
from messages import Act, ChoicesCard, Option, TextCard, Trace, Turn

WORTH_OFFERING = 0.03


def clarify(base: KnowledgeBase, found: Resolution, trace: Trace) -> Turn:
    """Labels are the matters' own short names; the asked aspect goes along."""
    likely = [c for c in found.candidates if c.p >= WORTH_OFFERING] or found.candidates[:1]
    options = [
        Option(
            label=base.guides[candidate.item].short_name,
            item=candidate.item,
            act=Act(item=candidate.item, aspect=found.aspect),
        )
        for candidate in likely
    ]
    names = "、".join(option.label for option in options)
    text = f"您想问的是哪一件？{names}。都不是的话，请换个说法告诉我。"
    if len(options) == 1:
        text = f"您想问的是{names}吗？不是的话，请换个说法告诉我。"
    card = ChoicesCard(text=text, speech=text, options=options)
    return Turn(outcome="clarified", cards=[card], trace=trace)


def which_matter(trace: Trace) -> Turn:
    """The question names no matter and none is at hand."""
    text = "您想办哪件事？说一说事情或者您的情况就行，比如“孩子刚出生要上户口”。"
    return Turn(outcome="clarified", cards=[TextCard(text=text, speech=text)], trace=trace)
