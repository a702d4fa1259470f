"""Importing and finding, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from cli.main import app as command
from core.context import Core
from core.contract import DocumentKind, DocumentsFound
from core.database import make_engine, migrate, write_session
from core.public_documents import routes, service
from core.public_documents.feeds import read_feed
from core.public_documents.importing import Given, Imported
from core.security import Caller
from core.settings import CoreSettings
from service import problems
from tests.core.public_documents.samples import ALL, ATOM, BUDGET, EXPLAINED, RULE, feed
from tests.core_settings import TOKENS, core_settings
from tests.databases import KINDS, fresh_database


@dataclass
class Shelf:
    """Documents over one database."""

    settings: CoreSettings
    maker: sessionmaker[Session]

    @contextmanager
    def core(self) -> Iterator[Core]:
        with write_session(self.maker) as db:
            yield Core(db, cast(Any, None), Caller("operator", "clerk"))

    def take(self, data: bytes, given: Given | None = None) -> Imported:
        with self.core() as core:
            done = service.import_feed(core, read_feed(data), given or Given())
            core.db.commit()
            return done

    def find(
        self, q: str = "", kind: DocumentKind | None = None, limit: int = 10
    ) -> DocumentsFound:
        with self.core() as core:
            return service.find(core, q, kind, limit)


@pytest.fixture(scope="module", params=KINDS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    with fresh_database(request.param, tmp_path_factory.mktemp("documents")) as url:
        migrate(url)
        yield url


@pytest.fixture
def shelf(database: str, tmp_path: Path) -> Iterator[Shelf]:
    engine = make_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM public_document_terms")
        connection.exec_driver_sql("DELETE FROM public_documents")
    yield Shelf(core_settings(database, tmp_path), sessionmaker(engine, expire_on_commit=False))
    engine.dispose()


def titles(found: DocumentsFound) -> list[str]:
    return [one.title for one in found.documents]


def test_the_same_feed_again_changes_nothing(shelf: Shelf) -> None:
    first, again = shelf.take(feed()), shelf.take(feed())
    assert (first.added, first.renewed, first.unchanged) == (4, 0, 0)
    assert (again.added, again.renewed, again.unchanged) == (0, 0, 4)


def test_what_changed_is_renewed_and_found_by_its_new_words_alone(shelf: Shelf) -> None:
    shelf.take(feed())
    done = shelf.take(feed({**BUDGET, "title": "示例区2026年部门决算"}))
    assert (done.renewed, done.added) == (1, 0)
    assert titles(shelf.find("部门决算"))[0] == "示例区2026年部门决算"
    assert not shelf.find("财政预算报告").good


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("加装电梯补贴办法原文", RULE["title"]),
        ("请问示例区的财政预算在哪里看", BUDGET["title"]),
        ("公务员招考公告", "示例区2026年公开招考公务员公告"),
        ("示建规〔2026〕1号文件", RULE["title"]),
        ("電梯補貼辦法", RULE["title"]),
    ],
)
def test_a_document_is_found_by_its_words(shelf: Shelf, words: str, first: str) -> None:
    shelf.take(feed())
    found = shelf.find(words)
    assert titles(found)[0] == first
    assert found.good


@pytest.mark.parametrize(
    "words", ["火星移民规划", "宠物狗上牌政策文件", "公开文件", "", "？？？", "a" * 200]
)
def test_what_is_not_there_is_no_good_hit(shelf: Shelf, words: str) -> None:
    shelf.take(feed())
    assert not shelf.find(words).good


def test_words_of_the_text_find_it_but_are_no_good_hit(shelf: Shelf) -> None:
    shelf.take(feed())
    found = shelf.find("既有住宅每台给予")
    assert titles(found)[0] == RULE["title"]
    assert not found.good


def test_without_words_the_newest_come_first(shelf: Shelf) -> None:
    shelf.take(feed())
    days = [one.published_on for one in shelf.find(limit=3).documents]
    assert len(days) == 3 and days == sorted(days, reverse=True)


def test_one_kind_alone(shelf: Shelf) -> None:
    shelf.take(feed())
    assert titles(shelf.find(kind="budget")) == [BUDGET["title"]]
    assert titles(shelf.find("示例区2026年", kind="recruitment")) == [
        "示例区2026年公开招考公务员公告"
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_an_explanation_is_linked_whichever_comes_first(shelf: Shelf, turned: bool) -> None:
    order = [EXPLAINED, RULE] if turned else [RULE, EXPLAINED]
    for one in order:
        shelf.take(feed(one))
    rule, explained = (
        next(one for one in shelf.find().documents if one.title == title["title"])
        for title in (RULE, EXPLAINED)
    )
    assert [one.title for one in rule.interpreted_by] == [EXPLAINED["title"]]
    assert explained.interprets is not None and explained.interprets.id == rule.id


def test_an_explanation_may_name_the_address(shelf: Shelf) -> None:
    shelf.take(ATOM.encode())
    (picture,) = (one for one in shelf.find().documents if one.title == "统计公报图解")
    assert picture.interprets is not None
    assert picture.interprets.title == "示例区2025年统计公报"


def test_only_what_may_be_linked_is_linked(shelf: Shelf) -> None:
    shelf.take(feed())
    links = {one.title: one.url for one in shelf.find().documents}
    assert links[BUDGET["title"]] is None
    assert links[RULE["title"]] == RULE["url"]


def test_an_operator_can_forbid_all_links(shelf: Shelf) -> None:
    shelf.take(feed(), Given(may_link=False))
    found = shelf.find().documents
    assert {one.url for one in found} == {None}
    assert all(by.url is None for one in found for by in one.interpreted_by)


def test_what_the_entries_leave_out_the_operator_says(shelf: Shelf) -> None:
    entry = {"id": "x", "title": "无题之文", "published_on": "2026-01-01"}
    assert shelf.take(feed(entry)).passed_over == ["x: no publisher"]
    shelf.take(feed(entry), Given(publisher="示例区某局", kind="plan"))
    (one,) = shelf.find().documents
    assert (one.publisher, one.kind, one.kind_label) == ("示例区某局", "plan", "规划计划")


def test_the_route(shelf: Shelf) -> None:
    shelf.take(feed())
    app = FastAPI()
    problems.install(app)
    app.include_router(routes.router, prefix="/v1")
    app.state.settings, app.state.sessions, app.state.parts = shelf.settings, shelf.maker, None
    http = TestClient(app)
    headers = {"Authorization": f"Bearer {TOKENS['dialogue']}"}
    path = "/v1/public-documents"
    found = http.get(path, params={"q": "加装电梯", "limit": 1}, headers=headers).json()
    assert [one["title"] for one in found["documents"]] == [RULE["title"]]
    assert "text" not in found["documents"][0]
    assert http.get(path).status_code == 401
    assert http.get(path, params={"kind": "gossip"}, headers=headers).status_code == 422


def test_the_command(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LXZ_CORE_DATABASE_URL", shelf.settings.url)
    monkeypatch.setenv("LXZ_VAR_DIR", str(tmp_path))
    monkeypatch.setenv("LXZ_ENV", "development")
    path = tmp_path / "feed.json"
    path.write_bytes(feed(*ALL, {"id": "bad"}))
    run = CliRunner().invoke
    first = run(command, ["core", "documents", "import", str(path), "--no-links"])
    assert first.exit_code == 0, first.output
    assert "added 4, renewed 0, unchanged 0" in first.output
    assert "passed over: entry 5" in first.output
    assert {one.url for one in shelf.find().documents} == {None}
    assert run(command, ["core", "documents", "import", str(path) + ".no"]).exit_code == 1
    assert run(command, ["core", "documents", "import", str(path), "--kind", "x"]).exit_code == 2
