"""The safety screen: what it must hear, and what it must leave alone."""

import time
from pathlib import Path

import httpx
import pytest
from ruamel.yaml import YAML

from channels.gateway.safety import is_command, screen
from messages import NoticeCard
from tests.channels.gateway.conftest import Gateway

SAMPLES = YAML(typ="safe").load(Path(__file__).with_name("safety_samples.yml").read_text("utf-8"))
DANGER: dict[str, list[str]] = SAMPLES["danger"]
ORDINARY: list[str] = SAMPLES["ordinary"]


@pytest.mark.parametrize(
    ("kind", "words"), [(kind, words) for kind, many in DANGER.items() for words in many]
)
def test_danger_is_heard(kind: str, words: str) -> None:
    assert screen().kind_of(words) == kind


@pytest.mark.parametrize("words", ORDINARY)
def test_ordinary_words_are_left_alone(words: str) -> None:
    assert screen().kind_of(words) is None


def test_no_guide_can_be_mistaken_for_danger() -> None:
    files = sorted(Path("knowledge_base/guides").rglob("*.yml"))
    guides = [YAML(typ="safe").load(file.read_text(encoding="utf-8")) for file in files]
    assert guides
    asked = [ask["text"] for guide in guides for ask in guide["asks"]]
    named = [name for guide in guides for name in (guide["name"], *guide["aliases"])]
    assert [words for words in asked + named if screen().kind_of(words)] == []


def test_every_rule_has_an_answer_with_its_numbers() -> None:
    answers = screen().answers
    assert set(answers) == set(DANGER)
    assert "12356" in answers["self_harm"].phones
    assert "12338" in answers["domestic_violence"].phones
    assert answers["fire"].phones[0] == "119"
    assert answers["medical"].phones[0] == "120"
    assert answers["crime"].phones[0] == "110"
    assert "96110" in answers["scam"].phones
    for answer in answers.values():
        assert all(phone in answer.zh and phone in answer.en for phone in answer.phones)


def test_long_words_are_screened_quickly() -> None:
    words = "我想在的家里被" * 1500
    screen().kind_of("热身")
    began = time.perf_counter()
    screen().kind_of(words)
    assert time.perf_counter() - began < 1.0


@pytest.mark.parametrize("words", ["/restart", "／x", "\u200b /y"])
def test_commands_are_known_by_their_slash(words: str) -> None:
    assert is_command(words)


@pytest.mark.parametrize("words", ["1/2", "和/或", "办证"])
def test_a_slash_inside_is_no_command(words: str) -> None:
    assert not is_command(words)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("words", "outcome", "intent"),
    [
        ("着火了快来人", "emergency", "emergency"),
        ("我不想活了", "emergency", "self_harm"),
        ("傻逼", "smalltalk", "abuse"),
        ("帮我伪造一份收入证明", "declined", None),
    ],
)
async def test_the_screen_answers_with_rasa_down(
    gateway: Gateway, words: str, outcome: str, intent: str | None
) -> None:
    gateway.rasa.down = True
    token = gateway.settings.trace_token.get_secret_value()
    async with gateway.client(**{"X-LXZ-Trace": token}) as client:
        reply = (await client.post("/api/chat", json={"text": words})).json()
    assert reply["outcome"] == outcome
    assert reply["trace"]["intent"] == intent
    if outcome == "emergency":
        assert NoticeCard.model_validate(reply["cards"][0]).level == "emergency"


@pytest.mark.asyncio
async def test_an_emergency_is_never_told_to_wait(gateway: Gateway) -> None:
    tight = gateway.app.state.services.limits

    async def refuse(address: str, conversation: str | None) -> None:
        raise AssertionError("an emergency was counted")

    tight.check = refuse
    async with gateway.client() as client:
        answer: httpx.Response = await client.post("/api/chat", json={"text": "家里着火了"})
    assert answer.json()["outcome"] == "emergency"
