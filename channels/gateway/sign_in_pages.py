"""The page a browser sees when it comes back from signing in."""

from dataclasses import dataclass

from fastapi.responses import HTMLResponse

from channels.gateway.pages import page


@dataclass(frozen=True)
class Told:
    """What happened, what is safe, what next. No private data."""

    title: str
    happened: str
    safe: str
    next: str

    def page(self, status: int) -> HTMLResponse:
        """This as a page of its own."""
        return page(self.title, (self.happened, self.safe, self.next), "回到对话", status)


SAFE = "您的对话和已经填好的内容都还在，没有丢。"

SIGNED_IN = Told(
    "登录成功，可以回到对话",
    "身份已经核验过了。",
    SAFE,
    "点下面的按钮，接着刚才的事往下办。",
)
CANCELLED = Told(
    "没有登录",
    "您取消了登录。",
    SAFE,
    "想接着办，请回到对话再点一次登录；只是咨询的话，不登录也可以问。",
)
NOT_FROM_HERE = Told(
    "这次登录没有完成",
    "这个登录链接不是在这个浏览器里点开的，或者已经用过、超过了 10 分钟。",
    SAFE + "没有人因为这个链接登录进来。",
    "如果刚才已经看到“登录成功”，直接回到对话就行；否则请在对话里重新点登录。",
)
NO_CONVERSATION = Told(
    "找不到这个对话",
    "要登录的对话不是在这个浏览器里开始的，或者已经不在了。",
    "没有登录，也没有改动任何内容。",
    "请回到对话，在那里重新点登录。",
)


def failed(says: str | None) -> Told:
    """A sign-in that core or the issuer did not complete; `says` is core's sentence, if any."""
    return Told(
        "这次登录没有完成",
        says or "登录服务暂时没有回应。",
        SAFE,
        "请回到对话，重新点登录；一直不行，可以在对话里说“转人工”。",
    )
