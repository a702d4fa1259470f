"""Every conversation below this folder, through the real Rasa, actions, core and database."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.conversations.runner import Located, read_cases, running
from tests.stack import Stack

CASES = read_cases(Path(__file__).parent)


@pytest.fixture(scope="session")
def begun(request: pytest.FixtureRequest, stack: Stack) -> Iterator[dict[str, Future[None]]]:
    """The conversations of this run, all begun; each test waits for its own."""
    wanted = [
        item.callspec.params["located"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and "begun" in item.fixturenames
    ]
    with running(stack, wanted) as futures:
        yield futures


@pytest.mark.stack
@pytest.mark.parametrize("located", CASES, ids=[located.id for located in CASES])
def test_conversation(begun: dict[str, Future[None]], located: Located) -> None:
    begun[located.id].result()
