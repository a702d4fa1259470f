"""News that leaves core by its outbox, at least once."""

from typing import Literal

from pydantic import Field

from core.contract.cases import CaseView
from core.contract.common import Key, Model, SessionId


class News(Model):
    """POSTed to the gateway with a bearer token; the same key twice is one piece of news."""

    key: Key
    session: SessionId
    kind: Literal["case_changed", "deadline_near"]
    case: CaseView | None = None
    says: str = Field(default="", description="one sentence; no private data but tokens")
