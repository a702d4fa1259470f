"""Matters that can be applied for (可申请事项), as others may know them."""

from typing import Literal

from core.contract.common import ItemId, Model
from core.contract.identity import Assurance

ITEMS_PATH = "/v1/items"


class ItemSummary(Model):
    """A matter that can be applied for."""

    item: ItemId
    title: str
    audience: Literal["person", "business"]
    assurance: Assurance
    instant: bool
    demo: bool
    time_limit_days: int | None = None
