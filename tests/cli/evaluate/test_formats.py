import json
from pathlib import Path
from typing import Any

import pytest

from cli.evaluate.evaluators import EVALUATORS
from cli.evaluate.formats import FORMATS, BadFile, ItemRow, RealRow, load, question_files
from tests.cli.evaluate.rows import ROWS


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_known_by_its_fields_whatever_the_file_is_called(
    name: str, tmp_path: Path
) -> None:
    read = load(write(tmp_path / "x.jsonl", ROWS[name]))
    assert read.format == name
    assert read.rows[0].texts
    assert name in EVALUATORS


def test_a_dialogue_says_its_turns_in_order(tmp_path: Path) -> None:
    read = load(write(tmp_path / "x.jsonl", ROWS["dialogues"]))
    assert read.rows[0].texts == ["养猫", "收钱不"]


def test_accept_more_counts_and_a_lone_aspect_is_the_right_one(tmp_path: Path) -> None:
    row = load(write(tmp_path / "x.jsonl", ROWS["real_shenzhen"])).rows[0]
    assert isinstance(row, RealRow)
    assert row.accepted == {"boat"}
    assert row.aspects == {"overview"}
    item = load(write(tmp_path / "y.jsonl", ROWS["items"])).rows[0]
    assert isinstance(item, ItemRow)
    assert item.aspects == {"eligibility", "overview"}


def test_line_breaks_that_json_allows_and_blank_lines_and_a_bom_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    row = ROWS["ambiguous"] | {"text": "甲\u2028乙\x85丙"}
    path.write_text("\ufeff" + json.dumps(row, ensure_ascii=False) + "\r\n\n", encoding="utf-8")
    assert load(path).rows[0].texts == ["甲\u2028乙\x85丙"]


@pytest.mark.parametrize(
    ("second_line", "complaint"),
    [
        ("{", r"x\.jsonl:2: not JSON"),
        ("[1]", r"x\.jsonl:2: not a JSON object"),
        ('{"id": "q", "colour": 1}', r"x\.jsonl:2: fields of no known format: colour, id"),
        (json.dumps(ROWS["ambiguous"] | {"text": ""}), r"x\.jsonl:2: ambiguous: text"),
        (json.dumps(ROWS["ambiguous"] | {"accept": "cat"}), r"x\.jsonl:2: ambiguous: accept"),
        (json.dumps(ROWS["safety"]), r"x\.jsonl:2: a row of safety in a file of ambiguous"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, second_line: str, complaint: str) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps(ROWS["ambiguous"]) + "\n" + second_line, encoding="utf-8")
    with pytest.raises(BadFile, match=complaint):
        load(path)


def test_a_file_without_rows_or_of_bytes_is_named(tmp_path: Path) -> None:
    empty, bytes_ = tmp_path / "empty.jsonl", tmp_path / "bytes.jsonl"
    empty.write_text("\n")
    bytes_.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadFile, match=r"empty\.jsonl: holds no row"):
        load(empty)
    with pytest.raises(BadFile, match=r"bytes\.jsonl"):
        load(bytes_)


def test_folders_give_their_files_once_and_in_order(tmp_path: Path) -> None:
    b = write(tmp_path / "b.jsonl", ROWS["safety"])
    a = write(tmp_path / "a.jsonl", ROWS["safety"])
    (tmp_path / "notes.md").write_text("")
    assert question_files([tmp_path, b]) == [a, b]


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no such file"):
        question_files([tmp_path / "absent.jsonl"])
    with pytest.raises(BadFile, match=r"holds no \.jsonl"):
        question_files([tmp_path])
