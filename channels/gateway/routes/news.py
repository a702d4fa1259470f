"""POST /internal/news: what core's outbox delivers, at least once."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from channels.gateway.news import card_of
from channels.gateway.services import ServicesDep
from channels.gateway.settings import GatewaySettings
from channels.gateway.wire import NewsReply
from core.contract import News
from service import problems
from service.problems import ProblemError

_bearer = HTTPBearer(auto_error=False, description="LXZ_CORE_OUTBOX_TOKEN")


def from_core(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> None:
    """Refuse a call without core's token. Compared in constant time."""
    settings: GatewaySettings = request.app.state.settings
    expected = settings.news_token.get_secret_value().encode()
    given = credentials.credentials.encode() if credentials else b""
    if not secrets.compare_digest(given, expected):
        raise ProblemError(401, "需要有效的服务令牌。", {"WWW-Authenticate": "Bearer"})


router = APIRouter(prefix="/internal", tags=["internal"], dependencies=[Depends(from_core)])


@router.post("/news", responses=problems.responses(401, 413, 422))
async def take_news(news: News, services: ServicesDep) -> NewsReply:
    """Append a piece of news to the conversation it is for; the same key twice does it once."""
    card = services.sealer.seal(card_of(news), news.session)
    shown = card.model_dump(mode="json", exclude_none=True)
    kept = await services.store.take_news(news.key, news.session, shown)
    if kept:
        services.notifier.wake(news.session)
    return NewsReply(kept=kept)
