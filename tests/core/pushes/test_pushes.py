"""Opting in and out, quiet hours, at most one a day and three a week, and how it ends."""

import datetime as dt
from typing import cast

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core.context import Core
from core.context import now as clock
from core.contract import (
    CampaignCreate,
    CampaignView,
    DraftCreate,
    MyDataDelete,
    News,
    PushChoice,
    PushStop,
    PushTopic,
    PushView,
)
from core.drafts import service as drafts
from core.identity import service as identity
from core.my_data import service as my_data
from core.outbox.models import OutboxRow
from core.pushes import routes, service
from core.pushes.sending import quiet
from service import problems
from service.problems import ProblemError
from tests.core.entitlements.conftest import ANNA, BABY, House, people
from tests.core_settings import TOKENS

NOON = dt.datetime(2026, 11, 23, 4, tzinfo=dt.UTC)
NEWS = CampaignCreate(item="gaoling-jintie", says="高龄老人津贴可以在网上办了。", key="k1")


def opt(
    house: House, topic: PushTopic = "policies", on: bool = True, session: str = "s1"
) -> PushView:
    choice = PushChoice(session=session, topic=topic, on=on)
    return cast(PushView, house.call(service.choose, choice))


def put(house: House, person: str, about: str, topic: PushTopic = "policies") -> bool:
    return cast(bool, house.call(service.put, person, topic, about, f"说一声{about}。"))


def campaign(house: House, asked: CampaignCreate = NEWS) -> CampaignView:
    return cast(CampaignView, house.call(service.create, asked))


def published(house: House) -> list[News]:
    def work(core: Core) -> list[News]:
        rows = core.db.scalars(select(OutboxRow).order_by(OutboxRow.id))
        return [News.model_validate_json(one.payload) for one in rows]

    return cast(list[News], house.call(work))


@pytest.fixture
def anna(house: House) -> str:
    """Somebody who asked for new policies."""
    person = house.sign_in()
    opt(house)
    return person


def test_nobody_is_subscribed_who_did_not_ask(house: House) -> None:
    house.sign_in()
    seen = house.call(service.view, "s1")
    assert [one.on for one in seen.topics] == [False, False]


def test_opting_in_needs_a_sign_in(house: House) -> None:
    with pytest.raises(ProblemError) as refused:
        opt(house)
    assert refused.value.status == 403


def test_opting_in_is_kept_as_a_consent_once(house: House, anna: str) -> None:
    seen = opt(house)
    assert [one.on for one in seen.topics] == [False, True]
    assert "退订" in seen.says
    (consent,) = house.rows("consents")
    assert (consent["person"], consent["purpose"]) == (anna, "推送：适合您的新政策")


def test_opting_out_ends_the_consent_and_what_waits(house: House, anna: str) -> None:
    put(house, anna, "a")
    assert [one.on for one in opt(house, on=False).topics] == [False, False]
    assert house.rows("pushes") == []
    (consent,) = house.rows("consents")
    assert consent["withdrawn_at"] is not None


def test_one_topic_ends_without_the_other(house: House, anna: str) -> None:
    opt(house, "deadlines")
    assert [one.on for one in opt(house, "deadlines", on=False).topics] == [False, True]


def test_unsubscribing_works_after_the_sign_in_is_over(house: House, anna: str) -> None:
    put(house, anna, "a")
    house.call(identity.sign_out, "s1")
    seen = house.call(service.stop, PushStop(session="s1"))
    assert not any(one.on for one in seen.topics)
    assert house.rows("push_choices") == []
    assert house.call(service.send_due) == 0


def test_another_session_cannot_unsubscribe_them(house: House, anna: str) -> None:
    house.call(service.stop, PushStop(session="s2"))
    assert len(house.rows("push_choices")) == 1


def test_a_push_says_how_to_stop(house: House, anna: str) -> None:
    put(house, anna, "a")
    assert house.call(service.send_due) == 1
    (news,) = published(house)
    assert (news.kind, news.session) == ("push", "s1")
    assert news.says == "说一声a。回复“退订”就不再发了。"


def test_its_words_are_sealed_at_rest(house: House, anna: str) -> None:
    put(house, anna, "a")
    (row,) = house.rows("pushes")
    assert "说一声" not in row["sealed"]


def test_the_same_is_told_once(house: House, anna: str) -> None:
    assert put(house, anna, "a")
    house.call(service.send_due)
    assert not put(house, anna, "a")


@pytest.mark.parametrize(
    ("hour", "minute", "sent"), [(8, 59, 0), (9, 0, 1), (20, 59, 1), (21, 0, 0), (3, 0, 0)]
)
def test_nobody_is_disturbed_at_night(
    house: House, anna: str, hour: int, minute: int, sent: int
) -> None:
    put(house, anna, "a")
    shenzhen = dt.timezone(dt.timedelta(hours=8))
    house.now = dt.datetime(2026, 11, 24, hour, minute, tzinfo=shenzhen).astimezone(dt.UTC)
    assert house.call(service.send_due) == sent


def test_what_comes_at_night_waits_for_the_morning(house: House, anna: str) -> None:
    house.now = NOON + dt.timedelta(hours=11)  # 23:00
    put(house, anna, "a")
    assert house.call(service.send_due) == 0
    house.now += dt.timedelta(hours=10)
    assert house.call(service.send_due) == 1


def test_at_most_one_a_day_and_three_a_week(house: House, anna: str) -> None:
    """Ten wait; hour by hour for a week."""
    for number in range(10):
        put(house, anna, str(number))
    sent: list[dt.date] = []
    for hour in range(24 * 7):
        house.now = NOON + dt.timedelta(hours=hour)
        for _ in range(house.call(service.send_due)):
            sent.append((house.now + dt.timedelta(hours=8)).date())
    assert len(sent) == len(set(sent)) == 3


