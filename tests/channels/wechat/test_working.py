"""Working off: so many at a time, of a queue and of what is put into the crew's hands."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from channels.wechat.working import Crew, rest

AT_ONCE = 2


class Job:
    """A queue of names, and who works on what until he may end."""

    def __init__(self) -> None:
        self.crew = Crew(AT_ONCE)
        self.queue: asyncio.Queue[str] = asyncio.Queue()
        self.working: list[str] = []
        self.done: list[str] = []
        self.may_end = asyncio.Semaphore(0)

    async def do(self, name: str) -> None:
        self.working.append(name)
        await self.may_end.acquire()
        self.working.remove(name)
        if name == "broken":
            raise ValueError(name)
        self.done.append(name)

    async def settled(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)


@pytest_asyncio.fixture
async def job() -> AsyncIterator[Job]:
    job = Job()
    running = asyncio.create_task(job.crew.work_off(job.queue.get, job.do))
    await job.settled()
    yield job
    running.cancel()


async def test_no_more_than_so_many_at_once_whoever_gives_them(job: Job) -> None:
    assert job.crew.is_free
    job.crew.begin(job.do("in hand"))
    for name in ("one", "two"):
        job.queue.put_nowait(name)
    await job.settled()
    assert sorted(job.working) == ["in hand", "one"] and not job.crew.is_free
    job.may_end.release()
    await job.settled()
    assert len(job.working) == AT_ONCE and "two" in job.working
    for _ in range(2):
        job.may_end.release()
    await job.settled()
    assert sorted(job.done) == ["in hand", "one", "two"] and job.crew.is_free


async def test_what_fails_holds_nobody_up(job: Job) -> None:
    job.queue.put_nowait("broken")
    job.queue.put_nowait("whole")
    for _ in range(2):
        job.may_end.release()
    await job.settled()
    assert job.done == ["whole"] and job.crew.is_free


async def test_before_the_work_begins_nobody_takes_anything() -> None:
    crew = Crew(AT_ONCE)
    assert not crew.is_free
    work = asyncio.sleep(0)
    with pytest.raises(RuntimeError):
        crew.begin(work)
    work.close()


async def test_who_rests_is_ended_though_the_bell_rings_at_that_moment() -> None:
    bell = asyncio.Event()

    async def work() -> None:
        while True:
            bell.clear()
            await rest(bell)

    working = asyncio.create_task(work())
    await asyncio.sleep(0.01)
    bell.set()
    working.cancel()
    done, _ = await asyncio.wait([working], timeout=1)
    assert done and working.cancelled()
