"""Numbers of work orders: G, the day in Shenzhen, six random characters."""

import re
import secrets
import unicodedata

from core.context import Core

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is misread: no 0 O 1 I
_SHAPE = re.compile(rf"G\d{{8}}[{LETTERS}]{{6}}")


def new_number(core: Core) -> str:
    """Such as G202611227K3Q9X. Thirty random bits a day; guessing is limited by `look_up`."""
    tail = "".join(secrets.choice(LETTERS) for _ in range(6))
    return f"G{core.today:%Y%m%d}{tail}"


def spelled(text: str) -> str:
    """A number as it is stored, from any spelling; what holds none is found nowhere."""
    tidy = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    found = _SHAPE.search(tidy)
    return found.group() if found else tidy[:40]
