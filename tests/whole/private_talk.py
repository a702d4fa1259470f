"""Conversations full of private data, within forms and outside of them."""

import random
from dataclasses import dataclass, field

import httpx

from tests.conversations.people import People, Someone
from tests.stack import HEADERS, Stack
from tests.whole.applicant import LONGER, MATTERS, Applicant
from tests.whole.made_up import Secrets, secrets_of, spelled, wide

IN_FORMS = {6: LONGER["stall"], 7: LONGER["stall"], 8: LONGER["child"], 9: MATTERS["insurance"]}
"""Last digit of a conversation's number to what is applied for there; the others apply for
nothing."""
AT_MOST = 30
INTERRUPTS = 0.3
LONG_NAME = 3
"""Shorter names stand in ordinary texts, too."""


@dataclass(frozen=True)
class Told:
    """What nobody may find. `numbers`: digits alone."""

    numbers: frozenset[str]
    words: frozenset[str]


def talk(stack: Stack, people: People, number: int) -> tuple[Told, str]:
    """Hold conversation `number`; what was told, and the case number if there is one."""
    secrets, matter = secrets_of(number), IN_FORMS.get(number % 10)
    if matter is None:
        _outside(stack, secrets, random.Random(number))
        return told(secrets, None), ""
    try:
        someone = people.pick(matter.role)
    except LookupError:  # of a thousand conversations there are not parents enough
        matter = LONGER["stall"]
        someone = people.pick(matter.role)
    someone = Someone(someone.id_number, someone.words | {"shop": secrets.address})
    applicant = Talkative(stack, someone, matter, secrets=secrets, rng=random.Random(number))
    return told(secrets, someone), applicant.talk()


def told(secrets: Secrets, someone: Someone | None) -> Told:
    words = {secrets.name, secrets.street, secrets.plate}
    numbers = {secrets.id_number.rstrip("X"), secrets.phone, secrets.card}
    if someone is not None:
        own = someone.words
        names = {own["name"], own["child_name"]}
        words |= {name for name in names if len(name) >= LONG_NAME} | {own["address"]} - {""}
        ids = {own["id_number"].rstrip("X"), own["child_id"].rstrip("X")}
        numbers |= (ids | {own["mobile"], own["bank_card"]}) - {""}
    return Told(frozenset(numbers), frozenset(words))


def _outside(stack: Stack, secrets: Secrets, rng: random.Random) -> None:
    """Each value in some spelling, a person asked for, a thumb with a comment."""
    conversation = stack.ask("你好")["conversation_id"]
    for words in spelled(secrets, rng):
        reply = stack.ask(words, conversation_id=conversation)
    stack.ask(f"转人工，打我电话{secrets.phone}", conversation_id=conversation)
    thumb = {"conversation_id": conversation, "event_id": reply["event_ids"][0], "value": "down"}
    comment = {"comment": f"不对，我是{secrets.id_number}，车牌{secrets.plate}"}
    address = f"{stack.url}/api/feedback"
    httpx.post(address, json=thumb | comment, headers=HEADERS, trust_env=False).raise_for_status()


@dataclass
class Talkative(Applicant):
    """Answers in odd spellings and tells more than is asked."""

    secrets: Secrets = field(default_factory=lambda: secrets_of(0))
    rng: random.Random = field(default_factory=random.Random)

    def talk(self) -> str:
        """Until there is a case, or for AT_MOST turns; the case's number."""
        self.conversation = str(self.stack.ask("你好")["conversation_id"])
        self.say(text=self.matter.opening)
        for _ in range(AT_MOST):
            if self.last["type"] == "case":
                return str(self.last["case"])
            self.go_on(self.last)
        return ""

    def answer(self, asked: str) -> None:
        if self.rng.random() < INTERRUPTS:
            self.say(text=self.rng.choice(self._asides()))
        else:
            self.say(text=self.said(asked))

    def said(self, asked: str) -> str:
        words = super().said(asked)
        if asked in ("bank_card", "beneficiary_id"):
            return self.rng.choice([words, wide(words), f"号码是{words}", " ".join(words)])
        return self.rng.choice([words, f"地址是{words}"]) if asked == "address" else words

    def _asides(self) -> list[str]:
        own = self.secrets
        return [
            f"我的电话是{own.phone}，这个要办多久？",
            f"我身份证是{own.id_number}，要带原件吗？",
            f"地址是{own.address}，这里归你们管吗？",
            f"车牌号{own.plate}，大厅能停车吗？",
            f"养老金能打到{own.card}这张卡吗？",
            f"姓名是{own.name}，还要交什么材料？",
        ]
