"""The pages on which one "pays"."""

from html import escape

from sandbox.wechat_pay.bill import yuan

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'; base-uri 'none'",
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
main {{ max-width: 40rem; margin: 0 auto; padding: 1rem; }}
.banner {{ background: #8a1f00; color: #fff; font-weight: 700; text-align: center;
  padding: .75rem 1rem; margin: 0; }}
h1 {{ font-size: 1.6rem; margin: .5rem 0; }}
button {{ font: inherit; font-weight: 700; width: 100%; min-height: 56px; border-radius: 8px;
  border: 2px solid #0b5cad; background: #0b5cad; color: #fff; margin: .5rem 0; }}
a {{ color: #0b5cad; }}
</style>
</head>
<body>
<p class="banner">沙盒支付 仅供开发测试 不会真的收钱</p>
<main><h1>{title}</h1>{body}</main>
</body>
</html>
"""


def ask(title: str, what: str, fen: int) -> str:
    """The page with the one button."""
    body = f"<p>{escape(what)}</p><p>金额：<strong>{yuan(fen)} 元</strong></p>"
    return _PAGE.format(
        title=escape(title), body=f'{body}<form method="post"><button>确认支付</button></form>'
    )


def told(title: str, says: str, back: str = "") -> str:
    """A page that says how it went; `back` is a web address or nothing."""
    link = f'<p><a href="{escape(back)}">返回</a></p>' if back.startswith("http") else ""
    return _PAGE.format(title=escape(title), body=f"<p>{escape(says)}</p>{link}")
