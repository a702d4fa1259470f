"""Runs whole conversations, written as YAML, against the running product.

The format is Rasa's end-to-end test case (`test_cases`, `test_case`, `steps`, `user`), with more
steps than words. docs/CONVERSATION-TESTS.md tells how to use it with another bot.

- `user`: says this. `choose`: chooses the option with that label. `edit`: chooses to change the
  field with that label on a review card. `upload`: sends a file (photo, pdf, or text, which is no
  picture).
- `sign_in`: signs a made-up person in who suits the role, see people.py, or with `again` the same
  person; `{name}` and the like in any later words stand for something of that person.
- `remember`: `{word: property}` keeps a property of the last card that has it; `{word}` stands for
  it in any later words, e.g. `remember: {number: case}` for the number of a case.
- `another_device: true`: goes on in a conversation of its own, in which nobody is signed in.
- `bot`: what the last reply must show: `outcome` (one or a list), `then`, `card` (type of the last
  card), `field` (that is asked), `item`, `aspect`, `offers` (items among the choices), `says` and
  `says_not` (substrings of the cards' text), `intent`.
- `core`: the rows that core must have for this conversation, the oldest draft first. `records`: its
  orders, bookings, work_orders or tickets alike.
- `bill: open`: a made-up payment notice that nobody else got, in that state (open, paid, closed);
  `{notice}`, `{unit}`, `{amount}`, `{payer}` and `{what}` in later words stand for its values.
- `pay: true`: pays the last payment card at the sandbox's WeChat Pay. `news`: waits for a card that
  comes by itself and compares it as `bot` does.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML

from tests.conversations.people import People, Someone, people_of
from tests.conversations.rows import core_rows, records
from tests.stack import Stack

AT_ONCE = 4
NEWS_WITHIN_S = 20


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Expected(Strict):
    outcome: str | list[str] | None = None
    then: str | None = None
    card: str | None = None
    field: str | None = None
    item: str | None = None
    aspect: str | None = None
    intent: str | None = None
    offers: list[str] = []
    says: str | list[str] = []
    says_not: str | list[str] = []


class Row(Strict):
    """A draft and, once it is handed in, its case."""

    item: str
    draft: str
    case: str | None = None
    instant: bool | None = None


class Step(Strict):
    user: str | None = None
    choose: str | None = None
    edit: str | None = None
    upload: str | None = None
    sign_in: str | None = None
    remember: dict[str, str] | None = None
    another_device: bool = False
    locale: str | None = None
    bot: Expected | None = None
    core: list[Row] | None = None
    records: dict[str, list[dict[str, Any]]] | None = None
    bill: str | None = None
    pay: bool = False
    news: Expected | None = None


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


@dataclass
class Talk:
    """One fresh conversation on the way."""

    stack: Stack
    people: People
    conversation: str | None = None
    locale: str = "zh-CN"
    reply: dict[str, Any] = field(default_factory=dict)
    someone: Someone | None = None
    words: dict[str, str] = field(default_factory=dict)
    seen: int = 0
    """The last card event before something was done that brings news."""

    def wait_for_news(self, where: str) -> None:
        """Until a card comes that answers nothing; AssertionError after NEWS_WITHIN_S."""
        until = time.monotonic() + NEWS_WITHIN_S
        while time.monotonic() < until:
            events = self.stack.events(self.conversation or "")
            if cards := [card for number, card in events if number > self.seen]:
                self.reply = {"outcome": None, "cards": cards, "trace": {}}
                self.seen = max(number for number, _ in events)
                return
        raise AssertionError(f"{where}: no news came")

    def take(self, step: Step) -> None:
        """Do what a step says; AssertionError where a choice is not offered."""
        self.locale = step.locale or self.locale
        if step.sign_in is not None:
            self._sign_in(step.sign_in)
        elif step.remember is not None:
            self.words |= {word: self._shown(name) for word, name in step.remember.items()}
        elif step.another_device:
            self.conversation = None
        elif step.bill is not None:
            self.words |= self.people.bill(step.bill)
        elif step.pay:
            self.seen = self.stack.last_event(self.conversation or "")
            self.stack.pay(self._shown("qr"))
        elif step.upload is not None:
            assert self.conversation is not None
            self._ask(text=self.stack.upload(self.conversation, step.upload))
        elif step.choose is not None or step.edit is not None:
            self._ask(choice=self._choice(step))
        else:
            self._ask(text=self.filled(step.user or ""))

    def _sign_in(self, role: str) -> None:
        if role != "again" or self.someone is None:
            self.someone = self.people.pick(role)
            self.words |= self.someone.words
        if self.conversation is None:
            self._ask(text="你好")
        assert self.conversation is not None
        cards = self.stack.sign_in(self.conversation, self.someone.id_number)
        self.reply = {"outcome": "collecting", "cards": cards, "trace": {}}

    def _ask(self, **message: str) -> None:
        known = {"conversation_id": self.conversation} if self.conversation else {}
        self.reply = self.stack.ask(**message, **known, locale=self.locale)
        self.conversation = self.reply["conversation_id"]

    def filled(self, words: str) -> str:
        """The words with what is known in braces: of who signed in, and what was remembered."""
        return words.format_map(self.words) if self.words and "{" in words else words

    def _shown(self, name: str) -> str:
        """A property of the last card that has it."""
        found = [str(card[name]) for card in self.reply["cards"] if card.get(name)]
        assert found, f"no card has {name!r}"
        return found[-1]

    def _choice(self, step: Step) -> str:
        cards = self.reply["cards"]
        options = [option for card in cards for option in card.get("options", [])]
        rows = [row for card in cards for row in card.get("rows", [])]
        options += [row["option"] for row in rows if row.get("option")]
        if step.edit is not None:
            options = [row["edit"] | {"label": row["label"]} for row in rows if row.get("edit")]
        wanted = step.choose or step.edit
        choices = [str(option["choice"]) for option in options if option["label"] == wanted]
        assert choices, f"no option {wanted!r} among {[option['label'] for option in options]}"
        return choices[0]


def run_case(stack: Stack, people: People, case: Case) -> None:
    """Say each step in one fresh conversation; AssertionError names the step that differs."""
    talk = Talk(stack, people)
    for number, step in enumerate(case.steps, 1):
        where = f"step {number} of {case.test_case!r}"
        if step.bot is not None:
            _compare(step.bot, talk, where)
        elif step.core is not None:
            found = core_rows(stack, talk.conversation or "")
            _match(found, [row.model_dump(exclude_none=True) for row in step.core], where)
        elif step.records is not None:
            for of, wanted in step.records.items():
                _match(records(stack, talk.conversation or "", of), wanted, f"{where}: {of}")
        elif step.news is not None:
            talk.wait_for_news(where)
            _compare(step.news, talk, where)
        else:
            talk.take(step)


@contextmanager
def running(stack: Stack, cases: Sequence[Located]) -> Iterator[dict[str, Future[None]]]:
    """All cases by id, some at once; wait for the one that is wanted."""
    people = people_of(stack)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {one.id: pool.submit(run_case, stack, people, one.case) for one in cases}


def _match(found: list[dict[str, Any]], wanted: list[dict[str, Any]], where: str) -> None:
    """As many rows as are named, and of each the columns that are named."""
    shown = [
        {k: v for k, v in row.items() if k in want}
        for row, want in zip(found, wanted, strict=False)
    ]
    assert shown == wanted and len(found) == len(wanted), f"{where}: core has {found}"


def _compare(expected: Expected, talk: Talk, where: str) -> None:
    reply, cards, trace = talk.reply, talk.reply["cards"], talk.reply["trace"]
    text = "\n".join(card["text"] for card in cards)
    shown = f"{where}: {reply['outcome']}, {trace}\n{text}"
    if expected.outcome is not None:
        assert reply["outcome"] in _list(expected.outcome), shown
    if expected.then is not None:
        assert reply.get("then") == expected.then, shown
    if expected.card is not None:
        assert cards[-1]["type"] == expected.card, shown
    if expected.field is not None:
        assert cards[-1].get("field") == expected.field, shown
    if expected.item is not None:
        assert expected.item in [card.get("item") for card in cards], shown
    if expected.aspect is not None:
        assert trace["aspect"] == expected.aspect, shown
    if expected.intent is not None:
        assert trace["intent"] == expected.intent, shown
    offered = {o.get("item") for card in cards for o in card.get("options", [])}
    assert set(expected.offers) <= offered, shown
    for words in _list(expected.says):
        assert talk.filled(words) in text, shown
    for words in _list(expected.says_not):
        assert talk.filled(words) not in text, shown


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
