"""Every conversation below this folder, through the real Rasa, actions, core and database."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conversations.people import People
from tests.conversations.runner import Located, read_cases, run_case
from tests.stack import Stack

CASES = read_cases(Path(__file__).parent)
AT_ONCE = 4


@pytest.fixture(scope="session")
def running(request: pytest.FixtureRequest, stack: Stack) -> Iterator[dict[str, Future[None]]]:
    """All conversations of this run, by id, some at once; each test waits for its own."""
    wanted = {
        item.callspec.params["located"].id: item.callspec.params["located"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and "located" in getattr(item, "fixturenames", [])
    }
    people = People()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            name: pool.submit(run_case, stack, people, located.case)
            for name, located in wanted.items()
        }


@pytest.mark.stack
@pytest.mark.parametrize("located", CASES, ids=[located.id for located in CASES])
def test_conversation(running: dict[str, Future[None]], located: Located) -> None:
    running[located.id].result()
