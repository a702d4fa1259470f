"""A whole door: a carrier posts text messages (短信); the answer is plain words."""

import hmac
from typing import Annotated, Any

from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from channels.gateway.doors import Door
from channels.gateway.identity import Identity
from channels.gateway.services import Services
from channels.gateway.settings import GatewaySettings
from channels.gateway.wire import ChatRequest

SMS = Door("sms", buttons=False)


class SmsSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LXZ_SMS_", env_file=".env", extra="ignore")
    secret: SecretStr = Field(default=SecretStr(""), description="the carrier's; empty = no door")


class Received(BaseModel):
    """One message; `id` is the same when the carrier sends it again."""

    sender: str
    id: str
    text: str


def install(app: FastAPI, services: Services, settings: GatewaySettings) -> None:
    key, secret = settings.secret_key.get_secret_value(), SmsSettings().secret.get_secret_value()
    held: dict[str, tuple[str, int]] = {}
    """Conversation and last event told, by owner. A real door keeps it in a table."""

    async def take(received: Received, x_secret: Annotated[str, Header()] = "") -> dict[str, str]:
        if not hmac.compare_digest(x_secret.encode(), secret.encode()):
            raise HTTPException(403)
        owner = hmac.new(key.encode(), f"sms:{received.sender}".encode(), "sha256").hexdigest()
        known, seen = held.get(owner, (None, 0))
        text, name = received.text, received.id
        asked = ChatRequest(conversation_id=known, client_message_id=name, text=text)
        reply = await services.road.travel(asked, Identity((owner,)), f"sms:{owner}", door=SMS)
        newer = await services.store.events(reply.conversation_id, seen)
        news = [one for one in newer if one.kind == "card" and one.id not in reply.event_ids]
        told = await services.vault.render(reply.conversation_id, [one.payload for one in news])
        told += [card.model_dump() for card in reply.cards]
        last = max([seen, *reply.event_ids, *(one.id for one in newer)])
        held[owner] = (reply.conversation_id, last)
        return {"say": "\n".join(line for card in told for line in _lines(card))}

    if secret:
        services.doors.add(SMS)
        app.add_api_route("/sms", take, methods=["POST"])


def _lines(card: dict[str, Any]) -> list[str]:
    """A card's words, and its options: who types one word for word has chosen it."""
    return [card["text"], *(f"· {one['label']}" for one in card.get("options", []))]
