"""After an approval: what people often do next (关联办)."""

from core.contract import NextMatter
from messages import Act
from showing.cases import case_card
from tests.actions.fake_core import case


def test_what_can_be_applied_for_here_is_begun_of_others_the_guide_is_shown() -> None:
    follows = [
        NextMatter(item="deng-ji", title="纸鸢登记", applicable=True),
        NextMatter(item="ling", title="风铃备案"),
    ]
    card = case_card(case(state="approved", state_label="已通过", next_items=follows))
    assert [(one.label, one.act) for one in card.options] == [
        ("接着办纸鸢登记", Act(intent="start_application", item="deng-ji")),
        ("接着办风铃备案", Act(intent="ask_guide", item="ling", aspect="overview")),
    ]
    assert "接着常办的：纸鸢登记、风铃备案。" in card.text