def test_topics_share_the_measure(house: House, anna: str) -> None:
    opt(house, "deadlines")
    put(house, anna, "a")
    put(house, anna, "b", "deadlines")
    assert house.call(service.send_due) == 1


def test_what_waited_a_week_is_not_sent_and_deleted(house: House, anna: str) -> None:
    put(house, anna, "a")
    house.now += dt.timedelta(days=7)
    assert house.call(service.send_due) == 0
    assert house.call(service.purge, dry_run=True) == 1
    assert house.call(service.purge) == 1
    assert house.rows("pushes") == []


@given(st.datetimes(timezones=st.just(dt.UTC), min_value=dt.datetime(2020, 1, 1)))
def test_quiet_is_from_21_to_9_in_shenzhen(moment: dt.datetime) -> None:
    assert quiet(moment) == ((moment.hour + 8) % 24 not in range(9, 21))


def test_a_campaign_tells_those_whom_it_seems_to_fit(house: House, anna: str) -> None:
    house.lives(people(population={"birth_date": "1990-01-01"}), BABY)
    house.sign_in("s2", BABY)
    opt(house, session="s2")
    campaign(house)
    assert house.call(service.work) == 2
    seen = campaign(house)
    assert (seen.looked_at, seen.fits, seen.done) == (2, 1, True)
    house.call(service.send_due)
    (news,) = published(house)
    assert news.session == "s1"
    assert news.says.startswith("高龄老人津贴可以在网上办了。按登记信息看，您可能符合")


def test_who_did_not_ask_is_not_even_looked_up(house: House) -> None:
    house.sign_in()
    opt(house, "deadlines")
    campaign(house)
    before = len(house.rows("audit"))
    house.call(service.work)
    assert len(house.rows("audit")) == before


def test_a_register_that_is_away_is_asked_again(house: House, anna: str) -> None:
    campaign(house)
    house.shelves["household"].away = True
    assert house.call(service.work) == 0
    assert not campaign(house).done
    house.shelves["household"].away = False
    assert house.call(service.work) == 1
    assert campaign(house).fits == 1


def test_many_are_looked_at_by_and_by(house: House) -> None:
    for number in range(7):
        id_number = f"44039919500101{number:04d}"
        house.lives(people(), id_number)
        house.sign_in(f"s{number}", id_number)
        opt(house, session=f"s{number}")
    campaign(house)
    assert [house.call(service.work) for _ in range(3)] == [5, 2, 0]
    assert campaign(house).fits == 7


def test_a_campaign_is_keyed(house: House) -> None:
    assert campaign(house) == campaign(house)
    with pytest.raises(ProblemError) as refused:
        campaign(house, NEWS.model_copy(update={"says": "别的一句话。"}))
    assert refused.value.status == 409


@pytest.mark.parametrize("item", ["company-setup", "no-such-item", "stable-job-refund"])
def test_a_campaign_is_of_a_matter_for_people(house: House, item: str) -> None:
    with pytest.raises(ProblemError) as refused:
        campaign(house, NEWS.model_copy(update={"item": item, "key": "k2"}))
    assert refused.value.status == 404


def test_my_data_has_pushes_in_it_and_forgets_them(house: House, anna: str) -> None:
    put(house, anna, "a")
    assert house.call(service.data_of, anna)["消息"][0]["内容"] == "说一声a。"
    house.call(service.forget_person, anna)
    assert house.rows("pushes") == house.rows("push_choices") == []


def test_who_has_all_deleted_is_gone(house: House, anna: str) -> None:
    put(house, anna, "a")
    house.call(my_data.delete, MyDataDelete(session="s1", key="k"))
    assert house.rows("people") == []


def test_the_routes_have_their_scopes(house: House, anna: str) -> None:
    app = FastAPI()
    problems.install(app)
    app.include_router(routes.router, prefix="/v1")
    app.state.settings, app.state.sessions = house.settings, house.maker
    app.state.parts = house.parts
    app.dependency_overrides[clock] = lambda: house.now
    http = TestClient(app)

    def ask(method: str, path: str, scope: str, **more: object) -> int:
        headers = {"Authorization": f"Bearer {TOKENS[scope]}"}  # type: ignore[index]
        return http.request(method, f"/v1/pushes{path}", headers=headers, **more).status_code  # type: ignore[arg-type]

    body = NEWS.model_dump()
    assert ask("POST", "/campaigns", "clerk", json=body) == 200
    assert ask("POST", "/campaigns", "dialogue", json=body) == 403
    assert ask("GET", "", "dialogue", params={"session": "s1"}) == 200
    assert ask("GET", "", "clerk", params={"session": "s1"}) == 403
    choice = {"session": "s1", "topic": "policies", "on": False}
    assert ask("POST", "", "dialogue", json=choice) == 200
    assert ask("POST", "/stop", "gateway", json={"session": "s1"}) == 200


def test_a_draft_about_to_be_deleted_is_reminded_of_once(house: House) -> None:
    house.sign_in()
    opt(house, "deadlines")
    asked = DraftCreate(session="s1", item="shiye-dengji")
    draft = house.call(drafts.open_draft, asked)
    assert house.call(service.remind) == 0
    house.now += dt.timedelta(days=85)
    assert (house.call(service.remind), house.call(service.remind)) == (1, 0)
    house.call(service.send_due)
    assert "失业登记" in published(house)[-1].says
    assert draft.item == "shiye-dengji"
    assert ANNA not in published(house)[-1].says
