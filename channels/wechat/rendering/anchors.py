"""Links in a text: <a href="…">…</a>, the only markup that WeChat knows.

https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html
"""

import re

ANCHOR = re.compile(
    r'<a href="[^"<>\s]*"( data-miniprogram-(appid|path)="[^"<>\s]*"){0,2}>[^<>]*</a>'
)
LONGEST_URL = 512
"""Bytes. Four links of this length still leave room for words in one message."""
LONGEST_LABEL = 300
"""Bytes of the words that are a link; a link is never cut, so it must fit anywhere."""

_WEB = re.compile(r'https?://[^\s"<>]+', re.IGNORECASE)


def anchor(url: str, label: str, attributes: str = "") -> str:
    """A link of our own; `attributes` of a mini program, see mini_program.py. Raises ValueError
    where it cannot be one."""
    if not (is_address(url) and _fits(label)):
        raise ValueError("no web address of at most 512 bytes, or too many words for a link")
    return f'<a href="{url}"{attributes}>{label}</a>'


def linked(url: str | None, label: str) -> str:
    """The label as a link where the address can be one, else the label alone."""
    return anchor(url, label) if url and is_address(url) and _fits(label) else label


def is_address(url: str) -> bool:
    """Whether a link may lead there: the web, and not too long."""
    return _WEB.fullmatch(url) is not None and len(url.encode(errors="replace")) <= LONGEST_URL


def _fits(label: str) -> bool:
    """Whether words can be a link: some, not too many, no link themselves."""
    return 0 < len(label.encode(errors="replace")) <= LONGEST_LABEL and not ANCHOR.search(label)
