"""A draft or a case as the card that shows it: its words, and what can be chosen."""

from typing import Any

import pytest

from actions.forms.cards import BACK, PERSON, SKIP, STOP, draft_card
from core.contract import Choice, FieldView
from messages import (
    Act,
    FormCard,
    NoticeCard,
    Option,
    ReviewCard,
    ReviewRow,
    SignInCard,
)
from tests.actions.fake_core import PHONE, TAKEN, draft, review


def test_a_question_with_its_example() -> None:
    assert draft_card(draft(), "记下了。") == FormCard(
        text="记下了。您的手机号是多少？（例如：13800000000）",
        speech="记下了。您的手机号是多少？",
        item="deng-ji",
        draft="D-1",
        title="纸鸢登记",
        field="mobile",
        label="手机号",
        field_type="mobile",
        example="13800000000",
        private=True,
        done=1,
        total=3,
        options=[BACK],
    )


@pytest.mark.parametrize(
    ("done", "optional", "ways"),
    [(0, False, []), (0, True, [SKIP]), (2, False, [BACK]), (2, True, [SKIP, BACK])],
)
def test_choices_then_the_ways_that_are_open(done: int, optional: bool, ways: list[Option]) -> None:
    choices = [Choice(label="父亲", value="father"), Choice(label="母亲", value="mother")]
    asked = PHONE.model_copy(update={"optional": optional, "options": choices, "upload": True})
    card = draft_card(draft(question=asked, done=done, step="material"))
    assert isinstance(card, FormCard)
    answers = [Option(label=label, act=Act(text=label)) for label in ("父亲", "母亲")]
    assert card.options == answers + ways
    assert (card.optional, card.upload) == (optional, True)


@pytest.mark.parametrize(
    ("needs", "wanted"),
    [("phone", "phone"), ("face", "face"), ("anonymous", "real_name"), (None, "real_name")],
)
def test_signing_in(needs: Any, wanted: Any) -> None:
    text = "好。办纸鸢登记要先确认是您本人。请点“去登录”，登录后会自动接着填。"
    card = SignInCard(text=text, speech=text, item="deng-ji", wanted=wanted, options=[STOP])
    assert draft_card(draft(step="sign_in", needs=needs), "好。") == card


@pytest.mark.parametrize(
    ("says", "text"),
    [("要先申领居住证。", "要先申领居住证。"), (None, "按您说的情况，这件事现在办不了。")],
)
def test_what_rules_it_out(says: str | None, text: str) -> None:
    ways = [BACK, STOP, PERSON]
    card = NoticeCard(text=text, speech=text, item="deng-ji", options=ways)
    assert draft_card(draft(step="stopped", stop_says=says)) == card


def test_what_rules_it_out_is_said_once() -> None:
    now = draft(step="stopped", stop_says="要先申领居住证。")
    assert (
        draft_card(now, "要先申领居住证。填错了可以改。").text == "要先申领居住证。填错了可以改。"
    )
    assert draft_card(now, "记下了。").text == "记下了。要先申领居住证。"


def test_what_was_handed_in_says_so_on_a_loudspeaker_too() -> None:
    card = draft_card(draft(step="done"))
    assert (card.text, card.speech) == ("这份申请已经提交。", "这份申请已经提交。")


def test_a_filled_draft_is_read_back() -> None:
    known = FieldView(id="id", label="身份证号码", value="[ID_1]", source="sign_in", editable=False)
    filled = review(fields=[TAKEN, known], waived=["身份证：已核验"], later=["照片"], demo=True)
    edit = Act(intent="draft_step", do="edit", field="name", draft="D-1")
    submit = Act(intent="draft_step", do="submit", draft="D-1")
    assert draft_card(filled) == ReviewCard(
        text=(
            "纸鸢登记填好了，请核对。姓名：[NAME_1]；身份证号码：[ID_1]。我确认所填内容真实。"
            "（演示：这件事的规则没有法规依据，结果只供试用。）没有问题就说“提交”。"
        ),
        speech="填好了，请在屏幕上核对。没有问题就说提交，要改就说改哪一项。",
        item="deng-ji",
        draft="D-1",
        title="纸鸢登记",
        rows=[
            ReviewRow(
                field="name",
                label="姓名",
                value="[NAME_1]",
                source="typed",
                edit=Option(label="改姓名", act=edit),
            ),
            ReviewRow(field="id", label="身份证号码", value="[ID_1]", source="sign_in"),
        ],
        waived=["身份证：已核验"],
        later=["照片"],
        consent="我确认所填内容真实。",
        demo=True,
        options=[Option(label="提交", act=submit), BACK, STOP],
    )


def test_rules_with_a_source_are_no_demo() -> None:
    assert "演示" not in draft_card(review()).text


@pytest.mark.parametrize(
    ("kind", "label", "says"),
    [
        ("application", "提交", "提交"), ("payment", "确认，去付款", "确认"),
        ("booking", "确认预约", "确认"), ("moving", "确认改期", "确认"),
        ("cancelling", "确定取消", "确定"), ("work_order", "提交", "提交"),
    ],
)  # fmt: skip
def test_handing_in_is_called_what_it_does(kind: Any, label: str, says: str) -> None:
    card = draft_card(review(kind=kind))
    assert card.text.endswith(f"没有问题就说“{says}”。")
    assert f"没有问题就说{says}，" in card.speech
    assert isinstance(card, ReviewCard) and card.options[0].label == label


@pytest.mark.parametrize("step", ["field", "review", "sign_in", "stopped", "done"])
def test_a_card_of_an_errand_is_about_its_matter_and_never_its_own_id(step: str) -> None:
    known: dict[str, Any] = {"kind": "booking", "item": "book", "step": step}
    assert draft_card(draft(**known, about="deng-ji")).item == "deng-ji"
    assert draft_card(draft(**known)).item is None
