"""Finds places of the district: subdistricts, communities, halls, parks, stations."""

from __future__ import annotations

from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    ENTITY_ATTRIBUTE_END,
    ENTITY_ATTRIBUTE_START,
    ENTITY_ATTRIBUTE_TYPE,
    ENTITY_ATTRIBUTE_VALUE,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from spacy.language import Language

from bot.components.dictionary import PLACES, load_dictionaries


def build_language() -> Language:
    """A blank Chinese spaCy model: jieba segmenter, and an entity ruler over the places.

    The dictionary is loaded first, for spaCy drops a pattern that does not start and end
    where words do. A pattern's `id` is the place's full name.
    """
    load_dictionaries()
    language = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    language.add_pipe("entity_ruler").from_disk(PLACES)  # type: ignore[attr-defined]
    return language


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PlaceExtractor(EntityExtractorMixin, GraphComponent):
    """spaCy's entity ruler as a Rasa extractor; the value is the place's full name.

    Rasa's SpacyNLP and SpacyEntityExtractor would do the same with a model saved to disk
    beforehand, three passes a message and the written name as value. The model is made when
    Rasa starts (some milliseconds), so new places need a restart and no training.
    """

    @staticmethod
    def required_packages() -> list[str]:
        """spaCy brings the ruler, jieba the words."""
        return ["spacy", "jieba"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PlaceExtractor:
        """Builds the spaCy model."""
        return cls(build_language())

    def __init__(self, language: Language) -> None:
        self._language = language

    def process(self, messages: list[Message]) -> list[Message]:
        """Appends the places of each message to its entities."""
        for message in messages:
            found = self.add_extractor_name(self._places(message.get(TEXT) or ""))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _places(self, text: str) -> list[dict[str, Any]]:
        return [
            {
                ENTITY_ATTRIBUTE_TYPE: span.label_,
                ENTITY_ATTRIBUTE_START: span.start_char,
                ENTITY_ATTRIBUTE_END: span.end_char,
                ENTITY_ATTRIBUTE_VALUE: span.ent_id_ or span.text,
            }
            for span in self._language(text).ents
        ]
