"""Rasa's own way: one retrieval intent `faq` whose responses are the guides.

DIET tells questions for the guides from those that no guide answers; the ResponseSelector
picks the guide. Runs in Rasa's own environment (Python 3.10).
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import warnings
from pathlib import Path
from typing import Any

for name, value in {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
}.items():
    os.environ[name] = value
warnings.filterwarnings("ignore")

from bench.search.worker import Answer, Answerer, Sentence  # noqa: E402
from text.normalise import normalise  # noqa: E402

CONFIG = """
recipe: default.v1
assistant_id: bench
language: zh
pipeline:
  - name: JiebaTokenizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: {diet}
    entity_recognition: false
    constrain_similarities: true
    random_seed: 20261122
  - name: ResponseSelector
    retrieval_intent: faq
    epochs: {selector}
    constrain_similarities: true
    random_seed: 20261122
"""
"""The pipeline of `rasa init` with jieba, without entities."""

logging.getLogger("jieba").setLevel(logging.WARNING)


class System:
    """`diet`, `selector`: epochs. DIET has only to tell two intents apart here."""

    def __init__(self, diet: int = 3, selector: int = 20) -> None:
        self._epochs = {"diet": diet, "selector": selector}

    def build(self, sentences: list[Sentence], folder: Path) -> None:
        from rasa.model_training import train_nlu

        config, data = folder / "config.yml", folder / "nlu.json"
        config.write_text(CONFIG.format(**self._epochs), encoding="utf-8")
        data.write_text(json.dumps(_training(sentences), ensure_ascii=False), encoding="utf-8")
        if train_nlu(str(config), str(data), str(folder), fixed_model_name="model") is None:
            raise RuntimeError("Rasa trained nothing")

    def open(self, sentences: list[Sentence], folder: Path) -> Answerer:
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.WARNING)
        agent = Agent.load(str(folder / "model.tar.gz"))
        loop = asyncio.new_event_loop()

        def answer(text: str) -> Answer:
            return _read(loop.run_until_complete(agent.parse_message(normalise(text))))

        return answer


def _training(sentences: list[Sentence]) -> dict[str, Any]:
    """In Rasa's JSON format: no character of a sentence means anything there."""
    rows = [
        {"text": normalise(s.text), "intent": f"faq/{s.owner}" if s.owner else "out_of_scope"}
        for s in sentences
        if s.spoken
    ]
    owners = dict.fromkeys(s.owner for s in sentences if s.owner)
    return {
        "rasa_nlu_data": {
            "common_examples": rows,
            "responses": {f"faq/{owner}": [{"text": owner}] for owner in owners},
        }
    }


def _read(parsed: dict[str, Any]) -> Answer:
    """Answers where DIET says `faq`; the ranking and confidence are the selector's."""
    ranking = parsed["response_selector"]["faq"]["ranking"]
    confidence = [float(row["confidence"]) for row in ranking]
    return Answer(
        ranking=[row["intent_response_key"].split("/", 1)[1] for row in ranking[:10]],
        score=confidence[0],
        margin=confidence[0] - confidence[1],
        confidence=confidence[0],
        answered=parsed["intent"]["name"] == "faq",
    )
