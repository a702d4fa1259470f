"""Every matter that ships can be filled by plain answers, in few turns."""

from pathlib import Path

import pytest

from core.contract import DraftView, Question
from core.items import definitions as shipped
from tests.core.drafts.conftest import BERT, CARD, OTHER_PHONE, House

FOLDER = Path(shipped.__file__).parent / "definitions"
ITEMS = sorted(path.stem for path in FOLDER.glob("*.yml"))
PLAIN = {
    "name": "林样例", "id_number": BERT, "mobile": OTHER_PHONE, "bank_card": CARD,
    "address": "深圳市罗湖区示例路1号101", "date": "2026年6月30日", "year_month": "2026年6月",
    "integer": "3", "money": "50万", "text": "卖日用百货", "company_name": "深圳市样例贸易有限公司",
    "email": "someone@example.com", "yes_no": "是",
}  # fmt: skip
MOST_TURNS = {"gaoling-jintie": 8, "company-setup": 15}


def answers(house: House, question: Question) -> list[str]:
    """What a citizen might say, likeliest first."""
    if question.upload:
        return [house.file()]
    if question.type == "choice":
        return [one.label for one in question.options]
    if question.type == "yes_no":
        return ["是", "不是"]
    return [question.example or PLAIN[question.type], PLAIN[question.type]]


def answered(house: House, draft: DraftView) -> DraftView:
    """The draft after one answer that its rules let pass."""
    assert draft.question is not None
    for words in answers(house, draft.question):
        result = house.say(draft.id, words, field=draft.question.field)
        assert result.accepted, (draft.question.field, words)
        if result.draft.step != "stopped":
            return result.draft
    raise AssertionError(f"{draft.question.field}: every answer stops the draft")


@pytest.mark.parametrize("item", ITEMS)
def test_every_matter_can_be_filled_and_handed_in(house: House, item: str) -> None:
    text = (FOLDER / f"{item}.yml").read_text(encoding="utf-8")
    house.define(item, text)
    draft, turns = house.open(item), 0
    for _ in range(40):
        if draft.step == "sign_in":
            house.sign_in("s1", assurance="face")
            draft, turns = house.read(draft.id), 0
        elif draft.step == "review":
            break
        elif draft.question and draft.question.optional:
            draft, turns = house.step(draft.id, "skip").draft, turns + 1
        else:
            draft, turns = answered(house, draft), turns + 1
    assert draft.step == "review"
    result = house.step(draft.id, "submit")
    assert result.case is not None
    assert turns + 1 <= MOST_TURNS.get(item, 20)
