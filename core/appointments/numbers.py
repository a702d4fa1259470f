"""Booking numbers: B, the day in Shenzhen, six random characters."""

import re
import secrets
import unicodedata

from core.context import Core

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is misread: no 0 O 1 I
_SHAPE = re.compile(rf"B\d{{8}}[{LETTERS}]{{6}}")


def new_number(core: Core) -> str:
    """Such as B202611237K3Q9X. Thirty random bits, and guessing is rate limited."""
    return f"B{core.today:%Y%m%d}{''.join(secrets.choice(LETTERS) for _ in range(6))}"


def spelled(text: str) -> str:
    """A number as it is stored, from any spelling: small letters, full width, with spaces or
    dashes. What holds no number comes back tidied, and is found nowhere."""
    tidy = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    found = _SHAPE.search(tidy)
    return found.group() if found else tidy
