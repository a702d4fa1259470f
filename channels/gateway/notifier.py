"""Wakes the event streams of a conversation when this process wrote to it."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Notifier:
    """In this process only; streams also look into the database each second."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def listen(self, conversation: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever the conversation has something new."""
        bell = asyncio.Event()
        self._waiting[conversation].add(bell)
        try:
            yield bell
        finally:
            self._waiting[conversation].discard(bell)
            if not self._waiting[conversation]:
                del self._waiting[conversation]

    def wake(self, conversation: str) -> None:
        """Ring for all who listen to the conversation."""
        for bell in self._waiting.get(conversation, ()):
            bell.set()
