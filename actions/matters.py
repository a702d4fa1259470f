"""The matter that words mean, as an errand's field takes it: `<id>|<name>`."""

from actions.knowledge import knowledge

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
