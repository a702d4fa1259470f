import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.cli.evaluate.rows import ROWS
from tests.cli.fake_assistant import TRACE_TOKEN, FakeAssistant

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    folder = tmp_path / "questions"
    folder.mkdir()
    for number, row in enumerate(ROWS.values()):
        line = json.dumps(row, ensure_ascii=False)
        (folder / f"{number}.jsonl").write_text(line + "\n", encoding="utf-8")
    return folder


def evaluate(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments)])


def test_a_folder_of_every_format_is_asked_measured_printed_and_saved(
    assistant: FakeAssistant, questions: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.json"
    result = evaluate(questions, "--url", assistant.url, "--json", out)
    assert result.exit_code == 0, result.output
    saved = json.loads(out.read_text(encoding="utf-8"))
    assert [one["format"] for one in saved["sets"]] == list(ROWS)
    assert saved["config"]["covered"] == ["cat"]
    assert saved["latency"]["n"] == 8
    assert saved["latency"]["steps"] == {"nlu": 12.5}
    assert saved["machine"]["processors"] >= 1
    assert saved["sets"][0]["groups"][0]["measures"]["hit1"] == 1
    assert saved["sets"][1]["rows"][0]["problem"] == "wrong"
    assert "火星房价" in result.stdout
    assert "[red]骂人[/red]" in result.stdout


def test_each_row_is_a_fresh_conversation_and_turns_share_one(
    assistant: FakeAssistant, questions: Path
) -> None:
    evaluate(questions, "--url", assistant.url, "--concurrency", 1)
    followed = [one for one in assistant.seen if "conversation_id" in one]
    assert [one["text"] for one in followed] == ["收钱不"]
    assert {one["trace"] for one in assistant.seen} == {TRACE_TOKEN}
    assert {one["cookie"] for one in assistant.seen} == {None}
    assert len({one["client_message_id"] for one in assistant.seen}) == len(assistant.seen)


def test_covered_can_be_named(assistant: FakeAssistant, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    evaluate(questions, "--url", assistant.url, "--json", out, "--covered", "boat, cat")
    assert json.loads(out.read_text())["config"]["covered"] == ["boat", "cat"]


def test_an_assistant_without_trace_or_with_trouble_is_measured_and_said(
    assistant: FakeAssistant, questions: Path
) -> None:
    assistant.trace = False
    assert "LXZ_TRACE_TOKEN" in evaluate(questions, "--url", assistant.url).stdout
    assistant.status = 503
    result = evaluate(questions, "--url", assistant.url)
    assert result.exit_code == 0
    assert "8 of 8 requests failed" in result.stdout
    assert "HTTP 503: 稍后再试" in result.stdout


@pytest.mark.parametrize("covered", ["auto", "cat"])
def test_nobody_at_the_address(questions: Path, covered: str) -> None:
    result = evaluate(questions, "--url", NOBODY, "--covered", covered)
    assert result.exit_code == 2
    assert f"no assistant answers at {NOBODY}" in result.stderr


def test_somebody_else_at_the_address(assistant: FakeAssistant, questions: Path) -> None:
    result = evaluate(questions, "--url", assistant.url + "/elsewhere", "--covered", "cat")
    assert result.exit_code == 2
    assert "/elsewhere/api/chat is not there" in result.stderr
    result = evaluate(questions, "--url", assistant.url + "/elsewhere")
    assert result.exit_code == 2
    assert "gave no list of guides" in result.stderr


def test_a_bad_line_ends_it_before_anything_is_asked(
    assistant: FakeAssistant, questions: Path
) -> None:
    (questions / "bad.jsonl").write_text("{}\n")
    result = evaluate(questions, "--url", assistant.url)
    assert result.exit_code == 2
    assert "bad.jsonl:1" in result.stderr
    assert assistant.seen == []


def test_a_folder_to_save_into_that_is_not_there_is_said_first(
    assistant: FakeAssistant, questions: Path, tmp_path: Path
) -> None:
    result = evaluate(questions, "--url", assistant.url, "--json", tmp_path / "no" / "out.json")
    assert result.exit_code == 2
    assert assistant.seen == []
