"""Sessions that are held through accounts of WeChat."""

import uuid
from typing import Any

from tests.core.identity.conftest import House

WORDS = "我同意把这个微信和我的实名身份绑定，以后从公众号进来不用再登录。"


def openid() -> str:
    """One of WeChat's length that no other test has."""
    return f"o{uuid.uuid4().hex[:27]}"


def hold(house: House, session: str, subject: str) -> Any:
    body = {"provider": "wechat", "subject": subject}
    return house.ask("PUT", f"/sessions/{session}/account", json=body)


def bind(house: House, session: str) -> Any:
    return house.ask("POST", "/bindings", json={"session": session, "words": WORDS})


def bound(house: House, session: str, person: int = 0, subject: str | None = None) -> str:
    """A session signed in and its account bound; the openid."""
    mine = subject or openid()
    assert hold(house, session, mine).status_code == 204
    assert house.sign_in(session, person).status_code == 200
    answer = bind(house, session)
    assert answer.status_code == 200 and answer.json()["bound"], answer.text
    return mine
