"""How many customer-service messages a user may still get (客服消息下发额度).

https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage and
https://developers.weixin.qq.com/doc/offiaccount/Customer_Service/Customer_Service_Messages.html
(the payment's row is in the latter).
"""

from dataclasses import dataclass, field
from typing import Any, Literal, Self

Kind = Literal["message", "menu", "follow", "scan", "payment"]
HOURS_48 = 48 * 3600.0
MINUTE = 60.0
TABLE: dict[Kind, tuple[int | None, float]] = {
    "message": (5, HOURS_48),
    "menu": (3, MINUTE),
    "follow": (3, MINUTE),
    "scan": (3, MINUTE),
    "payment": (None, HOURS_48),
}
"""What a user does: how many messages it allows (None = any number), and for how many seconds."""
LATE, SPENT = 45015, 45047
"""Error codes: out of the time limit; more than allowed."""


@dataclass
class Grant:
    """What is left of one allowance until a moment, in seconds since 1970."""

    left: int | None
    until: float


@dataclass
class Quotas:
    """The allowances of one user. The same thing done again starts its allowance anew."""

    grants: dict[str, Grant] = field(default_factory=dict)

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        return cls({kind: Grant(**grant) for kind, grant in told.items()})

    def give(self, kind: Kind, now: float) -> None:
        count, seconds = TABLE[kind]
        self.grants[kind] = Grant(count, now + seconds)

    def open(self, now: float) -> bool:
        """Whether any allowance still runs, spent or not."""
        return any(grant.until > now for grant in self.grants.values())

    def take(self, now: float) -> int:
        """Use one message, of the allowance that ends first; 0, or the error code."""
        running = sorted(
            (grant for grant in self.grants.values() if grant.until > now),
            key=lambda grant: grant.until,
        )
        if not running:
            return LATE
        for grant in running:
            if grant.left is None:
                return 0
            if grant.left > 0:
                grant.left -= 1
                return 0
        return SPENT

    def told(self, now: float) -> dict[str, dict[str, float | None]]:
        """What still runs: messages left (None = any number) and seconds left, by kind."""
        return {
            kind: {"left": grant.left, "seconds": round(grant.until - now, 1)}
            for kind, grant in self.grants.items()
            if grant.until > now
        }
