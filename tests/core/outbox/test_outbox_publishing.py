"""News is published once, with its transaction or not at all."""

import threading

import pytest
from sqlalchemy.orm import Session, sessionmaker

from core.contract import News
from core.database import write_session
from core.outbox import service
from core.outbox.delivery import Deliverer
from tests.core.outbox.posting import Gateway, core_of, publish


def test_the_same_key_is_published_once(
    maker: sessionmaker[Session], deliverer: Deliverer, gateway: Gateway
) -> None:
    publish(maker, "a-1", "a-1")
    publish(maker, "a-1")
    deliverer.deliver_due()
    publish(maker, "a-1")
    deliverer.deliver_due()
    assert gateway.keys == ["a-1"]


def test_what_is_not_committed_is_not_sent(
    maker: sessionmaker[Session], deliverer: Deliverer
) -> None:
    with write_session(maker) as db:
        core = core_of(db)
        service.publish(core, News(key="a-1", session="a", kind="deadline_near"))
        db.rollback()
    assert deliverer.deliver_due() == 0


@pytest.mark.parametrize("key", ["键", "a\nb", "a\x7f"])
def test_a_key_that_fits_no_header_is_refused(maker: sessionmaker[Session], key: str) -> None:
    with write_session(maker) as db, pytest.raises(ValueError, match="printable"):
        core = core_of(db)
        service.publish(core, News(key=key, session="a", kind="deadline_near"))


def test_a_rolled_back_publication_wakes_nobody(maker: sessionmaker[Session]) -> None:
    bell = threading.Event()
    service.wake.listen(bell)
    with write_session(maker) as db:
        core = core_of(db)
        with db.begin_nested():
            service.publish(core, News(key="a-1", session="a", kind="deadline_near"))
        assert not bell.is_set()
        db.rollback()
        db.commit()
        assert not bell.is_set()
        service.publish(core, News(key="a-1", session="a", kind="deadline_near"))
        db.commit()
    service.wake.stop_listening(bell)
    assert bell.is_set()
