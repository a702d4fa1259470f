"""All registers (登记库) under one interface, chosen by a setting."""

import importlib
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from core.registers.csv_register import CsvRegister
from core.registers.fields import FIELDS, RegisterName, conform
from core.registers.interface import Record, Register, RegisterUnavailable
from core.registers.sqlite_register import SqliteRegister
from core.settings import CoreSettings
from text.fields.firms import half_brackets

__all__ = ["Record", "Register", "RegisterUnavailable", "Registers"]

log = logging.getLogger("luoxiaozheng.core.registers")

WORKERS = 4
"""Threads a register: one that hangs takes none from the others."""


class Registers:
    """Registers by name, each asked for `timeout_s` seconds at most."""

    def __init__(self, by_name: Mapping[RegisterName, Register], timeout_s: float) -> None:
        self.by_name = by_name
        self.timeout_s = timeout_s
        self._pools = {name: ThreadPoolExecutor(WORKERS, f"register-{name}") for name in by_name}

    @classmethod
    def from_settings(cls, settings: CoreSettings) -> "Registers":
        """`sandbox`, `csv:<folder>`, or `<module>:<class>`, which is called with the name of each
        register and the settings. Raises ValueError where the setting cannot be used."""
        kind, _, rest = settings.registers.partition(":")
        by_name: dict[RegisterName, Register]
        if settings.registers == "sandbox":
            path = _sandbox(settings)
            by_name = {name: SqliteRegister(name, path) for name in FIELDS}
        elif kind == "csv" and rest:
            folder = _folder(Path(rest))
            by_name = {name: CsvRegister(name, folder) for name in FIELDS}
        else:
            make = _class(kind, rest)
            by_name = {name: make(name, settings) for name in FIELDS}
        return cls(by_name, settings.register_timeout_s)

    def find(self, register: RegisterName, key: str) -> Record | None:
        """The record of a key, exactly with the register's fields, or None.

        Raises RegisterUnavailable after the time, on any error, or where a value is of a wrong
        type. The key never reaches a log line or a message.
        """
        if register == "business":
            key = half_brackets(key)
        if register not in self.by_name:
            raise RegisterUnavailable(f"{register}: not connected")
        answer = self._pools[register].submit(self.by_name[register].find, key)
        try:
            record = answer.result(self.timeout_s)
            return None if record is None else conform(register, record)
        except Exception as error:
            answer.cancel()
            why = str(error) if type(error) is RegisterUnavailable else type(error).__name__
            log.warning("register unavailable", extra={"register": register, "why": why})
            raise RegisterUnavailable(f"{register}: {why}") from None


def _sandbox(settings: CoreSettings) -> Path:
    """The file of made-up people in the data folder, made where it is missing."""
    if settings.env == "production":
        raise ValueError(
            "LXZ_CORE_REGISTERS=sandbox holds made-up people, which LXZ_ENV=production refuses: "
            "set csv:<folder> or <module>:<class>"
        )
    path = settings.var_dir / "sandbox" / "registers.sqlite"
    try:
        importlib.import_module("sandbox.registers.files").ensure_sqlite(path)
    except ImportError as error:
        raise ValueError(f"LXZ_CORE_REGISTERS=sandbox: {error}") from error
    return path


def _folder(folder: Path) -> Path:
    missing = [f"{name}.csv" for name in FIELDS if not (folder / f"{name}.csv").is_file()]
    if missing:
        raise ValueError(f"LXZ_CORE_REGISTERS: {folder} has no {', '.join(missing)}")
    return folder


def _class(module: str, name: str) -> Callable[[RegisterName, CoreSettings], Register]:
    try:
        found: Callable[[RegisterName, CoreSettings], Register] = getattr(
            importlib.import_module(module), name
        )
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(
            f"LXZ_CORE_REGISTERS is sandbox, csv:<folder> or <module>:<class>: {error}"
        ) from error
    return found
