"""`luoxiaozheng guides`: check, list and show the guides (办事指南)."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from knowledge_base.compose import TITLES
from knowledge_base.loader import load_guides
from knowledge_base.schema import Guide
from knowledge_base.settings import Settings

app = typer.Typer(help="办事指南: 检查, 列出, 查看。", no_args_is_help=True)
console = Console(highlight=False)
Folder = Annotated[Path | None, typer.Option("--folder", help="指南文件夹, 默认按设置")]


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
    table = Table("id", "名称", "主题", "事实", "说法", "不知道的方面")
    for guide in load_guides(folder or Settings().guides_dir).guides.values():
        known = {aspect for fact in guide.facts for aspect in fact.aspects}
        unknown = "、".join(title for aspect, title in TITLES.items() if aspect not in known)
        table.add_row(
            guide.id, guide.name, guide.theme, str(len(guide.facts)), str(len(guide.asks)), unknown
        )
    console.print(table)


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
        console.print(f"    {_origin(guide, fact.source)}", markup=False, style="dim")


def _origin(guide: Guide, key: str | None) -> str:
    if key is None:
        return "无公开来源"
    source = guide.sources[key]
    return f"{source.trust}: {source.publisher or ''}《{source.title}》 {source.date or '日期不详'}"
