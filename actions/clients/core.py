"""Calls to core. What core refuses and what it cannot do now are told apart, never hidden."""

import logging
from functools import cache
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from actions.settings import Settings
from core.contract import (
    APPOINTMENTS_PATH,
    CASES_PATH,
    DOCUMENTS_PATH,
    DRAFTS_PATH,
    IDENTITY_PATH,
    ITEMS_PATH,
    MY_DATA_PATH,
    PARKING_PATH,
    PAYMENTS_PATH,
    PUSHES_PATH,
    WISHES_PATH,
    WORK_ORDERS_PATH,
    BookingPower,
    BookingStep,
    BookingView,
    CasePower,
    CaseStep,
    CaseView,
    Deleted,
    DocumentsFound,
    DraftCreate,
    DraftStep,
    DraftView,
    ItemSummary,
    LookUp,
    MyData,
    MyDataDelete,
    OrderPower,
    OrderStep,
    OrderView,
    Page,
    ParksFound,
    PushChoice,
    PushStop,
    PushTopic,
    PushView,
    SessionView,
    StepResult,
    TicketTake,
    TicketView,
    Wish,
    WishCreate,
    WorkOrderStep,
    WorkOrderView,
)

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer", bound=BaseModel)


class CoreAway(Exception):
    """Core did not answer in time, or with something that is no answer. What was asked may or
    may not have been done: ask again with the same key."""


class CoreRefused(Exception):
    """Core said no, and why. `says` is a Chinese sentence for the citizen."""

    def __init__(self, status: int, says: str) -> None:
        super().__init__(says)
        self.status = status
        self.says = says


async def file_wish(conversation: str, reason: str, key: str | None) -> str | None:
    """File the wish to talk to a person; its reference, or None where core is away."""
    try:
        wish = WishCreate(conversation=conversation, reason=reason[:500], idempotency_key=key)
        return (await _call("POST", WISHES_PATH, Wish, wish)).reference
    except (CoreAway, CoreRefused, ValidationError) as error:
        logger.warning("wish not filed: %s", type(error).__name__)
        return None


async def items() -> list[ItemSummary]:
    """The matters that can be applied for."""
    return await _list(ITEMS_PATH, ItemSummary)


async def open_draft(session: str, item: str, fresh: bool = False) -> DraftView:
    """Begin, or go on with, an application or an errand. CoreRefused 404: not applicable here."""
    asked = DraftCreate(session=session, item=item, fresh=fresh)
    return await _call("POST", DRAFTS_PATH, DraftView, asked)


async def read_draft(session: str, draft: str) -> DraftView:
    return await _call("GET", f"{DRAFTS_PATH}/{draft}", DraftView, session=session)


async def open_drafts(session: str) -> list[DraftView]:
    """Drafts of this session, or of the person signed in, the newest first."""
    return await _list(DRAFTS_PATH, DraftView, session=session)


async def take_step(draft: str, step: DraftStep) -> StepResult:
    return await _call("POST", f"{DRAFTS_PATH}/{draft}/steps", StepResult, step)


async def session_view(session: str) -> SessionView:
    return await _call("GET", f"{IDENTITY_PATH}/sessions/{session}", SessionView)


async def my_cases(session: str) -> list[CaseView]:
    """The newest cases of the person signed in; CoreRefused 403 where nobody is."""
    page = await _call("GET", CASES_PATH, Page[CaseView], session=session, limit="5")
    return page.items


async def look_up(session: str, number: str, proof: str | None) -> CaseView:
    """One case by number; CoreRefused 404 for a wrong number and a wrong proof alike."""
    asked = LookUp(session=session, number=number, proof=proof)
    return await _call("POST", f"{CASES_PATH}/look-up", CaseView, asked)


async def case_step(session: str, number: str, do: CasePower) -> CaseView:
    step = CaseStep(session=session, do=do)
    return await _call("POST", f"{CASES_PATH}/{number}/steps", CaseView, step)


async def orders(session: str) -> list[OrderView]:
    """The newest orders of this session and of who is signed in."""
    return await _list(f"{PAYMENTS_PATH}/orders", OrderView, session=session)


async def order_step(session: str, order: str, do: OrderPower, key: str) -> OrderView:
    step = OrderStep(session=session, do=do, key=key or None)
    return await _call("POST", f"{PAYMENTS_PATH}/orders/{order}/steps", OrderView, step)


