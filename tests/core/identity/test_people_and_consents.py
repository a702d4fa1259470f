"""People and organisations by opaque id, and what people agreed to, on both databases."""

import re

import pytest
from sqlalchemy import func, select

from core.audit.models import AuditRow
from core.identity import service
from core.identity.models import ConsentRow, OrganisationRow, PersonRow
from core.vault import rotation
from core.vault.cipher import AesGcm
from service.problems import ProblemError
from tests.core.identity.conftest import PEOPLE, House

MOTHER = "440399194405170226"


def test_a_person_is_made_once_by_identity_number(house: House) -> None:
    with house.sessions() as db:
        core = house.core(db)
        mother = service.person_id_for(core, MOTHER)
        db.commit()
        assert re.fullmatch(r"P-[0-9a-f]{20}", mother)
        assert service.person_id_for(core, MOTHER) == mother
        assert service.person_id_for(core, "44039919501010011X") != mother
        db.rollback()


def test_a_beneficiary_who_signs_in_later_is_the_same_person(house: House) -> None:
    with house.sessions() as db:
        known = service.person_id_for(house.core(db), PEOPLE[1].id_number)
        db.commit()
    house.sign_in("later-1", person=1)
    with house.sessions() as db:
        person = service.person_of(house.core(db), "later-1")
    assert person and (person.id, person.name) == (known, PEOPLE[1].name)


def test_two_calls_at_once_make_one_person(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with house.sessions() as db:
        core = house.core(db)
        first = service.person_id_for(core, "440399196009230353")
        db.commit()
        monkeypatch.setattr(db, "scalar", lambda _query: None)  # not there yet when it looked
        assert service.person_id_for(core, "440399196009230353") == first
        count = select(func.count()).select_from(PersonRow).where(PersonRow.id == first)
        assert db.execute(count).scalar_one() == 1


def test_an_organisation_is_made_once_by_credit_code(house: House) -> None:
    with house.sessions() as db:
        core = house.core(db)
        firm = service.organisation_id_for(core, "91440399MA5XXXXX0T", "样例有限公司")
        assert service.organisation_id_for(core, "91440399MA5XXXXX0T", "样例有限公司") == firm
        row = db.get_one(OrganisationRow, firm)
        assert firm.startswith("O-") and "样例" not in row.name
        db.commit()


def test_a_consent_is_kept_in_its_words_and_taken_back_once(house: House) -> None:
    words = f"我同意查询{PEOPLE[0].name}的户籍信息"
    house.sign_in("consent-1")
    with house.sessions() as db:
        core = house.core(db)
        person = service.require(core, "consent-1", "real_name").id
        mother = service.person_id_for(core, MOTHER)
        consent = service.record_consent(
            core,
            person=person,
            session="consent-1",
            purpose="代办高龄老人津贴",
            item="gaoling-jintie",
            about=mother,
            words=words,
        )
        db.commit()
        row = db.get_one(ConsentRow, consent)
        assert (row.person, row.about, row.withdrawn_at) == (person, mother, None)
        assert words not in row.words
        assert core.parts.cipher.open(row.words, f"consents:{consent}") == words
        with pytest.raises(ProblemError):
            service.withdraw_consent(core, consent, mother)
        service.withdraw_consent(core, consent, person)
        with pytest.raises(ProblemError) as again:
            service.withdraw_consent(core, consent, person)
        db.commit()
        db.refresh(row)
        query = select(AuditRow.action).where(AuditRow.subject == consent).order_by(AuditRow.id)
        actions = list(db.scalars(query))
    assert row.withdrawn_at == core.now and again.value.status == 404
    assert actions == ["identity.consent", "identity.consent_withdrawn"]


def test_sealed_columns_are_known_to_key_rotation(house: House) -> None:
    house.sign_in("rotate-1")
    old = b"01234567890123456789012345678901"
    with house.sessions() as db:
        both = AesGcm({"new": b"x" * 32, "t": old})
        assert rotation.reseal(db, both) >= 3
        row = db.scalars(select(PersonRow).where(PersonRow.name.is_not(None))).first()
        assert row is not None and row.name is not None
        assert row.name.startswith("new:") and row.id_number.startswith("new:")
        db.rollback()
