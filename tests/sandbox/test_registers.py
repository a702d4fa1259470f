"""The made-up registers: numbers that hold, families that agree, everybody findable."""

import datetime as dt
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from sandbox.registers import people
from sandbox.registers.files import ensure_sqlite, write_csv, write_sqlite
from sandbox.registers.generator import FIRMS, NAMES, PERSONS, Registers, generate
from sandbox.registers.numbers import MOBILE_PREFIX, REGION, organisation_check
from sandbox.registers.people import REFERENCE, SHOWCASE, TAKEN_NAMES
from sandbox.registers.residents import Record, age_on
from text.fields.firms import credit_check, is_credit_code
from text.private_data import parse_id_number, parse_mobile

PARENT = {"父", "母"}
CHILD = {"子", "女"}


@pytest.fixture(scope="module")
def made() -> Registers:
    began = time.monotonic()
    registers = generate()
    assert time.monotonic() - began < 10
    return registers


def written(registers: Registers, folder: Path) -> dict[str, bytes]:
    write_csv(registers, folder)
    write_sqlite(registers, folder / "registers.sqlite")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_seed_gives_the_same_bytes(made: Registers, tmp_path: Path) -> None:
    again = generate()
    first, second = written(made, tmp_path / "a"), written(again, tmp_path / "b")
    assert set(first) == {f"{name}.csv" for name in NAMES} | {"registers.sqlite"}
    assert first == second


def test_another_seed_gives_other_people_but_the_same_named_ones(made: Registers) -> None:
    other = generate(seed=1)
    common = made["population"].keys() & other["population"].keys()
    assert {one.id_number for one in SHOWCASE} <= common
    assert len(common) < PERSONS / 10


def test_there_are_enough(made: Registers) -> None:
    assert set(made) == set(NAMES)
    assert len(made["population"]) == PERSONS == 5200
    assert len(made["business"]) == FIRMS == 520


def test_every_identity_number_holds_and_belongs_to_nobody(made: Registers) -> None:
    for number, record in made["population"].items():
        assert parse_id_number(number) == number == record["id_number"]
        assert number.startswith(REGION)
        assert dt.date.fromisoformat(record["birth_date"]) == dt.date.fromisoformat(number[6:14])
        assert dt.date.fromisoformat(record["birth_date"]) <= REFERENCE
        assert record["sex"] == ("男" if int(number[16]) % 2 else "女")


def test_every_mobile_holds_and_is_somebody_s_own(made: Registers) -> None:
    mobiles = [one["mobile"] for one in made["population"].values() if one["mobile"]]
    assert len(mobiles) == len(set(mobiles)) > PERSONS / 2
    for mobile in mobiles:
        assert parse_mobile(mobile) == mobile
        assert mobile.startswith(MOBILE_PREFIX)


def test_every_credit_code_holds_in_both_its_checks(made: Registers) -> None:
    for code, record in made["business"].items():
        assert is_credit_code(code)
        assert code[:2] == {"公司": "91", "个体工商户": "92"}[record["kind"]]
        assert code[2:8] == REGION
        assert organisation_check(code[8:16]) == code[16]


def test_check_characters_are_those_of_public_examples() -> None:
    assert credit_check("91350100M000100Y4") == "3"  # GB 32100-2015, the example of the rule
    assert organisation_check("D2143569") == "X"  # GB 11714-1997, the example of the rule


def test_names_of_firms_are_their_own(made: Registers) -> None:
    names = [firm["name"] for firm in made["business"].values()]
    assert len(names) == len(set(names))
    assert names[: len(TAKEN_NAMES)] == [one.name for one in TAKEN_NAMES]


def test_firms_belong_to_adults_and_are_employers(made: Registers) -> None:
    for firm in made["business"].values():
        owner = made["population"][firm["legal_person_id"]]
        since = dt.date.fromisoformat(firm["registered_on"])
        assert age_on(since, dt.date.fromisoformat(owner["birth_date"])) >= 18
    open_firms = {f["name"] for f in made["business"].values() if f["state"] == "存续"}
    employers = {one["employer"] for one in made["social_security"].values()} - {None}
    assert len(employers) > 300
    assert employers <= open_firms


