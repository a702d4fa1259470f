"""Work orders of the 12345 hotline (工单): consult, complaint, report, suggestion, help."""

from typing import Literal

from pydantic import AwareDatetime, Field

from core.contract.common import Key, Model, SessionId

WORK_ORDERS_PATH = "/v1/work-orders"

WorkOrderKind = Literal["consult", "complaint", "report", "suggestion", "help"]
WORK_ORDER_LABELS: dict[WorkOrderKind, str] = {
    "consult": "咨询",
    "complaint": "投诉",
    "report": "举报",
    "suggestion": "建议",
    "help": "求助",
}
WorkOrderState = Literal[
    "filed", "dispatched", "returned", "in_progress", "answered", "closed", "merged", "withdrawn"
]
WORK_ORDER_STATES: dict[WorkOrderState, str] = {
    "filed": "已登记",
    "dispatched": "已派单",
    "returned": "已退回重派",
    "in_progress": "办理中",
    "answered": "已答复",
    "closed": "已办结",
    "merged": "已并入同一件事的工单",
    "withdrawn": "已撤回",
}
WorkOrderPower = Literal["urge", "rate", "withdraw", "add"]


class Routing(Model):
    """Where a work order goes, and why. `rule`: a written rule decided, not the classifier."""

    category: str = Field(description="id of the category, e.g. noise.construction")
    category_says: str = Field(description="环境保护 / 噪声 / 施工噪声")
    unit: str = Field(description="id of the unit")
    unit_says: str
    confidence: float = Field(ge=0, le=1)
    because: list[str] = Field(default=[], description="the words that spoke for it")
    rule: str | None = None
    hint: str | None = Field(
        default=None, description="what to do at once where it is dangerous, to say first"
    )


class RouteAsked(Model):
    text: str = Field(min_length=1, max_length=2000)
    kind: WorkOrderKind | None = None


class WorkOrderCreate(Model):
    session: SessionId
    kind: WorkOrderKind
    what: str = Field(min_length=1, max_length=2000, description="tokens in it")
    where: str | None = Field(default=None, max_length=300)
    when: str | None = Field(default=None, max_length=200)
    anonymous: bool = False
    name: str | None = Field(default=None, max_length=60, description="not with anonymous")
    mobile: str | None = Field(default=None, max_length=60)
    files: list[str] = Field(default=[], max_length=6, description="file tokens of the vault")
    key: Key


class Progress(Model):
    at: AwareDatetime
    says: str


class WorkOrderView(Model):
    """One work order, to the session that filed it or the person signed in."""

    number: str = Field(pattern=r"^G\d{8}[0-9A-Z]{6}$")
    kind: WorkOrderKind
    kind_label: str
    title: str = Field(description="the first words of what was told, tokens in it")
    state: WorkOrderState
    state_label: str
    category_says: str
    unit_says: str
    anonymous: bool
    filed_at: AwareDatetime
    deadline: AwareDatetime
    progress: list[Progress] = []
    answer: str | None = None
    rating: int | None = Field(default=None, ge=1, le=5)
    powers: list[WorkOrderPower] = []
    says: str = ""


class WorkOrderStep(Model):
    session: SessionId
    do: WorkOrderPower
    rating: int | None = Field(default=None, ge=1, le=5, description="with rate (好差评)")
    text: str | None = Field(default=None, max_length=1000, description="with rate, urge, add")
    key: Key | None = None


class WorkOrderLookUp(Model):
    """By number and the last four digits of the mobile number that was given."""

    session: SessionId
    number: str = Field(min_length=1, max_length=40)
    proof: str | None = Field(default=None, max_length=60)


WorkOrderDo = Literal[
    "dispatch", "accept", "return", "merge", "answer", "redo", "close", "follow_up"
]


class WorkOrderClerkStep(Model):
    """What a clerk does. `version` is that of the file the clerk looked at."""

    do: WorkOrderDo
    version: int = Field(ge=1)
    unit: str | None = Field(default=None, max_length=40, description="with dispatch; id of a unit")
    into: str | None = Field(
        default=None, max_length=40, description="with merge: number of the order that stays"
    )
    note: str = Field(
        default="", max_length=1000, description="with answer: the answer; else for the file"
    )


class WorkOrderDone(Model):
    """One step, as a clerk sees it. `who` is citizen or clerk; never who exactly."""

    at: AwareDatetime
    before: WorkOrderState
    after: WorkOrderState
    step: str
    who: str
    note: str = ""


class WorkOrderFile(Model):
    """One work order, opened for a clerk. Without name and mobile where it is anonymous."""

    order: WorkOrderView
    what: str
    where: str | None
    when: str | None
    name: str | None
    mobile: str | None
    routing: Routing
    files: int = Field(ge=0, description="photos and papers, by position")
    done: list[WorkOrderDone] = []
    twin: str | None = Field(default=None, description="number of one like it, to merge into")
    urged: int = 0
    version: int


class SupervisedOrder(Model):
    """On the supervision list (督办), and why."""

    order: WorkOrderView
    why: list[str]
