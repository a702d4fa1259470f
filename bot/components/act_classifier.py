"""Chooses the act (intent): a linear classifier over words, characters and sentence vectors."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from text.case_number import find_case_number

CHECK_CASE = "check_case"
NOT_ABOUT_A_CASE = {"human_agent", "stop"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ActClassifier(LogisticRegressionClassifier):
    """Rasa's logistic regression, without its equal weight for every intent.

    The data holds most examples of the act that people perform most, asking about a matter;
    weighting that away sends more questions to other acts. Settings: Rasa's, and `C`, the
    inverse strength of regularisation.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Rasa's defaults and `C`."""
        return {**LogisticRegressionClassifier.get_default_config(), "C": 0.5}

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=float(config["C"]), class_weight=None)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and ranking; a blank message has no features, so no intent either."""
        written = [message for message in messages if str(message.get(TEXT) or "").strip()]
        for message in messages:
            nothing = {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
            message.set(INTENT, nothing, add_to_output=True)
            message.set(INTENT_RANKING_KEY, [], add_to_output=True)
        if written:
            super().process(written)
        for message in written:
            self._heed_case_number(message)
        return messages

    @staticmethod
    def _heed_case_number(message: Message) -> None:
        """Who says the number of a case asks where it stands, unless they want a person or to
        stop: random letters teach a classifier nothing."""
        chosen = message.get(INTENT)[INTENT_NAME_KEY]
        if chosen not in NOT_ABOUT_A_CASE and find_case_number(message.get(TEXT)):
            certain = {INTENT_NAME_KEY: CHECK_CASE, PREDICTED_CONFIDENCE_KEY: 1.0}
            message.set(INTENT, certain, add_to_output=True)
