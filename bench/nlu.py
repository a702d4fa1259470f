"""How well acts and details are understood: the NLU pipeline of config.yml, cross-validated.

    bot/.venv/bin/python -m bench.nlu [--folds N] [--out FOLDER]

Runs in bot's environment from the repository root. The components that are named in config.yml are
trained and run as Rasa does, without its graph. Two measures: five-fold cross-validation over
nlu_data/nlu, and tests/bot/acts.jsonl, which is never trained on, with the details that were said.
Writes nlu.md and nlu.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
import yaml
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.data import get_data_files, is_nlu_file
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import StratifiedKFold

from bot.components.act_classifier import ActClassifier
from bot.components.act_features import ActFeatures
from bot.components.normaliser import TextNormaliser
from bot.components.sentence_vectors import SentenceVectors
from bot.components.tokenizer import LuohuTokenizer
from text.entities import find_entities
from text.private_data import mask

ACTS = Path("tests/bot/acts.jsonl")
SURE = 0.7
"""Below this the product treats an act as a question (actions/turns.py)."""
SHOWN = 12


def settings(component: type) -> dict[str, Any]:
    """What config.yml says of a component, over its defaults."""
    pipeline = yaml.safe_load(Path("config.yml").read_text(encoding="utf-8"))["pipeline"]
    named = f"{component.__module__}.{component.__name__}"
    own = next(step for step in pipeline if step["name"] == named)
    defaults = component.get_default_config()  # type: ignore[attr-defined]
    return {**defaults, **{key: value for key, value in own.items() if key != "name"}}


def made(component: Any, folder: Path) -> Any:
    """One component, as the graph would make it."""
    context = ExecutionContext(GraphSchema({}), "bench", node_name=component.__name__)
    storage = LocalModelStorage(folder)
    return component.create(settings(component), storage, Resource(component.__name__), context)


def prepared(messages: list[Message], folder: Path) -> list[Message]:
    """The messages normalised, cut and with sentence vectors: what needs no training."""
    data = TrainingData(messages)
    for component in (TextNormaliser, LuohuTokenizer, SentenceVectors):
        data = made(component, folder).process_training_data(data)
    return data.training_examples


def copies(messages: Sequence[Message]) -> list[Message]:
    """The same messages, to be given features of their own."""
    return [Message(data=dict(one.data), features=list(one.features)) for one in messages]


def predicted(known: Sequence[Message], asked: Sequence[Message]) -> list[tuple[str, float]]:
    """Acts of `asked`, and how sure, from a classifier trained on `known`."""
    with tempfile.TemporaryDirectory() as folder:
        data, new = TrainingData(copies(known)), copies(asked)
        features, classifier = (made(one, Path(folder)) for one in (ActFeatures, ActClassifier))
        features.train(data)
        features.process_training_data(data)
        classifier.train(data)
        seen = classifier.process(features.process(new))
    return [(one.get(INTENT)["name"], one.get(INTENT)["confidence"]) for one in seen]


def measured(right: Sequence[str], got: Sequence[tuple[str, float]]) -> dict[str, Any]:
    """Accuracy, macro F1, what is mistaken for what, and acts wrongly taken when sure."""
    acts = [act for act, _ in got]
    wrong = Counter((a, b) for a, b in zip(right, acts, strict=True) if a != b)
    questions = [one for one, act in zip(got, right, strict=True) if act == "ask_guide"]
    stolen = [act for act, sure in questions if act != "ask_guide" and sure >= SURE]
    return {
        "n": len(right),
        "accuracy": round(accuracy_score(right, acts), 3),
        "macro_f1": round(f1_score(right, acts, average="macro"), 3),
        "questions_taken_for_acts_when_sure": round(len(stolen) / len(questions), 3),
        "confusions": [[a, b, n] for (a, b), n in wrong.most_common(SHOWN)],
    }


def details(rows: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Micro precision, recall and F1 over key and value; private numbers are masked before, as
    the gateway does."""
    right = wanted = given = 0
    for row in rows:
        expected = {
            (key, value) for key, values in row["entities"].items() for value in _all(values)
        }
        got = {(one.name, one.value) for one in find_entities(mask(row["text"]).text)}
        right, wanted, given = right + len(expected & got), wanted + len(expected), given + len(got)
    return {
        "said": wanted,
        "precision": round(right / given, 3),
        "recall": round(right / wanted, 3),
        "f1": round(2 * right / (wanted + given), 3),
    }


