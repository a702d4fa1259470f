"""Runs whole conversations, written as YAML, against the running product.

The format is Rasa's end-to-end test case (`test_cases`, `test_case`, `steps`, `user`), with
a `bot` step that tells what the reply must show: `outcome` (one or a list), `item`,
`aspect`, `offers` (items among the choices), `says` and `says_not` (substrings of the
cards' text), `intent`. A user step may also `choose` the option with that label.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from tests.stack import Stack


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Expected(Strict):
    outcome: str | list[str] | None = None
    item: str | None = None
    aspect: str | None = None
    intent: str | None = None
    offers: list[str] = []
    says: str | list[str] = []
    says_not: str | list[str] = []


class Step(Strict):
    user: str | None = None
    choose: str | None = None
    locale: str | None = None
    bot: Expected | None = None


class Case(Strict):
    test_case: str
    steps: list[Step]


@dataclass(frozen=True)
class Located:
    """A case and the file it stands in."""

    case: Case
    path: Path

    @property
    def id(self) -> str:
        return f"{self.path.parent.name}/{self.case.test_case.replace(' ', '_')}"


def read_cases(folder: Path) -> list[Located]:
    """All cases below `folder`. Raises pydantic's ValidationError on a malformed one."""
    found = []
    for path in sorted(folder.rglob("*.yml")):
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        found += [Located(Case.model_validate(case), path) for case in data["test_cases"]]
    return found


def run_case(stack: Stack, case: Case) -> None:
    """Say each step in one fresh conversation; AssertionError names the step that differs."""
    conversation: dict[str, Any] = {}
    reply: dict[str, Any] = {}
    for number, step in enumerate(case.steps, 1):
        if step.bot is None:
            message = _message(step, reply) | conversation
            if step.locale:
                message["locale"] = step.locale
            reply = stack.ask(**message)
            conversation = {"conversation_id": reply["conversation_id"]}
        else:
            _compare(step.bot, reply, f"step {number} of {case.test_case!r}")


def _message(step: Step, reply: dict[str, Any]) -> dict[str, Any]:
    if step.choose is None:
        return {"text": step.user}
    options = [o for card in reply["cards"] for o in card.get("options", [])]
    choices = [o["choice"] for o in options if o["label"] == step.choose]
    assert choices, f"no option {step.choose!r} among {[o['label'] for o in options]}"
    return {"choice": choices[0]}


def _compare(expected: Expected, reply: dict[str, Any], where: str) -> None:
    cards, trace = reply["cards"], reply["trace"]
    text = "\n".join(card["text"] for card in cards)
    shown = f"{where}: {reply['outcome']}, {trace}\n{text}"
    if expected.outcome is not None:
        assert reply["outcome"] in _list(expected.outcome), shown
    if expected.item is not None:
        assert expected.item in [card.get("item") for card in cards], shown
    if expected.aspect is not None:
        assert trace["aspect"] == expected.aspect, shown
    if expected.intent is not None:
        assert trace["intent"] == expected.intent, shown
    offered = {o.get("item") for card in cards for o in card.get("options", [])}
    assert set(expected.offers) <= offered, shown
    for words in _list(expected.says):
        assert words in text, shown
    for words in _list(expected.says_not):
        assert words not in text, shown


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
