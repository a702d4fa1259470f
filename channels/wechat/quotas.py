"""How many customer-service messages may be sent to a user now.

Each touch of the user grants some, for a while (service accounts, as the table stands today):
https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html
A passive reply costs nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

Touch = Literal["message", "click", "follow", "scan"]

GRANTED: dict[Touch, tuple[int, int]] = {
    "message": (5, 48 * 3600),
    "click": (3, 60),
    "follow": (3, 60),
    "scan": (3, 60),
}
"""(messages, seconds) by touch."""
MARGIN_S = 5
"""A grant is left alone this long before it ends: the message still has to get there."""


@dataclass(frozen=True)
class Grants:
    """What is left, by touch: (messages, second since 1970 when it ends)."""

    by_touch: dict[str, tuple[int, float]]

    @classmethod
    def read(cls, rows: Sequence[dict[str, Any]]) -> Self:
        return cls({row["touch"]: (row["left"], row["until"]) for row in rows})

    def rows(self) -> list[dict[str, Any]]:
        """As they are stored."""
        return [
            {"touch": touch, "left": left, "until": until}
            for touch, (left, until) in self.by_touch.items()
        ]

    def touched(self, touch: Touch, now: float) -> "Grants":
        """After a touch: the grant of its kind begins anew."""
        count, seconds = GRANTED[touch]
        return Grants(self.by_touch | {touch: (count, now + seconds)})

    def left(self, now: float) -> int:
        """How many messages may be sent now."""
        return sum(left for left, until in self.by_touch.values() if until - MARGIN_S > now)

    def spent(self, now: float) -> "Grants":
        """After one more message, taken from the grant that ends first."""
        usable = [
            (until, touch)
            for touch, (left, until) in self.by_touch.items()
            if left > 0 and until - MARGIN_S > now
        ]
        if not usable:
            return self
        touch = min(usable)[1]
        left, until = self.by_touch[touch]
        return Grants(self.by_touch | {touch: (left - 1, until)})

    def exhausted(self) -> "Grants":
        """After WeChat said that nothing is left, whatever was counted here."""
        return Grants({})
