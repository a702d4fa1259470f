"""A small sound rule file, to be broken in one place."""

import copy
import json
from pathlib import Path
from typing import Any

META: dict[str, Any] = {
    "item": "shifan",
    "version": "1",
    "effective_from": "2026-01-01",
    "demo": False,
    "sources": [{"id": "law", "title": "示范条例", "publisher": "示范市", "trust": "statute"}],
    "inputs": {
        "age": {"type": "number", "label": "年龄"},
        "local": {"type": "boolean"},
        "note": {"type": "string", "required": False},
    },
}
INPUTS = [
    {"id": "a", "name": "年龄", "field": "age"},
    {"id": "b", "name": "本地户籍", "field": "local"},
    {"id": "c", "name": "备注", "field": "note"},
]
OUTPUTS = [
    {"id": "v", "name": "结论", "field": "verdict"},
    {"id": "r", "name": "理由", "field": "reason"},
    {"id": "s", "name": "依据", "field": "source"},
]


def row(key: str, age: str, local: str, note: str, verdict: str, source: str) -> dict[str, Any]:
    said = {"v": f'"{verdict}"', "r": f'"因为{key}。"', "s": f'"{source}"'}
    return {"_id": key, "_description": f"依据{key}", "a": age, "b": local, "c": note} | said


def small() -> dict[str, Any]:
    """Approves local people from 70 on, refuses those below 60."""
    rows = [
        row("young", "< 60", "", "", "refuse", "law"),
        row("noted", "", "", '"待查"', "person", ""),
        row("good", ">= 70", "true", "", "approve", "law"),
        row("rest", "", "", "", "person", ""),
    ]
    table = {"hitPolicy": "first", "inputs": INPUTS, "outputs": OUTPUTS, "rules": rows}
    nodes = [
        {"id": "in", "name": "申请", "type": "inputNode"},
        {"id": "t", "name": "规则", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "结论", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "t"},
        {"id": "2", "type": "edge", "sourceId": "t", "targetId": "out"},
    ]
    content = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    return copy.deepcopy(content | {"meta": META})


def rows_of(data: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data["nodes"][1]["content"]["rules"]
    return rows


def write(folder: Path, data: dict[str, Any], name: str = "shifan") -> Path:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return path
