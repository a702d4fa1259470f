"""Small pages of their own, in large type, for a browser that comes from elsewhere."""

from collections.abc import Sequence
from html import escape

from fastapi.responses import HTMLResponse

_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · 罗小政</title>
<style>
body {{ font: 20px/1.7 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0; }}
main {{ max-width: 34rem; margin: 0 auto; padding: 2rem 1rem; }}
h1 {{ font-size: 1.7rem; line-height: 1.3; margin: 0 0 1rem; }}
p {{ margin: 0 0 1rem; overflow-wrap: anywhere; }}
button {{ font: inherit; width: 100%; border: 0; cursor: pointer; }}
a, button {{ display: block; box-sizing: border-box; min-height: 56px; padding: .7rem 1rem;
  text-align: center; font-weight: 700; color: #fff; background: #0b5cad; border-radius: 8px;
  text-decoration: none; }}
a:focus-visible, button:focus-visible {{ outline: 3px solid #1a1a1a; outline-offset: 2px; }}
</style>
</head>
<body>
<main>
<h1>{title}</h1>
{paragraphs}
{body}
<p><a href="/">{link}</a></p>
</main>
</body>
</html>
"""


def page(
    title: str, paragraphs: Sequence[str], link: str, status: int = 200, *, body: str = ""
) -> HTMLResponse:
    """A heading, paragraphs (empty ones are left out), `body` (HTML as it is: never a visitor's
    words) and a link to the conversation."""
    said = "\n".join(f"<p>{escape(one)}</p>" for one in paragraphs if one)
    html = _PAGE.format(title=escape(title), paragraphs=said, body=body, link=escape(link))
    return HTMLResponse(html, status, headers={"Cache-Control": "no-store"})
