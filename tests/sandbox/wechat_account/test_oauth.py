"""Web authorisation: whose phone opened the page."""

from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from sandbox.wechat_account.oauth import COOKIE
from tests.sandbox.wechat_account.conftest import Town

BACK = "http://127.0.0.1:8080/wechat/open?to=page"


def asked(town: Town, **changed: str) -> dict[str, str]:
    return {
        "appid": town.settings.appid,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "snsapi_base",
        "state": "s1",
        **changed,
    }


async def code_of(town: Town, **changed: str) -> str:
    await town.http.get("/phone", params={"user": "小明"})
    path = "/connect/oauth2/authorize"
    sent = await town.http.get(path, params=asked(town, **changed))
    if changed.get("scope") == "snsapi_userinfo":
        assert "小明" in sent.text and sent.status_code == 200
        answer = {"answer": "allow"}
        sent = await town.http.post(path, params=asked(town, **changed), data=answer)
    assert sent.status_code == 302 and sent.headers["location"].startswith(BACK)
    query = parse_qs(urlsplit(sent.headers["location"]).query)
    assert query["state"] == ["s1"] and query["to"] == ["page"]
    return query["code"][0]


async def traded(town: Town, code: str, **changed: str) -> dict[str, Any]:
    own = town.asks() | {"grant_type": "authorization_code", "code": code} | changed
    answer = await town.http.get("/sns/oauth2/access_token", params=own)
    told: dict[str, Any] = answer.json()
    return told


async def test_the_page_learns_who_opened_it_once(town: Town) -> None:
    code = await code_of(town)
    told = await traded(town, code)
    assert (told["openid"], told["scope"]) == (town.user.openid, "snsapi_base")
    assert (await traded(town, code))["errcode"] == 40163
    about = {"access_token": told["access_token"], "openid": told["openid"]}
    info = (await town.http.get("/sns/userinfo", params=about)).json()
    assert info["errcode"] == 48001, "the base scope tells no name"


async def test_a_code_lives_five_minutes(town: Town) -> None:
    code = await code_of(town)
    town.now += 300
    assert (await traded(town, code))["errcode"] == 40029
    assert (await traded(town, "x"))["errcode"] == 40029


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"appid": "wx0"}, 40013), ({"secret": "x"}, 40125), ({"grant_type": "x"}, 40002)],
)
async def test_a_code_is_for_the_account_only(
    town: Town, changed: dict[str, str], code: int
) -> None:
    one = await code_of(town)
    assert (await traded(town, one, **changed))["errcode"] == code
    assert (await traded(town, one))["openid"] == town.user.openid


async def test_the_name_is_told_after_consent(town: Town) -> None:
    told = await traded(town, await code_of(town, scope="snsapi_userinfo"))
    about = {"access_token": told["access_token"], "openid": told["openid"]}
    assert (await town.http.get("/sns/userinfo", params=about)).json()["nickname"] == "小明"
    wrong = await town.http.get("/sns/userinfo", params=about | {"openid": "x"})
    assert wrong.json()["errcode"] == 40003
    refused = await town.http.post(
        "/connect/oauth2/authorize",
        params=asked(town, scope="snsapi_userinfo"),
        data={"answer": "refuse"},
    )
    assert refused.status_code == 200 and "没有同意" in refused.text


@pytest.mark.parametrize(
    "changed",
    [
        {"appid": "wx0"},
        {"redirect_uri": "http://evil.test/"},
        {"redirect_uri": "javascript:alert(1)"},
        {"response_type": "token"},
        {"scope": "snsapi_login"},
    ],
)
async def test_nobody_is_sent_where_it_is_not_allowed(town: Town, changed: dict[str, str]) -> None:
    town.http.cookies.set(COOKIE, quote("小明"))
    path = "/connect/oauth2/authorize"
    assert (await town.http.get(path, params=asked(town, **changed))).status_code == 400


async def test_only_wechat_opens_the_link(town: Town) -> None:
    told = await town.http.get("/connect/oauth2/authorize", params=asked(town))
    assert told.status_code == 400 and "请在微信客户端打开链接" in told.text
