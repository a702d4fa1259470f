"""The JSON Schema of a turn, for front ends: `python -m messages.schema`.

It describes what travels: a field with a default may be left out, the `type` of a card
never is. `channels/web` generates its TypeScript types from it.
"""

import json
from typing import Any

from messages.turn import Turn


def turn_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of `Turn`, with every card's `type` required."""
    schema = Turn.model_json_schema(mode="validation")
    for definition in schema["$defs"].values():
        if "const" in definition.get("properties", {}).get("type", {}):
            definition["required"] = ["type", *definition.get("required", [])]
    return schema


if __name__ == "__main__":
    print(json.dumps(turn_schema(), ensure_ascii=False, indent=2))
