"""`luoxiaozheng guides hall`: what is known of the hall, and what the deployer must supply."""

from pathlib import Path

from typer.testing import CliRunner

from cli.guides import app
from knowledge_base.hall.loader import HALL_DIR, load_hall


def test_the_command_lists_what_is_known_and_what_is_asked() -> None:
    result = CliRunner().invoke(app, ["hall"])
    assert result.exit_code == 0, result.output
    said, missing = result.output.split("要由部署的区提供")
    assert "罗湖区经二路48号" in said
    assert "local_media: 深圳之窗" in said
    hall = load_hall()
    directories = [directory for directory in (hall.inside, hall.nearby) if directory]
    places = [place for directory in directories for place in directory.places]
    questions = [e.question.get_secret_value() for p in places for e in p.open_questions()]
    assert f"({len(questions)})" in missing
    assert [text for text in questions if text not in missing or text in said] == []


def test_the_command_names_what_is_broken(tmp_path: Path) -> None:
    for path in HALL_DIR.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    path = tmp_path / "hall.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = next(i for i, line in enumerate(lines) if "state: ask_deployer" in line)
    lines.insert(at + 1, "        value: 9:00-18:00")
    path.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(app, ["hall", "--folder", str(tmp_path)])
    assert result.exit_code == 1
    assert f"{path}:{at + 2}: " in result.output.replace("\n", "")
