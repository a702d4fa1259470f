"""The shape of `hall.yml` and `places.yml`: places, and what is known of each, with sources.

What no source says is an entry of its own, `ask_deployer`: a question to the district that
installs the assistant. It holds no sentence and no value, so there is nothing to be spoken.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import Field, Secret, model_validator

from knowledge_base.schema import GuideSource, Strict, refusal
from messages import Trust

Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]

Topic = Literal[
    "address",
    "way",  # how to get there
    "parking",
    "hours",
    "phone",
    "opened",  # since when it is there
    "size",  # area, how many windows, units and matters
    "zone",
    "floor",
    "window",  # who sits where, and does what
    "self_service",  # machines
    "queue",  # booking and tickets
    "robot",
    "accessibility",  # for the old, the disabled, parents with infants
    "comfort",
    "service",
]

CARD: frozenset[Topic] = frozenset({"address", "hours", "phone"})
"""What a place card shows in a field of its own: known or asked, never both."""

Kind = Literal[
    "hall",
    "section",  # of the hall
    "government",
    "department",
    "street",
    "police",
    "port",
    "rescue",
    "sports",
    "library",
    "self_service",
    "bank",
    "hotline",
    "parking",
    "shelter",
]


class Known(Strict):
    """One thing a source says, as one or two full sentences that a citizen can read alone."""

    state: Literal["known"]
    id: Key
    topic: Topic
    text: str = Field(min_length=4, max_length=200)
    value: str | None = Field(
        default=None, min_length=2, description="bare, for a place card; stands in the text"
    )
    source: str = Field(description="a key of the file's sources")
    as_of: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    caution: bool = Field(default=False, description="to be said only with: call before you go")

    @model_validator(mode="after")
    def _the_value_is_what_the_text_says(self) -> Self:
        if self.value is None and self.topic in CARD:
            raise ValueError(f"{self.topic} needs a value")
        if self.value is not None and self.value not in self.text:
            raise ValueError(f"the text does not say the value {self.value!r}")
        return self


class DeployerQuestion(Secret[Annotated[str, Field(min_length=6)]]):
    """Not a string: no card accepts it, and no f-string, log or dump shows it.

    Only `get_secret_value()` gives the words, for the command line.
    """

    def _display(self) -> str:
        return "**ask_deployer**"


class AskDeployer(Strict):
    """Something no source says, which the district that installs the assistant must supply."""

    state: Literal["ask_deployer"]
    id: Key
    topic: Topic
    question: DeployerQuestion


Entry = Annotated[Known | AskDeployer, Field(discriminator="state")]


class Place(Strict):
    """The hall, a part of it, or a place nearby. Its name stands in its entries' sources."""

    id: Key
    name: str = Field(min_length=2, max_length=40)
    also_called: list[str] = []
    kind: Kind
    inside: str | None = Field(default=None, description="id of the place it is a part of")
    entries: list[Entry] = Field(min_length=1)

    def known(self, topic: Topic | None = None) -> list[Known]:
        """What may be spoken; of one topic, if given."""
        return [
            entry
            for entry in self.entries
            if isinstance(entry, Known) and topic in (None, entry.topic)
        ]

    def open_questions(self) -> list[AskDeployer]:
        """What the deployer must supply."""
        return [entry for entry in self.entries if isinstance(entry, AskDeployer)]


class Directory(Strict):
    """One file: places and the sources of what is known of them."""

    checked_on: dt.date = Field(description="when the file was last read against its sources")
    sources: dict[Key, GuideSource] = Field(min_length=1)
    places: list[Place] = Field(min_length=1)

    @model_validator(mode="after")
    def _references_resolve(self) -> Self:
        seen: set[str] = set()
        for i, place in enumerate(self.places):
            if place.id in seen:
                raise refusal(f"place id {place.id!r} stands twice", "places", i, "id")
            if place.inside not in seen | {None}:
                raise refusal(f"no place {place.inside!r} before it", "places", i, "inside")
            seen.add(place.id)
            for j, reason, field in self._faults_of(place):
                raise refusal(reason, "places", i, "entries", j, field)
        return self

    def _faults_of(self, place: Place) -> Iterator[tuple[int, str, str]]:
        """Index of the entry, what is wrong with it, and in which field."""
        seen: set[str] = set()
        known = {entry.topic for entry in place.known()} & CARD
        for j, entry in enumerate(place.entries):
            if entry.id in seen:
                yield j, f"entry id {entry.id!r} stands twice", "id"
            seen.add(entry.id)
            if isinstance(entry, Known) and entry.source not in self.sources:
                yield j, f"unknown source {entry.source!r}", "source"
            if isinstance(entry, AskDeployer) and entry.topic in known:
                yield j, f"{entry.topic} is known, yet asked for", "topic"

    def trust_of(self, entry: Known) -> Trust:
        return self.sources[entry.source].trust

    def as_of(self, entry: Known) -> str | None:
        """Since when it is known to hold: its own date, else its source's."""
        return entry.as_of or self.sources[entry.source].date
