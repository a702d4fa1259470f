"""The made-up registers, once as CSV files and once as an SQLite file."""

from pathlib import Path

import pytest

from sandbox.registers.files import write_csv, write_sqlite
from sandbox.registers.generator import Registers, generate


@pytest.fixture(scope="session")
def made_up() -> Registers:
    return generate(persons=400, firms=40)


@pytest.fixture(scope="session")
def csv_folder(made_up: Registers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("registers_csv")
    write_csv(made_up, folder)
    return folder


@pytest.fixture(scope="session")
def sqlite_file(made_up: Registers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("registers_sqlite") / "registers.sqlite"
    write_sqlite(made_up, path)
    return path
