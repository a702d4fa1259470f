"""Which facts a card states and in which order, and when it says that the guide is silent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge_base.compose import MORE_FACTS, Asked, answer
from knowledge_base.schema import Case, Guide
from knowledge_base.wording import Language
from messages import Aspect
from tests.guide_samples import guide
from tests.knowledge_base.composed_cards import ASPECTS, LANGUAGES, TODAY, card_of, resolved


@pytest.mark.parametrize("order", [[0, 1, 2, 3, 4, 5], [5, 4, 3, 2, 1, 0]])
def test_more_facts_come_as_found_and_are_few(order: list[int]) -> None:
    sample = guide()
    base = sample.facts[2]
    sample.facts = [
        base.model_copy(update={"id": f"fee-{n}", "text": f"纸鸢登记第{n}项不收费。"})
        for n in range(6)
    ]
    _, ids, _ = resolved(sample, "fee", [sample.facts[n] for n in order])
    assert ids == [f"fee-{n}" for n in order[: 1 + MORE_FACTS]]


@pytest.mark.parametrize(
    ("close", "stated"),
    [
        (0, ["fee", "time"]),
        (1, ["fee", "time"]),
        (2, ["fee", "materials", "time"]),
        (3, ["fee", "materials", "time"]),
        (4, ["fee", "materials", "time", "place"]),
        (5, ["fee", "materials", "time", "place"]),
    ],
)
def test_the_other_likely_facts_come_before_those_of_the_aspect(
    close: int, stated: list[str]
) -> None:
    sample = guide()
    by_id = {fact.id: fact for fact in sample.facts}
    by_id["time"].aspects = ["time_limit", "fee"]
    found = [by_id[name] for name in ("fee", "materials", "time", "place", "who")]
    card, ids, _ = resolved(sample, "fee", found, close=close)
    assert ids == stated
    assert [card.lead, *card.more] == [by_id[name].text for name in stated]


def test_many_likely_facts_leave_no_room_for_the_aspect() -> None:
    sample = guide()
    sample.facts[0].aspects = ["fee"]
    found = [sample.facts[n] for n in (2, 1, 3, 4, 0)]
    _, ids, _ = resolved(sample, "fee", found, close=4)
    assert ids == ["fee", "materials", "time", "place"]


def test_without_facts_it_is_silent() -> None:
    _, ids, known = resolved(guide(), "fee", [])
    assert (ids, known) == ([], False)


def test_a_silent_guide_gives_the_nearest_fact_of_the_aspect() -> None:
    sample = guide()
    nearest = [sample.facts[1], sample.facts[4], sample.facts[2]]
    card, ids, known = resolved(sample, "place", nearest, said=False)
    assert (ids, known) == (["place"], False)
    assert card.lead == "《纸鸢登记》的办事指南没有写明您问的这一点。"
    assert card.more == ["纸鸢登记在山顶办。", "可以问纸鸢管理处，电话0755-12345。"]
    assert "来源：无公开来源，由编写人员整理。" in card.text
    assert "山顶" not in card.speech


def test_a_silent_guide_states_no_likely_facts() -> None:
    sample = guide()
    _, ids, known = resolved(sample, "amount", sample.facts, said=False, close=3)
    assert (ids, known) == ([], False)


def cased() -> Guide:
    """The sample guide with a fee for children and one for the rest."""
    sample = guide()
    child = sample.facts[2].model_copy(
        update={"id": "fee-child", "text": "孩子登记纸鸢送一根线。", "when": Case(age="-17")}
    )
    sample.facts.insert(2, child)
    return sample


def test_the_fact_of_ones_own_case_leads_where_it_was_found() -> None:
    sample = cased()
    card, ids, known = resolved(sample, "fee", [sample.facts[2], sample.facts[3]])
    assert (ids, known) == (["fee-child", "fee"], True)
    assert (card.lead, card.more) == ("孩子登记纸鸢送一根线。", ["纸鸢登记不收费。"])


def test_a_likely_fact_of_one_case_is_not_said_of_everybody() -> None:
    sample = cased()
    materials, child, fee = sample.facts[1:4]
    for close in (2, 3):
        card, ids, _ = resolved(sample, "fee", [fee, child, materials], close=close)
        assert ids == ["fee", "materials"][: close - 1]
        assert child.text not in card.text
    _, ids, _ = resolved(sample, "fee", [child, fee, materials], close=3)
    assert ids == ["fee-child", "fee", "materials"]


def test_facts_of_another_case_are_in_neither_more_nor_sections() -> None:
    sample = cased()
    card, ids, _ = resolved(sample, "fee", [sample.facts[3], sample.facts[2]])
    assert (ids, card.more) == (["fee"], [])
    other, _, _ = card_of(sample, "materials")
    assert [s.facts for s in other.sections if s.aspect == "fee"] == [["纸鸢登记不收费。"]]
    assert "送一根线" not in other.model_dump_json()


def test_an_aspect_known_of_one_case_only_is_not_said_of_everybody() -> None:
    sample = guide()
    sample.facts[2].when = Case(age="-17")
    card, ids, known = card_of(sample, "fee")
    assert (ids, known) == ([], False)
    assert "不收费" not in card.model_dump_json()


def test_a_silent_guide_keeps_a_fact_of_another_case_to_itself() -> None:
    sample = guide()
    sample.facts[2].when = Case(hukou="elsewhere")
    card, ids, known = resolved(sample, "fee", [sample.facts[2]], said=False)
    assert (ids, known) == ([], False)
    assert card.lead == "《纸鸢登记》的办事指南没有写明是否收费。"


@given(
    st.permutations(range(5)),
    st.integers(0, 5),
    st.sampled_from(ASPECTS),
    st.booleans(),
    st.booleans(),
    st.sampled_from(LANGUAGES),
    st.integers(0, 5),
)
def test_whatever_was_found_nothing_else_is_stated(
    order: list[int],
    count: int,
    aspect: Aspect,
    said: bool,
    yes_no: bool,
    language: Language,
    close: int,
) -> None:
    sample = guide()
    facts = [sample.facts[i] for i in order[:count]]
    card, ids, known = answer(Asked(sample, aspect, facts, said, language, yes_no, close), TODAY)
    assert known == (said and bool(facts))
    assert set(ids) <= {fact.id for fact in facts}
    assert len(ids) == len(set(ids))
    assert ids[:1] == [facts[0].id] if known else len(ids) <= 1
    assert all(text in card.text for text in (card.lead, *card.more))
