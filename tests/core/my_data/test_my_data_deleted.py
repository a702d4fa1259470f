"""What is deleted at a person's wish, what stays, and that it is done once."""

from core.cases.moves import by_number
from core.cases.sealed import open_answers
from core.context import Core
from core.contract import Deleted, MyData
from core.drafts.correcting import draft_for_correction
from core.identity import service as identity
from tests.core.drafts.conftest import ANNA, BERT, CARD, NAMES
from tests.core.my_data.conftest import House


def deleted(house: House, session: str = "s1") -> Deleted:
    answer = house.delete(session)
    assert answer.status_code == 200, answer.text
    return Deleted.model_validate(answer.json())


def test_drafts_go_with_answers_files_tokens_and_sign_ins(house: House) -> None:
    house.drafts.to_review()
    house.drafts.open("shop")
    token = house.drafts.token("PHONE", "13800138000")
    assert deleted(house) == Deleted(drafts=2, consents=0, cases_kept=0)
    for table in ("drafts", "draft_answers", "draft_steps", "vault_files", "sessions", "people"):
        assert house.drafts.rows(table) == [], table
    assert house.drafts.opened(token) == token
    assert all(row["sealed"] is row["digest"] is None for row in house.drafts.rows("vault_tokens"))


def test_a_number_is_not_given_again_after_the_deletion(house: House) -> None:
    house.drafts.sign_in("s1")
    first = house.drafts.token("PHONE", "13800138000")
    deleted(house)
    assert house.drafts.token("PHONE", "13900139000") != first


def test_a_case_stays_but_what_the_rules_were_told_is_forgotten(house: House) -> None:
    number = house.hand_in()
    assert house.drafts.rows("decisions")[0]["sealed_inputs"] is not None
    assert deleted(house) == Deleted(drafts=1, consents=0, cases_kept=1)
    assert house.drafts.rows("decisions")[0]["sealed_inputs"] is None
    assert house.drafts.rows("case_follows") == []
    assert (house.count("cases"), house.count("vault_files"), house.count("consents")) == (1, 1, 1)
    (person,) = house.drafts.rows("people")
    assert person["name"] is person["mobile"] is None
    house.drafts.sign_in("s2")
    (case,) = house.export("s2")["办件"]
    assert (case["办件编号"], case["所填内容"]["银行账号"]) == (number, CARD)
    assert house.export("s2")["身份"]["姓名"] == NAMES[ANNA]


def test_the_same_key_again_gives_the_same_answer(house: House) -> None:
    house.drafts.to_review()
    first = deleted(house)
    entries = house.count("audit", action="my_data.delete")
    assert deleted(house) == first == Deleted(drafts=1, consents=0, cases_kept=0)
    assert house.count("audit", action="my_data.delete") == entries
    assert house.delete(key="another").status_code == 403


def test_the_deletion_is_on_record(house: House) -> None:
    house.drafts.sign_in("s1")
    deleted(house)
    entry = house.drafts.rows("audit")[-1]
    vault = house.drafts.rows("audit")[-2]
    assert (entry["action"], entry["purpose"]) == ("my_data.delete", "本人要求删除")
    assert (vault["action"], vault["subject"]) == ("vault.forget", "s1")


def test_who_has_nothing_kept_is_told_so(house: House) -> None:
    house.drafts.sign_in("s1", BERT)
    assert deleted(house).nothing
    assert house.drafts.rows("people") == []


def test_all_places_where_a_person_is_signed_in_are_left(house: House) -> None:
    house.drafts.sign_in("s1")
    house.drafts.sign_in("s2")
    house.drafts.sign_in("s3", BERT)
    here = house.drafts.token("PHONE", "13800138000", "s2")
    theirs = house.drafts.token("PHONE", "13800138000", "s3")
    deleted(house)
    assert [row["session"] for row in house.drafts.rows("sessions")] == ["s3"]
    assert house.drafts.opened(here, "s2") == here
    assert house.drafts.opened(theirs, "s3") == "13800138000"


def test_another_persons_draft_on_the_same_session_stays(house: House) -> None:
    house.drafts.to_review()
    house.drafts.sign_in("s1", BERT)
    assert deleted(house) == Deleted(drafts=0, consents=0, cases_kept=0)
    assert house.count("drafts") == 1


def test_a_withdrawn_consent_goes_and_one_in_force_stays(house: House) -> None:
    house.drafts.sign_in("s1", BERT)

    def agree(core: Core, purpose: str) -> tuple[str, str]:
        person = identity.require(core, "s1", "real_name").id
        consent = identity.record_consent(
            core,
            person=person,
            session="s1",
            purpose=purpose,
            item="shop",
            about=None,
            words="我同意。",
        )
        return person, consent

    person, gone = house.drafts.call(agree, "撤回")
    house.drafts.call(identity.withdraw_consent, gone, person)
    house.drafts.call(agree, "在用")
    shown = MyData.model_validate(house.summary().json()).consents
    assert {(one.purpose, one.withdrawn_at is None) for one in shown} == {
        ("在用", True),
        ("撤回", False),
    }
    assert deleted(house) == Deleted(drafts=0, consents=1, cases_kept=0)
    assert [row["purpose"] for row in house.drafts.rows("consents")] == ["在用"]
    assert [row["id"] for row in house.drafts.rows("people")] == [person]


def test_a_consent_for_a_draft_that_was_not_handed_in_goes_with_it(house: House) -> None:
    draft = house.drafts.open()
    for words in ("父母", "是", "76"):
        house.drafts.say(draft.id, words)
    house.drafts.sign_in("s1", BERT)
    for words in (NAMES[ANNA], ANNA, "是"):
        house.drafts.say(draft.id, words)
    assert house.count("consents") == 1
    assert deleted(house) == Deleted(drafts=1, consents=1, cases_kept=0)
    assert house.drafts.rows("consents") == []


def test_the_papers_of_a_case_outlive_a_correction_that_is_deleted(house: House) -> None:
    number = house.hand_in()
    (kept,) = [row["id"] for row in house.drafts.rows("vault_files")]

    definition = house.drafts.parts.definitions.get("old-age")
    assert definition is not None

    def correct(core: Core) -> None:
        case = by_number(core, number)
        assert case is not None
        answers = open_answers(core, case)
        draft_for_correction(core, "s1", number, definition, answers, ["card"], case.materials)

    house.drafts.call(correct)
    assert deleted(house).drafts == 2
    assert [(row["id"], row["expires_at"]) for row in house.drafts.rows("vault_files")] == [
        (kept, None)
    ]


def test_a_draft_of_a_matter_that_is_gone_is_deleted_too(house: House) -> None:
    house.drafts.to_review()
    (house.drafts.items / "old-age.yml").unlink()
    house.drafts.parts.definitions._read(strict=True)
    answers = house.export()["草稿"][0]["已填内容"]
    assert answers["card"] == CARD
    assert deleted(house).drafts == 1
    assert house.drafts.rows("draft_answers") == []
