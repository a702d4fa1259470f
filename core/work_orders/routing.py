"""Where a work order goes (派单): a written rule, the classifier, or a person at the desk."""

from pathlib import Path

from core.context import Core
from core.contract import RouteAsked, Routing, WorkOrderKind
from core.work_orders import rules
from core.work_orders.features import plain
from core.work_orders.trained import trained
from core.work_orders.tree import tree


def warm_up(var_dir: Path) -> None:
    """Load what the first work order would wait for: the classifier, and the words it cuts by,
    half a second on a quiet machine."""
    trained(var_dir).guess("路灯坏了")


def route(core: Core, asked: RouteAsked) -> Routing:
    """The category and the unit of what was told, and why."""
    return routing(core, asked.text, asked.kind)


def routing(core: Core, text: str, kind: WorkOrderKind | None, where: str = "") -> Routing:
    """As `route`; `where` is the place that was told apart. Low confidence: the desk (受理台)
    has it, and the category is the best guess."""
    known, classifier = tree(), trained(core.parts.settings.var_dir)
    guess = classifier.guess(text)
    rule, said = rules.first(plain(text), kind) or (None, [])
    decided = rule if rule and rule.category else None
    leaf = (decided.category if decided else None) or guess.leaf
    unit = unit_of(leaf, decided.id if decided else None, f"{text} {where}")
    if decided is None and guess.unit_sure < classifier.threshold:
        unit = known.desk
    return Routing(
        category=leaf,
        category_says=known.categories[leaf].says,
        unit=unit,
        unit_says=known.units[unit],
        confidence=1.0 if decided else guess.sure,
        because=said if decided else guess.because,
        rule=decided.id if decided else None,
        hint=rule.hint if rule else None,
    )


def unit_of(leaf: str, rule: str | None, text: str) -> str:
    """The unit of a leaf: that of the rule that decided; the sub-district of a place in the text,
    where the leaf is theirs; else the leaf's own."""
    named = next((one.unit for one in rules.rules() if one.id == rule), None)
    if named:
        return named
    category = tree().categories[leaf]
    return (tree().street(plain(text)) if category.street else None) or category.unit
