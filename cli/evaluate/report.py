"""Prints a report on a terminal."""

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from cli.evaluate.result import Group, Report, RowResult, SetResult

_WORST_FIRST = ("wrong", "failed", "not declined", "missed", "did not ask back", "not told")


def print_report(console: Console, report: Report) -> None:
    """All sets, then speed, then what the reader must know of the whole run."""
    for one in report.sets:
        _print_set(console, one)
    console.rule("speed")
    console.print(_latency_table(report))
    for note in report.notes:
        console.print(Text(note, style="bold yellow"))


def _print_set(console: Console, result: SetResult) -> None:
    console.rule(Text(f"{result.path} ({result.format})"))
    console.print(_group_table(result.groups))
    if any(one.n for one in result.calibration):
        console.print(_calibration_table(result))
    for note in result.notes:
        console.print(Text(note, style="bold yellow"))
    if result.for_reading:
        console.print(_reading_table(result.rows))
    else:
        _print_mistakes(console, result.rows)


def _group_table(groups: list[Group]) -> Table:
    names = list(dict.fromkeys(name for group in groups for name in group.measures))
    table = Table("rows", "n")
    table.columns[1].justify = "right"
    for name in names:
        table.add_column(name, justify="right")
    for group in groups:
        table.add_row(
            Text(group.name),
            str(group.n),
            *(_share(group.measures.get(name)) for name in names),
            style="bold" if group.name == "all" else None,
        )
    return table


def _calibration_table(result: SetResult) -> Table:
    table = Table("confidence", "n", "mean", "hit1", title="calibration", title_justify="left")
    for one in result.calibration:
        if one.n:
            table.add_row(
                f"{one.low:.1f} to {one.high:.1f}",
                str(one.n),
                _share(one.confidence),
                _share(one.hit1),
            )
    return table


def _print_mistakes(console: Console, rows: list[RowResult]) -> None:
    mistakes = sorted((row for row in rows if row.problem), key=_badness)
    if not mistakes:
        console.print(Text("no mistakes", style="green"))
        return
    table = _row_table("problem", "id", "text", "expected", "got", "confidence")
    table.title = f"{len(mistakes)} mistakes"
    table.title_justify = "left"
    for row in mistakes:
        table.add_row(
            *_texts(row.problem or "", row.id, row.text, row.expected, _got(row)),
            _share(row.confidence),
        )
    console.print(table)


def _got(row: RowResult) -> str:
    """What came; with its words where they are what is wrong."""
    return f"{row.got}\n{_short(row.said)}" if row.problem == "not told" else row.got


def _reading_table(rows: list[RowResult]) -> Table:
    table = _row_table("id", "text", "outcome", "what was said", "for the reader")
    for row in rows:
        said = row.said or row.error or ""
        table.add_row(*_texts(row.id, _short(row.text), row.outcome, said, row.expected))
    return table


def _latency_table(report: Report) -> Table:
    latency = report.latency
    table = Table("step", "ms")
    table.columns[1].justify = "right"
    for name in ("p50", "p95", "p99"):
        value: float | None = getattr(latency, name)
        table.add_row(f"reply {name} of {latency.n}", "-" if value is None else f"{value:.0f}")
    for step, mean in latency.steps.items():
        table.add_row(Text(f"{step} (mean)"), f"{mean:.1f}")
    return table


def _row_table(*columns: str) -> Table:
    table = Table(show_lines=True)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _texts(*cells: str) -> list[RenderableType]:
    """Cells that are shown as they are: what citizens type may look like markup."""
    return [Text(cell) for cell in cells]


def _short(text: str, limit: int = 120) -> str:
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _badness(row: RowResult) -> tuple[int, str]:
    problem = row.problem or ""
    rank = _WORST_FIRST.index(problem) if problem in _WORST_FIRST else len(_WORST_FIRST)
    return rank, problem
