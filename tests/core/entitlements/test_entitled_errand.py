"""The errand: for whom, sign-in, consent, and the matches at once."""

import re
from typing import Any

import pytest
from ruamel.yaml import YAML

from core.settings import HERE
from service.problems import ProblemError
from tests.core.entitlements.conftest import ANNA, FIRM, House

ACTS = HERE.parent / "nlu_data" / "nlu" / "applying.yml"


def said_to_begin() -> list[str]:
    """What people say to begin it, as the classifier learns it."""
    data: dict[str, Any] = YAML(typ="safe").load(ACTS.read_text(encoding="utf-8"))
    (found,) = (one for one in data["nlu"] if one.get("intent") == "policy_match")
    return [
        re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", one[2:]) for one in found["examples"].split("\n")
    ]


def to_review(house: House) -> str:
    draft = house.open()
    assert draft.question is not None and draft.question.field == "whose"
    assert house.step(draft.id, "answer", text="我本人").draft.step == "sign_in"
    house.sign_in()
    asked = house.step(draft.id, "answer", text="可以")
    assert asked.draft.step == "review"
    return draft.id


def test_it_begins_without_a_sign_in_and_ends_with_the_matches(house: House) -> None:
    result = house.step(to_review(house), "submit")
    assert result.draft.step == "done"
    assert result.matches is not None
    assert result.matches[0].verdict == "likely"
    assert result.case is None


def test_the_consent_is_on_record_with_the_words_that_were_asked(house: House) -> None:
    house.step(to_review(house), "submit")
    (consent,) = house.rows("consents")
    assert (consent["purpose"], consent["item"]) == ("政策匹配", "entitlements")


def test_the_same_key_gives_the_same_result(house: House) -> None:
    draft = to_review(house)
    once, again = (house.step(draft, "submit", key="k") for _ in range(2))
    assert once == again
    assert len(house.rows("consents")) == 1


def test_what_came_of_it_is_not_kept_for_another_time(house: House) -> None:
    draft = to_review(house)
    house.step(draft, "submit", key="k1")
    with pytest.raises(ProblemError) as refused:
        house.step(draft, "submit", key="k2")
    assert refused.value.status == 409
    assert house.rows("draft_answers") == []


def test_without_consent_nothing_is_looked_up(house: House) -> None:
    draft = house.open()
    house.step(draft.id, "answer", text="我本人")
    house.sign_in()
    before = len(house.rows("audit"))
    stopped = house.step(draft.id, "answer", text="不同意")
    assert stopped.draft.step == "stopped"
    assert house.step(draft.id, "submit").refusal is not None
    actions = {one["action"] for one in house.rows("audit")[before:]}
    assert "register.look_up" not in actions


def test_for_a_firm_its_name_is_asked(house: House) -> None:
    house.shelves["business"].records[FIRM] = {
        "name": FIRM,
        "state": "存续",
        "legal_person_id": ANNA,
        "registered_on": "2025-05-01",
    }
    draft = house.open()
    house.step(draft.id, "answer", text="我的公司")
    house.sign_in()
    assert house.step(draft.id, "answer", text=FIRM).draft.question is not None
    assert house.step(draft.id, "answer", text="同意").draft.step == "review"
    result = house.step(draft.id, "submit")
    assert result.matches is not None
    assert {"chuchuang-qiye-butie", "stable-job-refund"} <= {one.item for one in result.matches}


def test_a_firm_of_somebody_else_can_be_corrected(house: House) -> None:
    draft = house.open()
    house.step(draft.id, "answer", text="我的公司")
    house.sign_in()
    house.step(draft.id, "answer", text=FIRM)
    house.step(draft.id, "answer", text="同意")
    with pytest.raises(ProblemError) as refused:
        house.step(draft.id, "submit")
    assert refused.value.status == 422
    assert house.step(draft.id, "answer", text="给谁看改成我本人").draft.step == "review"


def test_the_words_that_begin_it_never_break_it(house: House) -> None:
    """They may say for whom it is; nothing else is taken from them."""
    for words in said_to_begin():
        result = house.step(house.open().id, "opening", text=words)
        assert result.refusal is None, words
        taken = {one.id: one.value for one in result.accepted}
        assert set(taken) <= {"whose"}, words
        business = re.search("公司|企业|店|company", words)
        assert not taken or (taken["whose"] == "我的公司或店铺") == bool(business), words
