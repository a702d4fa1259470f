"""Words and characters of a message, weighted, as sparse features for the act classifier."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import scipy.sparse
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import TfidfVectorizer

import text
from bot.components.dictionary import dictionary_fingerprint, load_dictionaries
from bot.components.files import hash_files
from bot.components.tokenizer import cut
from text.entities import placeholders

WORD = r"\S+"


def words_of(said: str) -> str:
    """The words of a normalised message with spaces between, details as their names: which
    digits a number has, or which day is meant, says nothing about the act."""
    return " ".join(word for word, _ in cut(placeholders(said)))


def vectorizers() -> list[TfidfVectorizer]:
    """Words, and runs of one to three characters within words; rare ones weigh more."""
    return [
        TfidfVectorizer(lowercase=False, sublinear_tf=True, token_pattern=WORD),
        TfidfVectorizer(lowercase=False, sublinear_tf=True, analyzer="char_wb", ngram_range=(1, 3)),
    ]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class ActFeatures(SparseFeaturizer, GraphComponent):
    """One sparse sentence feature a message, shape (1, vocabulary).

    In place of Rasa's CountVectorsFeaturizer, which counts and does not weigh, so that a long
    message drowns its few telling words, and which sees every digit of a number.
    """

    FILE = "vectorizers.skops"
    TRUSTED = ["scipy.sparse._csr.csr_matrix"]
    """What skops does not know for harmless by itself: where a vectorizer keeps its weights."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Stands after the tokenizer, as every featurizer."""
        return [Tokenizer]

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to set."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The dictionaries and the finders of details decide what a word is."""
        files = (Path(inspect.getfile(text)).parent / "entities").glob("*.py")
        return dictionary_fingerprint() + hash_files(files)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ActFeatures:
        """An untrained component."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> ActFeatures:
        """The component as it was trained."""
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._vectorizers = skops.io.load(folder / cls.FILE, trusted=cls.TRUSTED)
        return component

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        super().__init__(name, config)
        load_dictionaries()
        self._model_storage = model_storage
        self._resource = resource
        self._vectorizers = vectorizers()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the vocabulary and how rare each entry is."""
        said = [words_of(one.get(TEXT)) for one in training_data.intent_examples if one.get(TEXT)]
        for vectorizer in self._vectorizers:
            vectorizer.fit(said)
        with self._model_storage.write_to(self._resource) as folder:
            skops.io.dump(self._vectorizers, folder / self.FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to all examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the feature to messages with a text."""
        written = [message for message in messages if message.get(TEXT)]
        said = [words_of(message.get(TEXT)) for message in written]
        if said:
            parts = [vectorizer.transform(said) for vectorizer in self._vectorizers]
            rows = scipy.sparse.hstack(parts).tocsr()
            for number, message in enumerate(written):
                message.add_features(
                    Features(
                        rows[number].tocoo(),
                        FEATURE_TYPE_SENTENCE,
                        TEXT,
                        self._config[FEATURIZER_CLASS_ALIAS],
                    )
                )
        return messages
