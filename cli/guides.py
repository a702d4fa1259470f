"""`luoxiaozheng guides`: check, list and show the guides (办事指南)."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.guides_overview import TRUST_NAMES, as_markdown, row_of, stale_facts
from knowledge_base.hall.loader import HALL_DIR, load_hall
from knowledge_base.hall.schema import Directory
from knowledge_base.loader import load_guides
from knowledge_base.schema import GuideSource
from knowledge_base.settings import Settings
from knowledge_base.wording import wording

app = typer.Typer(help="办事指南: 检查, 列出, 查看。", no_args_is_help=True)
console = Console(highlight=False)
Folder = Annotated[Path | None, typer.Option("--folder", help="指南文件夹, 默认按设置")]
On = Annotated[
    dt.datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="按哪天算过期, 默认今天")
]


@app.command()
def check(folder: Folder = None) -> None:
    """读每一份指南; 有问题的给出文件, 行号和原因。"""
    library = load_guides(folder or Settings().guides_dir)
    for problem in library.problems:
        console.print(f"[red]{problem}[/red]", soft_wrap=True)
    facts = sum(len(guide.facts) for guide in library.guides.values())
    asks = sum(len(guide.asks) for guide in library.guides.values())
    console.print(f"{len(library.guides)} guides, {facts} facts, {asks} asks")
    if library.problems or not library.guides:
        raise typer.Exit(1)


@app.command("list")
def list_guides(folder: Folder = None) -> None:
    """每份指南一行: 编号, 名称, 知道哪些方面。"""
    titles = wording("zh").titles
    table = Table("id", "名称", "主题", "事实", "说法", "不知道的方面")
    for guide in load_guides(folder or Settings().guides_dir).guides.values():
        known = {aspect for fact in guide.facts for aspect in fact.aspects}
        unknown = "、".join(title for aspect, title in titles.items() if aspect not in known)
        table.add_row(
            guide.id, guide.name, guide.theme, str(len(guide.facts)), str(len(guide.asks)), unknown
        )
    console.print(table)


@app.command("table")
def show_table(
    markdown: Annotated[bool, typer.Option(help="写出 docs/GUIDES.md")] = False,
    folder: Folder = None,
    on: On = None,
) -> None:
    """每份指南一行: 哪些方面知道, 来自哪种来源, 多旧。"""
    guides = list(load_guides(folder or Settings().guides_dir).guides.values())
    if markdown:
        typer.echo(as_markdown(guides, _day(on)), nl=False)
        return
    table = Table("事项", *wording("zh").titles.values(), "最早", "最新", "核对", "过期")
    for row in (row_of(guide, _day(on)) for guide in guides):
        dates = (row.oldest or "不详", row.newest or "不详", str(row.guide.checked_on))
        table.add_row(row.guide.short_name, *row.known.values(), *dates, str(row.overdue))
    console.print(table)


@app.command()
def stale(folder: Folder = None, on: On = None) -> None:
    """该重新查证的事实: 先是过了复核日的, 再是只有二手来源的; 最旧的在前。"""
    found = stale_facts(load_guides(folder or Settings().guides_dir).guides.values(), _day(on))
    for one in found:
        late = f"{one.fact.review_after} 已过复核日, " if one.overdue else ""
        name = f"{one.as_of or '日期不详'} {one.guide.id} {one.fact.id}"
        line = f"{name} [{late}{TRUST_NAMES[one.trust]}]"
        console.print(line, markup=False, soft_wrap=True)
        console.print(f"    {one.fact.text}", markup=False, style="dim", soft_wrap=True)
    overdue = sum(one.overdue for one in found)
    console.print(f"过了复核日 {overdue} 条, 只有二手来源 {len(found) - overdue} 条")


@app.command()
def show(item: str, folder: Folder = None) -> None:
    """一份指南的全部事实, 带来源与日期。"""
    guide = load_guides(folder or Settings().guides_dir).guides.get(item)
    if guide is None:
        console.print(f"[red]没有这份指南 no such guide: {item}[/red]")
        raise typer.Exit(1)
    console.print(f"[bold]{guide.name}[/bold]  {guide.name_en}")
    console.print(f"{guide.summary}  ({guide.department})")
    for fact in guide.facts:
        console.print(f"- {fact.id} [{', '.join(fact.aspects)}] {fact.text}", markup=False)
        source = guide.sources[fact.source] if fact.source else None
        console.print(f"    {_origin(source)}", markup=False, style="dim")


@app.command()
def hall(
    folder: Annotated[Path, typer.Option("--folder", help="大厅资料文件夹")] = HALL_DIR,
) -> None:
    """大厅和附近的地方: 知道什么, 来源是什么; 还有什么要由部署的区提供。"""
    read = load_hall(folder)
    for problem in read.problems:
        console.print(f"[red]{problem}[/red]", soft_wrap=True)
    directories = [directory for directory in (read.inside, read.nearby) if directory]
    for directory in directories:
        _show_known(directory)
    places = [place for directory in directories for place in directory.places]
    missing = [(place.name, entry) for place in places for entry in place.open_questions()]
    console.print(f"[bold]要由部署的区提供 ({len(missing)})[/bold]  助手不会说到这些")
    for name, entry in missing:
        question = entry.question.get_secret_value()
        console.print(f"- {name} [{entry.topic}] {question}", markup=False, soft_wrap=True)
    if read.problems:
        raise typer.Exit(1)


def _show_known(directory: Directory) -> None:
    for place in directory.places:
        if place.known():
            console.print(f"[bold]{place.name}[/bold]  {place.kind}")
        for entry in place.known():
            caution = " (须先核实)" if entry.caution else ""
            line = f"- {entry.id} [{entry.topic}] {entry.text}{caution}"
            console.print(line, markup=False, soft_wrap=True)
            origin = _origin(directory.sources[entry.source])
            console.print(f"    {origin}", markup=False, style="dim", soft_wrap=True)


def _day(on: dt.datetime | None) -> dt.date:
    return on.date() if on else dt.date.today()


def _origin(source: GuideSource | None) -> str:
    if source is None:
        return "无公开来源"
    return f"{source.trust}: {source.publisher or ''}《{source.title}》 {source.date or '日期不详'}"
