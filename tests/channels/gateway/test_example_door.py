"""The door of docs/CHANNELS.md works, and stands there as it is."""

from pathlib import Path

import pytest

from messages import Act, NoticeCard
from tests.channels.gateway.conftest import Gateway, Make, offer

MODULE = "tests.channels.gateway.example_door"
SECRET = "a-carriers-secret-for-tests"


@pytest.fixture
async def gateway(make_gateway: Make, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    monkeypatch.setenv("LXZ_SMS_SECRET", SECRET)
    return await make_gateway(doors=MODULE)


async def said(gateway: Gateway, text: str, name: str = "1", sender: str = "a-number") -> str:
    async with gateway.client(**{"X-Secret": SECRET}) as carrier:
        received = {"sender": sender, "id": name, "text": text}
        answer = await carrier.post("/sms", json=received)
    assert answer.status_code == 200
    return str(answer.json()["say"])


async def test_each_number_has_one_conversation_without_buttons(gateway: Gateway) -> None:
    assert await said(gateway, "你好") == "听到了：你好"
    await said(gateway, "带什么", "2")
    await said(gateway, "你好", "3", sender="another-number")
    first, second, other = (one["sender"] for one in gateway.rasa.heard)
    assert first == second != other
    assert [one["metadata"]["buttons"] for one in gateway.rasa.heard] == [False] * 3


async def test_what_the_carrier_sends_again_is_answered_again_and_done_once(
    gateway: Gateway,
) -> None:
    before = await said(gateway, "你好")
    assert await said(gateway, "你好") == before
    assert gateway.rasa.messages == ["你好"]


async def test_an_option_is_chosen_by_its_words(gateway: Gateway) -> None:
    gateway.rasa.turn = offer(Act(item="gaoling-jintie"), Act(item="juzhuzheng-qianzhu"))
    assert await said(gateway, "津贴") == "哪一个？\n· 选项1\n· 选项2"
    await said(gateway, "选项2", "2")
    assert "juzhuzheng-qianzhu" in gateway.rasa.messages[1]


async def test_news_comes_with_the_next_answer_and_once(gateway: Gateway) -> None:
    await said(gateway, "你好")
    conversation = gateway.rasa.heard[0]["sender"]
    card = NoticeCard(text="您的办件有新进展", level="info").model_dump()
    await gateway.store.append(conversation, [card], None)
    assert await said(gateway, "在吗", "2") == "您的办件有新进展\n听到了：在吗"
    assert await said(gateway, "好", "3") == "听到了：好"


async def test_who_does_not_know_the_secret_is_sent_away(gateway: Gateway) -> None:
    async with gateway.client() as anybody:
        answer = await anybody.post("/sms", json={"sender": "1", "id": "1", "text": "你好"})
    assert answer.status_code == 403 and gateway.rasa.heard == []


async def test_without_a_secret_there_is_no_door(make_gateway: Make, tmp_path: Path) -> None:
    gateway = await make_gateway(doors=MODULE, web_dir=tmp_path / "no-page")
    async with gateway.client() as anybody:
        answer = await anybody.post("/sms", json={"sender": "1", "id": "1", "text": "你好"})
    assert answer.status_code == 404


def test_the_document_shows_this_door() -> None:
    door = Path(__file__).with_name("example_door.py").read_text(encoding="utf-8")
    document = Path(__file__).parents[3] / "docs" / "CHANNELS.md"
    assert f"```python\n{door}```" in document.read_text(encoding="utf-8")
