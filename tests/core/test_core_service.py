"""Core's settings, migrations, published contract and log lines."""

import json
import logging
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fastapi.testclient import TestClient
from pydantic import ValidationError

from core.app import create_app
from core.database import Base, make_engine, migrate
from core.settings import DEVELOPMENT_SECRETS, CoreSettings
from core.wishes import models as _wishes  # noqa: F401
from service.logs import JsonLines
from tests.databases import KINDS, fresh_database


@pytest.mark.parametrize("kind", KINDS)
def test_the_migrations_build_what_the_models_say(kind: str, tmp_path: Path) -> None:
    with fresh_database(kind, tmp_path) as url:
        migrate(url)
        migrate(url)
        engine = make_engine(url)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection)
            assert compare_metadata(context, Base.metadata) == []
        engine.dispose()


@pytest.mark.parametrize("env", ["test", "production"])
def test_the_default_token_is_refused_outside_development(
    env: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LXZ_ENV", env)
    monkeypatch.delenv("LXZ_CORE_TOKEN", raising=False)
    with pytest.raises(ValidationError, match="LXZ_CORE_TOKEN"):
        CoreSettings()


def test_development_runs_with_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("LXZ_ENV", "LXZ_CORE_TOKEN", "LXZ_CORE_DATABASE_URL", "LXZ_VAR_DIR"):
        monkeypatch.delenv(name, raising=False)
    settings = CoreSettings()
    assert settings.url == "sqlite:///var/core.db"
    assert settings.host == "127.0.0.1"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LXZ_ENV", "production")
    for name in DEVELOPMENT_SECRETS:
        monkeypatch.setenv(f"LXZ_CORE_{name.upper()}", f"something-secret-{name}")
    monkeypatch.setenv("LXZ_VAR_DIR", "/data")
    settings = CoreSettings()
    assert settings.url == "sqlite:////data/core.db"
    assert "something-secret" not in repr(settings)


def test_a_public_key_among_others_and_a_shared_token_are_refused() -> None:
    secrets = {name: f"something-secret-{name}" for name in DEVELOPMENT_SECRETS}
    public = DEVELOPMENT_SECRETS["vault_keys"]
    with pytest.raises(ValueError, match="LXZ_CORE_VAULT_KEYS"):
        CoreSettings(env="production", **{**secrets, "vault_keys": f"new:abc,{public}"})
    with pytest.raises(ValueError, match="a token of its own"):
        CoreSettings(env="production", **{**secrets, "clerk_token": secrets["token"]})


def test_an_empty_file_is_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LXZ_CORE_FONT", "")
    monkeypatch.setenv("LXZ_CORE_HOLIDAYS_FILE", "")
    settings = CoreSettings(env="development")
    assert (settings.font, settings.holidays_file) == (None, None)


def test_every_setting_is_described() -> None:
    assert all(field.description for field in CoreSettings.model_fields.values())


def test_problems_are_published_as_problem_json(tmp_path: Path) -> None:
    app = create_app(CoreSettings(var_dir=tmp_path, env="development"))
    page = TestClient(app).get("/v1/openapi.json").json()
    conflict = page["paths"]["/v1/wishes"]["post"]["responses"]["409"]
    assert list(conflict["content"]) == ["application/problem+json"]
    assert "Problem" in page["components"]["schemas"]


def test_what_nobody_foresaw_is_a_problem_and_its_words_stay_out_of_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(CoreSettings(var_dir=tmp_path, env="development"))

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("13800138000")

    answer = TestClient(app).get("/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    record = next(record for record in caplog.records if record.message == "unforeseen")
    line = JsonLines().format(record)
    assert json.loads(line)["error"] == "RuntimeError"
    assert "13800138000" not in line


def test_a_log_line_is_one_json_object() -> None:
    record = logging.makeLogRecord({"msg": "两\n行", "levelname": "INFO", "reference": "W-1"})
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["reference"] == "W-1"
