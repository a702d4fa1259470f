"""GET /health and GET /metrics, for those who run the service."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError

from channels.gateway.services import ServicesDep
from channels.gateway.wire import Health

router = APIRouter(tags=["health"])


@router.get("/health", responses={503: {"model": Health}})
async def health(services: ServicesDep, response: Response) -> Health:
    """Whether the gateway, its database and Rasa answer. 503 only without the database."""
    rasa = await services.rasa.is_up()
    try:
        await services.store.check()
    except (SQLAlchemyError, OSError):
        response.status_code = 503
        return Health(status="down", database="down", rasa="ok" if rasa else "down")
    if not rasa:
        return Health(status="degraded", database="ok", rasa="down")
    return Health(status="ok", database="ok", rasa="ok")


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(services: ServicesDep) -> Response:
    """Outcomes and timings in the text format of Prometheus."""
    return Response(services.metrics.page(), media_type=CONTENT_TYPE_LATEST)
