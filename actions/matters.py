"""The matter that words mean, as an errand's field takes it: `<id>|<name>`."""

from actions.clarify import WORTH_OFFERING
from actions.forms.cards import BACK
from actions.knowledge import knowledge
from messages import Act, AnyCard, FormCard, Option

PAPERS_TOLD = 6


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
    if not words.startswith("/"):
        found = base.resolve(words)
        item = found.item if found.decision == "answer" else at_hand
    if item not in base.guides:
        return None
    return f"{item}|{base.guides[item].short_name}"


def likeliest(words: str) -> list[str]:
    """The matters that the words may mean, where it is to be asked which; none else."""
    base = knowledge()
    found = base.resolve(words)
    if words.startswith("/") or found.decision != "ask_back":
        return []
    likely = [one.item for one in found.candidates if one.p >= WORTH_OFFERING]
    return [f"{item}|{base.guides[item].short_name}" for item in likely if item in base.guides]


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
