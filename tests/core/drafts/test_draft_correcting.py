"""A case that is to be corrected becomes a draft again."""

from core.drafts import correcting
from tests.core.drafts.conftest import ANNA, CARD, OTHER_CARD, PHONE, House


def test_a_correction_asks_the_named_fields_only(house: House) -> None:
    house.sign_in("s1")
    definition = house.parts.definitions.get("old-age")
    answers = {
        "for_whom": "self", "hukou": "yes", "age": "76", "applicant_name": "陈样例",
        "applicant_id": ANNA, "mobile": PHONE, "address": "深圳市罗湖区东门中路1号", "card": CARD,
    }  # fmt: skip
    arguments = ("s1", "LH20261123ABCDEFGH", definition, answers, ["card", "address"])
    draft = house.call(correcting.draft_for_correction, *arguments, {"photo": "f" * 32})
    assert draft.correcting == "LH20261123ABCDEFGH"
    assert draft.question.field == "address" and house.shelves["household"].asked == []
    draft = house.say(draft.id, "罗湖区翠竹路2号").draft
    assert draft.question and draft.question.field == "card"
    draft = house.say(draft.id, OTHER_CARD).draft
    assert draft.step == "review"
    fixed = {one.id: one.source for one in draft.fields if not one.editable}
    assert fixed == {"applicant_name": "sign_in", "applicant_id": "sign_in"}
    again = house.call(correcting.draft_for_correction, *arguments)
    assert (again.id, again.resumed) == (draft.id, True)
    assert house.open().id != draft.id
