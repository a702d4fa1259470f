"""`python -m sandbox.registers <folder>`: seven CSV files, registers.sqlite and who is in them."""

import argparse
from pathlib import Path

from sandbox.registers.files import write_csv, write_sqlite
from sandbox.registers.generator import SEED, generate
from sandbox.registers.people import SHOWCASE


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sandbox.registers")
    parser.add_argument("folder", type=Path, help="where the files go")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, other people")
    given = parser.parse_args()
    registers = generate(given.seed)
    write_csv(registers, given.folder)
    write_sqlite(registers, given.folder / "registers.sqlite")
    for name, records in registers.items():
        print(f"{name}\t{len(records)}")
    for person in SHOWCASE:
        print(f"{person.name}\t{person.id_number}\t{person.mobile}\t{person.note}")


if __name__ == "__main__":
    main()
