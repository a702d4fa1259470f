"""What each register says of a resident."""

import datetime as dt
import random

from sandbox.registers import words
from sandbox.registers.people import REFERENCE
from sandbox.registers.residents import Record, Resident, members, minors

GRADUATION_AGES = {"中专": 18, "大专": 21, "本科": 22, "硕士": 25, "博士": 28}
LEVELS = {"博士": "01", "硕士": "02", "本科": "05", "大专": "06", "中专": "09"}


class Records:
    """Draws the records that are not given."""

    def __init__(self, rng: random.Random, employers: list[str]) -> None:
        self._rng = rng
        self._employers = employers

    def of(self, one: Resident) -> dict[str, Record]:
        """Register to record. The dead are in the population register only."""
        drawn: dict[str, Record | None] = {"population": population(one)}
        if one.person.alive:
            drawn |= {
                "household": self._household(one),
                "education": self._education(one),
                "social_security": self._social_security(one),
                "marriage": marriage(one),
                "disability": self._disability(),
            }
        drawn |= one.given
        return {name: record for name, record in drawn.items() if record is not None}

    def _household(self, one: Resident) -> Record:
        first = one.born + dt.timedelta(days=self._rng.randrange(10, 60))
        if one.home.city == "深圳市" and one.age >= 18:
            first += dt.timedelta(days=self._rng.randrange((REFERENCE - first).days))
        return household(one, min(first, REFERENCE))

    def _education(self, one: Resident) -> Record | None:
        if one.age < 18 or self._rng.random() < (0.6 if one.age > 60 else 0.12):
            return None
        degree = self._rng.choices(list(GRADUATION_AGES), weights=(24, 28, 36, 10, 2))[0]
        graduated = dt.date(one.born.year + GRADUATION_AGES[degree] + 1, 6, 30)
        if graduated > REFERENCE:
            return None
        school = self._rng.choice(words.SCHOOLS[degree])
        serial = self._rng.randrange(10**6)
        return education(school, degree, self._rng.random() < 0.8, graduated, serial)

    def _social_security(self, one: Resident) -> Record:
        months = self._rng.randrange(1, max(2, min(30 * 12, (one.age - 18) * 12)))
        if one.age < 18:
            return social_security("居民", max(1, one.age * 12))
        if one.age >= (61 if one.male else 56):
            return self._retired(months)
        kind = self._rng.choices(("职工", "灵活就业", "居民", "无"), weights=(70, 9, 9, 12))[0]
        if kind == "无" and self._rng.random() < 0.35:
            return social_security("无", 0)
        if kind == "无":
            stopped = REFERENCE - dt.timedelta(days=self._rng.randrange(20, 900))
            registered = self._rng.random() < 0.4
            return social_security(
                "无", months, stopped_on=stopped.isoformat(), unemployed_registered=registered
            )
        employer = self._rng.choice(self._employers) if kind == "职工" else None
        return social_security(kind, months, employer=employer)

    def _retired(self, months: int) -> Record:
        if self._rng.random() < 0.2:
            return social_security("居民", months)
        verified = REFERENCE - dt.timedelta(days=self._rng.randrange(5, 480))
        return pensioner(months, verified)

    def _disability(self) -> Record | None:
        if self._rng.random() >= 0.025:
            return None
        return {
            "certificate_number": f"SC{self._rng.randrange(10**9, 10**10)}",
            "level": self._rng.randrange(1, 5),
            "kind": self._rng.choice(words.DISABILITIES),
        }


def population(one: Resident) -> Record:
    return {
        "name": one.person.name,
        "id_number": one.id_number,
        "sex": "男" if one.male else "女",
        "birth_date": one.born.isoformat(),
        "alive": one.person.alive,
        "mobile": one.person.mobile,
    }


def household(one: Resident, registered_on: dt.date) -> Record:
    return {
        "city": one.home.city,
        "district": one.home.district,
        "street": one.home.street,
        "address": one.home.address,
        "registered_on": registered_on.isoformat(),
        "members": members(one),
        "minors": minors(one),
    }


def education(school: str, degree: str, full_time: bool, graduated: dt.date, serial: int) -> Record:
    """The certificate number is made as the Ministry's are: school, kind, year, level, serial."""
    kind = 1 if full_time else 5
    number = f"{words.SCHOOL_CODES[school]}{kind}{graduated.year}{LEVELS[degree]}{serial:06}"
    return {
        "school": school,
        "degree": degree,
        "full_time": full_time,
        "graduated_on": graduated.isoformat(),
        "certificate_number": number,
    }


def social_security(
    kind: str,
    months: int,
    *,
    employer: str | None = None,
    stopped_on: str | None = None,
    unemployed_registered: bool = False,
) -> Record:
    """`kind` 无 is not insured now; the others are."""
    return {
        "insured": kind != "无",
        "type": kind,
        "months_in_shenzhen": months,
        "employer": employer,
        "stopped_on": stopped_on,
        "pension": False,
        "pension_verified_on": None,
        "unemployed_registered": unemployed_registered,
    }


def pensioner(months: int, verified_on: dt.date) -> Record:
    """Draws a pension and pays no more."""
    drawn = social_security("职工", months)
    return drawn | {
        "insured": False,
        "pension": True,
        "pension_verified_on": verified_on.isoformat(),
    }


def marriage(one: Resident) -> Record | None:
    if one.age < 18:
        return None
    return {
        "status": one.marriage,
        "spouse_id_number": one.spouse.id_number if one.spouse else None,
        "registered_on": one.wed_on.isoformat() if one.wed_on else None,
    }
