"""One guide, one definition and one rule file, saved while the product runs, are a new matter that
can be applied for: no code, no intent, no training, no restart."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.registers.people import MOTHER
from tests.conversations.rows import core_rows
from tests.stack import Stack

pytestmark = pytest.mark.stack
WITHIN_S = 10
ITEM = "gongxiang-caidi"

GUIDE = """
id: gongxiang-caidi
name: 共享菜地认领
short_name: 共享菜地
name_en: Claiming a shared vegetable plot
summary: 测试用的事项：认领一块共享菜地。
summary_en: A matter that exists in tests only.
aliases: [菜地认领, 认领菜地, 一米菜园]
audience: person
theme: 测试
department: 测试部门
checked_on: 2026-11-22
who_knows: {name: 12345热线, phone: 0755-12345}
fee: {state: unknown}
sources:
  made-up: {title: 测试用的来源, date: '2026-11-01', trust: unsourced}
facts:
  - {id: what, aspects: [overview], text: 共享菜地是测试里的一块菜地。, source: made-up}
  - {id: bring, aspects: [materials], text: 认领共享菜地不用带材料。, source: made-up}
  - {id: how, aspects: [process], text: 共享菜地在网上认领。, source: made-up}
asks:
  - {text: 我要申请共享菜地认领, aspect: process, way: short, fact: how}
  - {text: 认领共享菜地要带什么, aspect: materials, way: aspect, fact: bring}
  - {text: 共享菜地怎么认领, aspect: process, way: aspect, fact: how}
  - {text: 想在小区旁边领一小块菜地种菜, aspect: overview, way: situation, fact: what}
  - {text: 那个一米菜园咋弄啊, aspect: process, way: noisy, fact: how}
  - {text: How do I claim a shared vegetable plot?, aspect: process, way: english, fact: how}
  - {text: 我想認領一塊菜地要帶咩, aspect: materials, way: cantonese, fact: bring}
  - {text: 共享菜地認領需要哪些文件, aspect: materials, way: traditional, fact: bring}
"""

DEFINITION = """
item: gongxiang-caidi
title: 共享菜地认领
audience: person
assurance: real_name
fields:
  - id: will_water
    label: 自己浇水
    type: yes_no
    ask: 您能自己浇水吗？
    screen: true
    must: '"yes"'
    otherwise: 共享菜地要自己浇水，不能浇水的不能认领。
  - {id: person_name, label: 姓名, type: name, ask: 您叫什么名字？, prefill: person.name}
  - {id: plots, label: 认领块数, type: integer, ask: 想认领几块？, least: 1, most: 9}
registers: [household]
inputs:
  registered: {of: register.household, fn: present}
  plots: {of: field.plots}
unique: false
consent: 我同意为认领菜地查询我的户籍信息。
approved_says: 菜地已经给您留好。
"""

COLUMNS = {"registered": "有户籍登记", "plots": "认领块数"}
ROWS = [
    ("true", "<= 2", "approve", "有户籍登记，认领不超过两块，可以认领。", "made-up"),
    ("", "", "person", "由工作人员核对还有没有空的菜地。", ""),
]


def rules() -> dict[str, Any]:
    """The decision table, as the JDM editor saves it."""
    outputs = ("verdict", "reason", "source")
    table = {
        "hitPolicy": "first",
        "inputs": [{"id": one, "field": one, "name": name} for one, name in COLUMNS.items()],
        "outputs": [{"id": one, "field": one, "name": one} for one in outputs],
        "rules": [
            {"_id": f"row_{number}", "_description": "测试用的规则", "registered": row[0]}
            | {"plots": row[1]}
            | {
                name: json.dumps(said, ensure_ascii=False)
                for name, said in zip(outputs, row[2:], strict=True)
            }
            for number, row in enumerate(ROWS)
        ],
    }
    return {
        "contentType": "application/vnd.gorules.decision",
        "meta": {
            "item": ITEM,
            "version": "1",
            "effective_from": "2020-01-01",
            "demo": True,
            "sources": [{"id": "made-up", "title": "测试用的来源"}],
            "inputs": {"registered": {"type": "boolean"}, "plots": {"type": "number"}},
        },
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "申请"},
            {"id": "table", "type": "decisionTableNode", "name": "规则", "content": table},
            {"id": "out", "type": "outputNode", "name": "结论"},
        ],
        "edges": [
            {"id": "a", "sourceId": "in", "targetId": "table", "type": "edge"},
            {"id": "b", "sourceId": "table", "targetId": "out", "type": "edge"},
        ],
    }


@pytest.fixture
def saved(stack: Stack) -> Iterator[None]:
    """The three files; gone afterwards."""
    files: dict[Path, str] = {
        stack.items / f"{ITEM}.yml": DEFINITION,
        stack.rules / f"{ITEM}.json": json.dumps(rules(), ensure_ascii=False),
        stack.guides / f"{ITEM}.yml": GUIDE,
    }
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    yield
    for path in files:
        path.unlink()


def apply(stack: Stack) -> dict[str, Any]:
    """The reply that opens the application; the files may be some seconds old."""
    deadline = time.monotonic() + WITHIN_S
    while True:
        reply = stack.ask("我要申请共享菜地认领")
        if reply["outcome"] == "collecting":
            return reply
        assert time.monotonic() < deadline, f"after {WITHIN_S} s still: {reply!r:.2000}"
        time.sleep(0.5)


@pytest.mark.usefixtures("saved")
@pytest.mark.parametrize(
    ("plots", "case", "instant", "says"),
    [("2", "approved", True, "菜地已经给您留好"), ("三", "under_review", False, "工作人员")],
)
def test_a_new_matter_is_applied_for_to_its_verdict(
    stack: Stack, plots: str, case: str, instant: bool, says: str
) -> None:
    begun = apply(stack)
    talk = begun["conversation_id"]
    assert begun["cards"][-1]["field"] == "will_water"
    assert stack.ask("能", conversation_id=talk)["cards"][-1]["type"] == "sign_in"
    asked = stack.sign_in(talk, MOTHER.id_number)[-1]
    assert asked["field"] == "plots"
    digression = stack.ask("认领共享菜地要带什么材料", conversation_id=talk)
    assert "不用带材料" in digression["cards"][0]["text"]
    review = stack.ask(plots, conversation_id=talk)["cards"][-1]
    assert review["type"] == "review" and MOTHER.name in review["text"]
    decided = stack.ask("提交", conversation_id=talk)["cards"][-1]
    assert decided["type"] == "case" and decided["demo"] is True
    assert says in decided["text"]
    assert core_rows(stack, talk) == [
        {"item": ITEM, "draft": "submitted", "case": case, "instant": instant}
    ]
