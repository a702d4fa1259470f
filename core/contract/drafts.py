"""Filling an application (草稿): one step at a time, whatever the matter.

Private values travel as tokens of the vault. All words are Chinese and for the citizen.
"""

from typing import Literal

from pydantic import AwareDatetime, Field

from core.contract.appointments import BookingView
from core.contract.cases import CaseView
from core.contract.common import ItemId, Key, Model, SessionId
from core.contract.entitlements import Match
from core.contract.identity import Assurance
from core.contract.payments import OrderView
from core.contract.work_orders import WorkOrderView

DRAFTS_PATH = "/v1/drafts"

DraftKind = Literal[
    "application", "payment", "booking", "moving", "cancelling", "work_order", "entitlements"
]
"""What a draft becomes when it is handed in: a case, or one of the errands."""
StepKind = Literal["field", "material", "sign_in", "review", "stopped", "done"]
"""`stopped`: an answer rules the application out; `stop_says` tells why."""


class Choice(Model):
    """One answer that can be chosen. `label` is what to send back as the answer's text."""

    label: str
    value: str


class Question(Model):
    """What the draft asks now."""

    field: str
    label: str
    type: str = Field(description="name of the parser that reads the answer, see text/fields")
    text: str = Field(description="the question itself, with an example where it helps")
    example: str | None = None
    optional: bool = False
    private: bool = Field(default=False, description="the answer must be masked")
    options: list[Choice] = []
    upload: bool = Field(default=False, description="a photo or file is the answer")


class FieldView(Model):
    """One filled field, for reading back."""

    id: str
    label: str
    value: str = Field(description="as shown; tokens for private values")
    source: Literal["typed", "sign_in", "register"]
    editable: bool = True


class DraftView(Model):
    """A draft as its owner sees it."""

    id: str
    kind: DraftKind = "application"
    item: ItemId = Field(description="the matter, or the errand's own id")
    about: ItemId | None = Field(default=None, description="the matter that an errand is about")
    title: str
    step: StepKind
    question: Question | None = Field(default=None, description="with step field or material")
    needs: Assurance | None = Field(default=None, description="with step sign_in")
    stop_says: str | None = Field(default=None, description="with step stopped")
    fields: list[FieldView] = []
    waived: list[str] = Field(default=[], description="papers not needed, with the reason")
    later: list[str] = Field(default=[], description="papers that may follow")
    consent: str = Field(default="", description="what submitting agrees to")
    demo: bool = Field(default=False, description="the rules have no legal source: 演示")
    done: int = Field(ge=0, description="steps answered")
    total: int = Field(ge=0, description="steps as they stand now")
    failures: int = Field(default=0, ge=0, description="answers in a row that were not understood")
    resumed: bool = False
    correcting: str | None = Field(default=None, description="case number, when 补正")
    updated_at: AwareDatetime


class DraftCreate(Model):
    """Begin, or go on with, an application for a matter."""

    session: SessionId
    item: ItemId
    fresh: bool = Field(default=False, description="throw away what was begun of it before")


class DraftStep(Model):
    """One thing done to a draft. The same key twice does it once."""

    session: SessionId
    do: Literal["opening", "answer", "back", "skip", "edit", "submit", "abandon"] = Field(
        description="opening: the words that began it; takes what they answer, complains of nothing"
    )
    text: str | None = Field(default=None, max_length=2000, description="with answer; tokens in it")
    field: str | None = Field(
        default=None, max_length=64, description="with edit; with answer: which field it is for"
    )
    key: Key | None = None


class Refusal(Model):
    """Why an answer was not taken. `says` names what is expected; nothing is lost."""

    field: str
    says: str
    question_like: bool = Field(
        default=False, description="the words look like a question, not like an answer"
    )
    objection: bool = Field(
        default=False, description="the answer was understood, but cannot stand; `says` tells why"
    )


class StepResult(Model):
    """What came of a step."""

    draft: DraftView
    accepted: list[FieldView] = Field(default=[], description="what was taken from the answer")
    refusal: Refusal | None = None
    case: CaseView | None = Field(default=None, description="after submit of an application")
    order: OrderView | None = Field(default=None, description="after submit of a payment")
    booking: BookingView | None = Field(default=None, description="after submit of a booking")
    work_order: WorkOrderView | None = Field(default=None, description="after submit of one")
    matches: list[Match] | None = Field(default=None, description="after submit of entitlements")
