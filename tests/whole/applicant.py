"""Somebody who applies for a short matter by talking, and does not give up when a process dies."""

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.conversations.people import Someone
from tests.stack import Stack

PATIENCE_S = 150
TURNS = 40


@dataclass(frozen=True)
class Matter:
    """`answers`: what is said to each field, and how a clerk reads it afterwards. `{bank_card}`
    and the like stand for something of the person."""

    item: str
    role: str
    opening: str
    answers: dict[str, tuple[str, str]]


MATTERS = {
    "pension": Matter(
        "yanglao-zige-renzheng",
        "pensioner",
        "我要做养老认证",
        {"benefit": ("退休金", "职工养老金")},
    ),
    "insurance": Matter(
        "linghuo-canbao",
        "uninsured",
        "我要办灵活就业参保",
        {
            "student": ("不是", "否"),
            "employed": ("没有", "否"),
            "hukou": ("深户", "深圳户籍"),
            "plan": ("两个都要", "都参加"),
            "bank_card": ("{bank_card}", "{bank_card}"),
        },
    ),
    "unemployment": Matter(
        "shiye-dengji",
        "unemployed",
        "我想办失业登记",
        {
            "jobless": ("是的", "是"),
            "willing": ("想找", "是"),
            "able": ("可以", "是"),
            "hukou": ("深户", "深圳户籍"),
            "street": ("黄贝岭", "黄贝街道"),
        },
    ),
}


LONGER = {
    "stall": Matter(
        "individual-biz-register",
        "founder",
        "我要办个体户",
        {
            "pre_approval": ("不清楚", "不清楚"),
            "has_name": ("不起名了", "不用名称"),
            "form": ("个人", "个人经营"),
            "industry": ("零售", "批发和零售业"),
            "address": ("{shop}", "{shop}"),
            "premises": ("租来的", "租的"),
        },
    ),
    "child": Matter(
        "yuer-butie",
        "parent",
        "我要申请育儿补贴",
        {
            "hukou": ("在深圳", "是"),
            "over_three": ("还没满三岁", "否"),
            "beneficiary_name": ("我孩子叫{child_name}", "{child_name}"),
            "beneficiary_id": ("{child_id}", "{child_id}"),
            "acting_consent": ("同意", "是"),
            "claimant": ("父母", "父母"),
            "origin": ("亲生的", "亲生"),
            "first_time": ("不是第一次", "否"),
            "bank_card": ("{bank_card}", "{bank_card}"),
        },
    ),
}


def nothing() -> None:
    pass


@dataclass
class Applicant:
    """`confirmed`: the fields that were taken, as far as the replies told. `resent`: how often a
    message had to be sent again, by what came back."""

    stack: Stack
    someone: Someone
    matter: Matter
    before_submitting: Callable[[], None] = nothing
    conversation: str = ""
    number: str = ""
    confirmed: set[str] = field(default_factory=set)
    resent: list[str] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)

    def apply(self) -> "Applicant":
        """Talk until there is a case number; AssertionError where a confirmed field is asked
        again or the conversation comes to no end."""
        self.conversation = str(self._patiently(lambda: self.stack.ask("你好"))["conversation_id"])
        self.say(text=self.matter.opening)
        for _ in range(TURNS):
            card = self.last
            if card["type"] == "case":
                self.number = str(card["case"])
                return self
            self.go_on(card)
        raise AssertionError(f"{self.matter.item} comes to no end: {self.last['text']}")

    @property
    def last(self) -> dict[str, Any]:
        """The last card that wants or says something of the application, else the last."""
        meant = [one for one in self.cards if one["type"] in ("form", "sign_in", "review", "case")]
        return (meant or self.cards)[-1]

    def go_on(self, card: dict[str, Any]) -> None:
        """What the last card wants."""
        if card.get("upload"):
            self.say(text=self.stack.upload(self.conversation, "pdf"))
        elif card["type"] == "form":
            self.answer(str(card["field"]))
        elif card["type"] == "sign_in":
            self.sign_in()
        elif card["type"] == "review":
            self.submit(card)
        else:
            self.say(text="继续办")

    def answer(self, asked: str) -> None:
        assert asked not in self.confirmed, f"{asked} was confirmed and is asked again"
        self.say(text=self.said(asked))
        if self.last.get("field") != asked:
            self.confirmed.add(asked)

    def said(self, asked: str) -> str:
        words, _ = self.matter.answers.get(asked, (self.someone.words.get(asked, ""), ""))
        assert words, f"{self.matter.item} asks {asked}"
        return words.format_map(self.someone.words)

    def submit(self, card: dict[str, Any]) -> None:
        """By a word or, every other time, by the card's own option."""
        self.before_submitting()
        options = {one["label"]: one["choice"] for one in card["options"]}
        if int(self.conversation, 16) % 2:
            self.say(text="提交")
        else:
            self.say(choice=options["提交"])

    def say(self, **message: str) -> None:
        """The same message under the same name until it is answered."""
        message |= {"client_message_id": uuid.uuid4().hex, "conversation_id": self.conversation}
        self.cards = self._patiently(lambda: self.stack.ask(**message))["cards"]

    def sign_in(self) -> None:
        """As often as it takes; the cards of all attempts count."""
        before = len(self._events())

        def once() -> dict[str, Any]:
            try:
                return {"cards": self.stack.sign_in(self.conversation, self.someone.id_number)}
            except (AssertionError, KeyError) as error:
                raise httpx.TransportError(type(error).__name__) from error

        self._patiently(once)
        self.cards = self._events()[before:]

    def _events(self) -> list[dict[str, Any]]:
        """The cards so far."""
        seen = self._patiently(lambda: {"cards": self.stack.events(self.conversation)})
        return [card for _, card in seen["cards"]]

    def _patiently(self, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                reply = do()
                if reply.get("outcome") != "failed":
                    return reply
                self.resent.append("failed")
            except httpx.HTTPError as error:
                self.resent.append(type(error).__name__)
            assert time.monotonic() < deadline, f"no answer within {PATIENCE_S} s"
            time.sleep(0.5 + random.random() / 2)
