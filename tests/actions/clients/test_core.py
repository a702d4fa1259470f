"""Calls to core: what it refuses and what it cannot do now are told apart."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from actions.clients import core as client
from actions.clients.core import CoreAway, CoreRefused
from core.contract import CaseView, DraftStep, Page, StepResult, WorkOrderStep
from tests.actions.fake_core import NUMBER, Away, FakeCore, No, case, draft, refusal
from tests.core_views import BOOKING, ORDER, WORK_ORDER

Call = Callable[[], Awaitable[Any]]
CALLS: dict[tuple[str, str], Call] = {
    ("GET", "/v1/items"): client.items,
    ("POST", "/v1/drafts"): lambda: client.open_draft("c-1", "deng-ji"),
    ("GET", "/v1/drafts"): lambda: client.open_drafts("c-1"),
    ("GET", "/v1/drafts/D-1"): lambda: client.read_draft("c-1", "D-1"),
    ("POST", "/v1/drafts/D-1/steps"): lambda: client.take_step(
        "D-1", DraftStep(session="c-1", do="back")
    ),
    ("GET", "/v1/identity/sessions/c-1"): lambda: client.session_view("c-1"),
    ("GET", "/v1/cases"): lambda: client.my_cases("c-1"),
    ("POST", "/v1/cases/look-up"): lambda: client.look_up("c-1", NUMBER, None),
    ("POST", f"/v1/cases/{NUMBER}/steps"): lambda: client.case_step("c-1", NUMBER, "follow"),
    ("GET", "/v1/payments/orders"): lambda: client.orders("c-1"),
    ("POST", f"/v1/payments/orders/{ORDER}/steps"): lambda: client.order_step(
        "c-1", ORDER, "close", "k"
    ),
    ("GET", "/v1/appointments"): lambda: client.bookings("c-1"),
    ("POST", f"/v1/appointments/{BOOKING}/steps"): lambda: client.booking_step(
        "c-1", BOOKING, "cancel", "k"
    ),
    ("POST", "/v1/appointments/tickets"): lambda: client.take_ticket("c-1", None, "k"),
    ("GET", "/v1/appointments/tickets"): lambda: client.tickets("c-1"),
    ("GET", "/v1/work-orders"): lambda: client.work_orders("c-1"),
    ("POST", f"/v1/work-orders/{WORK_ORDER}/steps"): lambda: client.work_order_step(
        WORK_ORDER, WorkOrderStep(session="c-1", do="urge")
    ),
    ("GET", "/v1/parking"): lambda: client.find_parks("水贝", None, 3),
}
EVERY = pytest.mark.parametrize(
    ("address", "call"), CALLS.items(), ids=[" ".join(one) for one in CALLS]
)


@EVERY
async def test_a_refusal_says_why(address: tuple[str, str], call: Call, core: FakeCore) -> None:
    core.on(*address, No(409, "已经提交。"))
    with pytest.raises(CoreRefused) as refused:
        await call()
    assert (refused.value.status, refused.value.says) == (409, "已经提交。")


@EVERY
@pytest.mark.parametrize(
    "down", [Away(), No(503, ""), [{"another": "shape"}]], ids=["away", "503", "shape"]
)
async def test_no_answer_is_away(
    down: Any, address: tuple[str, str], call: Call, core: FakeCore
) -> None:
    core.on(*address, down)
    with pytest.raises(CoreAway):
        await call()


@pytest.mark.parametrize("body", [b"<html>", b""])
async def test_what_is_no_json_is_away(body: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=body))
    known = httpx.AsyncClient(base_url="http://core", transport=transport)
    monkeypatch.setattr("actions.clients.core._client", lambda: known)
    with pytest.raises(CoreAway):
        await client.open_draft("c-1", "deng-ji")


async def test_models_of_the_contract_come_back(core: FakeCore) -> None:
    core.draft(draft(), refusal())
    core.on("GET", "/v1/drafts", [draft(), draft(id="D-2")])
    core.on("GET", "/v1/cases", Page[CaseView](items=[case()]))
    assert await client.read_draft("c-1", "D-1") == draft()
    assert await client.open_drafts("c-1") == [draft(), draft(id="D-2")]
    assert await client.my_cases("c-1") == [case()]
    step = DraftStep(session="c-1", do="answer", text="[PHONE_1]", key="k")
    found = await client.take_step("D-1", step)
    assert isinstance(found, StepResult)
    assert found == refusal()
    assert core.steps == [step.model_dump(exclude_none=True)]
