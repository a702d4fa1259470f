"""The fact labelled as the answer must stand in the first two sentences of the card."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from actions.locale import in_locale
from cli.assistant import CardView, Reply
from cli.evaluate.evaluators import EVALUATORS
from cli.evaluate.formats import BadFile, DialogueRow, ItemRow, SetFile
from cli.evaluate.told import count_labelled, read_labels, with_labels
from cli.main import app
from knowledge_base.compose import Asked, answer
from knowledge_base.schema import Fact, Guide
from knowledge_base.wording import Language
from messages import Turn
from tests import guide_samples
from tests.cli.evaluate.rows import ROWS
from tests.cli.fake_assistant import FakeAssistant
from tests.cli.replies import asks_back, guide

TODAY = dt.date(2026, 11, 22)
KITE = guide_samples.guide(
    facts=[
        {
            "id": "after",
            "aspects": ["fee"],
            "text": "放飞以后，纸鸢登记费会退还。退到原来的账户。",
            "text_en": "The fee is paid back after the flight. It goes to the same account.",
            "source": "gongbao",
            "short_answer": "不用。",
        },
        {
            "id": "size",
            "aspects": ["fee"],
            "text": "大纸鸢收2元。",
            "source": None,
            "short_answer": "要的。",
        },
        {"id": "place", "aspects": ["place"], "text": "纸鸢登记在山顶办。", "source": None},
    ],
    fee={"state": "amount", "fact": "after"},
)
GUIDES = {KITE.id: KITE}


def item(row_id: str = "q", **fields: Any) -> ItemRow:
    changes = {"id": row_id, "item": KITE.id, "accept": [KITE.id]}
    return ItemRow.model_validate(ROWS["items"] | changes | fields)


def labelled(*labels: str, rows: tuple[ItemRow, ...] = ()) -> SetFile:
    one = SetFile(path=Path("x.jsonl"), format="items", rows=rows or (item(),))
    return with_labels([one], {"q": list(labels)}, GUIDES)[0]


def said(
    *order: str,
    guide: Guide = KITE,
    silent: bool = False,
    yes_no: bool = False,
    language: Language = "zh",
    locale: str = "zh-CN",
) -> Reply:
    """What the product says when it ranks the guide's facts in this order."""
    facts: dict[str, Fact] = {fact.id: fact for fact in guide.facts}
    ranked = [facts[name] for name in order]
    asked = Asked(guide, "fee", ranked, not silent, language, yes_no)
    turn = Turn(outcome="answered", cards=[answer(asked, TODAY)[0]])
    return Reply.model_validate(in_locale(turn, locale).model_dump(mode="json"))


def told(read: SetFile, reply: Reply) -> bool | None:
    result = EVALUATORS["items"]("x.jsonl", read.rows, [[reply]], frozenset(GUIDES))
    return result.rows[0].verdicts["told"]


@pytest.mark.parametrize(
    "how",
    [{}, {"locale": "zh-HK"}, {"language": "en"}, {"yes_no": True}],
    ids=["simplified", "traditional", "english", "with a short answer"],
)
def test_the_first_fact_of_a_card_is_told_in_every_wording(how: Any) -> None:
    assert told(labelled("after"), said("after", "size", **how)) is True
    assert told(labelled("size"), said("place", **how)) is False


def test_a_fact_after_two_sentences_is_not_told() -> None:
    assert told(labelled("size"), said("after", "size")) is False
    assert told(labelled("after"), said("size", "after")) is True


def test_a_short_answer_is_part_of_the_first_sentence() -> None:
    assert told(labelled("after"), said("size", "after", yes_no=True)) is True
    assert told(labelled("size"), said("after", "size", yes_no=True)) is False


def test_a_matter_that_has_stopped_says_so_in_a_sentence_of_its_own() -> None:
    stopped = KITE.model_copy(update={"status": "stopped"})
    assert told(labelled("after"), said("after", guide=stopped)) is True
    assert told(labelled("after"), said("size", "after", guide=stopped)) is False


@pytest.mark.parametrize("how", [{}, {"locale": "zh-HK"}, {"language": "en"}])
def test_unknown_is_told_by_saying_that_the_guide_does_not_say(how: Any) -> None:
    near, far = said("size", silent=True, **how), said("place", silent=True, **how)
    assert told(labelled("unknown"), near) is True
    assert told(labelled("unknown"), far) is True
    assert told(labelled("unknown"), said("size", **how)) is False
    assert told(labelled("place"), far) is False


