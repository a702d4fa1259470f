"""Cases (办件): where they stand and what can be done about them."""

from typing import Literal

from pydantic import AwareDatetime, Field

from core.contract.common import ItemId, Model, SessionId

CASES_PATH = "/v1/cases"

CaseState = Literal[
    "submitted",
    "accepted",
    "needs_correction",
    "under_review",
    "approved",
    "refused",
    "delivered",
    "withdrawn",
    "closed",
]

STATE_LABELS: dict[str, str] = {
    "submitted": "已提交",
    "accepted": "已受理",
    "needs_correction": "需要补正",
    "under_review": "人工审核中",
    "approved": "已通过",
    "refused": "未通过",
    "delivered": "已送达",
    "withdrawn": "已撤回",
    "closed": "已办结",
}

CasePower = Literal["withdraw", "correct", "follow", "unfollow", "ask_review"]

POWER_LABELS: dict[str, str] = {
    "withdraw": "撤回申请",
    "correct": "去补正",
    "follow": "有进展告诉我",
    "unfollow": "不用再告诉我",
    "ask_review": "请人工复核",
}


class NextMatter(Model):
    """A matter that often follows an approved one (关联办)."""

    item: ItemId
    title: str
    applicable: bool = Field(default=False, description="can be applied for here")


class CaseView(Model):
    """A case as its owner sees it."""

    number: str = Field(pattern=r"^LH\d{8}[0-9A-Z]{8}$", description="e.g. LH202611227K3Q9XYZ")
    item: ItemId
    title: str
    state: CaseState
    state_label: str
    instant: bool = Field(default=False, description="decided by rules within seconds (秒批)")
    demo: bool = Field(default=False, description="the rules have no legal source: 演示")
    reasons: list[str] = Field(default=[], description="of the verdict, plain Chinese")
    sources: list[str] = Field(default=[], description="where the rules come from")
    corrections: list[str] = Field(default=[], description="what to correct, by field label")
    next_actor: str = Field(default="", description="who acts next, e.g. 您 or 审核人员")
    next_says: str = Field(default="", description="what happens next, one sentence")
    submitted_at: AwareDatetime
    deadline: AwareDatetime | None = None
    decided_at: AwareDatetime | None = None
    followed: bool = False
    powers: list[CasePower] = []
    result: bool = Field(default=False, description="a result document can be fetched")
    next_items: list[NextMatter] = Field(default=[], description="once it is approved")
    version: int = Field(ge=1, description="send it back to change the case")


class LookUp(Model):
    """Ask for one case: signed in, or with a second proof."""

    session: SessionId
    number: str = Field(min_length=1, max_length=40)
    proof: str | None = Field(
        default=None, max_length=200, description="last four of the phone or of the identity number"
    )


class CaseStep(Model):
    """Something the owner does to a case."""

    session: SessionId
    do: CasePower


class CaseReview(Model):
    """A clerk's decision (scope `clerk`)."""

    verdict: Literal["accept", "approve", "refuse", "correct", "deliver", "close"]
    note: str = Field(default="", max_length=500)
    fields: list[str] = Field(default=[], description="with correct: ids of what to correct")
    version: int = Field(ge=1)


class OpenedField(Model):
    """An answer as a clerk reads it. Private."""

    id: str
    label: str
    value: str


class CaseEvent(Model):
    """One step of a case. `who`: citizen, clerk or rules."""

    at: AwareDatetime
    before: str = Field(description="state before; empty at the beginning")
    after: str
    who: str
    note: str = ""


class CaseFile(Model):
    """A case with everything in it, opened for a clerk (scope `clerk`, audited)."""

    case: CaseView
    applicant: str
    applicant_id: str
    mobile: str | None = None
    beneficiary: str
    beneficiary_id: str
    relation: str
    fields: list[OpenedField]
    materials: dict[str, str] = Field(description="id to name of each paper")
    events: list[CaseEvent]


class ResultCheck(Model):
    """What the QR code of a result document leads to."""

    genuine: bool
    number: str | None = None
    title: str | None = None
    decided_at: AwareDatetime | None = None
    state_label: str | None = None
    demo: bool = Field(default=False, description="made for a demonstration: 演示")
