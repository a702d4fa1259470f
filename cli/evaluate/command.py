"""`luoxiaozheng evaluate`: asks, measures, prints, saves."""

import asyncio
import os
import platform
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from cli.assistant import Assistant, Reply, Unreachable
from cli.client_settings import Settings
from cli.evaluate.evaluators import EVALUATORS
from cli.evaluate.formats import BadFile, Row, SetFile, load, question_files
from cli.evaluate.measures import latency
from cli.evaluate.report import print_report
from cli.evaluate.result import Config, Report
from cli.evaluate.told import count_labelled, read_labels, with_labels
from knowledge_base.loader import load_guides
from knowledge_base.settings import Settings as KnowledgeSettings

_TROUBLE = 2
_WIDTH_OF_A_FILE = 160


def evaluate(
    paths: Annotated[list[Path], typer.Argument(help=".jsonl files, or folders of them")],
    url: Annotated[str | None, typer.Option(help="address of the running assistant")] = None,
    json_out: Annotated[Path | None, typer.Option("--json", help="save everything here")] = None,
    concurrency: Annotated[int, typer.Option(min=1, help="conversations at a time")] = 4,
    covered: Annotated[
        str, typer.Option(help="ids of the matters with a guide, by commas; auto asks for them")
    ] = "auto",
    told: Annotated[
        Path | None, typer.Option(help="labels: which fact must stand in the first two sentences")
    ] = None,
) -> None:
    """Ask the running assistant labelled questions and measure the replies."""
    progress_console = Console(stderr=True)
    settings = Settings()
    try:
        sets = [load(path) for path in question_files(paths)]
        if told is not None:
            guides = load_guides(KnowledgeSettings().guides_dir).guides
            sets = with_labels(sets, read_labels(told), guides)
        if json_out is not None and not json_out.resolve().parent.is_dir():
            raise BadFile(f"{json_out}: the folder to save into does not exist")
        assistant = Assistant(url or settings.url, settings.trace_token.get_secret_value())
        report = asyncio.run(_run(assistant, sets, concurrency, covered, progress_console))
        if told is not None:
            report.config.told = str(told)
            report.notes.append(f"told is over the {count_labelled(sets)} labelled questions")
    except (BadFile, Unreachable) as error:
        progress_console.print(str(error), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(_TROUBLE) from error
    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    print_report(Console(width=width), report)
    if json_out is not None:
        json_out.write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")


async def _run(
    assistant: Assistant, sets: Sequence[SetFile], concurrency: int, covered: str, console: Console
) -> Report:
    async with assistant:
        guides = (
            await assistant.guides()
            if covered == "auto"
            else frozenset(part.strip() for part in covered.split(",") if part.strip())
        )
        replies = await _ask_all(assistant, sets, concurrency, console)
    everything = [reply for of_set in replies for of_row in of_set for reply in of_row]
    return Report(
        date=datetime.now().astimezone().isoformat(timespec="seconds"),
        machine=machine(),
        config=Config(
            url=assistant.url,
            paths=[str(one.path) for one in sets],
            concurrency=concurrency,
            covered=sorted(guides),
        ),
        latency=latency(everything),
        sets=[
            EVALUATORS[one.format](str(one.path), one.rows, of_set, guides)
            for one, of_set in zip(sets, replies, strict=True)
        ],
        notes=_notes(everything),
    )


async def _ask_all(
    assistant: Assistant, sets: Sequence[SetFile], concurrency: int, console: Console
) -> list[list[list[Reply]]]:
    """Per set, per row, per text: the replies. Each row is a conversation of its own."""
    places = asyncio.Semaphore(concurrency)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console) as progress:

        async def ask(row: Row, task: TaskID) -> list[Reply]:
            async with places:
                replies = await assistant.converse(row.texts)
            progress.advance(task)
            return replies

        answers = []
        for one in sets:
            task = progress.add_task(one.path.name, total=len(one.rows))
            answers.append(await asyncio.gather(*(ask(row, task) for row in one.rows)))
    return answers


def _notes(replies: Sequence[Reply]) -> list[str]:
    notes = []
    untraced = sum(reply.trace is None and reply.error is None for reply in replies)
    if untraced:
        notes.append(
            f"{untraced} of {len(replies)} replies carried no trace: is LXZ_TRACE_TOKEN the "
            "assistant's own? Aspects, intents, entities and calibration miss them."
        )
    broken = [reply.error for reply in replies if reply.error]
    if broken:
        notes.append(f"{len(broken)} of {len(replies)} requests failed; the first: {broken[0]}")
    return notes


def machine() -> dict[str, str | int | None]:
    """The machine that asked: system, processor count, memory in MiB, Python."""
    try:
        memory_mib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (ValueError, OSError):
        memory_mib = None
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processors": os.cpu_count(),
        "memory_mib": memory_mib,
        "python": platform.python_version(),
    }
