"""A register that is one CSV file: the least that a real one can be."""

import csv
import datetime as dt
import json
import threading
from pathlib import Path
from typing import Any

from core.registers.fields import FIELDS, Kind, RegisterName
from core.registers.interface import Record, RegisterUnavailable
from text.fields.firms import half_brackets


class CsvRegister:
    """`<folder>/<register>.csv` in UTF-8, read again when it changes.

    The column `key` is what records are found by; firms also by `name`. The first row of a key
    counts. The other columns are the register's fields. An empty cell is None; `true` and `false`,
    whole numbers and lists are JSON; all else is text.
    """

    def __init__(self, register: RegisterName, folder: Path) -> None:
        self._fields = FIELDS[register]
        self._keys = ("key", "name") if register == "business" else ("key",)
        self._path = folder / f"{register}.csv"
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._rows: dict[str, dict[str, str]] = {}

    def find(self, key: str) -> Record | None:
        row = self._read().get(key)
        return None if row is None else self._record(row)

    def _read(self) -> dict[str, dict[str, str]]:
        with self._lock:
            try:
                stat = self._path.stat()
                stamp = (stat.st_mtime_ns, stat.st_size)
                if stamp != self._stamp:
                    self._rows, self._stamp = self._read_file(), stamp
            except (OSError, UnicodeError, csv.Error) as error:
                raise RegisterUnavailable(f"{self._path.name}: {type(error).__name__}") from None
            return self._rows

    def _read_file(self) -> dict[str, dict[str, str]]:
        rows: dict[str, dict[str, str]] = {}
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if "key" not in (reader.fieldnames or ()):
                raise RegisterUnavailable(f"{self._path.name}: no column `key`")
            for row in reader:
                for column in self._keys:
                    if row[column]:
                        rows.setdefault(half_brackets(row[column]), row)
        return rows

    def _record(self, row: dict[str, str]) -> Record:
        record: Record = {}
        for field, kind in self._fields.items():
            try:
                record[field] = _value(row.get(field) or "", kind)
            except ValueError:
                raise RegisterUnavailable(f"{self._path.name}: a cell of {field}") from None
        return record


def _value(cell: str, kind: Kind) -> Any:
    """Raises ValueError."""
    if not cell:
        return None
    return cell if kind in (str, dt.date) else json.loads(cell)
