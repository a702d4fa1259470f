"""The hall's data: what is known has a source, and what is asked for cannot be spoken."""

import datetime as dt
from pathlib import Path

import pytest
from pydantic import ValidationError

from knowledge_base.hall.loader import HALL_DIR, load_hall
from knowledge_base.hall.schema import CARD, AskDeployer, Directory, Known, Place
from knowledge_base.public_help import public_help
from messages import PlaceCard

SAMPLE = """\
checked_on: 2026-11-22
sources:
  page: {title: 大厅介绍, date: '2024-03', trust: official}
places:
  - id: hall
    name: 示范大厅
    kind: hall
    entries:
      - id: address
        topic: address
        state: known
        text: 示范大厅在示范路1号。
        value: 示范路1号
        source: page
      - id: ask-hours
        topic: hours
        state: ask_deployer
        question: 大厅几点开门？
  - id: desk
    name: 示范窗口
    kind: section
    inside: hall
    entries:
      - {id: floor, topic: floor, state: known, text: 示范窗口在二楼。, source: page}
"""

REFUSALS = {
    # name: (old, new, where the line is, part of the reason)
    "a value on a question": (
        "question: 大厅几点开门？",
        "question: 大厅几点开门？\n        value: 9:00-18:00",
        "value: 9:00",
        "ask_deployer.value: Extra inputs",
    ),
    "a sentence on a question": (
        "question: 大厅几点开门？",
        "question: 大厅几点开门？\n        text: 大厅9:00开门。",
        "text: 大厅9:00",
        "ask_deployer.text: Extra inputs",
    ),
    "a source on a question": (
        "question: 大厅几点开门？",
        "question: 大厅几点开门？\n        source: page",
        "source: page\n  - id: desk",
        "ask_deployer.source: Extra inputs",
    ),
    "a question on what is known": (
        "source: page\n      - id: ask",
        "source: page\n        question: 是不是真的？\n      - id: ask",
        "question: 是不是真的",
        "known.question: Extra inputs",
    ),
    "no source": (
        "        source: page\n",
        "",
        "- id: address",
        "known.source: Field required",
    ),
    "unknown source": (
        "        source: page\n",
        "        source: wu\n",
        "source: wu",
        "unknown source 'wu'",
    ),
    "unknown state": (
        "state: ask_deployer",
        "state: guess",
        "- id: ask-hours",
        "'guess' found",
    ),
    "a value that the text does not say": (
        "value: 示范路1号",
        "value: 示范路2号",
        "- id: address",
        "does not say the value",
    ),
    "an address without its value": (
        "        value: 示范路1号\n",
        "",
        "- id: address",
        "address needs a value",
    ),
    "known and asked for": (
        "topic: hours",
        "topic: address",
        "topic: address\n        state: ask_deployer",
        "address is known, yet asked for",
    ),
    "entry id twice": (
        "- id: ask-hours",
        "- id: address",
        "- id: address\n        topic: hours",
        "twice",
    ),
    "place id twice": ("- id: desk", "- id: hall", "- id: hall\n    name: 示范窗口", "twice"),
    "inside nothing": ("inside: hall", "inside: house", "inside: house", "no place 'house'"),
    "bad date": ("'2024-03'", "'March'", "page: {", "sources.page.date"),
    "YAML syntax": ("name: 示范大厅", "name: 示范: 大厅", "name: 示范: 大厅", "mapping values"),
}


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "places.yml").write_text(SAMPLE, encoding="utf-8")
    path = folder / "hall.yml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("old", "new", "marker", "reason"), REFUSALS.values(), ids=REFUSALS)
def test_refused_with_line_and_reason(
    old: str, new: str, marker: str, reason: str, tmp_path: Path
) -> None:
    assert old in SAMPLE
    text = SAMPLE.replace(old, new, 1)
    path = write(tmp_path, text)
    hall = load_hall(tmp_path)
    assert hall.inside is None
    assert hall.nearby is not None
    line = text[: text.index(marker)].count("\n") + 1
    assert [str(problem).startswith(f"{path}:{line}: ") for problem in hall.problems] == [True]
    assert reason in hall.problems[0].reason


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    hall = load_hall(tmp_path)
    assert (hall.inside, hall.nearby) == (None, None)
    assert [problem.path.name for problem in hall.problems] == ["hall.yml", "places.yml"]


