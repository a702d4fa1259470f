"""GET /api/conversations/{id}/events: what was said, as server-sent events.

https://html.spec.whatwg.org/multipage/server-sent-events.html
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from sse_starlette import EventSourceResponse, ServerSentEvent

from channels.gateway.identity import IdentityDep
from channels.gateway.models import Event
from channels.gateway.services import Services, ServicesDep
from channels.gateway.store.conversations import NotYours
from service import problems
from service.problems import ProblemError

LOOK_EVERY_S = 1.0
HEARTBEAT_S = 15
RETRY_MS = 2000

router = APIRouter(prefix="/api", tags=["chat"])


@router.get(
    "/conversations/{conversation_id}/events",
    response_class=EventSourceResponse,
    responses=problems.responses(401, 404, 422)
    | {
        200: {
            "description": "`user` events hold {text}, `card` events hold one card; "
            "`id` is the event id",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def events(
    conversation_id: str,
    identity: IdentityDep,
    services: ServicesDep,
    last_event_id: Annotated[str | None, Header(description="resume after this id")] = None,
    after: Annotated[int, Query(ge=0, lt=2**31, description="resume after this id")] = 0,
) -> EventSourceResponse:
    """All events of one's own conversation from the beginning, or after the last one seen,
    and then each new one within about a second. Last-Event-ID wins over `after`."""
    if last_event_id:
        if not (last_event_id.isascii() and last_event_id.isdigit() and len(last_event_id) < 10):
            raise ProblemError(422, "Last-Event-ID 应为收到过的事件编号。")
        after = int(last_event_id)
    try:
        await services.store.find(conversation_id, identity.owners)
    except NotYours:
        raise ProblemError(404, "没有这个对话。") from None
    return EventSourceResponse(
        stream(services, conversation_id, after),
        ping=HEARTBEAT_S,
        sep="\n",
        headers={"X-Accel-Buffering": "no"},
    )


async def stream(
    services: Services, conversation_id: str, after: int
) -> AsyncIterator[ServerSentEvent]:
    """Events above `after`, in order, for ever. Woken by this process at once, and by the
    database each second for what other processes wrote."""
    yield ServerSentEvent(comment="ok", retry=RETRY_MS)
    with services.notifier.listen(conversation_id) as bell:
        while True:
            bell.clear()
            found = await services.store.events(conversation_id, after)
            shown = await services.vault.render(conversation_id, [event.payload for event in found])
            for event, payload in zip(found, shown, strict=True):
                after = event.id
                yield _as_sse(event, payload)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):
                    await bell.wait()


def _as_sse(event: Event, payload: dict[str, Any]) -> ServerSentEvent:
    data = json.dumps(payload, ensure_ascii=False)
    return ServerSentEvent(data=data, event=event.kind, id=str(event.id))
