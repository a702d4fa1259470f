"""The search bench from end to end on a made-up set: lexical rivals, table, charts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.search import knowledge, report
from bench.search.knowledge import Question
from bench.search.measures import retrieval
from bench.search.result import Run, Task, best_rival
from bench.search.rivals import bm25
from bench.search.rivals.rasa_diet import _training
from bench.search.worker import Answer, Sentence, System, work

KNOWN = [
    Sentence("rent", "公租房怎么申请", True),
    Sentence("rent", "公租房：向街道提出申请。", False),
    Sentence("card", "補辦身份證", True),
    Sentence("card", "身份证：带户口簿到派出所。", False),
    Sentence("", "今天天气怎么样", True),
]
ASKED = [
    Question("我想申请公租房", frozenset({"rent"}), "short"),
    Question("身份证丢了补办", frozenset({"card"}), "short"),
]


def run(name: str, system: System, folder: Path) -> Run:
    for step in ("build", "answer"):
        work(step, lambda: system, name, folder)
    answered = json.loads((folder / name / "answers.json").read_text(encoding="utf-8"))
    return Run([Answer(**row) for row in answered["answers"]], 1.0, 1.0, answered["memory"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    known = [{"owner": s.owner, "text": s.text, "spoken": s.spoken} for s in KNOWN]
    asked = [{"text": question.text} for question in ASKED]
    for name, rows in (("sentences", known), ("questions", asked)):
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


@pytest.fixture
def task(folder: Path) -> Iterator[Task]:
    runs = {
        "bm25-words": run("bm25-words", bm25.System("words"), folder),
        "bm25-bigrams": run("bm25-bigrams", bm25.System("bigrams"), folder),
    }
    yield Task(documents=2, sentences=len(KNOWN), asked=ASKED, runs=runs)


def test_rivals_find_what_shares_words(task: Task) -> None:
    for found in task.runs.values():
        assert [answer.ranking[0] for answer in found.answers] == ["rent", "card"]
        assert all(answer.ms > 0 and answer.margin > 0 for answer in found.answers)


def test_questions_that_no_guide_answers_are_no_document(task: Task) -> None:
    assert {id for answer in task.runs["bm25-words"].answers for id in answer.ranking} == {
        "rent",
        "card",
    }


def test_normalising_is_the_rival_s_choice() -> None:
    assert bm25.System("bigrams").tokens("身份證") == ["身份", "份证"]
    assert bm25.System("bigrams", raw=True).tokens("身份證") == ["身份", "份證"]


def test_a_question_without_a_known_word_is_answered_all_the_same(folder: Path) -> None:
    system = bm25.System("words")
    (folder / "own").mkdir()
    system.build(KNOWN, folder / "own")
    assert system.open(KNOWN, folder / "own")("xyz").score == 0


def test_the_report_tells_the_figures(task: Task) -> None:
    written = report.write({"questions": task, "policy": task})
    assert "| BM25, 二字组 | 1.000 | 1.000 | 1.000 | .000 |" in written
    assert best_rival(task) == "bm25-words"


def test_charts_are_drawn(task: Task, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from bench.search import charts

    charts.draw({"questions": task, "policy": task}, tmp_path)
    drawn = {file.name for file in tmp_path.glob("*.svg")}
    linked = {
        part.split(")")[0]
        for part in report.write({"questions": task, "policy": task}).split("](")[1:]
    }
    assert drawn == linked


def test_rasa_learns_from_what_people_say() -> None:
    data = _training(KNOWN)["rasa_nlu_data"]
    assert [row["intent"] for row in data["common_examples"]] == [
        "faq/rent",
        "faq/card",
        "out_of_scope",
    ]
    assert set(data["responses"]) == {"faq/rent", "faq/card"}


def test_policy_folder_is_read(tmp_path: Path) -> None:
    texts = {"one": "通知甲 补贴三百元。", "two": "转载 补贴三百元。原文见甲。", "three": "别的。"}
    rows = [{"docid": id, "text": text} for id, text in texts.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    asked = {"query": "补多少", "docid": "one", "answer": "三百元"}
    (tmp_path / "queries.jsonl").write_text(json.dumps(asked))
    known, asked_read = knowledge.documents(tmp_path)
    assert {s.owner: s.text for s in known} == texts
    assert asked_read[0].holding == {"one", "two"}
    assert retrieval(asked_read, [Answer(["two", "one"], 1, 0)]).holding1 == 1