def test_what_is_asked_for_cannot_be_spoken(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    hall = load_hall(tmp_path).inside
    assert hall is not None
    (entry,) = hall.places[0].open_questions()
    words = "大厅几点开门"
    assert words in entry.question.get_secret_value()
    shown = (str(entry), repr(entry), f"{entry.question}", "%s" % entry.question)  # noqa: UP031
    dumped = (entry.model_dump_json(), hall.model_dump_json(), str(entry.model_dump()))
    assert [text for text in (*shown, *dumped) if words in text] == []
    assert not {"text", "value", "source"} & {*dir(entry)}
    with pytest.raises(ValidationError):
        PlaceCard(text="示范大厅", name="示范大厅", hours=entry.question)
    with pytest.raises(TypeError):
        "".join([entry.question])  # type: ignore[list-item]


def test_known_gives_what_may_be_spoken(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    hall = load_hall(tmp_path).inside
    assert hall is not None
    place, desk = hall.places
    assert [entry.value for entry in place.known()] == ["示范路1号"]
    assert place.known("hours") == []
    (floor,) = desk.known("floor")
    assert (hall.trust_of(floor), hall.as_of(floor)) == ("official", "2024-03")


@pytest.fixture(scope="module", params=["hall.yml", "places.yml"])
def directory(request: pytest.FixtureRequest) -> Directory:
    hall = load_hall()
    assert [str(problem) for problem in hall.problems] == []
    found = hall.inside if request.param == "hall.yml" else hall.nearby
    assert found is not None
    return found


def known(directory: Directory) -> list[Known]:
    return [entry for place in directory.places for entry in place.known()]


def asked(directory: Directory) -> list[AskDeployer]:
    return [entry for place in directory.places for entry in place.open_questions()]


def test_both_states_are_there(directory: Directory) -> None:
    assert known(directory)
    assert asked(directory)


def test_every_source_key_resolves_and_every_source_is_used(directory: Directory) -> None:
    assert {entry.source for entry in known(directory)} == set(directory.sources)


def test_no_link_where_none_is_allowed(directory: Directory) -> None:
    wrong = [key for key, s in directory.sources.items() if s.may_link != (s.url is not None)]
    assert wrong == []


def test_what_is_old_says_its_year(directory: Directory) -> None:
    """Three years before the check or older."""
    oldest = str(directory.checked_on.year - 2)
    dates = {entry.text: directory.as_of(entry) for entry in known(directory)}
    silent = [t for t, date in dates.items() if date and date < oldest and f"{date[:4]}年" not in t]
    assert silent == []


def test_without_a_source_it_is_said_with_caution(directory: Directory) -> None:
    unsourced = [entry for entry in known(directory) if directory.trust_of(entry) == "unsourced"]
    assert [entry.id for entry in unsourced if not entry.caution] == []


def test_no_date_lies_ahead(directory: Directory) -> None:
    today = dt.date.today()
    assert directory.checked_on <= today
    dates = [directory.as_of(entry) for entry in known(directory)]
    assert [date for date in dates if date and date > today.isoformat()] == []


@pytest.fixture(scope="module")
def service_hall() -> Place:
    inside = load_hall().inside
    assert inside is not None
    return inside.places[0]


def test_the_hall_agrees_with_public_help(service_hall: Place) -> None:
    help_hall = public_help().hall
    (address,) = service_hall.known("address")
    assert (service_hall.name, address.value) == (help_hall.name, help_hall.address)
    inside = load_hall().inside
    assert inside is not None
    assert (inside.as_of(address), inside.trust_of(address)) == (
        help_hall.source.date,
        help_hall.source.trust,
    )


def test_the_hall_is_open_about_what_nobody_wrote(service_hall: Place) -> None:
    topics = {entry.topic for entry in service_hall.open_questions()}
    assert topics >= {"hours", "phone", "parking", "floor", "window"}
    assert {entry.topic for entry in service_hall.known()} & CARD == {"address"}


def test_the_data_lies_in_the_package() -> None:
    assert {path.name for path in HALL_DIR.glob("*.yml")} == {"hall.yml", "places.yml"}
