"""What can go wrong when WeChat's server is called, as types.

Codes: https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html
"""

from collections.abc import Mapping
from typing import Any


class WeChatError(Exception):
    """Anything that kept a call from being done. `errcode` is WeChat's, 0 where there is none;
    `errmsg` names neither token nor openid."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(f"{errcode} {errmsg}")
        self.errcode = errcode
        self.errmsg = errmsg


class Away(WeChatError):
    """WeChat does not answer, is busy, or does not know us just now: the same call may succeed
    later. `maybe_done`: it was on its way, so that it may have been carried out all the same."""

    def __init__(self, reason: str, *, errcode: int = 0, maybe_done: bool = False) -> None:
        super().__init__(errcode, reason)
        self.maybe_done = maybe_done


class BadToken(Away):
    """The access token is not accepted, nor was the one that was asked for then."""

    def __init__(self, errcode: int, errmsg: str) -> None:
        super().__init__(errmsg, errcode=errcode)


class NoToken(Away):
    """WeChat refuses to give an access token; its errcode says what the operator has to do."""


class Refused(WeChatError):
    """WeChat said no; the same call again would not help."""


class QuotaSpent(Refused):
    """As many service messages as the user's last touch allowed were sent."""


class OutOfTime(Refused):
    """The user's last touch is too long ago for a service message."""


class NotFollowing(Refused):
    """The user does not follow the account (any more)."""


class BadCode(Refused):
    """A code of web authorisation was used before, is too old or was made up."""


BUSY = frozenset({-1, 45011})
"""System busy; too many calls this minute."""
_TYPES: Mapping[int, type[Refused] | type[BadToken]] = {
    45047: QuotaSpent,
    45015: OutOfTime,
    43004: NotFollowing,
    40001: BadToken,
    40014: BadToken,
    42001: BadToken,
    40029: BadCode,
    40163: BadCode,
    42003: BadCode,
}


def raise_refusal(answer: Mapping[str, Any]) -> None:
    """Raise what `errcode` in an answer means; nothing when it is 0 or missing."""
    code = int(answer.get("errcode") or 0)
    if code in BUSY:
        raise Away("busy", errcode=code)
    if code:
        raise _TYPES.get(code, Refused)(code, str(answer.get("errmsg", "")))
