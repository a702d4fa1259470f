"""The account's menu: read from menu.yml, checked, and put as WeChat wants it.

Limits: https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
"""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

BUTTON_NAME_BYTES = 16
ENTRY_NAME_BYTES = 60
KEY_BYTES = 128
URL_BYTES = 1024
SAY = "say:"
PAGE = "page:"
SCAN = "scan:"
PLACE = "place:"


class BrokenMenu(ValueError):
    """The operator's file cannot be used; says why."""


def _at_most(limit: int) -> AfterValidator:
    def check(value: str) -> str:
        if (size := len(value.encode())) > limit:
            raise ValueError(f"“{value}” has {size} bytes, at most {limit}")
        return value

    return AfterValidator(check)


class Entry(BaseModel):
    """One entry of a button; exactly one of the ways is set."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1), _at_most(ENTRY_NAME_BYTES)]
    say: Annotated[str, Field(min_length=1), _at_most(KEY_BYTES - len(SAY))] | None = None
    open: Annotated[str, Field(pattern=r"^(/|https?://)")] | None = None
    page: Literal[True] | None = None
    scan: Literal[True] | None = None
    place: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if len(self.model_fields_set - {"name"}) != 1:
            raise ValueError(f"“{self.name}” needs one of say, open, page, scan, place")
        return self


class Button(BaseModel):
    """One of the three words at the foot of the chat."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1), _at_most(BUTTON_NAME_BYTES)]
    entries: list[Entry] = Field(min_length=1, max_length=5)


class Menu(BaseModel):
    """The whole menu."""

    buttons: list[Button] = Field(min_length=1, max_length=3)

    def as_json(self, public_url: str) -> dict[str, Any]:
        """The body for /cgi-bin/menu/create. Raises BrokenMenu for an address that is too long."""
        return {
            "button": [
                {
                    "name": button.name,
                    "sub_button": [_entry(entry, public_url) for entry in button.entries],
                }
                for button in self.buttons
            ]
        }


def read_menu(file: Path) -> Menu:
    """The menu in a file. Raises BrokenMenu with a line for each mistake."""
    try:
        return Menu(buttons=YAML(typ="safe").load(file))
    except ValidationError as error:
        lines = (
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()
        )
        raise BrokenMenu(f"{file}: " + "; ".join(lines)) from None
    except (OSError, YAMLError) as error:
        raise BrokenMenu(f"{file}: {error}") from None


def words_of(key: str) -> str | None:
    """What a tapped entry says for the citizen; None for the keys that do something else."""
    return key.removeprefix(SAY).strip() or None if key.startswith(SAY) else None


def _entry(entry: Entry, public_url: str) -> dict[str, str]:
    if entry.say is not None:
        return {"type": "click", "name": entry.name, "key": SAY + entry.say}
    if entry.page:
        return {"type": "click", "name": entry.name, "key": PAGE}
    if entry.scan:
        return {"type": "scancode_waitmsg", "name": entry.name, "key": SCAN}
    if entry.place:
        return {"type": "location_select", "name": entry.name, "key": PLACE}
    address = entry.open or "/"
    url = public_url.rstrip("/") + address if address.startswith("/") else address
    if len(url.encode()) > URL_BYTES:
        raise BrokenMenu(f"“{entry.name}”: an address has at most {URL_BYTES} bytes")
    return {"type": "view", "name": entry.name, "url": url}