def _all(values: str | list[str]) -> list[str]:
    return [values] if isinstance(values, str) else values


def training_messages() -> list[Message]:
    """The written examples, without the structured ones that are never learnt."""
    data = training_data_from_paths(get_data_files(["nlu_data"], is_nlu_file), "zh")
    return [one for one in data.intent_examples if not one.get(TEXT).startswith("/")]


def held_out() -> list[dict[str, Any]]:
    """The rows of tests/bot/acts.jsonl."""
    return [json.loads(line) for line in ACTS.read_text(encoding="utf-8").splitlines()]


def run(folds: int) -> dict[str, Any]:
    """Everything measured."""
    with tempfile.TemporaryDirectory() as folder:
        known = prepared(training_messages(), Path(folder))
        rows = held_out()
        asked = prepared([Message(data={TEXT: row["text"]}) for row in rows], Path(folder))
    right = np.array([one.get(INTENT) for one in known])
    got: list[tuple[str, float]] = [("", 0.0)] * len(known)
    parts = StratifiedKFold(folds, shuffle=True, random_state=20261122).split(known, right)
    for number, (rest, part) in enumerate(parts, 1):
        answers = predicted([known[i] for i in rest], [known[i] for i in part])
        for i, answer in zip(part, answers, strict=True):
            got[i] = answer
        print(f"fold {number} of {folds}", flush=True)
    return {
        "date": date.today().isoformat(),
        "machine": f"{os.cpu_count()} CPU, {platform.machine()}",
        "python": platform.python_version(),
        "scikit_learn": sklearn.__version__,
        "folds": folds,
        "by_act": dict(Counter(map(str, right)).most_common()),
        "cross_validation": measured(list(map(str, right)), got),
        "held_out": measured([row["intent"] for row in rows], predicted(known, asked)),
        "details": details(rows),
    }


def report(found: dict[str, Any]) -> str:
    """The findings as a page."""
    cross, held, told = found["cross_validation"], found["held_out"], found["details"]

    def row(name: str, of: dict[str, Any]) -> str:
        taken = of["questions_taken_for_acts_when_sure"]
        return f"| {name} | {of['n']} | {of['accuracy']} | {of['macro_f1']} | {taken} |"

    def pairs(of: dict[str, Any]) -> str:
        return "\n".join(f"| {a} | {b} | {n} |" for a, b, n in of["confusions"])

    return f"""# 理解: 行为与实体

**In short.** On {held["n"]} messages that were never trained on the act is right in \
{held["accuracy"]} of cases (macro F1 {held["macro_f1"]}), the details that were said have F1 \
{told["f1"]}. {found["folds"]}-fold cross-validation over the {cross["n"]} training examples: \
{cross["accuracy"]} (macro F1 {cross["macro_f1"]}).

{found["date"]}; {found["machine"]}; Python {found["python"]}, scikit-learn {found["scikit_learn"]}.

重跑: `make bench-nlu`。管道各部件与设置取自 config.yml。训练句 {cross["n"]} 句, \
{len(found["by_act"])} 种行为; 另一套 {held["n"]} 句 (tests/bot/acts.jsonl) 从不用来训练, \
但与训练句出自同样的作者, 所以偏乐观。

| 数据 | 句数 | 准确率 | 宏平均 F1 | 办事提问被当成别的行为且把握 ≥ {SURE} |
| --- | --- | --- | --- | --- |
{row("交叉验证", cross)}
{row("没见过的句子", held)}

实体 (没见过的句子, 说了 {told["said"]} 个): 准确率 {told["precision"]}, 召回率 {told["recall"]}, \
F1 {told["f1"]}。

## 最常混的: 交叉验证

| 应是 | 成了 | 次数 |
| --- | --- | --- |
{pairs(cross)}

## 最常混的: 没见过的句子

| 应是 | 成了 | 次数 |
| --- | --- | --- |
{pairs(held)}
"""


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("docs/benchmarks"))
    arguments = parser.parse_args()
    found = run(arguments.folds)
    arguments.out.mkdir(parents=True, exist_ok=True)
    page = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    (arguments.out / "nlu.json").write_text(page, encoding="utf-8")
    (arguments.out / "nlu.md").write_text(report(found), encoding="utf-8")
    print(report(found))


if __name__ == "__main__":
    main()
