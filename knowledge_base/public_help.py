"""Where to send a person: the hotline, the hall, the province's service site."""

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict
from ruamel.yaml import YAML


class Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HelpSource(Frozen):
    title: str
    date: str
    trust: str


class Hotline(Frozen):
    name: str
    phone: str


class Hall(Frozen):
    """Opening hours are unknown until the deployer supplies them: never spoken."""

    name: str
    address: str
    source: HelpSource


class OnlineService(Frozen):
    name: str
    url: str
    says: str


class PublicHelp(Frozen):
    hotline: Hotline
    hall: Hall
    online: OnlineService


@cache
def public_help() -> PublicHelp:
    """Read once from `public_help.yml`."""
    text = Path(__file__).with_name("public_help.yml").read_text(encoding="utf-8")
    return PublicHelp.model_validate(YAML(typ="safe").load(text))
