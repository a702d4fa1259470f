"""`luoxiaozheng core documents`: taking public documents (政务公开) in."""

from typing import Annotated, cast, get_args

import typer
from rich.console import Console
from sqlalchemy.orm import sessionmaker

from core.context import Core
from core.contract import DocumentKind
from core.database import make_engine, write_session
from core.parts import build_parts
from core.public_documents import service
from core.public_documents.feeds import BrokenFeed, read_feed
from core.public_documents.fetching import get_feed
from core.security import Caller
from core.settings import CoreSettings

app = typer.Typer(help="政务公开的文件。", no_args_is_help=True)
console = Console(highlight=False)
OPERATOR = Caller("operator", "clerk")
SHOWN = 20
"""Entries that were passed over, told at most."""


@app.callback()
def documents() -> None:
    """One command now; its name stays when others come."""


@app.command("import")
def import_documents(
    source: Annotated[str, typer.Argument(help="RSS, Atom 或 JSON 的文件或网址")],
    publisher: Annotated[str, typer.Option(help="条目没有写发布单位时用它")] = "",
    kind: Annotated[str, typer.Option(help="条目没有写类别时用它, 见 docs/DOCUMENTS.md")] = "",
    links: Annotated[bool, typer.Option(help="--no-links: 不给出原文链接")] = True,
) -> None:
    """导入政务公开的文件; 再导一次只更新有变化的。"""
    if kind and kind not in get_args(DocumentKind):
        console.print(f"unknown kind {kind}: {', '.join(get_args(DocumentKind))}")
        raise typer.Exit(2)
    try:
        read = read_feed(get_feed(source))
    except BrokenFeed as error:
        console.print(f"cannot be read: {error}")
        raise typer.Exit(1) from None
    given = service.Given(publisher, cast(DocumentKind | None, kind or None), links)
    settings = CoreSettings()
    engine = make_engine(settings.url)
    try:
        with write_session(sessionmaker(engine, expire_on_commit=False)) as db:
            done = service.import_feed(Core(db, build_parts(settings), OPERATOR), read, given)
            db.commit()
    finally:
        engine.dispose()
    console.print(f"added {done.added}, renewed {done.renewed}, unchanged {done.unchanged}")
    for one in done.passed_over[:SHOWN]:
        console.print(f"passed over: {one}")
    if len(done.passed_over) > SHOWN:
        console.print(f"… and {len(done.passed_over) - SHOWN} more")
