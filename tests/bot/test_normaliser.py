from conftest import message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.normaliser import TextNormaliser


def test_traditional_full_width_text_becomes_simplified_half_width() -> None:
    (seen,) = TextNormaliser().process([message("居住證　１２３")])
    assert seen.get("text") == "居住证 123"


def test_masks_survive() -> None:
    (seen,) = TextNormaliser().process([message("電話是[PHONE_1]")])
    assert seen.get("text") == "电话是[PHONE_1]"


def test_structured_message_stays_as_it_is() -> None:
    raw = '/choose{"item": "A證"}'
    (seen,) = TextNormaliser().process([message(raw)])
    assert seen.get("text") == raw


def test_invisible_text_is_left_for_the_classifier() -> None:
    (seen,) = TextNormaliser().process([message("\u200b")])
    assert seen.get("text") == "\u200b"


def test_structured_examples_are_not_learnt_and_others_are_rewritten() -> None:
    data = TrainingData(
        training_examples=[message("/choose"), message("辦證")],
        lookup_tables=[{"name": "x", "elements": ["y"]}],
    )
    seen = TextNormaliser().process_training_data(data)
    assert [example.get("text") for example in seen.training_examples] == ["办证"]
    assert seen.lookup_tables == data.lookup_tables
