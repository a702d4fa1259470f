"""`luoxiaozheng settings`: one table of every setting of every room.

Read from the classes, never from the environment: the table is the same everywhere and
holds no secret.
"""

import importlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import AliasChoices, SecretBytes, SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings
from rich.console import Console
from rich.table import Table
from rich.text import Text

ROOMS = {
    "channels.gateway": "channels.gateway.settings",
    "channels.voice": "channels.voice.settings",
    "channels.wechat": "channels.wechat.settings",
    "core": "core.settings",
    "core (payments)": "core.payments.settings",
    "knowledge_base": "knowledge_base.settings",
    "actions": "actions.settings",
    "sandbox": "sandbox.issuer.settings",
    "sandbox (payments)": "sandbox.wechat_pay.settings",
    "sandbox (parking)": "sandbox.parking.settings",
    "sandbox (wechat)": "sandbox.wechat_account.settings",
    "cli": "cli.client_settings",
    "cli (build, run)": "cli.run_settings",
}
"""Room to the module that defines its settings class."""

_ROOT = Path(__file__).resolve().parent.parent
HIDDEN = "(secret)"
COMPUTED = "(computed)"
REQUIRED = "(required)"
_SECRET_NAME = re.compile(r"(^|_)(token|secret|password|passwd|key|keys|credential|dsn)($|_)")


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the environment, who reads it, its default as text."""

    env: str
    rooms: tuple[str, ...]
    default: str
    description: str


def settings(
    markdown: Annotated[bool, typer.Option(help="print docs/SETTINGS.md")] = False,
    env: Annotated[bool, typer.Option(help="print .env.example")] = False,
) -> None:
    """Print every setting: name in the environment, default, meaning."""
    found = merge(collect(load_classes(ROOMS)))
    if markdown:
        typer.echo(as_markdown(found), nl=False)
    elif env:
        typer.echo(as_env(found), nl=False)
    else:
        Console().print(_as_table(found))


def load_classes(rooms: dict[str, str]) -> dict[str, list[type[BaseSettings]]]:
    """The settings classes that each room's module defines.

    A room without such a module is left out; a module that is there but breaks is an error.
    """
    classes = {}
    for room, name in rooms.items():
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name and (name == error.name or name.startswith(f"{error.name}.")):
                continue
            raise
        classes[room] = [
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and issubclass(value, BaseSettings)
            and value.__module__ == name
        ]
    return classes


def collect(classes: dict[str, list[type[BaseSettings]]]) -> list[Setting]:
    """Every field of every class, in order."""
    return [
        Setting(
            env=_env_name(cls, name, field),
            rooms=(room,),
            default=_default(name, field),
            description=" ".join((field.description or "").split()),
        )
        for room, of_room in classes.items()
        for cls in of_room
        for name, field in cls.model_fields.items()
    ]


def merge(found: Iterable[Setting]) -> list[Setting]:
    """One entry for settings of one name and default that several rooms read."""
    merged: dict[tuple[str, str], Setting] = {}
    for one in found:
        key = (one.env, one.default)
        known = merged.get(key)
        merged[key] = (
            Setting(one.env, known.rooms + one.rooms, one.default, known.description)
            if known
            else one
        )
    return sorted(merged.values(), key=lambda one: (one.env, one.rooms))


def as_markdown(found: Sequence[Setting]) -> str:
    """The whole of docs/SETTINGS.md."""
    lines = [
        "# Settings",
        "",
        "Written by `luoxiaozheng settings --markdown`; change the settings class of the room.",
        "A setting is an environment variable, or a line in `.env`.",
        "",
        "| name | default | read by | meaning |",
        "| --- | --- | --- | --- |",
    ]
    for one in found:
        default = one.default if one.default in (HIDDEN, COMPUTED, REQUIRED) else _code(one.default)
        cells = [f"`{one.env}`", default, ", ".join(one.rooms), one.description.replace("|", "\\|")]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def as_env(found: Sequence[Setting]) -> str:
    """The whole of .env.example: every setting, commented out, with its default."""
    lines = [
        "# Written by `luoxiaozheng settings --env`. Copy to .env and uncomment what you change.",
    ]
    first_of_name: dict[str, Setting] = {}
    for one in found:
        first_of_name.setdefault(one.env, one)
    for one in first_of_name.values():
        value = "" if one.default in (HIDDEN, COMPUTED, REQUIRED) else one.default
        lines += ["", f"# {one.description}".rstrip(), f"# {one.env}={value}"]
    return "\n".join(lines) + "\n"


def _as_table(found: Sequence[Setting]) -> Table:
    table = Table("name", "default", "read by", "meaning")
    for one in found:
        table.add_row(
            Text(one.env), Text(one.default), Text(", ".join(one.rooms)), Text(one.description)
        )
    return table


def _env_name(cls: type[BaseSettings], name: str, field: FieldInfo) -> str:
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        alias = next((choice for choice in alias.choices if isinstance(choice, str)), None)
    if isinstance(alias, str):
        return alias.upper()
    return (cls.model_config.get("env_prefix", "") + name).upper()


def _default(name: str, field: FieldInfo) -> str:
    if field.is_required():
        return REQUIRED
    if field.default_factory is not None:
        return COMPUTED
    value: Any = field.default
    if isinstance(value, SecretStr | SecretBytes) or _is_secret(name, field):
        return HIDDEN
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Path) and value.is_relative_to(_ROOT):
        return value.relative_to(_ROOT).as_posix()
    return str(value)


def _is_secret(name: str, field: FieldInfo) -> bool:
    typed = "SecretStr" in str(field.annotation) or "SecretBytes" in str(field.annotation)
    return typed or (isinstance(field.default, str) and bool(_SECRET_NAME.search(name)))


def _code(value: str) -> str:
    return f"`{value}`" if value else ""
