"""An option's label typed word for word is the option."""

from datetime import timedelta

import httpx
import pytest

from channels.gateway.typed_options import option_typed
from channels.gateway.wire import ChatReply
from messages import Act, ChoicesCard, Option, Turn
from tests.channels.gateway.conftest import Gateway, say

OFFERED = [
    {"options": [{"label": "改时间", "choice": "newer"}, {"label": "没有封好的"}]},
    {"options": [{"label": "改时间", "choice": "older"}, {"label": "Move it", "choice": "move"}]},
    {},
]


async def ask(citizen: httpx.AsyncClient, **message: str) -> ChatReply:
    answer = await citizen.post("/api/chat", json=message)
    return ChatReply.model_validate(answer.json())


FOLLOW = Option(label="有进展告诉我", act=Act(intent="case_step", case="LH1", do="follow"))
OFFER = Turn(outcome="reported", cards=[ChoicesCard(text="?", options=[FOLLOW])])


@pytest.mark.parametrize(
    ("words", "choice"),
    [
        ("改时间", "newer"), ("改时间。", "newer"), ("改時間", "newer"), ("move it", "move"),
        ("我要改时间", None), ("没有封好的", None), ("", None),
    ],
)  # fmt: skip
def test_the_newest_option_with_just_this_label(words: str, choice: str | None) -> None:
    assert option_typed(words, OFFERED) == choice


async def test_typed_it_reaches_the_dialogue_as_chosen(gateway: Gateway) -> None:
    gateway.rasa.turn = OFFER
    async with gateway.client() as citizen:
        first = await ask(citizen, text="我的办件")
        await ask(citizen, text="有进展告诉我", conversation_id=first.conversation_id)
    assert gateway.rasa.messages[-1] == '/case_step{"case": "LH1", "do": "follow"}'


async def test_only_while_it_is_on_the_last_cards(gateway: Gateway) -> None:
    gateway.rasa.turn = OFFER
    async with gateway.client() as citizen:
        first = await ask(citizen, text="我的办件")
        gateway.rasa.turn = say("好")
        for words in ("谢谢", "有进展告诉我"):
            await ask(citizen, text=words, conversation_id=first.conversation_id)
    assert gateway.rasa.messages[-1] == "有进展告诉我"


async def test_it_is_still_the_option_where_a_dead_process_left_it(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    gateway.rasa.turn, label = OFFER, "有进展告诉我"
    monkeypatch.setattr("channels.gateway.store.claims.ABANDONED_AFTER", timedelta(0))
    async with gateway.client() as citizen:
        home = (await ask(citizen, text="我的办件")).conversation_id
        left = await gateway.store.claim(home, "m1", label, "zh-CN")
        again = await ask(citizen, text=label, conversation_id=home, client_message_id="m1")
    assert gateway.rasa.messages[-1] == '/case_step{"case": "LH1", "do": "follow"}'
    assert again.user_event_id == left.user_event_id
