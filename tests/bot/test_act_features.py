from pathlib import Path

from conftest import message
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.act_features import ActFeatures, words_of


def features_of(seen: Message) -> list[list[float]]:
    sparse = seen.get_sparse_features("text")[1]
    assert sparse is not None
    rows: list[list[float]] = sparse.features.toarray().tolist()
    return rows


def test_details_are_named_and_masks_stay_whole() -> None:
    assert words_of("约12月3号3号窗").split()[:3] == ["约", "date", "window"]
    assert "[NAME_1]" in words_of("我叫[NAME_1]").split()


def test_other_digits_are_the_same_message_also_when_loaded_again(tmp_path: Path) -> None:
    storage, resource = LocalModelStorage(tmp_path), Resource("features")
    context = ExecutionContext(GraphSchema({}), "model", node_name="features")
    config = ActFeatures.get_default_config()
    examples = [
        Message(data={"text": said, "intent": "x"}) for said in ("约12月3号", "取消明天的号")
    ]
    trained = ActFeatures.create(config, storage, resource, context)
    trained.train(TrainingData(examples))
    loaded = ActFeatures.load(config, storage, resource, context)
    one, other, blank = loaded.process([message("约12月3号"), message("约1月25号"), message("")])
    assert features_of(one) == features_of(other)
    assert max(features_of(one)[0]) > 0
    assert blank.get_sparse_features("text")[1] is None
    assert features_of(trained.process([message("约12月3号")])[0]) == features_of(one)
