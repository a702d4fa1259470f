"""The named people's homes, families and records."""

import datetime as dt
import random

from sandbox.registers import people, words
from sandbox.registers.families import new_home
from sandbox.registers.people import SHOWCASE, Person
from sandbox.registers.records import education, household, pensioner, social_security
from sandbox.registers.residents import Home, Record, Resident, bear, part, wed

EMPLOYER = "深圳市禾满信息技术有限公司"
SHENZHEN_SINCE = dt.date(2012, 9, 3)


def settle(rng: random.Random) -> list[Resident]:
    """All named people and their relatives, SHOWCASE first."""
    home = new_home(rng, words.LUOHU)
    found = {one: Resident(one, _home(rng, one)) for one in SHOWCASE}
    relatives = _families(found, home)
    for one, given in _given().items():
        found[one].given |= given
    residents = [*found.values(), *relatives]
    for resident in residents:
        if resident.person.alive:
            since = SHENZHEN_SINCE if resident.home.city == "深圳市" else resident.born
            resident.given["household"] = household(resident, max(since, resident.born))
            resident.given.setdefault("disability", None)
    return residents


def _home(rng: random.Random, one: Person) -> Home:
    places = {place[0]: place for place in words.ELSEWHERE}
    cities = {
        people.ELSEWHERE_76: "湛江市",
        people.GRADUATE: "梅州市",
        people.GRADUATE_2023: "武汉市",
        people.MASTER: "长沙市",
        people.COLLEGE: "赣州市",
        people.SHOPKEEPER: "茂名市",
        people.RESIDENT: "衡阳市",
    }
    return new_home(rng, places[cities[one]] if one in cities else words.LUOHU)


def _families(found: dict[Person, Resident], home: Home) -> list[Resident]:
    """Join relatives to the named people; returns the relatives."""
    mother, daughter = found[people.MOTHER], found[people.DAUGHTER]
    mother.home = daughter.home = home
    father, husband, son = (
        Resident(one, home)
        for one in (people.LATE_FATHER, people.DAUGHTERS_HUSBAND, people.DAUGHTERS_SON)
    )
    bear(daughter, father, mother)
    part(mother, "丧偶", dt.date(1968, 10, 1))
    wed(husband, daughter, dt.date(2010, 5, 20))
    bear(son, husband, daughter)

    baby_mother, five_father = found[people.PARENT_OF_BABY], found[people.PARENT_OF_FIVE]
    baby_father, baby = (
        Resident(one, baby_mother.home) for one in (people.BABYS_FATHER, people.BABY)
    )
    wed(baby_father, baby_mother, dt.date(2022, 9, 9))
    bear(baby, baby_father, baby_mother)
    five_mother, five = (
        Resident(one, five_father.home) for one in (people.FIVES_MOTHER, people.FIVE)
    )
    wed(five_father, five_mother, dt.date(2018, 11, 11))
    bear(five, five_father, five_mother)
    return [father, husband, son, baby_father, baby, five_mother, five]


def _given() -> dict[Person, dict[str, Record | None]]:
    """Records that a road depends on."""
    graduated = education("岭海大学", "本科", True, dt.date(2026, 6, 30), 1)
    long_ago = education("江澜师范大学", "本科", True, dt.date(2023, 6, 30), 2)
    master = education("云麓理工大学", "硕士", True, dt.date(2019, 6, 30), 3)
    college = education("莲岭职业学院", "大专", True, dt.date(2009, 6, 30), 4)
    return {
        people.MOTHER: {"social_security": pensioner(240, dt.date(2026, 5, 12))},
        people.DAUGHTER: {"social_security": _employed(230)},
        people.JUST_70: {"social_security": pensioner(200, dt.date(2026, 3, 5))},
        people.STILL_69: {"social_security": pensioner(180, dt.date(2026, 8, 20))},
        people.ELSEWHERE_76: {"social_security": social_security("居民", 6)},
        people.GRADUATE: {"education": graduated, "social_security": _employed(4)},
        people.GRADUATE_2023: {"education": long_ago, "social_security": _employed(38)},
        people.MASTER: {"education": master, "social_security": _employed(60)},
        people.COLLEGE: {"education": college, "social_security": _employed(96)},
        people.FOUNDER: {"social_security": _employed(120)},
        people.SHOPKEEPER: {"social_security": social_security("灵活就业", 30)},
        people.RESIDENT: {"social_security": _employed(26)},
        people.PARENT_OF_BABY: {"social_security": _employed(84)},
        people.PARENT_OF_FIVE: {"social_security": _employed(110)},
        people.UNEMPLOYED: {
            "social_security": social_security("无", 90, stopped_on="2026-08-31"),
        },
        people.PENSIONER: {"social_security": pensioner(300, dt.date(2025, 10, 20))},
        people.UNINSURED: {"social_security": social_security("无", 0)},
    }


def _employed(months: int) -> Record:
    return social_security("职工", months, employer=EMPLOYER)
