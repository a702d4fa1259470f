"""The registers as files: CSV for a spreadsheet or `csv:`, SQLite for `sandbox`."""

import csv
import hashlib
import json
import os
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from sandbox.registers.generator import Registers, generate
from sandbox.registers.residents import Record
from text.fields.firms import half_brackets

HERE = Path(__file__).parent


def write_csv(registers: Registers, folder: Path) -> None:
    """One `<register>.csv` each, in UTF-8; the first column is the key."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, records in registers.items():
        fields = list(next(iter(records.values())))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["key", *fields])
            for key, record in records.items():
                writer.writerow([key, *(_cell(record[field]) for field in fields)])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def write_sqlite(registers: Registers, path: Path) -> None:
    """A whole file or none, whoever else writes it at the same time; a reader keeps its own."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
    os.close(handle)
    try:
        _fill(registers, name)
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)


def ensure_sqlite(path: Path) -> None:
    """Write the file where it is missing or was made by another version of this generator."""
    if not path.is_file() or _version_of(path) != version():
        write_sqlite(generate(), path)


def version() -> int:
    """Changes with the sources here; fits SQLite's user_version, 31 bits."""
    digest = hashlib.sha256()
    for source in sorted(HERE.glob("*.py")):
        digest.update(source.read_bytes())
    return int.from_bytes(digest.digest()[:4], "big") >> 1


def _version_of(path: Path) -> int | None:
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return None


def _keys(register: str, first: str, record: Record) -> list[str]:
    """What a record is found by: firms also by name, with half-width brackets."""
    return [first, half_brackets(record["name"])] if register == "business" else [first]


def _fill(registers: Registers, name: str) -> None:
    connection = sqlite3.connect(name)
    try:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE TABLE records (register TEXT, key TEXT, record TEXT NOT NULL, "
            "PRIMARY KEY (register, key)) WITHOUT ROWID"
        )
        connection.executemany(
            "INSERT INTO records VALUES (?, ?, ?)",
            (
                (register, key, json.dumps(record, ensure_ascii=False))
                for register, records in registers.items()
                for first, record in records.items()
                for key in _keys(register, first, record)
            ),
        )
        connection.execute(f"PRAGMA user_version={version()}")
        connection.commit()
    finally:
        connection.close()
