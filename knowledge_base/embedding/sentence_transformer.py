"""The bundled e5-small as a sentence-transformers folder, to be fine-tuned:

    python -m knowledge_base.embedding.sentence_transformer OUT_FOLDER

Needs the optional extra `train`. Set LXZ_EMBEDDING_MODEL to the fine-tuned folder and run
`luoxiaozheng build`; `export.py` then makes the encoder of it.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from knowledge_base.embedding.build import PASSAGE_PREFIX, QUERY_PREFIX, read_e5
from knowledge_base.embedding.e5_weights import Array, E5Weights
from knowledge_base.embedding.export import sentence_transformers

Progress = Callable[[str], None]

_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
"""Parts of a layer: the package's names, and those of transformers' BertModel."""


def write_sentence_transformer(folder: Path, progress: Progress = print) -> None:
    """Write the dequantised float32 weights with their pruned tokenizer into `folder`.
    Raises ToolsMissing, CalledProcessError where the packages cannot be had, and
    FileExistsError where the folder holds anything."""
    library = sentence_transformers()
    from sentence_transformers.sentence_transformer import modules

    if folder.is_dir() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        weights, tokenizer, kept = read_e5(Path(beside) / "packages", progress)
        bert, whole = Path(beside) / "bert", Path(beside) / "whole"
        _write_bert(bert, weights, kept)
        _write_tokenizer(bert, tokenizer, weights.positions)
        progress("写 sentence-transformers 文件夹 write the folder")
        transformer = modules.Transformer(str(bert), max_seq_length=weights.positions)
        library.SentenceTransformer(
            modules=[transformer, modules.Pooling(weights.hidden), modules.Normalize()],
            prompts={"query": QUERY_PREFIX, "document": PASSAGE_PREFIX},
            device="cpu",
        ).save(str(whole), create_model_card=False)
        whole.rename(folder)


def _write_bert(folder: Path, weights: E5Weights, kept: list[int]) -> None:
    import torch
    from transformers import BertConfig, BertModel

    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=weights.hidden,
        num_hidden_layers=weights.layers,
        num_attention_heads=weights.heads,
        intermediate_size=weights.feed_forward,
        max_position_embeddings=weights.positions,
        type_vocab_size=len(weights.tensors["emb.type"]),
        layer_norm_eps=weights.epsilon,
        pad_token_id=1,
    )
    model = BertModel(config)
    state = {name: torch.from_numpy(array) for name, array in bert_state(weights, kept).items()}
    model.load_state_dict(state, strict=True)
    model.save_pretrained(folder)


def bert_state(weights: E5Weights, kept: list[int]) -> dict[str, Array]:
    """The tensors by BertModel's names; matrices [out, in], words only of the rows `kept`.
    BertModel's own pooler, which nothing uses here, is zero."""
    t, hidden = weights.tensors, weights.hidden
    state = {
        "embeddings.word_embeddings.weight": t["emb.word"][kept],
        "embeddings.position_embeddings.weight": t["emb.pos"],
        "embeddings.token_type_embeddings.weight": t["emb.type"],
        "embeddings.LayerNorm.weight": t["emb.ln.w"],
        "embeddings.LayerNorm.bias": t["emb.ln.b"],
        "pooler.dense.weight": np.zeros((hidden, hidden), np.float32),
        "pooler.dense.bias": np.zeros(hidden, np.float32),
    }
    for layer in range(weights.layers):
        for part, name in _NAMES.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = t[f"l{layer}.{part}.w"]
            state[f"encoder.layer.{layer}.{name}.bias"] = t[f"l{layer}.{part}.b"]
    return state


def _write_tokenizer(folder: Path, tokenizer: dict[str, Any], max_tokens: int) -> None:
    from transformers import PreTrainedTokenizerFast

    special = {"bos": "<s>", "eos": "</s>", "cls": "<s>", "sep": "</s>"}
    special |= {"pad": "<pad>", "unk": "<unk>", "mask": "<mask>"}
    PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(json.dumps(tokenizer)),
        model_max_length=max_tokens,
        **{f"{name}_token": piece for name, piece in special.items()},
    ).save_pretrained(folder)


if __name__ == "__main__":
    write_sentence_transformer(Path(sys.argv[1]))
