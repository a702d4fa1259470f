"""Telling the hotline: in one's own words, only what is missing is asked."""

from tests.core.errands.conftest import MOBILE, Office, asks, filled

WHOLE = "东门中路88号的工地昨晚半夜还在打桩，吵得睡不着"
BARE = "工地半夜还在打桩，怎么没人管？"


def begun(office: Office, told: str, kind: str = "投诉") -> str:
    draft = office.open("work-order").id
    office.opening(draft, kind, "kind")
    office.opening(draft, told, "what")
    return draft


def test_what_was_told_in_full_is_not_asked_again(office: Office) -> None:
    now = office.read(begun(office, WHOLE))
    assert (now.kind, asks(now)) == ("work_order", "anonymous")
    assert filled(now)["what"] == WHOLE.replace("，", ",")


def test_where_it_was_is_asked_when_it_is_missing(office: Office) -> None:
    draft = begun(office, BARE)
    assert asks(office.read(draft)) == "where"
    assert asks(office.say(draft, "翠竹路某小区").draft) in ("happened", "anonymous")


def test_a_suggestion_needs_neither_place_nor_time(office: Office) -> None:
    draft = begun(office, "希望政务大厅中午也能办事", "建议")
    assert asks(office.read(draft)) == "anonymous"


def test_nobody_who_is_anonymous_is_asked_for_a_number(office: Office) -> None:
    draft = begun(office, WHOLE)
    assert asks(office.say(draft, "匿名").draft) == "photo"
    now = office.step(draft, "skip").draft
    assert now.step == "review" and "mobile" not in filled(now)
    done = office.step(draft, "submit")
    assert done.work_order is not None and done.work_order.anonymous


def test_it_is_read_back_with_who_handles_it_and_filed_once(office: Office) -> None:
    draft = begun(office, WHOLE)
    office.say(draft, "不匿名")
    office.say(draft, office.token("PHONE", MOBILE))
    now = office.say(draft, office.file()).draft
    rows = filled(now)
    assert now.step == "review"
    assert rows["handled_by"].endswith("（演示）") and rows["category"]
    assert office.opened(rows["mobile"]) == MOBILE
    done = office.step(draft, "submit", key="k1")
    assert done.work_order is not None and done.draft.step == "done"
    assert (done.work_order.kind, done.work_order.anonymous) == ("complaint", False)
    assert office.step(draft, "submit", key="k1") == done
    again = office.step(draft, "submit", key="k2").work_order
    assert again is not None and again.number == done.work_order.number
    assert len(office.rows("work_orders")) == 1
    assert office.rows("draft_answers") == []


def test_contact_and_photo_may_be_left_out(office: Office) -> None:
    draft = begun(office, WHOLE)
    office.say(draft, "不匿名")
    assert asks(office.step(draft, "skip").draft) == "photo"
    assert office.step(draft, "skip").draft.step == "review"
    assert office.step(draft, "submit").work_order is not None


def test_the_story_of_another_is_shown_with_tokens(office: Office) -> None:
    told = f"隔壁店主电话{MOBILE}，东门中路88号昨晚半夜放音响"
    shown = filled(office.read(begun(office, told)))["what"]
    assert MOBILE not in shown and office.opened(shown).count(MOBILE) == 1


def test_a_mere_word_is_no_story(office: Office) -> None:
    draft = office.open("work-order").id
    office.opening(draft, "投诉", "kind")
    refused = office.say(draft, "坏了")
    assert refused.refusal is not None and asks(refused.draft) == "what"
