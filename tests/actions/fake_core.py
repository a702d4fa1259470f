"""Core as told: serves models of its contract over HTTP and keeps what it was sent."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import BaseModel

from core.contract import (
    CaseView,
    DraftView,
    FieldView,
    Page,
    Question,
    Refusal,
    SessionView,
    StepResult,
)

AT = dt.datetime(2026, 11, 22, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
NUMBER = "LH202611227K3Q9XYZ"
PHONE = Question(
    field="mobile",
    label="手机号",
    type="mobile",
    text="您的手机号是多少？",
    example="13800000000",
    private=True,
)
TAKEN = FieldView(id="name", label="姓名", value="[NAME_1]", source="typed")


@dataclass(frozen=True)
class No:
    """A problem: core refuses and says why."""

    status: int = 404
    says: str = "没有这份草稿，可能已经删除。"


class Away:
    """No answer at all."""


Answer = BaseModel | list[Any] | No | Away
Script = Answer | Callable[[dict[str, Any]], Answer]


@dataclass
class FakeCore:
    """`on` tells what an address answers, one answer after the other, the last for good; what
    was not told fails the test. Nobody is signed in and nothing can be applied for, unless told."""

    sent: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    headers: list[httpx.Headers] = field(default_factory=list)
    _told: dict[tuple[str, str], list[Script]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.on("GET", "/v1/items", [])
        self.on("GET", "/v1/drafts", [])
        self.on("GET", "/v1/identity/sessions/c-1", SessionView(session="c-1", signed_in=False))

    def on(self, method: str, path: str, *answers: Script) -> None:
        self._told[method, path] = list(answers)

    def draft(self, now: DraftView, *results: Script) -> None:
        """The draft as it stands, and what comes of the steps that are taken in it."""
        self.on("GET", f"/v1/drafts/{now.id}", now)
        self.on("POST", f"/v1/drafts/{now.id}/steps", *results)

    def signed_in(self, *cases: CaseView) -> None:
        person = SessionView(session="c-1", signed_in=True, assurance="phone")
        self.on("GET", "/v1/identity/sessions/c-1", person)
        self.on("GET", "/v1/cases", Page[CaseView](items=list(cases)))

    def away(self) -> None:
        self._told = {key: [Away()] for key in self._told}

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The steps of drafts that were sent, without what is null."""
        return [
            {key: value for key, value in body.items() if value is not None}
            for method, path, body in self.sent
            if method == "POST" and path.startswith("/v1/drafts/")
        ]

    def to(self, method: str, path: str) -> list[dict[str, Any]]:
        """What was sent to one address."""
        return [body for m, p, body in self.sent if (m, p) == (method, path)]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        key = request.method, request.url.path
        body = json.loads(request.content) if request.content else dict(request.url.params)
        self.sent.append((*key, body))
        self.headers.append(request.headers)
        assert key in self._told, f"core was not told what to say to {key}"
        told = self._told[key]
        answer = told.pop(0) if len(told) > 1 else told[0]
        return _response(answer(body) if callable(answer) else answer, request)


def _response(answer: Answer, request: httpx.Request) -> httpx.Response:
    if isinstance(answer, Away):
        raise httpx.ConnectError("refused", request=request)
    if isinstance(answer, No):
        problem = {"title": "No", "status": answer.status, "detail": answer.says}
        return httpx.Response(answer.status, json=problem)
    if isinstance(answer, BaseModel):
        return httpx.Response(200, json=answer.model_dump(mode="json"))
    parts = [one.model_dump(mode="json") if isinstance(one, BaseModel) else one for one in answer]
    return httpx.Response(200, json=parts)


def draft(**changes: Any) -> DraftView:
    """A draft that asks for the phone, unless changed."""
    known: dict[str, Any] = {
        "id": "D-1",
        "item": "deng-ji",
        "title": "纸鸢登记",
        "step": "field",
        "question": PHONE,
        "done": 1,
        "total": 3,
        "updated_at": AT,
        **changes,
    }
    if known["step"] not in {"field", "material"}:
        known["question"] = None
    return DraftView.model_validate(known)


def review(**changes: Any) -> DraftView:
    """A filled draft that is read back."""
    known = {"step": "review", "fields": [TAKEN], "consent": "我确认所填内容真实。", **changes}
    return draft(**known)


def case(**changes: Any) -> CaseView:
    known: dict[str, Any] = {
        "number": NUMBER,
        "item": "deng-ji",
        "title": "纸鸢登记",
        "state": "under_review",
        "state_label": "人工审核中",
        "next_says": "审核人员会在5个工作日内看完。",
        "submitted_at": AT,
        "version": 1,
        **changes,
    }
    return CaseView.model_validate(known)


def result(now: DraftView | None = None, **more: Any) -> StepResult:
    return StepResult(draft=now or draft(), **more)


def refusal(now: DraftView | None = None, *, question: bool = False) -> StepResult:
    """The answer was not taken."""
    no = Refusal(field="mobile", says="请告诉我11位手机号。", question_like=question)
    return result(now, refusal=no)
