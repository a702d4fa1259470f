import hashlib
import importlib.util
import json
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from knowledge_base.embedding import export as exporting
from knowledge_base.embedding.e5_weights import E5Weights
from knowledge_base.embedding.encoder import Encoder
from knowledge_base.embedding.export import ToolsMissing, export, prefixes
from knowledge_base.embedding.folder import (
    BUNDLED_RECIPE,
    EncoderSettings,
    has_recipe,
    written_whole,
)
from knowledge_base.embedding.sentence_transformer import bert_state, write_sentence_transformer

MISSING = [
    name for name in ("torch", "sentence_transformers") if importlib.util.find_spec(name) is None
]
needs_tools = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")
SETTINGS = EncoderSettings("r1", "n", 2, 16, "q: ", "p: ")
TEXTS = ["护照 在 哪里 办", "Passport", "停车 费 多少 钱 停车 费", "护照"]


@pytest.fixture
def no_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)


@pytest.fixture
def model(tmp_path: Path) -> Path:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def test_absent_tools_are_named_with_the_command_that_installs_them(
    no_tools: None, model: Path, tmp_path: Path
) -> None:
    with pytest.raises(ToolsMissing, match=r"sentence_transformers.*uv sync --extra train"):
        export(str(model), tmp_path / "encoder")
    with pytest.raises(ToolsMissing):
        write_sentence_transformer(tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model"]


def test_what_is_exported_already_is_left_alone(
    no_tools: None, model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = exporting._recipe(str(model), int8=True)
    replace(SETTINGS, recipe=recipe).write(tmp_path)
    export(str(model), tmp_path)  # would raise ToolsMissing if it looked further
    monkeypatch.chdir(tmp_path)
    export("model", tmp_path)
    with pytest.raises(ToolsMissing):
        export(str(model), tmp_path, int8=False)
    (model / "model.safetensors").write_bytes(b"trained")
    with pytest.raises(ToolsMissing):
        export(str(model), tmp_path)


@pytest.mark.parametrize("name", ["/no/such/model", "./model", "../model", "~/model", "a/b/c"])
def test_a_folder_that_is_not_there_is_never_looked_for_on_a_hub(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match=name):
        export(name, tmp_path / "encoder")


@pytest.mark.parametrize(
    ("prompts", "default", "name", "expected"),
    [
        ({"query": "q ", "document": "d "}, None, "m", ("q ", "d ")),
        ({"query": "q ", "document": "", "passage": "p "}, None, "m", ("q ", "p ")),
        ({"query": "", "document": "", "s": "all "}, "s", "m", ("all ", "all ")),
        ({"query": "", "document": ""}, None, "owner/e5-base-v2", ("query: ", "passage: ")),
        ({}, None, "/models/e5_tuned", ("query: ", "passage: ")),
        ({"query": "only "}, None, "e5-base", ("only ", "")),
        ({}, None, "multilingual-e5-large-instruct", ("", "")),
        ({}, None, "some5-model", ("", "")),
    ],
)  # fmt: skip
def test_prefixes_are_the_models_own_or_those_of_e5(
    prompts: dict[str, str], default: str | None, name: str, expected: tuple[str, str]
) -> None:
    assert prefixes(prompts, default, name) == expected


def test_a_failed_write_leaves_what_was_there(tmp_path: Path) -> None:
    SETTINGS.write(tmp_path)
    with pytest.raises(OSError, match="full disk"), written_whole(tmp_path) as work:
        (work / "model.onnx").write_bytes(b"half")
        raise OSError("full disk")
    assert [path.name for path in tmp_path.iterdir()] == ["encoder.json"]


def test_a_written_folder_replaces_an_older_encoder(tmp_path: Path) -> None:
    folder = tmp_path / "encoder"
    folder.mkdir()
    SETTINGS.write(folder)
    (folder / "old").touch()
    with written_whole(folder) as work:
        replace(SETTINGS, recipe=BUNDLED_RECIPE).write(work)
    assert [path.name for path in folder.iterdir()] == ["encoder.json"]
    assert has_recipe(folder, BUNDLED_RECIPE)
    assert not has_recipe(folder, "r1")
    assert [path.name for path in tmp_path.iterdir()] == ["encoder"]


def test_a_folder_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "citizens.db").touch()
    with pytest.raises(FileExistsError), written_whole(tmp_path):
        pass
    assert (tmp_path / "citizens.db").exists()


def test_bert_state_keeps_only_the_words_asked_for() -> None:
    words = np.arange(12, dtype=np.float32).reshape(6, 2)
    tensors = {"emb.word": words}
    for name in ("emb.pos", "emb.type", "emb.ln.w", "emb.ln.b"):
        tensors[name] = np.ones(2, np.float32)
    for part in ("q", "k", "v", "ao", "aln", "fi", "fo", "oln"):
        tensors[f"l0.{part}.w"] = tensors[f"l0.{part}.b"] = np.ones(2, np.float32)
    state = bert_state(E5Weights(2, 1, 1, 4, 6, 8, 1e-12, tensors), [0, 3])
    assert state["embeddings.word_embeddings.weight"].tolist() == [[0, 1], [6, 7]]
    assert len(state) == 5 + 2 + 16


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A random BERT of two layers with a word tokenizer, as sentence-transformers saves it."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Dense, Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "query", "passage", ":", "护照", "停车", "费"]
    words += ["Passport", "在", "哪里", "办", "多少", "钱"]
    pieces = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    pieces.pre_tokenizer = pre_tokenizers.Whitespace()
    pieces.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    folder = tmp_path_factory.mktemp("tiny")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=128, pad_token_id=0,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder / "bert")
    PreTrainedTokenizerFast(
        tokenizer_object=pieces, pad_token="[PAD]", unk_token="[UNK]", model_max_length=128
    ).save_pretrained(folder / "bert")
    modules = [Transformer(str(folder / "bert")), Pooling(32, "mean"), Dense(32, 16)]
    prompts = {"query": "query: ", "document": "passage: "}
    model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    model.save(str(folder / "whole"), create_model_card=False)
    return folder / "whole"


