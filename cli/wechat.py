"""`luoxiaozheng wechat`: what an operator does with the official account."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import httpx
import typer
from pydantic import ValidationError
from rich.console import Console

from channels.wechat import qr_codes
from channels.wechat.api import TIMEOUT_S, WeChatApi
from channels.wechat.api_errors import WeChatError
from channels.wechat.menu import BrokenMenu, read_menu
from channels.wechat.settings import WeChatSettings
from channels.wechat.token_server import OwnToken, TokenServer
from cli.wechat_check import Line, check_account
from cli.wechat_errors import explain

app = typer.Typer(help="微信公众号: 菜单, 二维码, 检查。", no_args_is_help=True)
menu_app = typer.Typer(help="聊天窗口下面的菜单。", no_args_is_help=True)
qr_app = typer.Typer(help="带参数的二维码, 贴在窗口或印在指南上。", no_args_is_help=True)
app.add_typer(menu_app, name="menu")
app.add_typer(qr_app, name="qr")
console = Console(highlight=False, markup=False, soft_wrap=True)
Out = Annotated[Path, typer.Option(help="写到哪个 PNG 文件")]
Temporary = Annotated[bool, typer.Option(help="30 天后失效的码, 不占永久码的名额 (10 万个)")]
Result = TypeVar("Result")


@menu_app.command("check")
def check_menu() -> None:
    """检查菜单文件是否符合微信的限制; 不联网。"""
    menu = _read_menu()
    for button in menu["button"]:
        console.print(
            f"{button['name']}: " + " · ".join(one["name"] for one in button["sub_button"])
        )
    console.print("菜单文件没有问题。")


@menu_app.command("publish")
def publish_menu() -> None:
    """把菜单文件发布到公众号; 手机上最多 5 分钟后看到。"""
    menu = _read_menu()
    _ask(lambda api: api.create_menu(menu))
    console.print("菜单已经发布, 市民最多 5 分钟后看到。")


@menu_app.command("show")
def show_menu() -> None:
    """显示公众号上现在的菜单 (JSON)。"""
    menu = _ask(lambda api: api.get_menu())
    if menu is None:
        console.print("公众号上没有菜单。要发布请运行: luoxiaozheng wechat menu publish")
    else:
        console.print(json.dumps(menu, ensure_ascii=False, indent=2))


def _qr_command(kind: qr_codes.Kind, name: str, value_help: str, says: str) -> None:
    """Add `qr NAME`, which writes the code of a scene of this kind; `says` is its help."""
    about = typer.Argument(metavar=kind, help=value_help)

    @qr_app.command(name, help=says)
    def write(value: Annotated[str, about], out: Out, temporary: Temporary = False) -> None:
        _write_qr(qr_codes.Scene(kind, value), out, temporary)


_qr_command("guide", "guide", "指南的编号, 如 gaoling-jintie", "扫码看一份办事指南。")
_qr_command("window", "window", "窗口号, 如 12", "扫码问这个窗口办什么。")
_qr_command("words", "text", "扫码等于说这句话, 最多 62 个字", "扫码等于说一句话。")


@app.command()
def ips() -> None:
    """列出微信推送消息的服务器 IP, 给防火墙用; 会变, 建议每天取一次。"""
    for address in _ask(lambda api: api.callback_ips()):
        console.print(address)


@app.command()
def check() -> None:
    """逐项检查: 设置, 菜单和模板文件, 令牌, 服务器地址, 已发布的菜单。"""

    async def run() -> list[Line]:
        async with _client() as outside, _api(settings) as api:
            return await check_account(settings, api, outside)

    settings = _settings()
    lines = asyncio.run(run())
    for line in lines:
        console.print(f"{'好' if line.good else '要处理'}  {line.says}")
    if not all(line.good for line in lines):
        raise typer.Exit(1)


def _write_qr(scene: qr_codes.Scene, out: Path, temporary: bool) -> None:
    try:
        text = qr_codes.scene_text(scene)
    except ValueError as error:
        _stop(f"不能做这个码: {error}。请换短一些的内容, 或核对编号。")
    code = _ask(lambda api: api.create_qr(text, permanent=not temporary))
    try:
        out.write_bytes(qr_codes.png(code.url))
    except OSError as error:
        _stop(f"码已经生成, 但写不了文件: {error}。请换一个路径再试; 同样内容会得到同样的码。")
    console.print(f"已写到 {out}。印出来之前请用手机扫一次。")


def _read_menu() -> dict[str, Any]:
    settings = _settings()
    try:
        return read_menu(settings.menu_file).as_json(settings.public_url)
    except BrokenMenu as error:
        _stop(f"菜单文件有错, 没有发布: {error}")


def _ask(call: Callable[[WeChatApi], Awaitable[Result]]) -> Result:
    async def run() -> Result:
        async with _api(settings) as api:
            return await call(api)

    settings = _settings()
    try:
        return asyncio.run(run())
    except WeChatError as error:
        _stop(explain(error))


@asynccontextmanager
async def _api(settings: WeChatSettings) -> AsyncIterator[WeChatApi]:
    async with _client(settings.api_url) as client:
        tokens = OwnToken(TokenServer(client, settings.appid, settings.app_secret))
        yield WeChatApi(client, tokens, settings)


def _client(base_url: str = "") -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=base_url, timeout=TIMEOUT_S)


def _settings() -> WeChatSettings:
    try:
        settings = WeChatSettings()
    except ValidationError as error:
        _stop("设置有错: " + "; ".join(str(one["msg"]) for one in error.errors()))
    if not settings.enabled:
        _stop("没有接入公众号: LXZ_WECHAT_APPID 是空的。要填的设置见 docs/SETTINGS.md。")
    return settings


def _stop(words: str) -> NoReturn:
    console.print(words)
    raise typer.Exit(1)