def test_families_agree_in_both_directions(made: Registers) -> None:
    homes, population = made["household"], made["population"]
    pairs = Counter[str]()
    for one, home in homes.items():
        for member in home["members"]:
            other, relation = member["id_number"], member["relation"]
            back = {m["relation"] for m in homes[other]["members"] if m["id_number"] == one}
            sex = population[one]["sex"]
            assert (
                back
                == {
                    "父": {"子" if sex == "男" else "女"},
                    "母": {"子" if sex == "男" else "女"},
                    "子": {"父" if sex == "男" else "母"},
                    "女": {"父" if sex == "男" else "母"},
                    "配偶": {"配偶"},
                }[relation]
            )
            assert homes[other]["address"] == home["address"]
            expected = {"父": "男", "子": "男", "母": "女", "女": "女"}
            assert population[other]["sex"] == expected.get(relation, population[other]["sex"])
            pairs[relation] += 1
    assert pairs["父"] + pairs["母"] == pairs["子"] + pairs["女"] > 1000
    assert pairs["配偶"] > 1000


def test_parents_are_old_enough_and_grandparents_exist(made: Registers) -> None:
    def born(number: str) -> dt.date:
        return dt.date.fromisoformat(made["population"][number]["birth_date"])

    grandparents = 0
    for one, home in made["household"].items():
        parents = [m["id_number"] for m in home["members"] if m["relation"] in PARENT]
        children = [m["id_number"] for m in home["members"] if m["relation"] in CHILD]
        assert all(22 <= age_on(born(child), born(one)) <= 46 for child in children)
        grandparents += bool(parents and children)
    assert grandparents > 100


def test_minors_are_the_members_under_18(made: Registers) -> None:
    for home in made["household"].values():
        named = {one["id_number"]: one for one in home["minors"]}
        assert set(named) == {
            m["id_number"]
            for m in home["members"]
            if m["relation"] in CHILD
            and age_on(REFERENCE, dt.date.fromisoformat(m["id_number"][6:14])) < 18
        }
        for number, minor in named.items():
            person = made["population"][number]
            assert (minor["name"], minor["birth_date"]) == (person["name"], person["birth_date"])


def test_spouses_were_wed_to_each_other_as_adults_on_one_day(made: Registers) -> None:
    for one, record in made["marriage"].items():
        spouse = record["spouse_id_number"]
        assert (record["status"] == "已婚") == (spouse is not None)
        assert (record["status"] == "未婚") == (record["registered_on"] is None)
        if spouse is not None:
            other = made["marriage"][spouse]
            assert other["spouse_id_number"] == one
            assert other["registered_on"] == record["registered_on"]
            day = dt.date.fromisoformat(record["registered_on"])
            least = 22 if made["population"][one]["sex"] == "男" else 20
            assert least <= age_on(day, dt.date.fromisoformat(one[6:14])) and day <= REFERENCE


def test_the_dead_are_in_the_population_register_only(made: Registers) -> None:
    dead = {key for key, one in made["population"].items() if not one["alive"]}
    assert 0.01 < len(dead) / PERSONS < 0.08
    for name in set(NAMES) - {"population", "business"}:
        assert not dead & made[name].keys()


def share(records: dict[str, Record], **wanted: object) -> float:
    """The part of all persons whose record has these values."""
    found = sum(all(one[k] == v for k, v in wanted.items()) for one in records.values())
    return found / PERSONS


def test_shares_are_sensible(made: Registers) -> None:
    assert 0.4 < share(made["household"], district="罗湖区") < 0.55
    assert 0.6 < share(made["household"], city="深圳市") < 0.8
    assert 0.3 < share(made["social_security"], type="职工", insured=True) < 0.6
    assert 0.02 < share(made["social_security"], type="灵活就业") < 0.1
    assert 0.02 < share(made["social_security"], type="无") < 0.12
    assert 0.1 < share(made["social_security"], pension=True) < 0.25
    assert 0.005 < share(made["social_security"], unemployed_registered=True) < 0.04
    assert 0.4 < len(made["education"]) / PERSONS < 0.7
    assert 0.01 < len(made["disability"]) / PERSONS < 0.05
    assert all(0.02 < share(made["marriage"], status=s) < 0.6 for s in ("未婚", "已婚", "丧偶"))
    minors = sum(age_on(REFERENCE, dt.date.fromisoformat(k[6:14])) < 18 for k in made["population"])
    assert 0.1 < minors / PERSONS < 0.3


def test_work_and_pension_do_not_contradict(made: Registers) -> None:
    for record in made["social_security"].values():
        assert record["insured"] == (record["type"] != "无" and not record["pension"])
        assert record["pension"] == (record["pension_verified_on"] is not None)
        assert not record["employer"] or record["type"] == "职工"
        if record["unemployed_registered"]:
            assert record["type"] == "无" and record["stopped_on"]


def test_named_people_come_first_in_their_order(made: Registers) -> None:
    first = list(made["population"].values())[: len(SHOWCASE)]
    assert [(one["name"], one["id_number"], one["mobile"]) for one in first] == [
        (one.name, one.id_number, one.mobile) for one in SHOWCASE
    ]
    assert all(one.note for one in SHOWCASE)


