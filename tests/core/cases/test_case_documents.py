"""The result document: a PDF whose QR code leads to a check that tells no private data."""

import logging
from pathlib import Path
from typing import Any

import pytest
import segno
from fpdf import FPDF

from core.cases import documents
from core.cases.documents import NoFont, drawn, find_font
from core.cases.models import CaseRow
from core.contract import ResultCheck
from tests.core.cases.conftest import ANNA, BERT, House

try:
    FONT: Path | None = find_font()
except NoFont:
    FONT = None
needs_font = pytest.mark.skipif(FONT is None, reason="no Chinese font: install fonts-noto-cjk")


@pytest.fixture
def drawn_codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the QR codes hold that are drawn."""
    payloads: list[str] = []
    make = segno.make

    def note(content: str, **more: Any) -> segno.QRCode:
        payloads.append(content)
        return make(content, **more)

    monkeypatch.setattr(segno, "make", note)
    return payloads


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written on the pages."""
    written: list[str] = []
    for name, place in (("cell", 2), ("multi_cell", 2), ("text", 2)):
        original = getattr(FPDF, name)

        def note(self: Any, *given: Any, _original: Any = original, _at: int = place, **more: Any):  # type: ignore[no-untyped-def]
            written.append(str(given[_at]))
            return _original(self, *given, **more)

        monkeypatch.setattr(FPDF, name, note)
    return written


def result(house: House, number: str, session: str = "s1") -> Any:
    return house.ask("GET", f"/{number}/result", "gateway", params={"session": session})


@needs_font
def test_the_owner_gets_the_document_of_an_approved_case(
    house: House, drawn_codes: list[str], lines: list[str]
) -> None:
    number = house.submit("s1", months="12").number
    answer = result(house, number)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["content-disposition"] == f'attachment; filename="{number}.pdf"'
    assert number.encode() in answer.content
    (url,) = drawn_codes
    assert url.startswith("https://hall.example/verify/")
    assert url in "".join(lines)
    for said in ("演示", documents.NOT_OFFICIAL, documents.DEMO_RULES, number, f"人{ANNA[-4:]}"):
        assert said in lines


@needs_font
def test_a_real_result_of_a_real_register_says_neither(
    house: House, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = house.submit("s1", months="12").number
    monkeypatch.setattr(house.settings, "registers", "csv:/data")
    row = house.row(number)
    row.demo = False
    with house.core() as core:
        assert FONT is not None
        drawn(core, row, FONT)
    assert "演示" not in "".join(lines)


@needs_font
def test_the_code_is_the_same_each_time_and_checks(house: House, drawn_codes: list[str]) -> None:
    number = house.submit("s1", months="12").number
    result(house, number)
    result(house, number)
    assert len(set(drawn_codes)) == 1
    code = drawn_codes[0].rpartition("/")[2]
    assert len(code) == 32
    checked = ResultCheck.model_validate(house.ask("GET", f"/verify/{code}", "gateway").json())
    assert (checked.genuine, checked.number, checked.title) == (True, number, "高龄老人津贴")
    assert (checked.state_label, checked.decided_at) == ("已通过", house.now)
    assert checked.demo is True
    assert ANNA not in checked.model_dump_json()
    assert code not in str(vars(house.row(number)))


@pytest.mark.parametrize("code", ["0" * 32, "x", "LH20261122ABCDEFGH"])
def test_a_made_up_code_is_not_genuine(house: House, code: str) -> None:
    house.submit("s1", months="12")
    answer = house.ask("GET", f"/verify/{code}", "gateway")
    assert answer.json() == ResultCheck(genuine=False).model_dump()


@needs_font
def test_many_long_reasons_go_over_to_a_second_page(house: House, drawn_codes: list[str]) -> None:
    row: CaseRow = house.row(house.submit("s1", months="12").number)
    row.reasons = ["符合条件，" * 40] * 6
    with house.core() as core:
        assert FONT is not None
        document = drawn(core, row, FONT)
    assert document.count(b"/Type /Page\n") == 2
    assert len(drawn_codes) == 1


def test_there_is_no_document_before_approval_nor_for_others(house: House) -> None:
    number = house.submit("s1").number
    house.sign_in("s2", BERT)
    assert result(house, number).status_code == 409
    assert result(house, number, "s2").status_code == 404
    assert result(house, number, "nobody").status_code == 403


def test_without_a_font_the_log_says_what_to_install(
    house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    monkeypatch.setattr(documents, "FONT_FOLDERS", (tmp_path,))
    number = house.submit("s1", months="12").number
    with caplog.at_level(logging.ERROR):
        assert result(house, number).status_code == 503
    assert "fonts-noto-cjk" in str(vars(caplog.records[-1])["why"])
    with pytest.raises(NoFont, match="fonts-noto-cjk"):
        find_font(tmp_path / "missing.ttf")


def test_a_configured_font_goes_first(tmp_path: Path) -> None:
    font = tmp_path / "own.ttf"
    font.touch()
    assert find_font(font) == font
