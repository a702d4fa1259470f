"""Looking notices up, and the sandbox's numbering."""

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.payments.models import NoticeRow, TryRow
from core.payments.notices import NoNotices, masked, notices_from
from core.payments.sandbox_notices import (
    SandboxNotices,
    check_digit,
    generate,
    is_sandbox_number,
)
from core.payments.service import find_notice, purge
from core.settings import CoreSettings
from service.problems import ProblemError
from tests.core.payments.conftest import OPEN, OTHER, UNIT, House


def refused(house: House, *asked: str) -> ProblemError:
    """Asked by the route, which keeps the failed try."""
    session, number, unit = asked
    body = {"session": session, "number": number, "unit_code": unit}
    answer = house.ask("POST", "/notices/look-up", json=body)
    assert answer.status_code >= 400
    return ProblemError(answer.status_code, answer.json()["detail"], dict(answer.headers))


def test_a_notice_is_found_in_any_spelling_with_its_payer_masked(house: House) -> None:
    found = house.call(find_notice, "s1", " １００００-00001 ", "１０３001")
    assert (found.number, found.payer, found.amount_fen) == (OPEN, "张*", 8850)
    assert house.call(find_notice, "s1", OTHER, UNIT).payer == "深圳***公司"


def test_a_wrong_number_and_a_wrong_unit_are_the_same_answer(house: House) -> None:
    answers = [refused(house, "s1", OPEN, "103002"), refused(house, "s1", "9" * 10, UNIT)]
    assert {(one.status, one.detail) for one in answers} == {(404, answers[0].detail)}
    assert house.register.asked == 2


def test_a_notice_that_was_seen_is_not_shown_for_another_unit(house: House) -> None:
    house.call(find_notice, "s1", OPEN, UNIT)
    assert refused(house, "s1", OPEN, "103002").status == 404


def test_a_session_cannot_guess_without_end(house: House) -> None:
    for number in range(5):
        assert refused(house, "s1", f"99999{number:05d}", UNIT).status == 404
    late = refused(house, "s1", OPEN, UNIT)
    assert late.status == 429 and late.headers is not None and int(late.headers["retry-after"]) > 0
    assert house.call(find_notice, "s2", OPEN, UNIT).number == OPEN
    house.now += dt.timedelta(minutes=15)
    assert house.call(find_notice, "s1", OPEN, UNIT).number == OPEN


def test_a_number_cannot_be_tried_from_many_sessions(house: House) -> None:
    for session in range(20):
        refused(house, f"s{session}", OPEN, f"{session:06d}")
    assert refused(house, "fresh", OPEN, UNIT).status == 429


def test_a_session_that_asks_again_soon_asks_no_register(house: House) -> None:
    for _again in range(3):
        house.call(find_notice, "s1", OPEN, UNIT)
    assert house.register.asked == 1
    house.now += dt.timedelta(minutes=6)
    house.call(find_notice, "s1", OPEN, UNIT)
    assert house.register.asked == 2


def test_a_register_that_is_away_is_told_kindly(house: House) -> None:
    house.register.away = True
    error = refused(house, "s1", OPEN, UNIT)
    assert error.status == 503 and "没有扣款" in error.detail


def test_what_counts_no_more_is_deleted(house: House) -> None:
    refused(house, "s1", "9" * 10, UNIT)
    house.call(find_notice, "s1", OPEN, UNIT)
    house.now += dt.timedelta(days=2)
    assert house.call(purge, dry_run=True) == 3
    assert house.call(purge) == 3
    with house.core() as core:
        assert core.db.query(TryRow).count() == core.db.query(NoticeRow).count() == 0


def test_the_sandbox_has_always_the_same_notices_with_right_check_digits() -> None:
    notices = generate()
    assert len(notices) == 240 and notices == generate()
    assert all(is_sandbox_number(number) for number in notices)
    assert all(one.demo and one.amount_fen > 0 for one in notices.values())
    assert {one.state for one in notices.values()} == {"open", "paid", "closed"}


@given(st.integers(0, 239), st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(which: int, place: int, by: int) -> None:
    number = sorted(generate())[which]
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    assert not is_sandbox_number(wrong)
    assert SandboxNotices().find(wrong) is None


def test_the_check_digit_is_that_of_the_standard() -> None:
    """ISO/IEC 7064 names 0794 with the check digit 5 as an example of MOD 11,10."""
    assert check_digit("0794") == "5"


@pytest.mark.parametrize(
    ("name", "shown"), [("张三", "张*"), ("欧阳小小", "欧*"), ("深圳市某某公司", "深圳***公司")]
)
def test_a_payer_is_masked(name: str, shown: str) -> None:
    assert masked(name) == shown


def test_the_register_is_chosen_by_a_setting(house: House) -> None:
    given = house.settings
    assert isinstance(notices_from(given, "sandbox"), SandboxNotices)
    assert isinstance(notices_from(given, "none"), NoNotices)
    own = notices_from(given, "tests.core.payments.test_notices:Own")
    assert isinstance(own, Own)
    for wrong in ("nowhere:Own", "tests.core.payments.test_notices:None", "x"):
        with pytest.raises(ValueError, match="LXZ_CORE_NOTICES"):
            notices_from(given, wrong)
    real = given.model_copy(update={"env": "production"})
    with pytest.raises(ValueError, match="production"):
        notices_from(real, "sandbox")


class Own:
    """A register of a district."""

    def __init__(self, settings: CoreSettings) -> None:
        assert settings.env == "test"


def test_the_numbers_in_the_guide_can_be_paid() -> None:
    guide = Path(__file__).parents[3] / "docs" / "PAYMENTS.md"
    told = re.findall(r"\| `(99\d{14})` \| `(\d{6})` \|", guide.read_text(encoding="utf-8"))
    register = SandboxNotices()
    found = [register.find(number) for number, _unit in told]
    assert len(found) == 5
    assert [(one.state, one.unit_code) for one in found if one] == [
        ("open", unit) for _number, unit in told
    ]
