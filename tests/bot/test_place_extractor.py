import json

import pytest
from conftest import message

from bot.components.dictionary import PLACES
from bot.components.place_extractor import PlaceExtractor, build_language


@pytest.fixture(scope="module")
def extractor() -> PlaceExtractor:
    return PlaceExtractor(build_language())


def found(extractor: PlaceExtractor, text: str) -> list[tuple[str, str]]:
    (seen,) = extractor.process([message(text)])
    return [(entity["entity"], entity["value"]) for entity in seen.get("entities")]


def test_short_name_gives_the_full_one(extractor: PlaceExtractor) -> None:
    assert found(extractor, "我住在翠竹,想去清水河") == [
        ("street", "翠竹街道"),
        ("street", "清水河街道"),
    ]


def test_offsets_and_extractor_name(extractor: PlaceExtractor) -> None:
    (seen,) = extractor.process([message("去罗湖区行政服务大厅怎么走")])
    (entity,) = seen.get("entities")
    assert (entity["start"], entity["end"]) == (1, 10)
    assert entity["extractor"] == "PlaceExtractor"


def test_every_listed_place_is_found(extractor: PlaceExtractor) -> None:
    """A pattern that jieba cuts otherwise inside a sentence would never match."""
    missed = []
    for line in PLACES.read_text("utf-8").splitlines():
        place = json.loads(line)
        if (place["label"], place["id"]) not in found(extractor, f"请问{place['pattern']}怎么去"):
            missed.append(place["pattern"])
    assert missed == []
