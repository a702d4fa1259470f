"""Access tokens of the account, the plain and the stable kind, which know nothing of each other.

https://developers.weixin.qq.com/doc/service/api/base/api_getaccesstoken.html
https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.wechat_account.settings import AccountSettings

OVERLAP_S = 300.0
"""A token that was renewed in the normal way stays good so long."""
FORCE_EVERY_S = 30.0
FORCES_A_DAY = 20


@dataclass
class _Token:
    value: str
    until: float


class Tokens:
    """Who has one may call the interfaces. They are not kept over a restart."""

    def __init__(self, settings: AccountSettings, clock: Callable[[], float] = time.time) -> None:
        self._lives_s = settings.token_lives_s
        self._overlap_s = min(OVERLAP_S, self._lives_s / 4)
        self._clock = clock
        self._good: dict[str, float] = {}
        self._current: _Token | None = None
        self._stable: _Token | None = None
        self._forced: list[float] = []
        self.made = 0
        """How many were handed out as new."""

    def plain(self) -> tuple[str, int]:
        """A new token and the seconds it lives; the one before has five more minutes."""
        now = self._clock()
        if self._current is not None:
            soon = min(self._current.until, now + self._overlap_s)
            self._good[self._current.value] = soon
        self._current = self._new(now)
        return self._current.value, self._lives_s

    def stable(self, force: bool) -> tuple[str, int] | None:
        """The stable token and the seconds left; None where it was forced too often today."""
        now = self._clock()
        current = self._stable
        if force and current is not None and not (self._forced and self._too_soon(now)):
            self._forced = [one for one in self._forced if one > now - 86400]
            if len(self._forced) >= FORCES_A_DAY:
                return None
            self._forced.append(now)
            self._good.pop(current.value, None)
            current = None
        if current is None or current.until - now <= self._overlap_s:
            current = self._new(now)
        self._stable = current
        return current.value, int(current.until - now)

    def fault(self, value: str | None) -> tuple[int, str] | None:
        """Why a token is not accepted, or None."""
        if not value:
            return 41001, "access_token missing"
        until = self._good.get(value)
        if until is None:
            return 40001, "invalid credential, access_token is invalid or not latest"
        if until <= self._clock():
            return 42001, "access_token expired"
        return None

    def kill(self) -> None:
        """No token that was handed out is good any more."""
        self._good.clear()
        self._current = self._stable = None

    def _new(self, now: float) -> _Token:
        self.made += 1
        made = _Token(secrets.token_urlsafe(96), now + self._lives_s)
        self._good[made.value] = made.until
        return made

    def _too_soon(self, now: float) -> bool:
        return now - self._forced[-1] < FORCE_EVERY_S
