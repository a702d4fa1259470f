"""The small pages of the sandbox: consent, payment, and what went wrong."""

from html import escape

from fastapi.responses import HTMLResponse

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; "
    "base-uri 'none'",
    "Referrer-Policy": "no-referrer",
}
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<style>
body {{ font: 20px/1.6 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0; }}
main {{ max-width: 30rem; margin: 0 auto; padding: 1rem; text-align: center; }}
.banner {{ background: #8a1f00; color: #fff; font-weight: 700; text-align: center;
  padding: .5rem 1rem; margin: 0; font-size: 1rem; }}
h1 {{ font-size: 1.4rem; margin: .75rem 0; }}
.sum {{ font-size: 2.4rem; font-weight: 700; margin: .5rem 0; }}
button {{ font: inherit; font-weight: 700; width: 100%; min-height: 56px; border-radius: 8px;
  border: 2px solid #06753b; background: #06753b; color: #fff; margin: .4rem 0; }}
button.quiet {{ background: #fff; color: #06753b; }}
</style>
</head>
<body>
<p class="banner">沙盒微信 仅供开发测试</p>
<main><h1>{title}</h1>{body}</main>
</body>
</html>
"""


def told(title: str, says: str, status: int = 200) -> HTMLResponse:
    """A page that only says something."""
    return _html(title, f"<p>{escape(says)}</p>", status)


def consent(account: str, name: str) -> HTMLResponse:
    """The page of snsapi_userinfo."""
    body = (
        f"<p>{escape(account)} 想知道您（{escape(name)}）的昵称和头像。</p>"
        '<form method="post"><button name="answer" value="allow">同意</button>'
        '<button class="quiet" name="answer" value="refuse">拒绝</button></form>'
    )
    return _html("申请使用", body)


def pay(what: str, fen: int, params: str) -> HTMLResponse:
    """The sheet that the bridge opens; `params` is what the page gave to the bridge."""
    body = (
        f'<p>{escape(what)}</p><p class="sum">￥{fen // 100}.{fen % 100:02d}</p>'
        f'<form method="post"><input type="hidden" name="params" value="{escape(params)}">'
        '<button name="answer" value="pay">确认支付</button>'
        '<button class="quiet" name="answer" value="cancel">取消</button></form>'
        "<p>不会真的收钱。</p>"
    )
    return _html("微信支付", body)


def pay_trouble(says: str) -> HTMLResponse:
    """Why it cannot be paid."""
    body = (
        f'<p>{escape(says)}</p><form method="post"><input type="hidden" name="params" value="">'
        '<button name="answer" value="fail">知道了</button></form>'
    )
    return _html("不能支付", body, 400)


def pay_done(result: str) -> HTMLResponse:
    """Tells the page around it how it went: ok, cancel or fail."""
    script = '<script src="/open/js/pay_done.js"></script>'
    return _html("微信支付", f'<p id="result" data-result="{escape(result)}"></p>{script}')


def _html(title: str, body: str, status: int = 200) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(title=escape(title), body=body), status, headers=HEADERS)
