"""What one message within a form comes to."""

from dataclasses import dataclass, field
from typing import Any

from messages import Turn


@dataclass
class Move:
    """`turn` is said; `over` ends the form; `slots` are further slot events."""

    turn: Turn
    over: bool = False
    slots: list[dict[str, Any]] = field(default_factory=list)
