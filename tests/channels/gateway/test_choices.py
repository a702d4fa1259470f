"""Options become opaque choices, and choices come back as what was offered."""

import json

import pytest

from channels.gateway.sealing import ForeignChoice, Sealer, rasa_message
from messages import Act, ChoicesCard, HandoverCard, MatchesCard, MatchRow, Option
from tests.channels.gateway.conftest import Gateway, offer

ASK = Act(item="juzhuzheng-shenling", aspect="materials")


def choice_of(act: Act, conversation: str = "c1", key: str = "k" * 16) -> str:
    card = ChoicesCard(text="?", options=[Option(label="选项", act=act)])
    sealed = Sealer(key).seal(card, conversation)
    assert isinstance(sealed, ChoicesCard)
    assert sealed.options[0].act is None
    return sealed.options[0].choice or ""


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (ASK, '/choose{"item": "juzhuzheng-shenling", "aspect": "materials"}'),
        (Act(item="yinian-ka"), '/choose{"item": "yinian-ka"}'),
        (Act(text="怎么办居住证"), "怎么办居住证"),
        (Act(text="/restart"), "restart"),
        (Act(intent="repeat"), "/repeat"),
        (Act(intent="start_application", item="yinian-ka"), None),
    ],
)
def test_a_choice_says_what_was_offered(act: Act, message: str | None) -> None:
    chosen = Sealer("k" * 16).open(choice_of(act), "c1")
    assert chosen.label == "选项"
    assert chosen.message == (message or '/start_application{"item": "yinian-ka"}')


def test_options_of_rows_are_sealed_as_well() -> None:
    option = Option(label="现在申请", act=Act(intent="start_application", item="yinian-ka"))
    row = MatchRow(item="yinian-ka", title="颐年卡", verdict="likely", option=option)
    bare = MatchRow(item="ling", title="风铃", verdict="open")
    sealed = Sealer("k" * 16).seal(MatchesCard(text="?", rows=[row, bare]), "c1")
    assert isinstance(sealed, MatchesCard)
    first, second = (one.option for one in sealed.rows)
    assert first is not None and first.act is None
    chosen = Sealer("k" * 16).open(first.choice or "", "c1")
    assert chosen.message == '/start_application{"item": "yinian-ka"}'
    assert second is None


@pytest.mark.parametrize("intent", ["restart", "emergency", "session_start", "x{}"])
def test_only_known_intents_can_be_chosen(intent: str) -> None:
    with pytest.raises(ForeignChoice):
        rasa_message(Act(intent=intent))


@pytest.mark.parametrize(
    ("choice", "home"),
    [
        (choice_of(ASK), "c2"),
        (choice_of(ASK, key="another-key-here"), "c1"),
        (choice_of(ASK)[:-1], "c1"),
        ("x" + choice_of(ASK), "c1"),
        ("/choose{}", "c1"),
        ("", "c1"),
        ("。.", "c1"),
        ("😀", "c1"),
    ],
)
def test_a_foreign_or_forged_choice_is_refused(choice: str, home: str) -> None:
    with pytest.raises(ForeignChoice):
        Sealer("k" * 16).open(choice, home)


def test_a_card_without_options_stays_as_it_is() -> None:
    card = HandoverCard(text="请拨打 12345", phones=["12345"])
    assert Sealer("k" * 16).seal(card, "c1") is card


@pytest.mark.asyncio
async def test_acts_never_reach_the_wire_and_choices_come_back(gateway: Gateway) -> None:
    gateway.rasa.turn = offer(ASK, Act(intent="human_agent"))
    async with gateway.client() as citizen:
        answer = (await citizen.post("/api/chat", json={"text": "居住证"})).json()
        assert "act" not in json.dumps(answer["cards"])
        home = answer["conversation_id"]
        for option in answer["cards"][0]["options"]:
            message = {"choice": option["choice"], "conversation_id": home}
            assert (await citizen.post("/api/chat", json=message)).status_code == 200
    assert gateway.rasa.messages[1:] == [
        '/choose{"item": "juzhuzheng-shenling", "aspect": "materials"}',
        "/human_agent",
    ]
    said = [e.payload["text"] for e in await gateway.store.events(home, 0) if e.kind == "user"]
    assert said == ["居住证", "选项1", "选项2"]


@pytest.mark.asyncio
async def test_a_choice_of_another_conversation_is_not_guessed_at(gateway: Gateway) -> None:
    gateway.rasa.turn = offer(ASK)
    async with gateway.client() as citizen:
        first = (await citizen.post("/api/chat", json={"text": "居住证"})).json()
        choice = first["cards"][0]["options"][0]["choice"]
        for body in ({"choice": choice}, {"choice": "garbled"}):
            reply = (await citizen.post("/api/chat", json=body)).json()
            assert reply["outcome"] == "clarified"
            assert "失效" in reply["cards"][0]["text"]
    assert gateway.rasa.messages == ["居住证"]
