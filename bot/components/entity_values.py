"""Tidies what the extractors found: one entity a span, values in one spelling."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
AFTERNOON = re.compile(r"(下午|晚上|傍晚|今晚|明晚|pm)\s*$", re.IGNORECASE)
HAN = "一二两三四五六七八九十"
CLOCK = re.compile(rf"([\d{HAN}]+)(?:点钟|点整|点|:|时)(半|[一三]刻|[\d{HAN}]*)分?")
DATE = re.compile(r"(?:(\d{4})[年/.-])?(\d{1,2})[月/.-](\d{1,2})[日号]?")
DATE_HAN = re.compile(r"([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]")


def to_int(written: str) -> int:
    """A number below 100, in digits or in Chinese (十五, 二十, 两)."""
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


def clock_time(written: str, before: str) -> str:
    """HH:MM of a time such as `3点半`; `before` is the text before it (下午 adds 12 hours)."""
    match = CLOCK.fullmatch(written)
    if not match:
        return written
    minutes = {"半": 30, "一刻": 15, "三刻": 45, "": 0}
    hour = to_int(match[1])
    minute = minutes[match[2]] if match[2] in minutes else to_int(match[2])
    if hour < 12 and AFTERNOON.search(before):
        hour += 12
    return f"{hour:02d}:{minute:02d}" if hour < 25 and minute < 60 else written


def calendar_date(written: str, before: str) -> str:
    """YYYY-MM-DD or MM-DD of an absolute date; relative words (明天) stay as they are."""
    if match := DATE.fullmatch(written):
        year = f"{match[1]}-" if match[1] else ""
        return f"{year}{int(match[2]):02d}-{int(match[3]):02d}"
    if match := DATE_HAN.fullmatch(written):
        return f"{to_int(match[1]):02d}-{to_int(match[2]):02d}"
    return written


def bare_number(written: str, before: str) -> str:
    """Letters and digits without the words around them, in capitals."""
    return "".join(re.findall(r"[A-Za-z0-9]+", written)).upper()


VALUES: dict[str, Callable[[str, str], str]] = {
    "time": clock_time,
    "date": calendar_date,
    "case_number": bare_number,
    "bill_number": bare_number,
    "unit_code": bare_number,
    "phone_tail": bare_number,
}


def without_overlaps(entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The longest of entities that share characters; of equal ones the first found."""
    kept: list[dict[str, Any]] = []

    def length(entity: dict[str, Any]) -> int:
        return int(entity[ENTITY_ATTRIBUTE_END] - entity[ENTITY_ATTRIBUTE_START])

    for entity in sorted(entities, key=length, reverse=True):
        if all(
            entity[ENTITY_ATTRIBUTE_END] <= other[ENTITY_ATTRIBUTE_START]
            or other[ENTITY_ATTRIBUTE_END] <= entity[ENTITY_ATTRIBUTE_START]
            for other in kept
        ):
            kept.append(entity)
    return sorted(kept, key=lambda entity: int(entity[ENTITY_ATTRIBUTE_START]))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class EntityValues(GraphComponent):
    """Stands last in the pipeline; entities of structured messages carry no span and stay."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntityValues:
        """Makes the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Rewrites the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            entities = without_overlaps(message.get(ENTITIES) or [])
            for entity in entities:
                rewrite = VALUES.get(entity[ENTITY_ATTRIBUTE_TYPE])
                if rewrite:
                    before = text[: entity[ENTITY_ATTRIBUTE_START]]
                    entity[ENTITY_ATTRIBUTE_VALUE] = rewrite(
                        str(entity[ENTITY_ATTRIBUTE_VALUE]), before
                    )
            message.set(ENTITIES, entities, add_to_output=True)
        return messages
