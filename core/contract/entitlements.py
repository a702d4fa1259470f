"""What somebody may be entitled to (政策匹配): an indication, never a decision."""

from typing import Literal

from pydantic import Field

from core.contract.common import ItemId, Model


class Match(Model):
    """One matter. `likely`: nothing speaks against it. `open`: something is not known."""

    item: ItemId
    title: str
    verdict: Literal["likely", "open", "no"]
    why: list[str] = []
    missing: list[str] = Field(default=[], description="what would have to be known")
    applicable: bool = Field(default=False, description="can be applied for here")
    demo: bool = False
    source: str = Field(default="", description="where the conditions stand")
