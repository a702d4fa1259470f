"""All definitions of matters that can be applied for, against their rules, guides and parsers."""

import pytest
import zen
from ruamel.yaml import YAML

from core.approvals.rulebook import RuleSet
from core.approvals.table_lint import check_folder
from core.items.definition import FieldDefinition, ItemDefinition
from core.settings import HERE
from tests.core.approvals.rule_cases import DEFINITIONS, RULEBOOK, definition, rules
from text.fields import parse, parse_choice

RULES = HERE / "approvals" / "rules"
GUIDES = HERE.parent / "knowledge_base" / "guides"
FILES = sorted((HERE / "items" / "definitions").glob("*.yml"))
ITEMS = [path.stem for path in FILES]
FIELDS = [(item, field) for item in ITEMS for field in definition(item).fields]
LONGEST_QUESTION = 40


def each(pairs: list[tuple[str, FieldDefinition]]) -> pytest.MarkDecorator:
    ids = [f"{item}:{field.id}" for item, field in pairs]
    return pytest.mark.parametrize("field", [field for _, field in pairs], ids=ids)


def accepted(field: FieldDefinition, text: str) -> str | None:
    """The value that the field's parser makes of a text."""
    if field.type != "choice":
        return parse(field.type, text)
    return parse_choice([(one.value, [one.label, *one.also]) for one in field.options], text)


def test_every_definition_loads() -> None:
    assert sorted(DEFINITIONS.all()) == ITEMS
    assert len(ITEMS) >= 10


def test_the_rules_have_no_problem() -> None:
    assert check_folder(RULES, DEFINITIONS.all()) == []


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_has_a_guide_and_rules(item: str) -> None:
    assert len(list(GUIDES.glob(f"*/{item}.yml"))) == 1
    assert rules(item).item == item


@pytest.mark.parametrize("found", RULEBOOK.all(), ids=lambda one: f"{one.item}@{one.version}")
def test_rules_and_definition_name_the_same_inputs(found: RuleSet) -> None:
    assert found.inputs.keys() == definition(found.item).inputs.keys()


@each(FIELDS)
def test_a_question_is_one_short_sentence(field: FieldDefinition) -> None:
    assert 0 < len(field.ask) <= LONGEST_QUESTION
    assert "你" not in field.ask


@each([(item, field) for item, field in FIELDS if field.must])
def test_what_must_hold_is_valid_and_explained(field: FieldDefinition) -> None:
    assert field.must
    value = 1 if field.type in ("integer", "money") else "yes"
    assert isinstance(zen.evaluate_unary_expression(field.must, {"$": value}), bool)
    assert (field.otherwise or "").strip().endswith("。")


def test_an_expression_that_is_not_valid_is_seen() -> None:
    with pytest.raises(RuntimeError):
        zen.evaluate_unary_expression(">= (", {"$": 1})


@each([(item, field) for item, field in FIELDS if field.example])
def test_an_example_is_an_answer(field: FieldDefinition) -> None:
    assert field.example
    value = accepted(field, field.example)
    assert value is not None
    if field.type == "integer":
        assert field.least is None or int(value) >= field.least
        assert field.most is None or int(value) <= field.most


@each([(item, field) for item, field in FIELDS if field.options])
def test_each_word_for_an_option_chooses_it(field: FieldDefinition) -> None:
    for option in field.options:
        for word in (option.label, *option.also):
            assert accepted(field, word) == option.value, word


@pytest.mark.parametrize("item", ITEMS)
def test_what_is_prefilled_from_a_register_is_not_asked_before_sign_in(item: str) -> None:
    assert not [one.id for one in definition(item).fields if one.screen and one.prefill]


@pytest.mark.parametrize("item", ITEMS)
def test_a_condition_names_an_answer_that_can_be_given(item: str) -> None:
    found = definition(item)
    for one in [*found.fields, *found.materials]:
        for field, wanted in one.when.items():
            given = answers_of(found, field)
            assert given is None or set([wanted] if isinstance(wanted, str) else wanted) <= given


def answers_of(found: ItemDefinition, field: str) -> set[str] | None:
    """The values a field can have, where they are known."""
    of = {one.id: one for one in found.fields}.get(field)
    if of is None or of.type not in ("choice", "yes_no"):
        return None
    return {one.value for one in of.options} if of.type == "choice" else {"yes", "no"}


@pytest.mark.parametrize("item", ITEMS)
def test_a_paper_that_is_waived_says_why(item: str) -> None:
    assert not [one.id for one in definition(item).materials if one.how == "waived" and not one.why]


@pytest.mark.parametrize("item", ITEMS)
def test_the_matters_that_follow_have_guides(item: str) -> None:
    yaml = YAML(typ="safe")
    for one in definition(item).next_items:
        (path,) = GUIDES.glob(f"*/{one.item}.yml")
        assert yaml.load(path.read_text(encoding="utf-8"))["short_name"] == one.title


def test_a_company_is_set_up_in_at_most_15_turns_after_sign_in() -> None:
    """Every question and paper of the longest way to an approval, then review and submission."""
    found = definition("company-setup")
    answers = {"shareholders": "one", "pre_approval": "none", "premises": "rented"}
    answers |= {"charter": "sample", "officers_self": "yes"}

    def asked(when: dict[str, str | list[str]]) -> bool:
        return all(answers.get(field) in wanted for field, wanted in when.items())

    questions = [one for one in found.fields if not one.prefill and asked(one.when)]
    papers = [one for one in found.materials if one.how == "upload" and asked(one.when)]
    assert len(questions) + len(papers) + 2 <= 15
