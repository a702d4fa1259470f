"""Sentence vectors of the e5 encoder as dense features for the act classifier."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tokenizers import Tokenizer as PieceTokenizer

from bot.components.files import hash_files, var_dir

logger = logging.getLogger(__name__)

DIMENSION = 384


class Encoder:
    """The ONNX encoder of one model folder: `model.onnx`, `tokenizer.json`, `encoder.json`.

    The graph pools and normalises: texts in, float32 vectors of length 1 out.
    """

    def __init__(self, folder: Path, threads: int) -> None:
        settings = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self.dimension: int = settings["dimension"]
        self._prefix: str = settings["query_prefix"]
        self._pieces = PieceTokenizer.from_file(str(folder / "tokenizer.json"))
        self._pieces.enable_truncation(settings["max_tokens"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: list[str]) -> np.ndarray:
        """Vectors of shape (len(texts), dimension); one by one, because an int8 model scales by
        the whole batch: what is trained on must be what is parsed."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            pieces = self._pieces.encode(self._prefix + text)
            inputs = {
                "input_ids": np.array([pieces.ids], dtype=np.int64),
                "attention_mask": np.array([pieces.attention_mask], dtype=np.int64),
            }
            vectors[row] = self._session.run(["embedding"], inputs)[0][0]
        return vectors


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(DenseFeaturizer, GraphComponent):
    """One sentence feature a message, shape (1, dimension); no sequence features.

    Without a usable model folder, or when encoding fails, the vector is zero: the classifier
    still has the words, and a parse never fails because of the encoder.

    Settings: `folder` (default: LXZ_EMBEDDING_DIR, else `embedding/e5-small` in the data
    folder), `threads` for one encoding (default 1), `scale`: what vectors are multiplied by.
    e5 vectors of different sentences differ by about 0.02 in each dimension, so next to word
    counts a regularised classifier would not see them unscaled.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Stands after a tokenizer, as every featurizer."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Defaults, see the class."""
        return {**DenseFeaturizer.get_default_config(), "folder": None, "threads": 1, "scale": 20.0}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """An absent folder is no error, see the class."""

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Other weights give other features."""
        folder = cls._folder({**cls.get_default_config(), **config})
        return hash_files(
            folder / name for name in ("model.onnx", "tokenizer.json", "encoder.json")
        )

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectors:
        """Loads the encoder if there is one."""
        return cls(execution_context.node_name, config)

    def __init__(self, name: str, config: dict[str, Any]) -> None:
        super().__init__(name, config)
        self._complained = False
        self._encoder: Encoder | None = None
        folder = self._folder(self._config)
        try:
            self._encoder = Encoder(folder, threads=int(self._config["threads"]))
        except Exception as error:  # whatever is wrong with the files, the words remain
            self._complain(f"no sentence vectors from {folder}: {error}")

    @staticmethod
    def _folder(config: dict[str, Any]) -> Path:
        given = config["folder"] or os.environ.get("LXZ_EMBEDDING_DIR")
        return Path(given) if given else var_dir() / "embedding" / "e5-small"

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the feature to all examples."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the feature to incoming messages."""
        messages_with_text = [message for message in messages if message.get(TEXT)]
        if messages_with_text:
            vectors = self._vectors([message.get(TEXT) for message in messages_with_text])
            for message, vector in zip(messages_with_text, vectors):
                message.add_features(
                    Features(
                        vector[np.newaxis, :],
                        FEATURE_TYPE_SENTENCE,
                        TEXT,
                        self._config[FEATURIZER_CLASS_ALIAS],
                    )
                )
        return messages

    def _vectors(self, texts: list[str]) -> np.ndarray:
        if self._encoder is None:
            return np.zeros((len(texts), DIMENSION), dtype=np.float32)
        try:
            return self._encoder.encode(texts) * np.float32(self._config["scale"])
        except Exception as error:  # a parse must not fail because of the encoder
            self._complain(f"encoding failed, zero vectors instead: {error}")
            return np.zeros((len(texts), self._encoder.dimension), dtype=np.float32)

    def _complain(self, reason: str) -> None:
        if not self._complained:
            logger.warning("%s (said once)", reason)
            self._complained = True
