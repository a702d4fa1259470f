"""The lines of `luoxiaozheng wechat check`: what is right with the account, and what to do."""

import secrets
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from wechatpy.utils import WeChatSigner

from channels.wechat.api import WeChatApi
from channels.wechat.api_errors import WeChatError
from channels.wechat.menu import BrokenMenu, read_menu
from channels.wechat.mini_program import BrokenMiniProgram, read_mini_program
from channels.wechat.settings import WeChatSettings
from channels.wechat.templates import VALUES, BrokenTemplates, Templates
from cli.wechat_errors import explain

CALLBACK_PATH = "/wechat/callback"


@dataclass(frozen=True)
class Line:
    """One thing that was looked at; `says` is a sentence for the operator."""

    good: bool
    says: str


async def check_account(
    settings: WeChatSettings, api: WeChatApi, outside: httpx.AsyncClient
) -> list[Line]:
    """Everything that can be looked at from here; `outside` calls the account's own server."""
    lines = [
        _address(settings),
        _menu_file(settings),
        _templates_file(settings),
        *_mini_program_file(settings),
    ]
    token = await _token(api)
    lines += [token, await _server(settings, outside)]
    return [*lines, await _menu(settings, api)] if token.good else lines


def _address(settings: WeChatSettings) -> Line:
    url = urlsplit(settings.public_url)
    if settings.env == "development" or url.scheme == "https":
        return Line(True, f"对外地址 {settings.public_url}; 消息加密方式 {settings.mode}。")
    return Line(False, "对外地址不是 https。请给网关配好证书, 再改 LXZ_CORE_PUBLIC_URL。")


def _menu_file(settings: WeChatSettings) -> Line:
    try:
        read_menu(settings.menu_file).as_json(settings.public_url)
    except BrokenMenu as error:
        return Line(False, f"菜单文件有错: {error}")
    return Line(True, "菜单文件没有问题。")


def _templates_file(settings: WeChatSettings) -> Line:
    try:
        ready = Templates(settings.templates_file).ready
    except BrokenTemplates as error:
        return Line(False, f"模板文件有错: {error}")
    missing = [kind for kind in VALUES if kind not in ready]
    if missing:
        return Line(
            True, f"模板文件没有问题; 没有模板编号的消息等市民来时再说: {', '.join(missing)}。"
        )
    return Line(True, "模板文件没有问题, 每种消息都有模板。")


def _mini_program_file(settings: WeChatSettings) -> list[Line]:
    try:
        mini = read_mini_program(settings.mini_program_file)
    except BrokenMiniProgram as error:
        return [Line(False, f"小程序文件有错: {error}")]
    if mini is None:
        return []
    return [Line(True, f"小程序 {mini.appid} 打开这些页面: {', '.join(mini.pages)}。")]


async def _token(api: WeChatApi) -> Line:
    try:
        addresses = await api.callback_ips()
    except WeChatError as error:
        return Line(False, f"拿不到令牌或不能调用接口: {explain(error)}")
    return Line(True, f"令牌有效, 接口能调用 (微信有 {len(addresses)} 个推送地址)。")


async def _server(settings: WeChatSettings, outside: httpx.AsyncClient) -> Line:
    """Asks the account's server as WeChat does when its address is entered in the console.
    https://developers.weixin.qq.com/doc/service/guide/dev/push/
    """
    echo, stamp, nonce = secrets.token_hex(8), str(int(time.time())), secrets.token_hex(8)
    signer = WeChatSigner()
    signer.add_data(settings.token.get_secret_value(), stamp, nonce)
    query = {"signature": signer.signature, "timestamp": stamp, "nonce": nonce, "echostr": echo}
    url = settings.public_url.rstrip("/") + CALLBACK_PATH
    try:
        response = await outside.get(url, params=query)
    except httpx.HTTPError as error:
        return Line(
            False,
            f"打不开服务器地址 {url} ({type(error).__name__})。网关在运行吗? 外网能到吗? "
            "微信会重试, 已收到的消息不会丢。",
        )
    if response.status_code == 200 and response.text == echo:
        return Line(True, f"服务器地址 {url} 应答正确。请在公众平台填这个地址。")
    return Line(
        False,
        f"服务器地址 {url} 应答不对 (状态 {response.status_code})。请核对网关的 LXZ_WECHAT_TOKEN "
        "和 LXZ_GATEWAY_DOORS, 改后重启网关。",
    )


async def _menu(settings: WeChatSettings, api: WeChatApi) -> Line:
    try:
        wanted = read_menu(settings.menu_file).as_json(settings.public_url)
        published = await api.get_menu()
    except BrokenMenu:
        return Line(False, "菜单文件有错, 没有和公众号上的比较。")
    except WeChatError as error:
        return Line(False, f"读不到公众号上的菜单: {explain(error)}")
    if published is None:
        return Line(False, "公众号上没有菜单。请运行: luoxiaozheng wechat menu publish")
    if _shape(published) != _shape(wanted):
        return Line(False, "公众号上的菜单和文件不同。请运行: luoxiaozheng wechat menu publish")
    return Line(True, "公众号上的菜单和文件一样。")


def _shape(menu: dict[str, object]) -> object:
    """A menu without what WeChat adds to it: empty lists of entries."""

    def plain(value: object) -> object:
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items() if one not in ([], "")}
        return [plain(one) for one in value] if isinstance(value, list) else value

    return plain(menu.get("button"))
