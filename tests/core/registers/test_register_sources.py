"""Two implementations of a register, and how a setting picks one."""

import importlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args

import pytest

from core.registers.base import Record, Register, Registers, RegisterUnavailable
from core.registers.csv_register import CsvRegister
from core.registers.fields import FIELDS, RegisterName, conform
from core.registers.sqlite_register import SqliteRegister
from core.settings import CoreSettings
from sandbox.registers import generator, people
from sandbox.registers.files import write_csv, write_sqlite

Opened = Callable[[RegisterName], Register]


@pytest.fixture(params=["csv", "sqlite"])
def opened(request: pytest.FixtureRequest, csv_folder: Path, sqlite_file: Path) -> Opened:
    if request.param == "csv":
        return lambda name: CsvRegister(name, csv_folder)
    return lambda name: SqliteRegister(name, sqlite_file)


@pytest.mark.parametrize("name", FIELDS)
def test_every_record_is_found_as_it_was_made(
    opened: Opened, made_up: generator.Registers, name: RegisterName
) -> None:
    register = opened(name)
    for key, record in made_up[name].items():
        assert register.find(key) == record == conform(name, record)


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("key", ["", "440399000000000000", "key", "' OR 1=1 --", "%"])
def test_an_unknown_key_has_no_record(opened: Opened, name: RegisterName, key: str) -> None:
    assert opened(name).find(key) is None


def test_a_firm_is_found_by_its_exact_name_too(opened: Opened) -> None:
    taken = people.TAKEN_NAMES[0].name
    business = opened("business")
    found = business.find(taken)
    assert found is not None
    assert (found["name"], found["state"]) == (taken, "存续")
    assert business.find(found["credit_code"]) == found
    assert business.find(taken[:-1]) is None


@pytest.mark.parametrize("kept", ["甲乙（深圳）有限公司", "甲乙(深圳)有限公司"])
@pytest.mark.parametrize("asked", ["甲乙（深圳）有限公司", "甲乙(深圳)有限公司"])
def test_a_firm_is_found_whichever_brackets_its_name_has(
    kept: str, asked: str, tmp_path: Path
) -> None:
    firm = dict.fromkeys(FIELDS["business"]) | {"name": kept, "state": "存续"}
    write_csv({"business": {"a-code": firm}}, tmp_path)
    write_sqlite({"business": {"a-code": firm}}, tmp_path / "made.sqlite")
    for register in (
        CsvRegister("business", tmp_path),
        SqliteRegister("business", tmp_path / "made.sqlite"),
    ):
        assert Registers({"business": register}, timeout_s=2.0).find("business", asked) == firm


def test_a_person_is_not_found_by_name(opened: Opened) -> None:
    assert opened("population").find(people.DAUGHTER.name) is None


def test_a_missing_file_is_unavailable(tmp_path: Path) -> None:
    for register in (
        CsvRegister("population", tmp_path),
        SqliteRegister("population", tmp_path / "none.sqlite"),
    ):
        with pytest.raises(RegisterUnavailable):
            register.find("1")


def test_a_sqlite_register_is_never_written(sqlite_file: Path) -> None:
    register = SqliteRegister("population", sqlite_file)
    before = sqlite_file.read_bytes()
    register.find(people.MOTHER.id_number)
    assert sqlite_file.read_bytes() == before
    assert os.listdir(sqlite_file.parent) == [sqlite_file.name]


