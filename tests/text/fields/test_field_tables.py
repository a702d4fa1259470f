"""Answers that look like questions, and questions that look like answers."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from text.fields import TYPES, looks_like_question, parse, parse_choice, steering

HERE = Path(__file__).parent


def rows(name: str, key: str) -> list[list[Any]]:
    data = YAML(typ="safe").load((HERE / name).read_text(encoding="utf-8"))
    table: list[list[Any]] = data[key]
    return table


ANSWERS = rows("answers_like_questions.yml", "answers")
QUESTIONS = rows("questions_like_answers.yml", "questions")


def read(type: str, words: str, options: dict[str, list[str]] | None = None) -> str | None:
    if type == "choice":
        return parse_choice(list((options or {}).items()), words)
    return parse(type, words)


@pytest.mark.parametrize("row", ANSWERS, ids=lambda row: f"{row[0]}: {row[1]}")
def test_an_answer_that_looks_like_a_question_is_an_answer(row: list[Any]) -> None:
    assert read(row[0], row[1], *row[3:]) == row[2]


@pytest.mark.parametrize("row", QUESTIONS, ids=lambda row: f"{row[0]}: {row[1]}")
def test_a_question_that_looks_like_an_answer_is_none(row: list[Any]) -> None:
    assert read(*row) is None


@pytest.mark.parametrize(
    "row", [row for row in QUESTIONS if row[0] in ("mobile", "integer", "date", "address")]
)
def test_what_is_asked_is_seen_to_be_a_question(row: list[Any]) -> None:
    assert looks_like_question(row[1])


def test_the_tables_are_long_and_varied() -> None:
    assert len(ANSWERS) >= 100
    assert len(QUESTIONS) >= 100
    assert {row[0] for row in ANSWERS} >= TYPES - {"credit_code"}
    assert {row[0] for row in QUESTIONS} == TYPES - {"story"}  # a story may ask
    for table in (ANSWERS, QUESTIONS):
        assert len({(row[0], row[1]) for row in table}) == len(table)


@pytest.mark.parametrize(
    ("words", "sense"),
    [
        ("算了", "stop"), ("唔辦喇", "stop"), ("取消申请。", "stop"), ("上一步", "back"),
        ("返回上一项", "back"), ("跳过", "skip"), ("略過", "skip"), ("等一下!", "wait"),
        ("稍等", "wait"), ("换一个", "restart_other"), ("填到哪了?", "review"),
        ("看看填了什么", "review"), ("您好", "greet"), ("轉人工", "person"), ("係", "yes"),
        ("唔係", "no"), ("Never mind", "stop"), ("去哪儿便利店", None), ("13800138000", None),
        ("我不办了这个改办别的", None), ("", None), ("先停一下", "stop"), ("算了，不办了", "stop"),
        ("返上一步", "back"), ("等阵先", "wait"), ("我去拿一下身份证", "wait"),
        ("我去找工作", None), ("我不想填了", "stop"), ("不好意思，等一下", "wait"),
        ("好的，上一步", "back"), ("继续办", "go_on"), ("接着填吧", "go_on"),
        ("提交", "submit"), ("冇錯，提交啦", "submit"), ("不要提交", None), ("沒有問題", "yes"),
        ("谢谢", None), ("算了，13800138000", None), ("是的，没有", None),
        ("退订", "unsubscribe"), ("不要再推送。", "unsubscribe"), ("谢谢，退订", "unsubscribe"),
        ("退订酒店怎么办", None),
    ],
)  # fmt: skip
def test_exact_words_steer(words: str, sense: str | None) -> None:
    assert steering(words) == sense


@pytest.mark.parametrize("type", sorted(TYPES - {"choice"}))
@pytest.mark.parametrize("token", ["[ID_1]", "[PHONE_2]", "我叫[NAME_3]", "[FILE_1]", "[TEXT_9]"])
def test_a_token_is_no_answer(type: str, token: str) -> None:
    assert parse(type, token) is None


@pytest.mark.parametrize("type", sorted(TYPES - {"choice"}))
@pytest.mark.parametrize("words", ["", " ", "。", "\x00", "?", "🙂", "算了", "你好", "上一步"])
def test_nothing_and_steering_words_are_no_answers(type: str, words: str) -> None:
    assert parse(type, words) is None