class Town:
    """What all registers say of a named person."""

    def __init__(self, made: Registers, person: people.Person) -> None:
        key = person.id_number
        self.age = age_on(REFERENCE, dt.date.fromisoformat(key[6:14]))
        self.home = made["household"][key]
        self.school = made["education"].get(key, {})
        self.insurance = made["social_security"][key]
        self.firms = [f for f in made["business"].values() if f["legal_person_id"] == key]


def test_named_people_are_what_their_notes_say(made: Registers) -> None:
    of = {one.id_number: Town(made, one) for one in SHOWCASE}

    def town(one: people.Person) -> Town:
        return of[one.id_number]

    mother, daughter = town(people.MOTHER), town(people.DAUGHTER)
    assert (mother.age, mother.home["district"], daughter.age) == (82, "罗湖区", 45)
    assert {"relation": "母", "id_number": people.MOTHER.id_number} in daughter.home["members"]
    assert people.DAUGHTER.name == "陈小满"
    assert (town(people.JUST_70).age, people.JUST_70.id_number[10:12]) == (70, "11")
    assert town(people.JUST_70).home["district"] == "罗湖区"
    assert (town(people.STILL_69).age, town(people.STILL_69).home["city"]) == (69, "深圳市")
    assert town(people.ELSEWHERE_76).age == 76
    assert town(people.ELSEWHERE_76).home["city"] == "湛江市"

    graduate, late = town(people.GRADUATE), town(people.GRADUATE_2023)
    assert (graduate.school["graduated_on"], graduate.school["degree"]) == ("2026-06-30", "本科")
    assert graduate.school["full_time"] and graduate.insurance["insured"]
    assert late.school["graduated_on"] == "2023-06-30"
    assert graduate.home["city"] != "深圳市" != late.home["city"]

    master, college = town(people.MASTER), town(people.COLLEGE)
    assert (master.school["degree"], master.insurance["months_in_shenzhen"]) == ("硕士", 60)
    assert (college.school["degree"], college.age) == ("大专", 38)
    assert master.insurance["insured"] and master.home["city"] != "深圳市"

    assert not town(people.FOUNDER).firms and not town(people.SHOPKEEPER).firms
    resident = town(people.RESIDENT)
    assert resident.insurance["insured"] and resident.home["city"] != "深圳市"

    (baby,) = town(people.PARENT_OF_BABY).home["minors"]
    assert baby["birth_date"] == "2025-03-18"
    assert made["household"][baby["id_number"]]["district"] == "罗湖区"
    (five,) = town(people.PARENT_OF_FIVE).home["minors"]
    assert age_on(REFERENCE, dt.date.fromisoformat(five["birth_date"])) == 5

    jobless = town(people.UNEMPLOYED).insurance
    assert (jobless["insured"], jobless["stopped_on"]) == (False, "2026-08-31")
    assert not jobless["unemployed_registered"]
    pension = town(people.PENSIONER).insurance
    assert (pension["pension"], pension["pension_verified_on"]) == (True, "2025-10-20")
    uninsured = town(people.UNINSURED)
    assert (uninsured.insurance["insured"], uninsured.insurance["type"]) == (False, "无")
    assert 18 <= uninsured.age < 50


def test_a_file_of_another_version_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "registers.sqlite"
    ensure_sqlite(path)
    good = path.read_bytes()
    for stale in (b"", b"not a database", good[:60] + b"\0\0\0\1" + good[64:]):
        path.write_bytes(stale)
        ensure_sqlite(path)
        assert path.read_bytes() == good


def test_two_processes_make_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "registers.sqlite"
    code = (
        "import sys; from pathlib import Path; "
        "from sandbox.registers.files import ensure_sqlite; ensure_sqlite(Path(sys.argv[1]))"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, str(path)]) for _ in range(2)]
    assert [one.wait(60) for one in both] == [0, 0]
    once = tmp_path / "once.sqlite"
    ensure_sqlite(once)
    assert path.read_bytes() == once.read_bytes()
    assert sorted(one.name for one in tmp_path.iterdir()) == ["once.sqlite", "registers.sqlite"]


def test_the_command_writes_all_files_and_names_whom_to_try(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "sandbox.registers", str(tmp_path / "out"), "--seed", "7"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"PYTHONUTF8": "1"},
    ).stdout
    assert {f.stem for f in (tmp_path / "out").glob("*.csv")} == set(NAMES)
    assert (tmp_path / "out" / "registers.sqlite").is_file()
    assert all(one.id_number in told for one in SHOWCASE)
