"""Cuts Chinese text into words with jieba and the district's dictionaries."""

from __future__ import annotations

import re
from typing import Any

import jieba
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.components.dictionary import dictionary_fingerprint, load_dictionaries

MASK = re.compile(r"\[[A-Z][A-Z_]*_\d+\]")
"""A masked private value such as `[ID_1]`: always one token."""


def cut(text: str) -> list[tuple[str, int]]:
    """Words and their start offsets (characters), without blank ones."""
    words: list[tuple[str, int]] = []
    position = 0
    for mask in [*MASK.finditer(text), None]:
        end = mask.start() if mask else len(text)
        for word, start, _ in jieba.tokenize(text[position:end]):
            if word.strip():
                words.append((word, position + start))
        if mask:
            words.append((mask.group(), end))
            position = mask.end()
    return words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class LuohuTokenizer(Tokenizer):
    """jieba with `bot.components.dictionary`, masks kept whole, no blank tokens.

    Rasa's JiebaTokenizer copies its dictionary into the model but does not notice when the
    file changes; here the files take part in the training fingerprint.
    """

    @staticmethod
    def supported_languages() -> list[str] | None:
        """Chinese only."""
        return ["zh"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The settings that Rasa's base class asks for."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @staticmethod
    def required_packages() -> list[str]:
        """A new jieba release means a new training."""
        return ["jieba"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LuohuTokenizer:
        """Loads the dictionaries and makes the component."""
        load_dictionaries()
        return cls(config)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The dictionaries decide where words end."""
        return dictionary_fingerprint()

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """Tokens of one attribute; a text of blanks or nothing gives one token of itself."""
        text = message.get(attribute)
        tokens = [Token(word, start) for word, start in cut(text)]
        return self._apply_token_pattern(tokens or [Token(text, 0)])
