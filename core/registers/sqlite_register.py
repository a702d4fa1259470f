"""A register kept in a table of an SQLite file, one JSON record a key: the sandbox's form."""

import json
import sqlite3
import threading
from pathlib import Path

from core.registers.fields import RegisterName
from core.registers.interface import Record, RegisterUnavailable

QUERY = "SELECT record FROM records WHERE register = ? AND key = ?"


class SqliteRegister:
    """Read-only; opened when first asked, once a thread. The file is replaced, never changed."""

    def __init__(self, register: RegisterName, path: Path) -> None:
        self._register = register
        self._url = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._opened = threading.local()

    def find(self, key: str) -> Record | None:
        try:
            found = self._connection().execute(QUERY, (self._register, key)).fetchone()
            record: Record | None = json.loads(found[0]) if found else None
        except (sqlite3.Error, ValueError) as error:
            raise RegisterUnavailable(f"{self._register}: {type(error).__name__}") from None
        return record

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._opened, "connection"):
            self._opened.connection = sqlite3.connect(self._url, uri=True)
        connection: sqlite3.Connection = self._opened.connection
        return connection
