"""Numbers of orders (out_trade_no) and of their refunds (out_refund_no).

Both keep to what WeChat Pay takes: 6 to 32, and up to 64, letters and digits, each used once a
merchant (https://pay.weixin.qq.com/doc/v3/merchant/4012791877).
"""

import re
import secrets
import unicodedata

from core.context import Core

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is misread: no 0 O 1 I
SHAPE = re.compile(r"P\d{8}[0-9A-Z]{10}")


def new_number(core: Core) -> str:
    """Such as P202611237K3Q9XYZAB: the day in Shenzhen and fifty random bits."""
    tail = "".join(secrets.choice(LETTERS) for _ in range(10))
    return f"P{core.today:%Y%m%d}{tail}"


def refund_number(order: str, attempt: int) -> str:
    """The number of the `attempt`-th refund of an order; the same attempt is the same refund."""
    return f"R{order[1:]}{attempt:02d}"


def digits(text: str) -> str:
    """A notice's number or a unit's code as it is stored, from any spelling: full width, spaces,
    dashes. What holds other signs comes back tidied, and is found nowhere."""
    return "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
