from collections import Counter
from pathlib import Path

import pytest
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from typer.testing import CliRunner

from cli.main import app
from cli.settings import (
    COMPUTED,
    HIDDEN,
    REQUIRED,
    ROOMS,
    as_env,
    as_markdown,
    collect,
    load_classes,
    merge,
)

ROOT = Path(__file__).resolve().parents[2]


class Kennel(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="LXZ_")

    dogs: int = Field(default=3, description="how many\n  dogs | cats")
    bark: bool = False
    chip_token: str = "woof-1234"
    safe: SecretStr = SecretStr("woof-5678")
    owner: str | None = None
    home: Path = ROOT / "var"
    must: str
    list_of: list[str] = Field(default_factory=list)
    odd: str = Field(default="x", validation_alias="ODD_NAME")


FOUND = {one.env: one for one in collect({"kennel": [Kennel]})}


def test_names_defaults_and_meanings() -> None:
    assert {env: one.default for env, one in FOUND.items()} == {
        "LXZ_DOGS": "3",
        "LXZ_BARK": "false",
        "LXZ_CHIP_TOKEN": HIDDEN,
        "LXZ_SAFE": HIDDEN,
        "LXZ_OWNER": "",
        "LXZ_HOME": "var",
        "LXZ_MUST": REQUIRED,
        "LXZ_LIST_OF": COMPUTED,
        "ODD_NAME": "x",
    }
    assert FOUND["LXZ_DOGS"].description == "how many dogs | cats"


def test_the_environment_does_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LXZ_DOGS", "9")
    assert collect({"kennel": [Kennel]}) == list(FOUND.values())


def test_a_setting_of_two_rooms_is_one_line() -> None:
    found = merge(collect({"kennel": [Kennel], "pound": [Kennel]}))
    assert len(found) == len(FOUND)
    assert {one.rooms for one in found} == {("kennel", "pound")}


def test_no_form_shows_a_secret() -> None:
    found = merge(FOUND.values())
    assert "woof" not in as_markdown(found) + as_env(found)


def test_markdown_and_env_forms() -> None:
    found = merge(FOUND.values())
    assert "| `LXZ_DOGS` | `3` | kennel | how many dogs \\| cats |" in as_markdown(found)
    env = as_env(found)
    assert "# how many dogs | cats\n# LXZ_DOGS=3\n" in env
    assert "# LXZ_SAFE=\n" in env
    assert env.index("LXZ_BARK") < env.index("LXZ_DOGS")


def test_an_absent_room_is_left_out_and_a_broken_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_room.py").write_text("import surely_not_installed\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert load_classes({"absent": "no_such_room.settings"}) == {}
    with pytest.raises(ModuleNotFoundError, match="surely_not_installed"):
        load_classes({"broken": "broken_room"})


def test_every_room_there_is_defines_settings() -> None:
    assert [room for room, classes in load_classes(ROOMS).items() if not classes] == []


def test_one_name_has_one_default_in_all_rooms() -> None:
    names = Counter(one.env for one in merge(collect(load_classes(ROOMS))))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_setting_says_what_it_means() -> None:
    assert [one.env for one in collect(load_classes(ROOMS)) if not one.description] == []


@pytest.mark.parametrize(
    ("file", "option"), [("docs/SETTINGS.md", "--markdown"), (".env.example", "--env")]
)
def test_the_written_file_is_true(file: str, option: str) -> None:
    printed = CliRunner().invoke(app, ["settings", option])
    assert printed.exit_code == 0, printed.output
    written = (ROOT / file).read_text(encoding="utf-8")
    assert written == printed.stdout, f"run: luoxiaozheng settings {option} > {file}"


def test_the_table_on_the_terminal_names_every_setting() -> None:
    printed = CliRunner().invoke(app, ["settings"], env={"COLUMNS": "300"})
    for one in collect(load_classes(ROOMS)):
        assert one.env in printed.stdout
