"""`luoxiaozheng ask`: talk with the running assistant on a terminal."""

import asyncio
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from cli.assistant import Assistant, CardView, OptionView, Reply, Unreachable
from cli.client_settings import Settings

_TROUBLE = 2
_LEAVE = frozenset({"exit", "quit", "q", "退出"})


def ask(
    text: Annotated[str | None, typer.Argument(help="the question; none starts a talk")] = None,
    url: Annotated[str | None, typer.Option(help="address of the running assistant")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the reply as JSON")] = False,
    trace: Annotated[bool, typer.Option(help="ask for the trace and show it")] = False,
) -> None:
    """Ask one question, or talk when none is given."""
    settings = Settings()
    token = settings.trace_token.get_secret_value() if trace else None
    assistant = Assistant(url or settings.url, token)
    try:
        with asyncio.Runner() as runner:
            try:
                if text is None:
                    _talk(runner, assistant, as_json)
                    return
                reply = runner.run(assistant.say(text))
            finally:
                runner.run(assistant.close())
    except Unreachable as error:
        Console(stderr=True).print(str(error), style="bold red", markup=False, soft_wrap=True)
        raise typer.Exit(_TROUBLE) from error
    show(Console(), reply, as_json)
    if reply.error:
        raise typer.Exit(1)


def _talk(runner: asyncio.Runner, assistant: Assistant, as_json: bool) -> None:
    """Read lines until the end of input or a word of leaving.

    The lines are read outside the event loop, so that Ctrl-C ends the talk at once.
    """
    console = Console()
    conversation_id: str | None = None
    options: list[OptionView] = []
    while (line := _read_line(console)) is not None:
        if not line:
            continue
        chosen = pick(line, options)
        reply = runner.run(
            assistant.say(
                None if chosen else line,
                choice=chosen.choice if chosen else None,
                conversation_id=conversation_id,
            )
        )
        conversation_id = reply.conversation_id or conversation_id
        options = reply.options
        show(console, reply, as_json)


def _read_line(console: Console) -> str | None:
    try:
        line = console.input("[bold]您：[/bold]").strip()
    except (EOFError, KeyboardInterrupt):
        return None
    return None if line.lower() in _LEAVE else line


def pick(line: str, options: list[OptionView]) -> OptionView | None:
    """The option whose number (from 1) was typed, or None when the line is a message."""
    if line.isascii() and line.isdigit() and 1 <= int(line) <= len(options):
        return options[int(line) - 1]
    return None


def show(console: Console, reply: Reply, as_json: bool = False) -> None:
    """Print a reply: its cards, the options numbered through all cards, the trace if any."""
    if as_json:
        console.print_json(reply.model_dump_json(exclude_none=True))
        return
    if reply.error:
        console.print(Text(f"没有得到回答：{reply.error}", style="bold red"))
        return
    number = 0
    for card in reply.cards:
        body = Text(card.text)
        _append_sources(body, card)
        for option in card.options:
            if option.choice:
                number += 1
                body.append(f"\n  {number}. {option.label}", style="cyan")
        console.print(Panel(body, title=card.type, title_align="left"))
    line = reply.outcome + (f" → {reply.then}" if reply.then else "")
    if reply.trace:
        line += "  " + reply.trace.model_dump_json(exclude_none=True)
    console.print(Text(line, style="dim"))


def _append_sources(body: Text, card: CardView) -> None:
    for source in card.sources:
        parts = [source.title, source.publisher, source.date, source.url]
        body.append("\n来源：" + "，".join(part for part in parts if part), style="dim")
