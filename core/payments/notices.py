"""The register of payment notices (缴款通知书), behind one small interface.

The real one belongs to the finance bureau; how it numbers its notices is not published, so
nothing here assumes a shape. A district names its class in LXZ_CORE_NOTICES (docs/PAYMENTS.md).
"""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from core.settings import CoreSettings


@dataclass(frozen=True)
class Notice:
    """A notice as its register has it. `payer` is the full name: mask it before it goes on.
    Amount in fen; `due` is the last day, YYYY-MM-DD."""

    number: str
    unit_code: str
    unit_name: str
    what: str
    payer: str
    amount_fen: int
    due: str | None
    state: Literal["open", "paid", "closed"]
    demo: bool = False


class NoticesUnavailable(Exception):
    """The register did not answer. Says no number."""


class Notices(Protocol):
    """Called from several threads. Give an answer, or up, within a second."""

    def find(self, number: str) -> Notice | None:
        """The notice of a number (digits and capitals only), or None.

        Raises NoticesUnavailable. Whether the asker knows the unit is compared by the caller.
        """
        ...


class NoNotices:
    """Where no register is connected."""

    def find(self, number: str) -> Notice | None:
        raise NoticesUnavailable("no register of notices is connected")


def masked(name: str) -> str:
    """A payer as it is read back: the first character of a person's name, 张*; of a firm's, the
    first two and the last two."""
    if len(name) <= 4:
        return f"{name[:1]}*"
    return f"{name[:2]}***{name[-2:]}"


def notices_from(settings: CoreSettings, chosen: str) -> Notices:
    """`sandbox`, `none`, or `<module>:<class>`, which is called with core's settings. Raises
    ValueError where the setting cannot be used."""
    if chosen == "none":
        return NoNotices()
    if chosen == "sandbox":
        if settings.env == "production":
            raise ValueError(
                "LXZ_CORE_NOTICES=sandbox holds made-up notices, which LXZ_ENV=production "
                "refuses: set none or <module>:<class>"
            )
        from core.payments.sandbox_notices import SandboxNotices

        return SandboxNotices()
    module, _, name = chosen.partition(":")
    try:
        make: Callable[[CoreSettings], Notices] = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(
            f"LXZ_CORE_NOTICES is sandbox, none or <module>:<class>: {error}"
        ) from error
    return make(settings)
