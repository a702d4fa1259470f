"""A guide dropped into the folder is answered at once; a broken one harms nothing."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.stack import Stack

pytestmark = pytest.mark.stack
WITHIN_S = 5

GUIDE = """
id: chongwu-fangyi-zheng
name: 犬只免疫登记证办理
short_name: 犬只免疫登记
name_en: Dog vaccination registration
summary: 测试用的事项：给犬只办免疫登记证。
summary_en: A matter that exists in tests only.
aliases: [狗证, 养犬登记, 遛狗证]
audience: person
theme: 测试
department: 测试部门
checked_on: 2026-11-22
who_knows: {name: 12345热线, phone: 0755-12345}
fee: {state: unknown}
sources:
  made-up: {title: 测试用的来源, date: '2026-11-01', trust: unsourced}
facts:
  - {id: what, aspects: [overview], text: 犬只免疫登记证是测试里的一种证。, source: made-up}
  - {id: bring, aspects: [materials], text: 办犬只免疫登记证要带狗的疫苗本。, source: made-up}
  - {id: where, aspects: [place], text: 犬只免疫登记证在测试窗口办。, source: made-up}
asks:
  - {text: 狗证怎么办, aspect: process, way: short}
  - {text: 给狗办证要带什么, aspect: materials, way: aspect}
  - {text: 养犬登记去哪里办, aspect: place, way: aspect}
  - {text: 家里新养了一只小狗要去登记吗, aspect: overview, way: situation}
  - {text: 狗狗打完针在哪办那个证, aspect: place, way: noisy}
  - {text: How do I register my dog?, aspect: process, way: english}
  - {text: 我隻狗要攞證要帶咩, aspect: materials, way: cantonese}
  - {text: 犬隻登記需要哪些文件, aspect: materials, way: traditional}
"""


def test_a_new_guide_is_answered_without_restart_or_training(stack: Stack) -> None:
    question = "办犬只免疫登记证要带什么材料"
    assert stack.ask(question)["trace"].get("item") != "chongwu-fangyi-zheng"
    (stack.guides / "chongwu-fangyi-zheng.yml").write_text(GUIDE, encoding="utf-8")
    reply = _until(lambda: stack.ask(question), lambda r: r["outcome"] == "answered")
    assert reply["cards"][0]["item"] == "chongwu-fangyi-zheng"
    assert "疫苗本" in reply["cards"][0]["lead"]
    (stack.guides / "chongwu-fangyi-zheng.yml").unlink()
    _until(lambda: stack.ask(question), lambda r: r["outcome"] != "answered")


def test_a_broken_guide_is_refused_with_line_and_reason_while_the_rest_serves(
    stack: Stack,
) -> None:
    broken = stack.guides / "huai-de.yml"
    broken.write_text("id: huai-de\nname: 坏的\nfacts: nothing\n", encoding="utf-8")
    log = stack.run_dir / "actions.log"
    _until(lambda: _read(log), lambda text: "huai-de.yml:3: facts" in text)
    assert stack.ask("公司设立登记要什么材料")["outcome"] == "answered"
    broken.unlink()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _until(look: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    """What is seen as soon as it is good; within five seconds."""
    deadline = time.monotonic() + WITHIN_S
    while True:
        seen = look()
        if good(seen):
            return seen
        assert time.monotonic() < deadline, f"after {WITHIN_S} s still: {seen!r:.2000}"
        time.sleep(0.2)
