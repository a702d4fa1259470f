"""Orders, refunds and letters of the sandbox, as JSON documents in one SQLite file."""

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

KINDS = ("orders", "refunds", "letters", "treasury", "failures")
Document = dict[str, Any]


class Store:
    """Documents by kind and key, in the order they came. Used by several threads."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self.lock = threading.RLock()
        """Hold it to read and write without anybody in between."""
        self._db = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS documents (kind TEXT, key TEXT, body TEXT,"
            " PRIMARY KEY (kind, key))"
        )

    def get(self, kind: str, key: str) -> Document | None:
        with self.lock:
            query = "SELECT body FROM documents WHERE kind = ? AND key = ?"
            row = self._db.execute(query, (kind, key)).fetchone()
        return None if row is None else json.loads(row[0])

    def put(self, kind: str, key: str, body: Document) -> None:
        with self.lock:
            self._db.execute(
                "INSERT INTO documents VALUES (?, ?, ?)"
                " ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
                (kind, key, json.dumps(body, ensure_ascii=False)),
            )

    def all(self, kind: str) -> list[Document]:
        with self.lock:
            query = "SELECT body FROM documents WHERE kind = ? ORDER BY rowid"
            rows = self._db.execute(query, (kind,)).fetchall()
        return [json.loads(row[0]) for row in rows]

    def close(self) -> None:
        self._db.close()