def write(folder: Path, *lines: str) -> CsvRegister:
    (folder / "disability.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return CsvRegister("disability", folder)


def test_a_csv_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    register = write(tmp_path, "key,level", "k,1")
    assert register.find("k") == {"certificate_number": None, "level": 1, "kind": None}
    write(tmp_path, "key,level", "other,1", "k,4")
    found = register.find("k")
    assert found is not None and found["level"] == 4


def test_a_number_in_a_text_column_stays_text(tmp_path: Path) -> None:
    register = write(tmp_path, "key,certificate_number,level", "k,007,2")
    found = register.find("k")
    assert found is not None and found["certificate_number"] == "007"


@pytest.mark.parametrize(
    "lines", [["id,level", "k,1"], ["key,level", "k,secret"], ["key,level", 'k,"1']]
)
def test_a_broken_csv_file_is_unavailable_and_not_quoted(tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(RegisterUnavailable) as raised:
        write(tmp_path, *lines).find("k")
    assert "secret" not in str(raised.value)


@pytest.mark.parametrize(
    "wrong",
    [
        {"level": "2"},
        {"level": True},
        {"level": 2.0},
        {"kind": ["肢体残疾"]},
    ],
)
def test_a_value_of_a_wrong_type_is_unavailable(wrong: Record) -> None:
    with pytest.raises(RegisterUnavailable, match=next(iter(wrong))):
        conform("disability", wrong)


@pytest.mark.parametrize("day", ["22/11/2026", "", "2026-02-29", 20261122])
def test_a_date_is_iso(day: object) -> None:
    with pytest.raises(RegisterUnavailable, match="registered_on"):
        conform("marriage", {"registered_on": day})


def test_fields_nobody_asked_for_are_dropped() -> None:
    assert conform("marriage", {"status": "已婚", "phone": "1"}) == {
        "status": "已婚",
        "spouse_id_number": None,
        "registered_on": None,
    }


def test_the_sandbox_makes_all_registers() -> None:
    assert tuple(FIELDS) == get_args(RegisterName) == generator.NAMES


def settings(registers: str, var_dir: Path, **more: Any) -> CoreSettings:
    return CoreSettings(registers=registers, var_dir=var_dir, **more)


def test_sandbox_is_made_on_first_use_and_kept(tmp_path: Path) -> None:
    chosen = Registers.from_settings(settings("sandbox", tmp_path))
    found = chosen.find("population", people.MOTHER.id_number)
    assert found is not None and found["name"] == people.MOTHER.name
    path = tmp_path / "sandbox" / "registers.sqlite"
    made = path.stat()
    Registers.from_settings(settings("sandbox", tmp_path))
    assert path.stat() == made


def test_sandbox_is_refused_in_production(tmp_path: Path) -> None:
    production = SimpleNamespace(
        env="production", registers="sandbox", var_dir=tmp_path, register_timeout_s=1.0
    )
    with pytest.raises(ValueError, match="production"):
        Registers.from_settings(production)
    assert not list(tmp_path.iterdir())


def test_sandbox_where_it_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(ValueError, match=r"sandbox\.registers"):
        Registers.from_settings(settings("sandbox", tmp_path))


def test_csv_is_chosen_by_its_folder(csv_folder: Path, tmp_path: Path) -> None:
    chosen = Registers.from_settings(settings(f"csv:{csv_folder}", tmp_path))
    found = chosen.find("household", people.DAUGHTER.id_number)
    assert found is not None and found["district"] == "罗湖区"


def test_a_folder_without_all_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "population.csv").touch()
    with pytest.raises(ValueError, match=r"household\.csv") as raised:
        Registers.from_settings(settings(f"csv:{tmp_path}", tmp_path))
    assert "population.csv" not in str(raised.value)


class DistrictRegister:
    """What a district would write; each of the seven is one of these."""

    def __init__(self, name: RegisterName, chosen: CoreSettings) -> None:
        self.says = f"{name} of {chosen.var_dir.name}"

    def find(self, key: str) -> Record | None:
        return {"name": self.says} if key == "known" else None


def test_a_real_register_is_a_class_and_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = SimpleNamespace(DistrictRegister=DistrictRegister)
    monkeypatch.setitem(sys.modules, "a_district", module)
    chosen = Registers.from_settings(settings("a_district:DistrictRegister", tmp_path))
    found = chosen.find("business", "known")
    assert found is not None and found["name"] == f"business of {tmp_path.name}"
    assert chosen.find("population", "unknown") is None


@pytest.mark.parametrize(
    "registers", ["", "sandbox:", "csv", "csv:", "no_such_module:Class", "json:Nothing", "json:"]
)
def test_any_other_setting_is_refused(tmp_path: Path, registers: str) -> None:
    with pytest.raises(ValueError, match="LXZ_CORE_REGISTERS"):
        Registers.from_settings(settings(registers, tmp_path))


def test_lists_in_cells_are_json(csv_folder: Path) -> None:
    line = (csv_folder / "household.csv").read_text("utf-8").splitlines()[2]
    cells = line[line.index('"[') :].replace('""', '"')
    members = json.loads(cells[1 : cells.index(']"') + 1])
    assert {"relation": "母", "id_number": people.MOTHER.id_number} in members
