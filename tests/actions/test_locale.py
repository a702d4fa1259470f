"""In which language and script a citizen is answered."""

from typing import Any

import pytest

from actions.forms.cards import draft_card
from actions.locale import in_locale, language_of
from core.contract import Choice
from messages import (
    Act,
    CaseCard,
    FormCard,
    Option,
    ReviewCard,
    ReviewRow,
    SignInCard,
    TextCard,
    Turn,
)
from showing.cases import case_card
from tests.actions.fake_core import PHONE, case, draft


@pytest.mark.parametrize(
    ("locale", "text", "language"),
    [
        ("zh-CN", "办居住证", "zh"),
        ("zh-HK", "辦居住證", "zh"),
        ("zh-CN", "residence permit fee", "en"),
        ("zh-HK", "how much", "en"),
        ("zh-CN", "用 my phone 能办吗", "zh"),
        ("zh-CN", "ok", "zh"),
        ("zh-CN", "", "zh"),
        ("zh-CN", "12345", "zh"),
        ("zh-CN", "/choose", "zh"),
        ("en", "办居住证", "en"),
        ("en", "", "en"),
    ],
)
def test_english_where_it_is_chosen_or_spoken(locale: str, text: str, language: str) -> None:
    assert language_of(locale, text) == language


def in_hong_kong(card: Any) -> Any:
    return in_locale(Turn(outcome="collecting", cards=[card]), "zh-HK").cards[0]


def test_a_question_of_a_form_keeps_its_ids_and_what_choosing_says() -> None:
    asked = PHONE.model_copy(update={"options": [Choice(label="单位", value="work")]})
    card = draft_card(draft(question=asked))
    assert isinstance(card, FormCard)
    card.draft, card.field, card.field_type, card.item = "个", "体", "户", "办"
    read = in_hong_kong(card)
    assert (read.draft, read.field, read.field_type, read.item) == ("个", "体", "户", "办")
    assert (read.title, read.label, read.text) == (
        "紙鳶登記",
        "手機號",
        "您的手機號是多少？（例如：13800000000）",
    )
    assert read.options[0] == Option(label="單位", act=Act(text="单位"))


def test_a_review_keeps_what_was_said_and_which_field_is_edited() -> None:
    edit = Option(label="改单位", act=Act(intent="draft_step", do="edit", field="单位", draft="办"))
    row = ReviewRow(field="单位", label="单位", value="罗湖电器厂", source="typed", edit=edit)
    card = ReviewCard(text="核对", draft="办", title="登记", rows=[row], consent="属实")
    read = in_hong_kong(card)
    assert (read.draft, read.title, read.text, read.consent) == ("办", "登記", "核對", "屬實")
    assert read.rows == [
        row.model_copy(
            update={"label": "單位", "edit": edit.model_copy(update={"label": "改單位"})}
        )
    ]


def test_a_case_keeps_its_number_its_state_and_its_steps() -> None:
    card = case_card(case(powers=["withdraw"], sources=["办法"], reasons=["资料不全"]))
    card.case, card.state = "办件", "审核"
    read = in_hong_kong(card)
    assert isinstance(read, CaseCard)
    assert (read.case, read.state, read.state_label) == ("办件", "审核", "人工審核中")
    assert (read.sources, read.reasons) == (["辦法"], ["資料不全"])
    assert read.submitted_at == card.submitted_at
    (withdraw,) = read.options
    assert (withdraw.label, withdraw.act) == ("撤回申請", card.options[0].act)


def test_signing_in_and_choices_are_said_in_traditional_characters() -> None:
    card = SignInCard(text="请登录", speech="请登录", wanted="face")
    assert in_hong_kong(card) == SignInCard(text="請登錄", speech="請登錄", wanted="face")
    option = Option(label="办理", choice="选择", act=Act(intent="start_application", item="办"))
    read = in_hong_kong(TextCard(text="办理", options=[option]))
    assert read.options == [option.model_copy(update={"label": "辦理"})]