@pytest.fixture(scope="module")
def own(tiny: Path) -> dict[str, Any]:
    """What sentence-transformers itself says."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(tiny), device="cpu", local_files_only=True)
    return {
        name: model.encode(TEXTS, prompt_name=name, normalize_embeddings=True)
        for name in ("query", "document")
    }


@needs_tools
@pytest.mark.parametrize(("int8", "least"), [(False, 0.99999), (True, 0.97)])
def test_an_export_agrees_with_its_model_and_asks_no_network(
    tiny: Path,
    own: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    int8: bool,
    least: float,
) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("a network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    folder, steps = tmp_path / "encoder", list[str]()
    export(str(tiny), folder, steps.append, int8)
    encoder = Encoder(folder)
    queries, passages = encoder.queries(TEXTS), encoder.passages(TEXTS)
    assert queries.shape == (4, 16)
    assert np.sum(queries * own["query"], axis=1).min() > least
    assert np.sum(passages * own["document"], axis=1).min() > least
    np.testing.assert_allclose(np.linalg.norm(queries, axis=1), 1, rtol=1e-5)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["encoder"]
    assert {path.name for path in folder.iterdir()} == {
        "model.onnx", "tokenizer.json", "encoder.json"
    }  # fmt: skip
    done = len(steps)
    export(str(tiny), folder, steps.append, int8)
    assert len(steps) == done


@needs_tools
def test_an_export_that_disagrees_is_refused_whole(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting._Source, "_agreement", lambda *_: 0.9)
    with pytest.raises(exporting.ExportFailed, match=r"0\.9"):
        export(str(tiny), tmp_path / "encoder", lambda step: None)
    assert not list(tmp_path.iterdir())


@needs_tools
def test_8_bit_that_disagrees_is_not_taken(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "FAITHFUL_INT8", 1.1)
    steps: list[str] = []
    export(str(tiny), tmp_path / "encoder", steps.append)
    export(str(tiny), tmp_path / "full", lambda step: None, int8=False)
    graphs = [tmp_path / name / "model.onnx" for name in ("encoder", "full")]
    assert len({hashlib.sha256(graph.read_bytes()).digest() for graph in graphs}) == 1
    assert "keep 32 bit" in steps[-1]


@needs_tools
def test_other_weights_have_another_name(tiny: Path, tmp_path: Path) -> None:
    """Remembered vectors belong to a name."""
    names = set()
    for int8 in (False, True):
        export(str(tiny), tmp_path / str(int8), lambda step: None, int8)
        names.add(json.loads((tmp_path / str(int8) / "encoder.json").read_text())["name"])
    assert len(names) == 2


def test_reading_the_exporter_loads_no_training_tool() -> None:
    code = "import sys, knowledge_base.embedding.sentence_transformer; "
    code += "print({'torch', 'sentence_transformers', 'transformers'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
