"""Waiting until something is in a chat."""

import asyncio
from collections.abc import Callable

from sandbox.wechat_account.store import Document, User


async def arrived(
    user: User, after: int, at_least: int, seconds: float, wanted: Callable[[Document], bool]
) -> list[Document]:
    """The wanted items after a number, as soon as there are enough or the time is over."""
    try:
        async with asyncio.timeout(seconds):
            while len(found := list(filter(wanted, user.after(after)))) < at_least:
                await user.news.wait()
    except TimeoutError:
        return list(filter(wanted, user.after(after)))
    return found
