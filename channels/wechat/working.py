"""Working off a queue that lies in the database, several at once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

log = logging.getLogger("luoxiaozheng.wechat.working")

Task = TypeVar("Task")

LOOK_EVERY_S = 1.0
"""For what another process left, or what is to be tried again."""


async def work_off(
    next_one: Callable[[], Awaitable[Task | None]],
    do: Callable[[Task], Awaitable[None]],
    at_once: int,
) -> None:
    """Take tasks one by one and do them, at most `at_once` at a time, for ever. One asks for the
    next, not each worker: a crowd at an empty queue would only keep its database busy."""
    free = asyncio.Semaphore(at_once)
    async with asyncio.TaskGroup() as group:
        while True:
            async with free:  # whoever is done lets the next in
                pass
            try:
                task = await next_one()
            except Exception:  # the queue cannot be read now; it is asked again
                log.exception("the queue cannot be worked off now")
                await asyncio.sleep(LOOK_EVERY_S)
                continue
            if task is not None:
                await free.acquire()
                group.create_task(_done(task, do, free))


async def _done(task: Task, do: Callable[[Task], Awaitable[None]], free: asyncio.Semaphore) -> None:
    try:
        await do(task)
    except Exception:  # what was not done is found again when its lease is over
        log.exception("a task failed")
    finally:
        free.release()


async def rest(bell: asyncio.Event) -> None:
    """Until there is something new, or for LOOK_EVERY_S."""
    try:
        await asyncio.wait_for(bell.wait(), LOOK_EVERY_S)
    except TimeoutError:
        return


async def every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Do it now and again, for ever; what fails once is done the next time."""
    while True:
        try:
            await do()
        except Exception:  # a database that is away now must not end it
            log.exception("not done this time", extra={"what": do.__name__})
        await asyncio.sleep(seconds)
