"""The shape of a guide (办事指南): facts about one matter (事项), each with its source.

A guide is one YAML file, `knowledge_base/guides/<theme>/<item>.yml`. The guide states
facts; it never decides how a case is handled, that is core's item.
"""

import datetime as dt
import re
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from messages import Aspect, Trust

Way = Literal[
    "short",  # 三五个字
    "aspect",  # one thing asked
    "aspect2",  # two things in one question
    "situation",  # a situation told without the matter's name
    "cantonese",
    "traditional",
    "english",
    "noisy",  # slips of typing and of speech recognition
]

SECOND_HAND: frozenset[Trust] = frozenset(
    {"local_media", "mirror", "other_government", "secondary", "unsourced"}
)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class GuideSource(Strict):
    """A page a fact was read from. `date` is the source's own, as exact as it gives it."""

    title: str = Field(min_length=2)
    publisher: str | None = None
    date: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    url: str | None = Field(default=None, pattern=r"^https?://")
    trust: Trust
    may_link: bool = False


Range = Annotated[str, Field(pattern=r"^(\d+-\d+|\d+-|-\d+|\d+)$")]
"""Whole numbers: `80-89`, `100-` (and above), `-69` (and below), `2` (just that)."""


class Case(Strict):
    """Whose case a fact speaks of: a citizen who says that this is theirs hears it first."""

    age: Range | None = Field(default=None, description="years")
    child: Range | None = Field(default=None, description="which child: 1 = the first")
    homes: Range | None = Field(default=None, description="homes the family owns")
    disability: Range | None = Field(default=None, description="grade 1 (gravest) to 4")
    degree: Literal["college", "bachelor", "master", "doctor"] | None = None
    hukou: Literal["shenzhen", "elsewhere"] | None = None
    hardship: Literal["low_income", "low_income_edge", "high_expense", "destitute"] | None = Field(
        default=None, description="低保, 低保边缘, 支出型困难, 特困"
    )


class Fact(Strict):
    """One thing known, as one or two full sentences that a citizen can read alone."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    aspects: list[Aspect] = Field(min_length=1)
    text: str = Field(min_length=4, max_length=400)
    source: str | None = Field(description="a key of the guide's sources; null = unsourced")
    as_of: str | None = Field(default=None, pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    review_after: dt.date | None = None
    trust: Trust | None = Field(default=None, description="lower than the source's, if so")
    text_en: str | None = Field(default=None, min_length=4, max_length=500)
    short_answer: str | None = Field(
        default=None,
        max_length=24,
        pattern=r"^[^。．.！!？?；;：:\n]+。?$",
        description="one clause, said first to a yes-or-no question",
    )
    when: Case | None = Field(default=None, description="speaks of this case only")


class Fee(Strict):
    """What the citizen pays. Three states that are never mixed up."""

    state: Literal["free", "amount", "unknown"]
    fact: str | None = Field(default=None, description="the fact that states it")

    @model_validator(mode="after")
    def _a_known_fee_has_a_fact(self) -> Self:
        if (self.state == "unknown") != (self.fact is None):
            raise ValueError("fee: free and amount name a fact, unknown names none")
        return self


class WhoKnows(Strict):
    """Whom to ask for what the guide does not say."""

    name: str
    phone: str = Field(pattern=r"^[0-9-]{5,13}$")


class Ask(Strict):
    """How people say it. Indexed, and used to train the search; never shown."""

    text: str = Field(min_length=2, max_length=200)
    aspect: Aspect
    way: Way
    fact: str | None = Field(
        default=None, description="the fact that answers; `unknown`: the guide does not say"
    )


class Guide(Strict):
    """One matter. `status: stopped` means that it can no longer be applied for."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str = Field(min_length=2, max_length=60)
    short_name: str = Field(min_length=2, max_length=16, description="as said in a sentence")
    name_en: str = Field(min_length=2)
    summary: str = Field(min_length=6, max_length=120, description="one sentence: what it is")
    summary_en: str = Field(min_length=6)
    aliases: list[str] = []
    audience: Literal["person", "business"]
    theme: str
    department: str
    status: Literal["active", "stopped"] = "active"
    checked_on: dt.date = Field(description="when the guide was last read against its sources")
    who_knows: WhoKnows
    fee: Fee
    sources: dict[str, GuideSource] = Field(min_length=1)
    facts: list[Fact] = Field(min_length=3)
    asks: list[Ask] = Field(min_length=8)

    @field_validator("sources")
    @classmethod
    def _source_keys_are_plain(cls, sources: dict[str, GuideSource]) -> dict[str, GuideSource]:
        for key in sources:
            if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", key):
                raise ValueError(f"source key {key!r}: use a-z, 0-9 and -")
        return sources

    @model_validator(mode="after")
    def _references_resolve(self) -> Self:
        seen: set[str] = set()
        for i, fact in enumerate(self.facts):
            if fact.id in seen:
                raise refusal(f"fact id {fact.id!r} stands twice", "facts", i, "id")
            seen.add(fact.id)
            if fact.source is not None and fact.source not in self.sources:
                raise refusal(f"unknown source {fact.source!r}", "facts", i, "source")
        for i, ask in enumerate(self.asks):
            if ask.fact not in seen | {None, "unknown"}:
                raise refusal(f"unknown fact {ask.fact!r}", "asks", i, "fact")
        with_fee = {fact.id for fact in self.facts if "fee" in fact.aspects}
        if self.fee.state == "unknown" and with_fee:
            raise refusal(f"fee is unknown, yet facts state it: {sorted(with_fee)}", "fee")
        if self.fee.fact is not None and self.fee.fact not in with_fee:
            raise refusal(f"{self.fee.fact!r} is no fact of aspect fee", "fee", "fact")
        return self

    def trust_of(self, fact: Fact) -> Trust:
        """The trust a fact deserves: its own mark, else its source's."""
        if fact.trust is not None:
            return fact.trust
        return self.sources[fact.source].trust if fact.source else "unsourced"

    def as_of(self, fact: Fact) -> str | None:
        """Since when the fact is known to hold: its own date, else its source's."""
        return fact.as_of or (self.sources[fact.source].date if fact.source else None)


def refusal(reason: str, *location: str | int) -> ValidationError:
    """An error at one field, so that the loader can name its line."""
    error = PydanticCustomError("reference", "{reason}", {"reason": reason})
    return ValidationError.from_exception_data(
        "Guide", [{"type": error, "loc": location, "input": None}]
    )
