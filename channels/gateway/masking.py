"""Private data: swapped for tokens on the way in, shown as words on the way out.

The patterns are those of `text.private_data`; here is only what a channel does with them.
"""

import re
from typing import Any

from messages import Trace
from text.private_data import Masked, mask

__all__ = ["Masked", "mask", "open_trace", "render"]

TOKEN = re.compile(r"\[([A-Z]+)_\d+\]")
LABELS = {"ID": "证件号", "PHONE": "手机号", "CARD": "银行卡号", "PLATE": "车牌号"}


def render(value: Any) -> Any:
    """A copy of a JSON value in which tokens stand as words, e.g. 〔手机号已隐去〕."""
    if isinstance(value, str):
        return TOKEN.sub(_words, value)
    if isinstance(value, list):
        return [render(item) for item in value]
    if isinstance(value, dict):
        return {key: render(item) for key, item in value.items()}
    return value


def _words(token: re.Match[str]) -> str:
    label = LABELS.get(token.group(1))
    return f"〔{label}已隐去〕" if label else token.group(0)


def open_trace(trace: Trace, masked: Masked) -> Trace:
    """A copy of the trace with the tokens of this very message opened to their values.

    For the holder of the trace token and one reply only; never stored or logged.
    """
    if not masked.found:
        return trace
    values = {item.token: item.value for item in masked.found}

    def opened(text: str) -> str:
        return TOKEN.sub(lambda token: values.get(token.group(0), token.group(0)), text)

    entities: dict[str, str | list[str]] = {
        name: opened(value) if isinstance(value, str) else [opened(item) for item in value]
        for name, value in trace.entities.items()
    }
    return trace.model_copy(update={"entities": entities})
