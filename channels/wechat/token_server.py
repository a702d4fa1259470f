"""Asks WeChat for the access token that every call of an interface needs.

https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken
In the usual mode the same token is given until 5 minutes before its end, and the old one stays
good for another 5 minutes. `force` ends the token in use; at most 20 times a day, 30 s apart.
"""

import datetime as dt
from dataclasses import dataclass, field

import httpx
from pydantic import SecretStr

from channels.wechat.api_errors import Away, BadToken, NoToken, Refused
from channels.wechat.wire import JSON_HEADERS, as_bytes, exchange, read_answer

PATH = "/cgi-bin/stable_token"


@dataclass(frozen=True)
class Fresh:
    """A token as WeChat gave it."""

    token: str = field(repr=False)
    expires_at: dt.datetime


class TokenServer:
    """Asks each time it is told to."""

    def __init__(self, client: httpx.AsyncClient, appid: str, app_secret: SecretStr) -> None:
        self._client = client
        self._appid = appid
        self._secret = app_secret

    async def ask(self, *, force: bool = False) -> Fresh:
        """A token and when it ends. Raises NoToken with WeChat's errcode (40125: the AppSecret is
        wrong; 40164: this machine's address is not on the account's list), and Away."""
        body = {
            "grant_type": "client_credential",
            "appid": self._appid,
            "secret": self._secret.get_secret_value(),
            "force_refresh": force,
        }
        response = await exchange(
            self._client, "POST", PATH, content=as_bytes(body), headers=JSON_HEADERS
        )
        try:
            answer = read_answer(response)
        except (Refused, BadToken) as error:
            raise NoToken(error.errmsg, errcode=error.errcode) from None
        try:
            lives = dt.timedelta(seconds=float(answer["expires_in"]))
            return Fresh(str(answer["access_token"]), dt.datetime.now(dt.UTC) + lives)
        except (KeyError, TypeError, ValueError):
            raise Away("an answer without a token") from None


class OwnToken:
    """The token for a process that makes a few calls and ends, e.g. a command.

    It needs no database: asking in the usual mode does not disturb the processes that share one.
    """

    def __init__(self, server: TokenServer) -> None:
        self._server = server
        self._token = ""

    async def get(self, refused: str | None = None) -> str:
        """See AccessTokens.get."""
        if not self._token or self._token == refused:
            self._token = (await self._server.ask()).token
        return self._token
