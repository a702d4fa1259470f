"""HTTP routes of the matters that can be applied for (可申请事项)."""

from fastapi import APIRouter, Depends

from core.approvals.rulebook import RuleSet
from core.context import ReadCore
from core.contract import ItemSummary
from core.items.definition import ItemDefinition
from core.security import scoped
from service import problems

router = APIRouter(
    prefix="/items",
    tags=["items"],
    dependencies=[Depends(scoped("dialogue", "gateway"))],
    responses=problems.responses(401, 403, 422),
)


@router.get("")
def list_items(core: ReadCore) -> list[ItemSummary]:
    """All matters that can be applied for here. `instant`: rules in force today can decide."""
    book = core.parts.rulebook
    return [
        _summary(definition, book.for_item(item, core.today))
        for item, definition in sorted(core.parts.definitions.applications().items())
    ]


def _summary(definition: ItemDefinition, rules: RuleSet | None) -> ItemSummary:
    return ItemSummary(
        item=definition.item,
        title=definition.title,
        audience=definition.audience,
        assurance=definition.assurance,
        instant=rules is not None,
        demo=rules is not None and rules.demo,
        time_limit_days=definition.time_limit_days,
    )
