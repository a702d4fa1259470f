"""Case numbers: LH, the day in Shenzhen, eight random characters."""

import re
import secrets
import unicodedata

from core.context import Core

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is misread: no 0 O 1 I
_SHAPE = re.compile(rf"LH\d{{8}}[{LETTERS}]{{8}}")


def new_number(core: Core) -> str:
    """Such as LH202611227K3Q9XYZ. Forty random bits: the next number cannot be guessed."""
    tail = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"LH{core.today:%Y%m%d}{tail}"


def spelled(text: str) -> str:
    """A number as it is stored, from any spelling: small letters, full width, with spaces or
    dashes. What holds no number comes back tidied, and is found nowhere."""
    tidy = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    found = _SHAPE.search(tidy)
    return found.group() if found else tidy
