"""What one decision costs, from answers and records to the verdict.

    python bench/approvals.py [--times N]

For each rule set: inputs for which each of its rows decides are asked again and again, and the
time of computing the inputs of a matter is added. Then decisions that are stored, each in its
own transaction, in a fresh SQLite database.
"""

import argparse
import datetime as dt
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy.orm import sessionmaker

from core.approvals.inputs import inputs_of
from core.approvals.rulebook import Rulebook, RuleSet
from core.approvals.service import decide, decide_pure
from core.approvals.table_lint import reaching
from core.context import Core
from core.database import make_engine, migrate, write_session
from core.items.definition import ItemDefinition
from core.items.definitions import Definitions
from core.parts import Parts
from core.registers.base import Record
from core.security import Caller
from core.settings import CoreSettings
from core.vault.cipher import Cipher

DAY = dt.date(2026, 11, 22)
RECORD: Record = {"birth_date": "1950-05-01", "alive": True, "city": "深圳市", "district": "罗湖区"}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--times", type=int, default=200, help="decisions a row")
    times = arguments.parse_args().times
    settings = CoreSettings()
    book, definitions = Rulebook(settings.rules_dir), Definitions(settings.items_dir).all()
    print(f"{platform.machine()}, Python {platform.python_version()}, {times} decisions a row")
    print("rules                              rows   p50 ms   p99 ms")
    every: list[float] = []
    for rules in book.all():
        taken = decisions(rules, definitions[rules.item], times)
        every += taken
        line(f"{rules.item} {rules.version}", len(rules.rows), taken)
    line("all", len(book.all()), every)
    line("stored (SQLite)", 1, stored(settings, definitions["gaoling-jintie"], book, times))


def decisions(rules: RuleSet, definition: ItemDefinition, times: int) -> list[float]:
    """Seconds of each decision."""
    records: dict[str, Record | None] = dict.fromkeys(definition.registers, RECORD)
    as_of = max(DAY, rules.effective_from)
    found = [reaching(rules, row) for row in rules.rows]

    def once(given: dict[str, Any]) -> None:
        inputs_of(definition, {}, records, "real_name", as_of)
        decide_pure(rules, given, as_of)

    reached: list[dict[str, Any]] = [dict(inputs) for inputs in found if inputs is not None]
    return [clock(partial(once, given)) for given in reached for _ in range(times)]


def stored(
    settings: CoreSettings, definition: ItemDefinition, book: Rulebook, times: int
) -> list[float]:
    """Seconds of each decision that is stored and committed."""
    parts = cast(Parts, SimpleNamespace(cipher=Cipher.from_settings(settings), rulebook=book))
    records: dict[str, Record | None] = dict.fromkeys(definition.registers, RECORD)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/core.db"
        migrate(url)
        engine = make_engine(url)
        maker = sessionmaker(engine)

        def once() -> None:
            with write_session(maker) as db:
                core = Core(db, parts, Caller("dialogue", "dialogue"))
                decide(core, definition, {"bank_card": "x"}, records, "real_name", DAY)
                db.commit()

        taken = [clock(once) for _ in range(times)]
        engine.dispose()
    return taken


def clock(what: Callable[[], None]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def line(name: str, rows: int, seconds: list[float]) -> None:
    p99 = sorted(seconds)[int(len(seconds) * 0.99)]
    print(f"{name:34} {rows:4} {statistics.median(seconds) * 1e3:8.3f} {p99 * 1e3:8.3f}")


if __name__ == "__main__":
    main()
