"""A small guide that breaks no rule, to copy, change and break in tests."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from knowledge_base.schema import Guide

GUIDE = """\
id: deng-ji
name: 纸鸢登记
short_name: 纸鸢登记
name_en: Kite Registration
summary: 给自己的纸鸢登记一个号码。
summary_en: Registering a number for your kite.
aliases: [登记纸鸢, 放纸鸢登记]
audience: person
theme: 测试
department: 纸鸢管理处
status: active
checked_on: 2026-11-01
who_knows: {name: 纸鸢管理处, phone: 0755-12345}
fee: {state: free, fact: fee}
sources:
  gongbao:
    title: 纸鸢登记办法
    publisher: 纸鸢管理处
    date: '2024-03-01'
    url: https://example.com/kite
    trust: official
    may_link: true
  luntan:
    title: 放纸鸢的人说的
    url: https://example.com/forum
    trust: secondary
facts:
  - id: who
    aspects: [eligibility, overview]
    text: 年满6岁、自己有纸鸢的人，都可以办纸鸢登记。
    source: gongbao
  - id: materials
    aspects: [materials]
    text: 纸鸢登记要带纸鸢和身份证。
    source: gongbao
  - id: fee
    aspects: [fee]
    text: 纸鸢登记不收费。
    source: gongbao
  - id: time
    aspects: [time_limit]
    text: 纸鸢登记要3-5个工作日，电话0755-25600000。
    source: luntan
  - id: place
    aspects: [place]
    text: 纸鸢登记在山顶办。
    source: null
asks:
  - {text: 纸鸢登记, aspect: overview, way: short}
  - {text: 登记纸鸢多少钱, aspect: fee, way: short}
  - {text: 办纸鸢登记要带什么, aspect: materials, way: aspect}
  - {text: 纸鸢登记几天办好, aspect: time_limit, way: aspect}
  - {text: 我给孩子扎了个纸鸢，想要个号码，该去哪里, aspect: place, way: situation}
  - {text: 登記紙鳶要帶咩, aspect: materials, way: cantonese}
  - {text: "How do I register a kite?", aspect: process, way: english}
  - {text: 只鸢登记再哪里办, aspect: place, way: noisy}
"""


def guide(**changes: Any) -> Guide:
    """The sample guide with some of its top-level fields changed."""
    return Guide.model_validate({**YAML(typ="safe").load(GUIDE), **changes})


def write_guide(folder: Path, text: str = GUIDE, name: str = "deng-ji.yml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