def test_any_of_several_facts_will_do_and_only_on_a_right_matter() -> None:
    read = labelled("size", f"{KITE.id}/place")
    assert told(read, said("place")) is True
    assert told(read, guide("dog", text="纸鸢登记在山顶办。")) is False
    assert told(read, asks_back(KITE.id)) is False


def test_told_is_shared_out_by_register_and_the_mistake_names_the_fact() -> None:
    rows = (item(), item("other"), item("q2", register="noisy"))
    one = SetFile(path=Path("x.jsonl"), format="items", rows=rows)
    read = with_labels([one], {"q": ["size"], "q2": ["size"]}, GUIDES)[0]
    assert count_labelled([read]) == 2
    replies = [said("size"), said("size"), said("after", "size")]
    for reply in replies:
        reply.trace = guide("x", aspect="overview").trace
    result = EVALUATORS["items"](
        "x.jsonl", read.rows, [[one] for one in replies], frozenset(GUIDES)
    )
    shares = {group.name: group.measures.get("told") for group in result.groups}
    assert (shares["all"], shares["register: short"], shares["register: noisy"]) == (0.5, 1, 0)
    wrong = [row for row in result.rows if row.problem]
    assert [(row.id, row.problem) for row in wrong] == [("q2", "not told")]
    assert "told by size" in wrong[0].expected


def test_turns_of_a_dialogue_are_labelled_by_number() -> None:
    turn = {"text": "x", "item": KITE.id, "accept": [KITE.id], "aspect": "fee"}
    row = DialogueRow.model_validate({"id": "d", "turns": [turn, turn]})
    one = SetFile(path=Path("x.jsonl"), format="dialogues", rows=[row])
    read = with_labels([one], {"d#2": ["size"]}, GUIDES)[0]
    assert count_labelled([read]) == 1
    replies = [[Reply(outcome="failed"), said("after", "size")]]
    result = EVALUATORS["dialogues"]("x.jsonl", read.rows, replies, frozenset(GUIDES))
    assert [turn.verdicts["told"] for turn in result.rows] == [None, False]


@pytest.mark.parametrize("label", ["no-such-fact", "other-matter/size"])
def test_a_label_that_names_nothing_is_refused(label: str) -> None:
    with pytest.raises(BadFile, match=f"label of q: no right matter has a fact '{label}'"):
        labelled(label)


def test_unknown_of_a_matter_without_a_guide_is_refused() -> None:
    with pytest.raises(BadFile, match="label of q"):
        labelled("unknown", rows=(item(item="boat", accept=["boat"]),))


@pytest.mark.parametrize("content", ["[1]", "{", '{"q": 3}'])
def test_a_file_that_holds_no_labels_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "labels.json"
    path.write_text(content)
    with pytest.raises(BadFile, match=r"labels\.json"):
        read_labels(path)


def test_the_command_reads_labels_and_says_how_many(
    assistant: FakeAssistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide_samples.write_guide(tmp_path / "guides")
    monkeypatch.setenv("LXZ_GUIDES_DIR", str(tmp_path / "guides"))
    asked, labels = tmp_path / "asked.jsonl", tmp_path / "labels.json"
    row = ROWS["items"] | {"accept": ["deng-ji"]}
    asked.write_text(json.dumps(row) + "\n", encoding="utf-8")
    labels.write_text('{"i1": ["who", "unknown"], "elsewhere": "x"}', encoding="utf-8")
    out = tmp_path / "out.json"
    command = ["evaluate", str(asked), "--url", assistant.url, "--told", str(labels)]
    result = CliRunner().invoke(app, [*command, "--json", str(out)])
    assert result.exit_code == 0, result.output
    saved = json.loads(out.read_text(encoding="utf-8"))
    assert saved["sets"][0]["groups"][0]["measures"]["told"] == 0
    assert "told is over the 1 labelled questions" in saved["notes"]
    labels.write_text('{"i1": "no-such-fact"}', encoding="utf-8")
    refused = CliRunner().invoke(app, command)
    assert refused.exit_code == 2
    assert "no-such-fact" in refused.stderr


def test_a_reply_with_another_card_first_is_read_on_the_right_one() -> None:
    reply = said("size")
    reply.cards.insert(0, CardView(type="text", text="甲。乙。丙。"))
    assert told(labelled("size"), reply) is True
