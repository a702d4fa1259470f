"""What tests of several rooms share."""

from collections.abc import Iterator

import pytest

from cli.run_settings import ROOT, Settings
from tests.stack import Stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole product, once a run. Skipped by name where it is not built."""
    if not (ROOT / Settings().rasa_model).is_file():
        pytest.skip("the product is not built: run `make build`")
    stack = Stack(tmp_path_factory.mktemp("stack"))
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()