async def bookings(session: str) -> list[BookingView]:
    """The appointments of this session and of who is signed in."""
    return await _list(APPOINTMENTS_PATH, BookingView, session=session)


async def booking_step(session: str, booking: str, do: BookingPower, key: str) -> BookingView:
    step = BookingStep(session=session, do=do, key=key or None)
    return await _call("POST", f"{APPOINTMENTS_PATH}/{booking}/steps", BookingView, step)


async def take_ticket(session: str, item: str | None, key: str) -> TicketView:
    asked = TicketTake(session=session, item=item, key=key)
    return await _call("POST", f"{APPOINTMENTS_PATH}/tickets", TicketView, asked)


async def tickets(session: str) -> list[TicketView]:
    """The queue tickets of today."""
    return await _list(f"{APPOINTMENTS_PATH}/tickets", TicketView, session=session)


async def work_orders(session: str) -> list[WorkOrderView]:
    """The newest work orders of this session and of who is signed in."""
    return await _list(WORK_ORDERS_PATH, WorkOrderView, session=session)


async def work_order_step(number: str, step: WorkOrderStep) -> WorkOrderView:
    return await _call("POST", f"{WORK_ORDERS_PATH}/{number}/steps", WorkOrderView, step)


async def find_parks(near: str, at: str | None, limit: int) -> ParksFound:
    """Car parks near what the words name. `at`: when somebody comes, as they said it."""
    when = {"at": at} if at else {}
    return await _call("GET", PARKING_PATH, ParksFound, None, near=near, limit=str(limit), **when)


async def my_data(session: str) -> MyData:
    """What is kept about the person signed in; CoreRefused 403 where nobody is, surely enough."""
    return await _call("GET", MY_DATA_PATH, MyData, session=session)


async def delete_my_data(session: str, key: str) -> Deleted:
    """Delete it; the same key again gives the same answer. CoreRefused as above."""
    asked = MyDataDelete(session=session, key=key)
    return await _call("POST", f"{MY_DATA_PATH}/delete", Deleted, asked)


async def read_pushes(session: str) -> PushView:
    """What somebody agreed to be told."""
    return await _call("GET", PUSHES_PATH, PushView, session=session)


async def choose_push(session: str, topic: PushTopic) -> PushView:
    """Opt into a topic; CoreRefused 403 where nobody is signed in, surely enough."""
    asked = PushChoice(session=session, topic=topic, on=True)
    return await _call("POST", PUSHES_PATH, PushView, asked)


async def stop_pushes(session: str) -> PushView:
    """Unsubscribe from everything."""
    return await _call("POST", f"{PUSHES_PATH}/stop", PushView, PushStop(session=session))


async def find_documents(words: str, limit: int) -> DocumentsFound:
    """Public documents by their words."""
    return await _call("GET", DOCUMENTS_PATH, DocumentsFound, q=words, limit=str(limit))


async def _call(
    method: str, path: str, kind: type[Answer], body: BaseModel | None = None, **query: str
) -> Answer:
    data = await _fetch(method, path, body, query)
    try:
        return kind.model_validate(data)
    except ValueError:
        raise CoreAway from None


async def _list(path: str, kind: type[Answer], **query: str) -> list[Answer]:
    data = await _fetch("GET", path, None, query)
    try:
        return [kind.model_validate(one) for one in data]
    except (TypeError, ValueError):
        raise CoreAway from None


async def _fetch(method: str, path: str, body: BaseModel | None, query: dict[str, str]) -> Any:
    sent = body.model_dump(mode="json") if body else None
    try:
        response = await _client().request(method, path, json=sent, params=query)
        data = response.json()
    except (httpx.HTTPError, ValueError) as error:
        logger.warning("core is away: %s", type(error).__name__)
        raise CoreAway from None
    if response.status_code >= 500:
        logger.warning("core failed: %s", response.status_code)
        raise CoreAway
    if response.status_code >= 400:
        raise CoreRefused(response.status_code, str(data.get("detail", "")))
    return data


@cache
def _client() -> httpx.AsyncClient:
    settings = Settings()
    return httpx.AsyncClient(
        base_url=settings.core_url,
        timeout=settings.core_timeout_s,
        headers={"Authorization": f"Bearer {settings.core_token.get_secret_value()}"},
        trust_env=False,
    )
