"""`luoxiaozheng core routing`: what it prints of labelled texts."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.core import app
from core.database import migrate

GOOD = '{"text": "工地半夜打桩太吵", "category": "noise.construction", "unit": "ecology"}'
WRONG = '{"text": "工地半夜打桩太吵", "category": "order.vice", "unit": "police"}'


@pytest.fixture(autouse=True)
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LXZ_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LXZ_CORE_DATABASE_URL", f"sqlite:///{tmp_path / 'core.db'}")
    migrate(f"sqlite:///{tmp_path / 'core.db'}")


def test_shares_and_what_was_confused_are_printed(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(f"{GOOD}\n{WRONG}\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["routing", str(file)])
    assert done.exit_code == 0
    assert "rows 2" in done.output
    assert "category right 0.500" in done.output
    assert "unit right 0.500" in done.output
    assert "order.vice" in done.output


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").write_text("nothing\n", encoding="utf-8")
    for name in ("rows.jsonl", "missing.jsonl"):
        done = CliRunner().invoke(app, ["routing", str(tmp_path / name)])
        assert done.exit_code == 1
        assert name in done.output.replace("\n", "")
