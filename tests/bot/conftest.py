"""Runs with bot's own environment from the repository root: the data is read from there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True, scope="session")
def _at_the_root() -> None:
    os.chdir(ROOT)


@pytest.fixture
def graph_arguments() -> dict[str, object]:
    """What Rasa passes to `create`, for components that use neither storage nor context."""
    return {"model_storage": None, "resource": None, "execution_context": None}


def message(text: str) -> Message:
    """An incoming message."""
    return Message(data={"text": text})
