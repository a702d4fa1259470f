"""Every conversation below this folder, through the real Rasa, actions, core and database."""

from pathlib import Path

import pytest

from tests.conversations.runner import Located, read_cases, run_case
from tests.stack import Stack

CASES = read_cases(Path(__file__).parent)


@pytest.mark.stack
@pytest.mark.parametrize("located", CASES, ids=[located.id for located in CASES])
def test_conversation(stack: Stack, located: Located) -> None:
    run_case(stack, located.case)
