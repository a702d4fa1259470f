"""Private data made up, talks in which it is asked for, and what the gateway stored of it."""

from pathlib import Path
from typing import Any

import httpx

from messages import AnyCard, FormCard, Turn
from tests.channels.gateway.conftest import Gateway

PHONE, OTHER = "13800138000", "13900139000"
ID = "110101199003070038"  # made up; GB 11643 check digit holds


def form(type: str = "name", private: bool = True) -> FormCard:
    return FormCard(
        text="请问您叫什么名字？",
        draft="d1",
        title="高龄老人津贴",
        field="f",
        label="姓名",
        field_type=type,
        private=private,
    )


def turn(*cards: AnyCard) -> Turn:
    return Turn(outcome="collecting", cards=list(cards))


async def chat(client: httpx.AsyncClient, text: str, home: str | None = None) -> dict[str, Any]:
    body = {"text": text} | ({"conversation_id": home} if home else {})
    answer = await client.post("/api/chat", json=body)
    assert answer.status_code == 200
    reply: dict[str, Any] = answer.json()
    return reply


async def asking(
    gateway: Gateway, client: httpx.AsyncClient, type: str, private: bool = True
) -> str:
    """A conversation in which a field is being asked; Rasa then repeats what it hears."""
    gateway.core.away = False
    gateway.rasa.turn = turn(form(type, private))
    home: str = (await chat(client, "我要申请高龄津贴"))["conversation_id"]
    gateway.rasa.turn = None
    return home


def stored_bytes(folder: Path) -> bytes:
    """Every byte of the database, its journal included."""
    return b"".join(file.read_bytes() for file in folder.glob("test.db*"))
