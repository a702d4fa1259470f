"""Which template message carries which news: read from templates.yml, checked, and filled.

Types of fields and their limits:
https://developers.weixin.qq.com/doc/service/api/notify/template/api_sendtemplatemessage
"""

import logging
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, RootModel, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from channels.wechat.links import Links
from channels.wechat.rendering.template import TemplateNews, template_of
from messages import AnyCard

log = logging.getLogger("luoxiaozheng.wechat.templates")

VALUES = {
    "case_changed": {"title", "number", "state", "next"},
    "order_changed": {"title", "amount", "state", "number"},
    "booking_near": {"title", "when", "place", "state"},
    "work_order_changed": {"title", "number", "state", "unit"},
    "push": {"says"},
}
"""The values of each kind of news, see rendering/template.py."""
_DAY = r"\d{4}年\d{1,2}月\d{1,2}日"
_CLOCK = r"\d{1,2}:\d{2}(:\d{2})?"
_FITS = {
    "thing": re.compile(r".{1,20}"),
    "const": re.compile(r".{1,20}"),
    "phrase": re.compile(r"[\u4e00-\u9fff]{1,5}"),
    "character_string": re.compile(r"[\x21-\x7e]{1,32}"),
    "time": re.compile(rf"({_DAY} ?)?{_CLOCK}"),
    "date": re.compile(rf"{_DAY}( ?{_CLOCK})?"),
    "amount": re.compile(r"[¥￥]?\d{1,10}(\.\d{1,2})?元?"),
}
_FIELD = re.compile(r"([a-z_]+?)\d{1,3}")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
PHRASE_CHARS = 5


class BrokenTemplates(ValueError):
    """The operator's file cannot be used; says why."""


@dataclass(frozen=True)
class Filled:
    """What WeChatApi.template sends."""

    template_id: str
    data: dict[str, str]
    url: str


class _Template(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{0,64}$")
    fields: dict[str, str] = Field(min_length=1, max_length=5)

    @model_validator(mode="after")
    def _types_are_known(self) -> Self:
        for name in self.fields:
            if _type(name) not in _FITS:
                raise ValueError(f"{name} is no field of a type of {', '.join(_FITS)}")
        return self


class _File(RootModel[dict[str, _Template]]):
    @model_validator(mode="after")
    def _kinds_are_known(self) -> Self:
        for kind, template in self.root.items():
            if kind not in VALUES:
                raise ValueError(f"{kind} is no news; there are {', '.join(VALUES)}")
            if unknown := set(template.fields.values()) - VALUES[kind]:
                raise ValueError(f"{kind} has no value {', '.join(sorted(unknown))}")
        return self


class Templates:
    """The account's templates."""

    def __init__(self, file: Path) -> None:
        """Raises BrokenTemplates with every mistake."""
        try:
            self._templates = _File.model_validate(YAML(typ="safe").load(file) or {}).root
        except ValidationError as error:
            lines = (
                f"{'.'.join(map(str, one['loc'])) or 'file'}: {one['msg']}"
                for one in error.errors()
            )
            raise BrokenTemplates(f"{file}: " + "; ".join(lines)) from None
        except (OSError, YAMLError) as error:
            raise BrokenTemplates(f"{file}: {error}") from None

    @property
    def ready(self) -> list[str]:
        """The kinds of news that have a template."""
        return [kind for kind, template in self._templates.items() if template.id]

    def of(self, card: AnyCard, links: Links) -> Filled | None:
        """The template message for a card; None where it is no news, has no template, or does not
        fit its fields."""
        news = template_of(card, links)
        return self.filled(news) if news else None

    def filled(self, news: TemplateNews) -> Filled | None:
        """The message for a piece of news, see `of`."""
        template = self._templates.get(news.kind)
        if template is None or not template.id:
            return None
        data = {name: _fit(name, news.values[value]) for name, value in template.fields.items()}
        unfit = [name for name, value in data.items() if not value]
        if unfit:
            log.warning("a template does not fit", extra={"kind": news.kind, "fields": unfit})
            return None
        return Filled(template.id, data, news.url)


def _type(field: str) -> str:
    match = _FIELD.fullmatch(field)
    return match.group(1) if match else ""


def _fit(field: str, value: str) -> str:
    """The value as a field of this type takes it; empty where it does not."""
    kind = _type(field)
    if kind == "phrase":
        value = _NOT_HAN.sub("", value)[:PHRASE_CHARS]
    return value if _FITS[kind].fullmatch(value) else ""
