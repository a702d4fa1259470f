"""The trained model on messages that were never trained on (docs/benchmarks/nlu.md)."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from rasa.core.agent import Agent

from text.private_data import mask

MODEL = Path("models/luoxiaozheng.tar.gz")
ROWS = Path("tests/bot/acts.jsonl")
ACTS, DETAILS, SURE, STOLEN = 0.92, 0.93, 0.7, 0.06
DETAIL_NAMES = {"case_number", "bill_number", "unit_code", "phone_tail", "window", "date", "time"}


@pytest.fixture(scope="module")
def parsed(_at_the_root: None) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each row with what the model made of it."""
    if not MODEL.is_file():
        pytest.skip("nothing trained: luoxiaozheng build")
    agent = Agent.load(MODEL)
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]

    async def parse() -> list[dict[str, Any]]:
        return [await agent.parse_message(mask(row["text"]).text) for row in rows]

    return list(zip(rows, asyncio.run(parse()), strict=True))


def test_acts(parsed: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    wrong = [row["text"] for row, seen in parsed if seen["intent"]["name"] != row["intent"]]
    assert 1 - len(wrong) / len(parsed) >= ACTS, wrong


def test_questions_are_seldom_taken_for_acts_with_confidence(
    parsed: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    questions = [(row, seen) for row, seen in parsed if row["intent"] == "ask_guide"]
    stolen = [
        row["text"]
        for row, seen in questions
        if seen["intent"]["name"] not in ("ask_guide", "nlu_fallback")
        and seen["intent"]["confidence"] >= SURE
    ]
    assert len(stolen) / len(questions) <= STOLEN, stolen


def test_details(parsed: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    right = wanted = given = 0
    for row, seen in parsed:
        expected = {
            (name, value)
            for name, values in row["entities"].items()
            for value in ([values] if isinstance(values, str) else values)
        }
        got = {
            (one["entity"], one["value"])
            for one in seen["entities"]
            if one["entity"] in DETAIL_NAMES
        }
        right, wanted, given = right + len(expected & got), wanted + len(expected), given + len(got)
    assert 2 * right / (wanted + given) >= DETAILS
