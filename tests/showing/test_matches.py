"""Matches as a card: likely ones first, what is missing named, the others in one line."""

from core.contract import Match
from messages import Act
from showing.matches import NOTHING, ONLY_AN_INDICATION, SHOWN, matches_card

LIKELY = Match(
    item="zhi-yuan",
    title="纸鸢津贴",
    verdict="likely",
    why=["没有看到不符合的条件。"],
    missing=["账户"],
    applicable=True,
    demo=True,
    source="示例办法",
)
GUIDE_ONLY = LIKELY.model_copy(update={"item": "ling", "title": "风铃卡", "applicable": False})
UNSURE = Match(item="deng", title="灯笼补贴", verdict="open", missing=["是不是住在这里"])
NO = Match(item="gu", title="鼓补贴", verdict="no", why=["要满60周岁。"])


def test_the_text_stands_on_its_own() -> None:
    card = matches_card([LIKELY, UNSURE, NO])
    assert card.text.split("\n") == [
        f"您可能符合1项：纸鸢津贴。还有1项要看具体情况：灯笼补贴。{ONLY_AN_INDICATION}",
        "纸鸢津贴（演示）：办的时候还要说明：账户。依据：示例办法。",
        "灯笼补贴：还要知道：是不是住在这里。",
        "看来不符合的：鼓补贴。",
    ]
    assert card.speech.endswith(ONLY_AN_INDICATION)


def test_a_likely_one_is_begun_here_or_its_guide_is_asked() -> None:
    rows = matches_card([LIKELY, GUIDE_ONLY, UNSURE]).rows
    acts = [one.option.act for one in rows if one.option]
    assert acts == [
        Act(intent="start_application", item="zhi-yuan"),
        Act(intent="ask_guide", item="ling", aspect="eligibility"),
        Act(intent="ask_guide", item="deng", aspect="eligibility"),
    ]


def test_what_does_not_fit_is_no_row() -> None:
    assert [one.item for one in matches_card([NO, UNSURE]).rows] == ["deng"]


def test_nothing_fits() -> None:
    card = matches_card([NO])
    assert card.text == f"{NOTHING}{ONLY_AN_INDICATION}\n看来不符合的：鼓补贴。"
    assert card.rows == []


def test_rows_are_few_and_the_likely_ones_among_them() -> None:
    card = matches_card([UNSURE] * SHOWN + [LIKELY])
    assert len(card.rows) == SHOWN
    assert card.rows[0].item == "zhi-yuan"


def test_new_ones_can_be_asked_for() -> None:
    (option,) = matches_card([LIKELY]).options
    assert option.act == Act(intent="my_data", do="push_policies")
