"""Rewrites a message to the form everything after it expects: width, script, spacing."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

import text
from bot.components.files import hash_files
from text.normalise import normalise

ORIGINAL = "original_text"
"""Where a message keeps its words as they were sent."""


def is_structured(message: Message) -> bool:
    """True for `/intent{...}` messages: they are made by the gateway, not by a citizen."""
    return str(message.get(TEXT) or "").startswith("/")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class TextNormaliser(GraphComponent):
    """Applies `text.normalise.normalise` to TEXT, in training and in use.

    Must stand before the tokenizer: offsets of tokens and entities refer to the new text.
    Structured messages stay as they are, and as training examples they are left out, so that
    `choose` can be declared in the data without being learnt.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextNormaliser:
        """Makes the component; it has no settings."""
        return cls()

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The `text` package decides what this component does, so its files count."""
        files = Path(inspect.getfile(text)).parent.rglob("*")
        return hash_files(path for path in files if path.suffix != ".pyc")

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Rewrites every example that is language and drops the others."""
        kept = training_data.filter_training_examples(lambda example: not is_structured(example))
        for example in kept.training_examples:
            self._rewrite(example)
        return kept

    def process(self, messages: list[Message]) -> list[Message]:
        """Rewrites incoming messages in place."""
        for message in messages:
            if not is_structured(message):
                self._rewrite(message)
        return messages

    @staticmethod
    def _rewrite(message: Message) -> None:
        raw = message.get(TEXT)
        message.set(ORIGINAL, raw)
        normal = normalise(raw) if raw else ""
        if normal:  # else nothing visible is left: the classifiers need some text to look at
            message.set(TEXT, normal, add_to_output=True)
