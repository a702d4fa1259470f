"""Calls to core. What core cannot do now is said, never hidden: None means not done."""

import logging
from functools import cache

import httpx

from actions.settings import Settings
from core.contract import WISHES_PATH, Wish, WishCreate

logger = logging.getLogger(__name__)


async def file_wish(conversation: str, reason: str, key: str | None) -> str | None:
    """File the wish to talk to a person; its reference, or None where core is away."""
    try:
        wish = WishCreate(conversation=conversation, reason=reason[:500], idempotency_key=key)
        response = await _client().post(WISHES_PATH, json=wish.model_dump(mode="json"))
        response.raise_for_status()
        return Wish.model_validate(response.json()).reference
    except (httpx.HTTPError, ValueError) as error:
        logger.warning("wish not filed: %s", type(error).__name__)
        return None


@cache
def _client() -> httpx.AsyncClient:
    settings = Settings()
    return httpx.AsyncClient(
        base_url=settings.core_url,
        timeout=settings.core_timeout_s,
        headers={"Authorization": f"Bearer {settings.core_token.get_secret_value()}"},
        trust_env=False,
    )
