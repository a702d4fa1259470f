"""Of looked-up entities that share characters, only the longest stays."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, ENTITY_ATTRIBUTE_END, ENTITY_ATTRIBUTE_START
from rasa.shared.nlu.training_data.message import Message


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
class EntitySpans(GraphComponent):
    """Stands after the look-ups; entities of structured messages carry no span and stay."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EntitySpans:
        """Makes the component; it has no settings."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Rewrites the entities of each message."""
        for message in messages:
            kept = without_overlaps(message.get(ENTITIES) or [])
            message.set(ENTITIES, kept, add_to_output=True)
        return messages
