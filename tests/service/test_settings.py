from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from service.settings import InstalledSettings, OptionalFile, PublicUrl


class Kennel(InstalledSettings):
    model_config = SettingsConfigDict(env_prefix="LXZ_KENNEL_")

    plan: OptionalFile = None
    public_url: PublicUrl = "http://127.0.0.1:8080"
    dogs: int = 1


def test_a_shared_setting_has_one_name_in_the_environment_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LXZ_ENV", "production")
    monkeypatch.setenv("LXZ_VAR_DIR", "/data")
    monkeypatch.setenv("LXZ_CORE_PUBLIC_URL", "https://example.org")
    monkeypatch.setenv("LXZ_KENNEL_DOGS", "2")
    kennel = Kennel()
    assert (kennel.env, kennel.var_dir) == ("production", Path("/data"))
    assert (kennel.public_url, kennel.dogs) == ("https://example.org", 2)


def test_code_says_the_name_of_the_field() -> None:
    assert Kennel(var_dir=Path("/data")).var_dir == Path("/data")


@pytest.mark.parametrize(("value", "file"), [("", None), ("/plan.yml", Path("/plan.yml"))])
def test_an_empty_file_is_none(
    value: str, file: Path | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LXZ_KENNEL_PLAN", value)
    assert Kennel().plan == file


@pytest.mark.parametrize("env", ["test", "production"])
def test_a_default_secret_is_for_development_only(env: str) -> None:
    kennel = Kennel.model_validate({"env": env})
    with pytest.raises(ValueError, match=f"set LXZ_BARK: LXZ_ENV={env} accepts no default secret"):
        kennel.refuse_default_secret("LXZ_BARK", ["own", "public"], ["public"])
    kennel.refuse_default_secret("LXZ_BARK", ["own"], ["public"])
    Kennel(env="development").refuse_default_secret("LXZ_BARK", ["public"], ["public"])
