"""Made-up companies (公司) and individually owned businesses (个体工商户) of Luohu."""

import datetime as dt
import random

from sandbox.registers import words
from sandbox.registers.families import new_home
from sandbox.registers.numbers import Numbers
from sandbox.registers.people import REFERENCE, TAKEN_NAMES
from sandbox.registers.residents import Record, Resident


def found_firms(
    rng: random.Random, numbers: Numbers, owners: list[Resident], count: int
) -> list[Record]:
    """`count` records of the business register, TAKEN_NAMES first; no name stands twice."""
    firms = [_firm(rng, numbers, owners, one.name, one.kind, one.state) for one in TAKEN_NAMES]
    names = {one.name for one in TAKEN_NAMES}
    while len(firms) < count:
        kind = rng.choices(("公司", "个体工商户"), weights=(60, 40))[0]
        name = _name(rng, kind)
        state = "存续" if rng.random() < 0.88 else "注销"
        if name not in names:
            names.add(name)
            firms.append(_firm(rng, numbers, owners, name, kind, state))
    return firms


def _firm(
    rng: random.Random,
    numbers: Numbers,
    owners: list[Resident],
    name: str,
    kind: str,
    state: str,
) -> Record:
    registered = REFERENCE - dt.timedelta(days=rng.randrange(30, 15 * 365))
    owner = rng.choice([one for one in owners if (registered - one.born).days > 18 * 366])
    return {
        "name": name,
        "credit_code": numbers.credit_code(kind),
        "kind": kind,
        "state": state,
        "legal_person_id": owner.id_number,
        "address": new_home(rng, words.LUOHU).address,
        "registered_on": registered.isoformat(),
    }


def _name(rng: random.Random, kind: str) -> str:
    brand = rng.choice(words.FIRST_BRAND) + rng.choice(words.SECOND_BRAND)
    if kind == "公司":
        return f"深圳市{brand}{rng.choice(words.COMPANY_TRADES)}有限公司"
    return f"深圳市罗湖区{brand}{rng.choice(words.SHOP_TRADES)}"
