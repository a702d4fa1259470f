import json

from typer.testing import CliRunner

from cli.main import app
from tests.cli.fake_assistant import TRACE_TOKEN, FakeAssistant

run = CliRunner().invoke


def test_one_question_prints_card_source_and_numbered_options(assistant: FakeAssistant) -> None:
    result = run(app, ["ask", "养猫？", "--url", assistant.url])
    assert result.exit_code == 0
    assert "养猫要登记。" in result.stdout
    assert "来源：养猫办法，某局，2020-01-02" in result.stdout
    assert "1. 带什么" in result.stdout
    assert "2. [b]去哪[/b]" in result.stdout
    assert assistant.seen[0]["trace"] is None


def test_json_and_trace(assistant: FakeAssistant) -> None:
    result = run(app, ["ask", "养猫？", "--json", "--trace", "--url", assistant.url])
    assert json.loads(result.stdout)["trace"]["confidence"] == 0.75
    assert assistant.seen[0]["trace"] == TRACE_TOKEN


def test_a_talk_keeps_its_conversation_and_a_number_chooses(assistant: FakeAssistant) -> None:
    result = run(app, ["ask", "--url", assistant.url], input="养猫\n\n2\n3\nq\n不再问\n")
    assert result.exit_code == 0
    first, chosen, third = assistant.seen
    assert first["text"] == "养猫" and "conversation_id" not in first
    assert chosen["choice"] == "sealed-2" and "text" not in chosen
    assert chosen["conversation_id"] == "c1" and chosen["cookie"] == "lxz=somebody"
    assert third["text"] == "3", "a number without an option is a message"


def test_trouble_has_its_exit_codes(assistant: FakeAssistant) -> None:
    assistant.status = 503
    failed = run(app, ["ask", "养猫？", "--url", assistant.url])
    assert failed.exit_code == 1
    assert "稍后再试" in failed.stdout
    nobody = run(app, ["ask", "养猫？", "--url", "http://127.0.0.1:9"])
    assert nobody.exit_code == 2
    assert "no assistant answers" in nobody.stderr
