"""The written rules of the routing (rules.yml), before the classifier."""

from functools import cache

from pydantic import BaseModel, ConfigDict

from core.contract import WorkOrderKind
from core.work_orders.tree import HERE, read


class Rule(BaseModel):
    """See the head of rules.yml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    any: list[str] = []
    none: list[str] = []
    all: list[list[str]] = []
    kinds: list[WorkOrderKind] = []
    category: str | None = None
    unit: str | None = None
    hint: str | None = None

    def speaks(self, text: str) -> list[str]:
        """The words of the rule that a plain text holds; none where it does not fit."""
        if any(word in text for word in self.none):
            return []
        said = [word for word in self.any if word in text]
        if self.any and not said:
            return []
        for words in self.all:
            here = [word for word in words if word in text]
            if not here:
                return []
            said += here
        return said

    def fits_kind(self, kind: WorkOrderKind | None) -> bool:
        """Whether the rule is for this kind of work order."""
        return not self.kinds or kind in self.kinds


@cache
def rules() -> tuple[Rule, ...]:
    """Read once, in order. Raises pydantic.ValidationError."""
    return tuple(Rule.model_validate(one) for one in read(HERE / "rules.yml"))


def first(text: str, kind: WorkOrderKind | None) -> tuple[Rule, list[str]] | None:
    """The first rule that fits a plain text, and the words by which it fits."""
    for rule in rules():
        if rule.fits_kind(kind) and (said := rule.speaks(text)):
            return rule, said
    return None
