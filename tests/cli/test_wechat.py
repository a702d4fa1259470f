"""`luoxiaozheng wechat`: what the operator is told, and what is sent and written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from channels.wechat.menu import read_menu
from channels.wechat.settings import HERE
from cli import wechat
from cli.main import app
from cli.wechat_check import Line, check_account
from tests.channels.wechat.answerer import APPID, SECRET, Answerer, account_settings, reply

Run = Callable[..., Any]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Runs a command with an account's settings; `LXZ_…` values may be given."""
    monkeypatch.chdir(tmp_path)
    account = {
        "LXZ_ENV": "test",
        "LXZ_WECHAT_APPID": APPID,
        "LXZ_WECHAT_APP_SECRET": SECRET,
        "LXZ_WECHAT_TOKEN": "aTokenForTests",
        "LXZ_WECHAT_MODE": "plain",
    }

    def invoke(*words: str, **environment: str) -> Any:
        return CliRunner().invoke(app, ["wechat", *words], env={**account, **environment})

    return invoke


@pytest.fixture
def answerer(monkeypatch: pytest.MonkeyPatch) -> Answerer:
    """WeChat and everything else outside, in place of the network."""
    made = Answerer()
    made.answers["/cgi-bin/getcallbackip"] = lambda _: reply({"ip_list": ["1.2.3.4", "5.6.7.0/24"]})
    monkeypatch.setattr(wechat, "_client", lambda *_: made.client())
    return made


def test_without_an_account_nothing_is_called(run: Run, answerer: Answerer) -> None:
    result = run("ips", LXZ_WECHAT_APPID="")
    assert result.exit_code == 1
    assert "LXZ_WECHAT_APPID" in result.output
    assert answerer.asked == []


def test_settings_that_do_not_fit_are_named(run: Run) -> None:
    result = run("ips", LXZ_WECHAT_TOKEN="x")
    assert result.exit_code == 1
    assert "LXZ_WECHAT_TOKEN" in result.output and SECRET not in result.output


def test_the_menu_is_checked_and_published(run: Run, answerer: Answerer, tmp_path: Path) -> None:
    assert "高龄津贴" in run("menu", "check").output
    assert run("menu", "publish").exit_code == 0
    wanted = read_menu(HERE / "menu.yml").as_json("http://127.0.0.1:8080")
    assert answerer.bodies("/cgi-bin/menu/create") == [wanted]
    broken = tmp_path / "menu.yml"
    broken.write_text("[]")
    result = run("menu", "publish", LXZ_WECHAT_MENU_FILE=str(broken))
    assert result.exit_code == 1 and "没有发布" in result.output
    assert len(answerer.bodies("/cgi-bin/menu/create")) == 1


def test_the_published_menu_is_shown(run: Run, answerer: Answerer) -> None:
    answerer.refuse("/cgi-bin/menu/get", 46003)
    assert "没有菜单" in run("menu", "show").output
    answerer.answers["/cgi-bin/menu/get"] = lambda _: reply({"menu": {"button": [{"name": "办"}]}})
    assert '"name": "办"' in run("menu", "show").output


def test_a_qr_code_is_written(run: Run, answerer: Answerer, tmp_path: Path) -> None:
    answerer.answers["/cgi-bin/qrcode/create"] = lambda _: reply(
        {"ticket": "T", "url": "http://weixin.qq.com/q/1"}
    )
    for words in (["guide", "gaoling-jintie"], ["window", "12"], ["text", "查办件进度"]):
        out = tmp_path / f"{words[0]}.png"
        assert run("qr", *words, "--out", str(out)).exit_code == 0
        assert out.read_bytes().startswith(b"\x89PNG")
    run("qr", "window", "12", "--temporary", "--out", str(out))
    bodies = answerer.bodies("/cgi-bin/qrcode/create")
    assert [one["action_info"]["scene"]["scene_str"] for one in bodies[:3]] == [
        "g:gaoling-jintie",
        "w:12",
        "t:查办件进度",
    ]
    assert [one["action_name"] for one in bodies[2:]] == ["QR_LIMIT_STR_SCENE", "QR_STR_SCENE"]


def test_a_code_that_cannot_be_is_told_before_wechat_is_asked(
    run: Run, answerer: Answerer, tmp_path: Path
) -> None:
    result = run("qr", "text", "长" * 63, "--out", str(tmp_path / "x.png"))
    assert result.exit_code == 1 and "62" in result.output
    assert answerer.calls == []


def test_addresses_are_listed_line_by_line(run: Run, answerer: Answerer) -> None:
    assert run("ips").output.splitlines() == ["1.2.3.4", "5.6.7.0/24"]


@pytest.mark.parametrize(
    ("errcode", "says"), [(40164, "IP 白名单"), (48001, "没有这个接口的权限"), (-1, "再试")]
)
def test_refusals_say_what_to_do(run: Run, answerer: Answerer, errcode: int, says: str) -> None:
    answerer.refuse("/cgi-bin/getcallbackip", errcode)
    result = run("ips")
    assert result.exit_code == 1 and says in result.output
    assert "token-1" not in result.output


def test_check_says_what_is_right_and_what_to_do(run: Run, answerer: Answerer) -> None:
    answerer.secret = "another"
    result = run("check", LXZ_CORE_PUBLIC_URL="https://lxz.test")
    assert result.exit_code == 1
    assert "要处理  拿不到令牌" in result.output and "40125" in result.output
    assert "好  菜单文件没有问题" in result.output


def echo(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, text=request.url.params["echostr"])


async def lines(
    answerer: Answerer, server: Callable[[httpx.Request], httpx.Response]
) -> list[Line]:
    settings = account_settings(public_url="https://lxz.test")
    outside = httpx.AsyncClient(transport=httpx.MockTransport(server))
    async with answerer.client() as client, outside:
        tokens = wechat.OwnToken(wechat.TokenServer(client, APPID, settings.app_secret))
        return await check_account(settings, wechat.WeChatApi(client, tokens, settings), outside)


async def test_an_account_in_order_has_only_good_lines(answerer: Answerer) -> None:
    menu = read_menu(HERE / "menu.yml").as_json("https://lxz.test")
    for button in menu["button"]:
        button["sub_button"] = [{**one, "sub_button": []} for one in button["sub_button"]]
    answerer.answers["/cgi-bin/menu/get"] = lambda _: reply({"menu": menu})
    found = await lines(answerer, echo)
    assert [line.good for line in found] == [True] * 6, found


async def test_each_thing_that_is_wrong_has_its_line(answerer: Answerer) -> None:
    answerer.answers["/cgi-bin/menu/get"] = lambda _: reply({"menu": {"button": []}})
    found = await lines(answerer, lambda _: httpx.Response(403))
    assert [line.good for line in found] == [True, True, True, True, False, False]
    assert "LXZ_WECHAT_TOKEN" in found[4].says
    assert "menu publish" in found[5].says


async def test_the_server_is_asked_with_a_signature_that_the_door_accepts(
    answerer: Answerer,
) -> None:
    asked: list[httpx.Request] = []

    def server(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise httpx.ConnectError("no", request=request)

    found = await lines(answerer, server)
    assert not found[4].good and "网关在运行吗" in found[4].says
    assert asked[0].url.path == "/wechat/callback"
    query = dict(asked[0].url.params)
    assert len(query["signature"]) == 40 and query.keys() >= {"timestamp", "nonce", "echostr"}
