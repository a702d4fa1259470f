"""Working off a queue that lies in the database, several at once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

log = logging.getLogger("luoxiaozheng.wechat.working")

Task = TypeVar("Task")

LOOK_EVERY_S = 1.0
"""For what another process left, or what is to be tried again."""


class Crew:
    """At most `at_once` tasks at a time, of a queue or put into its hands."""

    def __init__(self, at_once: int) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._group: asyncio.TaskGroup | None = None

    @property
    def is_free(self) -> bool:
        """Whether what is put into its hands is begun at once."""
        return self._group is not None and not self._free.locked()

    async def work_off(
        self,
        next_one: Callable[[], Awaitable[Task | None]],
        do: Callable[[Task], Coroutine[Any, Any, None]],
    ) -> None:
        """Take tasks one by one and do them, for ever. One asks for the next, not each worker: a
        crowd at an empty queue would only keep its database busy."""
        async with asyncio.TaskGroup() as self._group:
            while True:
                async with self._free:  # whoever is done lets the next in
                    pass
                try:
                    task = await next_one()
                except Exception:  # the queue cannot be read now; it is asked again
                    log.exception("the queue cannot be worked off now")
                    await asyncio.sleep(LOOK_EVERY_S)
                    continue
                if task is not None:
                    self.begin(do(task))

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this, beside what the queue gives. `work_off` must be running."""
        if self._group is None:
            raise RuntimeError("nobody is at work")
        self._group.create_task(self._done(work))

    async def _done(self, work: Coroutine[Any, Any, None]) -> None:
        async with self._free:
            try:
                await work
            except Exception:  # what was not done is found again when its lease is over
                log.exception("a task failed")


async def rest(bell: asyncio.Event) -> None:
    """Until there is something new, or for LOOK_EVERY_S. Not by `asyncio.wait_for`: on Python 3.11
    it loses a cancellation that comes with what it waits for
    (https://github.com/python/cpython/issues/86296), and who works for ever is then never ended."""
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOK_EVERY_S):
            await bell.wait()


async def every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Do it now and again, for ever; what fails once is done the next time."""
    while True:
        try:
            await do()
        except Exception:  # a database that is away now must not end it
            log.exception("not done this time", extra={"what": do.__name__})
        await asyncio.sleep(seconds)
