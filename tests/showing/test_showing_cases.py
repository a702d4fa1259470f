"""A case as a card: its words, and what can be chosen."""

from messages import Act, CaseCard, Option
from showing.cases import case_card
from tests.actions.fake_core import AT, NUMBER, case


def test_rules_with_a_source_are_no_demo() -> None:
    assert "演示" not in case_card(case()).text


def test_a_case_says_its_state_then_why_then_what_next() -> None:
    refused = case(
        state="refused",
        state_label="未通过",
        instant=True,
        demo=True,
        reasons=["年龄不到70周岁", "户籍不在深圳。"],
        sources=["深圳市高龄津贴办法第三条"],
        next_says="可以请人工复核。",
        powers=["ask_review", "follow"],
        result=True,
    )
    assert case_card(refused, "已经提交。") == CaseCard(
        text=(
            f"已经提交。纸鸢登记（办件编号{NUMBER}）：未通过。年龄不到70周岁。户籍不在深圳。"
            "可以请人工复核。（演示：规则没有法规依据，结果只供试用，不能当真。）"
        ),
        speech="已经提交。纸鸢登记，未通过。可以请人工复核。",
        item="deng-ji",
        case=NUMBER,
        title="纸鸢登记",
        state="refused",
        state_label="未通过",
        instant=True,
        demo=True,
        reasons=["年龄不到70周岁", "户籍不在深圳。"],
        sources=["深圳市高龄津贴办法第三条"],
        next_says="可以请人工复核。",
        submitted_at="2026-11-22T10:00:00+08:00",
        result=True,
        options=[
            Option(label=label, act=Act(intent="case_step", case=NUMBER, do=do))
            for label, do in (("请人工复核", "ask_review"), ("有进展告诉我", "follow"))
        ],
    )


def test_corrections_are_said_and_the_deadline_is_kept() -> None:
    card = case_card(
        case(state="needs_correction", corrections=["照片", "住址"], deadline=AT, next_says="")
    )
    assert card.text == f"纸鸢登记（办件编号{NUMBER}）：人工审核中。需要补正：照片、住址。"
    assert (card.corrections, card.deadline) == (["照片", "住址"], "2026-11-22T10:00:00+08:00")
