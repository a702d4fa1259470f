"""`python -m tests.quality_gate.record`: writes the baseline anew and prints it."""

from rich.console import Console
from rich.table import Table

from tests.quality_gate.gate import BASELINE, Figures, ask_all, figures, write_baseline
from tests.real_search import real_search


def table_of(found: Figures) -> Table:
    """One row a group, one column a measure."""
    groups = [
        (name, group, measures)
        for name, of_set in found.measures.items()
        for group, measures in of_set.items()
    ]
    names = list(dict.fromkeys(key for _, _, measures in groups for key in measures))
    table = Table("set", "rows", "n", *names)
    for name, group, measures in groups:
        values = ["" if (value := measures.get(key)) is None else f"{value:.3f}" for key in names]
        table.add_row(name, group, str(found.rows[name][group]), *values)
    return table


if __name__ == "__main__":
    found = figures(ask_all(real_search()))
    write_baseline(found)
    console = Console()
    console.print(table_of(found))
    mistakes = sum(len(rows) for rows in found.mistakes.values())
    console.print(f"{mistakes} mistakes; written to {BASELINE}", soft_wrap=True)
