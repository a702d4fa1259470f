"""The page's card types are those of `messages`."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from messages.schema import turn_schema

WEB = Path(__file__).parents[2] / "channels" / "web"


def test_the_types_of_the_page_are_generated_from_the_cards() -> None:
    node = shutil.which("node")
    if node is None or not (WEB / "node_modules").exists():
        pytest.skip("Node or channels/web/node_modules is missing: npm ci")
    made = subprocess.run(
        [node, "scripts/cards.mjs"],
        cwd=WEB,
        input=json.dumps(turn_schema()),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    kept = (WEB / "src" / "chat" / "cards.ts").read_text(encoding="utf-8")
    assert made.stdout == kept, "run: python -m messages.schema | npm run --silent cards"
