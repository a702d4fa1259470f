"""Drafts that are thrown away, and those that are purged."""

import datetime as dt

import pytest

from core.drafts import clearing
from service.problems import ProblemError
from tests.core.drafts.conftest import House


def test_an_abandoned_draft_is_gone_with_its_answers_and_files(house: House) -> None:
    draft = house.to_review()
    house.step(draft.id, "abandon", key="k")
    assert house.step(draft.id, "abandon", key="k")
    assert house.rows("draft_answers") == []
    assert all(row["expires_at"] is not None for row in house.rows("vault_files"))
    with pytest.raises(ProblemError) as caught:
        house.read(draft.id)
    assert caught.value.status == 404
    assert house.open().resumed is False


def test_old_drafts_are_purged_with_their_answers_and_files(house: House) -> None:
    house.to_review()
    house.now += dt.timedelta(days=60)
    fresh = house.open("shop", session="s2")
    house.now += dt.timedelta(days=31)
    assert house.call(clearing.purge, dry_run=True) == 1
    assert len(house.rows("drafts")) == 2
    assert house.call(clearing.purge) == 1
    assert [row["id"] for row in house.rows("drafts")] == [fresh.id]
    assert house.rows("draft_answers") == []
    assert all(row["expires_at"] is not None for row in house.rows("vault_files"))
