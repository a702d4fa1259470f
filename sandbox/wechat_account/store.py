"""Users, chats, menu and tickets in memory, written to one JSON file now and then."""

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sandbox.wechat_account.quotas import Quotas

Document = dict[str, Any]
KEPT = 500
"""Items of a chat, and records of customer service for each user."""
SAVE_EVERY_S = 5.0


@dataclass
class User:
    """Somebody with a phone. `chat` holds what was said, the oldest first; `id` counts up."""

    name: str
    openid: str
    follows: bool = False
    refuses: bool = False
    """Whether template messages are refused (拒收)."""
    since: int = 0
    scene: str = ""
    chat: list[Document] = field(default_factory=list)
    last: int = 0
    quotas: Quotas = field(default_factory=Quotas)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced, whenever the chat grows."""

    def add(self, **item: Any) -> Document:
        """Show something in the chat."""
        self.last += 1
        told = {"id": self.last, **item}
        self.chat.append(told)
        del self.chat[:-KEPT]
        self.news.set()
        self.news = asyncio.Event()
        return told

    def after(self, number: int) -> list[Document]:
        return [one for one in self.chat if one["id"] > number]


class Store:
    """All state. Used from one event loop only."""

    def __init__(self, file: Path, appid: str, clock: Callable[[], float] = time.time) -> None:
        self._file, self._appid, self._clock = file, appid, clock
        self._last_number = 0
        self._task: asyncio.Task[None] | None = None
        self.users: dict[str, User] = {}
        self._openids: dict[str, User] = {}
        self.menu: Document | None = None
        self.tickets: dict[str, Document] = {}
        self.records: list[Document] = []
        self._load()

    def user(self, name: str) -> User:
        """The user of a name, new where nobody had it."""
        if name not in self.users:
            digest = hashlib.sha256(f"{self._appid} {name}".encode()).digest()
            openid = "o" + base64.urlsafe_b64encode(digest).decode()[:27]
            self._keep(User(name, openid))
        return self.users[name]

    def by_openid(self, openid: str) -> User | None:
        return self._openids.get(openid)

    def number(self) -> int:
        """A new message id of 64 bits, larger than all before, also after a restart."""
        self._last_number = max(self._last_number + 1, int(self._clock() * 1e9))
        return self._last_number

    def record(self, user: User, operation: int, text: str, worker: str) -> None:
        """Note a customer-service message: operation 2002 sent, 2003 received."""
        last = self.records[-1]["id"] if self.records else 0
        about = {"openid": user.openid, "opercode": operation, "text": text, "worker": worker}
        self.records.append({"id": last + 1, "time": int(self._clock()), **about})
        if len(self.records) > KEPT * 40:
            del self.records[: KEPT * 20]

    def clear(self) -> None:
        """Forget everybody and everything but the menu."""
        self.users.clear()
        self._openids.clear()
        self.tickets.clear()
        self.records.clear()

    def _keep(self, user: User) -> None:
        self.users[user.name] = self._openids[user.openid] = user

    def start(self) -> None:
        self._task = asyncio.create_task(self._save_now_and_then())

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self.save()

    def save(self) -> None:
        self._write(self._told())

    async def _save_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(SAVE_EVERY_S)
            await asyncio.to_thread(self._write, self._told())

    def _told(self) -> Document:
        """Everything that is kept; lists are copied, so that a thread may write them."""
        users = []
        for one in self.users.values():
            quotas = {kind: asdict(grant) for kind, grant in one.quotas.grants.items()}
            told = {name: getattr(one, name) for name in ("name", "openid", "follows", "refuses")}
            told |= {"since": one.since, "scene": one.scene, "last": one.last}
            users.append({**told, "chat": list(one.chat), "quotas": quotas})
        return {
            "users": users,
            "menu": self.menu,
            "tickets": dict(self.tickets),
            "records": list(self.records),
        }

    def _write(self, told: Document) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
        new.replace(self._file)

    def _load(self) -> None:
        if not self._file.exists():
            return
        told = json.loads(self._file.read_text("utf-8"))
        for one in told.pop("users"):
            quotas = Quotas.of(one.pop("quotas"))
            self._keep(User(**one, quotas=quotas))
        self.menu, self.tickets = told["menu"], told["tickets"]
        self.records = told["records"]
