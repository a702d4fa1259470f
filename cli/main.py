"""The `luoxiaozheng` command. Each command or group lives in a module of its own."""

import typer

from cli import core, documents, guides, wechat
from cli.ask import ask
from cli.evaluate.command import evaluate
from cli.run import build_command, rasa, run
from cli.settings import settings

app = typer.Typer(
    help="罗小政: run it, ask it, measure it.", no_args_is_help=True, add_completion=False
)
app.command("build")(build_command)
app.command()(run)
app.command(
    context_settings={
        "allow_extra_args": True,
        "ignore_unknown_options": True,
        "help_option_names": [],
    }
)(rasa)
app.command()(ask)
app.command()(evaluate)
app.command()(settings)
app.add_typer(guides.app, name="guides")
core.app.add_typer(documents.app, name="documents")
app.add_typer(core.app, name="core")
app.add_typer(wechat.app, name="wechat")
