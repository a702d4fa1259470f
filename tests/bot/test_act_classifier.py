from pathlib import Path

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.act_classifier import ActClassifier


def seen(text: str, features: list[float], intent: str | None = None) -> Message:
    message = Message(data={"text": text, **({"intent": intent} if intent else {})})
    message.add_features(
        Features(np.array([features], dtype=np.float32), "sentence", "text", "test")
    )
    return message


@pytest.fixture
def classifier(tmp_path: Path) -> ActClassifier:
    """Trained on three questions to each greeting, and loaded again from its file."""
    storage, resource = LocalModelStorage(tmp_path), Resource("acts")
    context = ExecutionContext(GraphSchema({}), "model", node_name="acts")
    config = ActClassifier.get_default_config()
    examples = [seen(f"怎么办{i}", [1.0, 0.1 * i], "ask_guide") for i in range(30)]
    examples += [seen(f"你好{i}", [-1.0, 0.1 * i], "greet") for i in range(10)]
    ActClassifier.create(config, storage, resource, context).train(TrainingData(examples))
    return ActClassifier.load(config, storage, resource, context)


def test_the_nearest_act_is_chosen_and_the_frequent_one_where_nothing_speaks(
    classifier: ActClassifier,
) -> None:
    question, greeting, unclear = classifier.process(
        [seen("怎么办", [1, 0]), seen("你好", [-1, 0]), seen("嗯", [0, 0])]
    )
    assert question.get("intent")["name"] == "ask_guide"
    assert greeting.get("intent")["name"] == "greet"
    assert unclear.get("intent")["name"] == "ask_guide"
    assert [row["name"] for row in greeting.get("intent_ranking")] == ["greet", "ask_guide"]


@pytest.mark.parametrize(
    "words", ["lh202611227k3q9xyz", "lh20261122 7k3q9xyz 尾号1234", "编号lh20261122-7k3q9xyz"]
)
def test_the_number_of_a_case_asks_where_it_stands(classifier: ActClassifier, words: str) -> None:
    (number,) = classifier.process([seen(words, [-1, 0])])
    assert number.get("intent") == {"name": "check_case", "confidence": 1.0}


def test_a_blank_message_has_no_act_and_does_not_fail(classifier: ActClassifier) -> None:
    blank, greeting = classifier.process([Message(data={"text": " "}), seen("你好", [-1, 0])])
    assert blank.get("intent") == {"name": None, "confidence": 0.0}
    assert greeting.get("intent")["name"] == "greet"
