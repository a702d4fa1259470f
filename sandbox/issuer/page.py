"""The one page of the issuer: choose who you are."""

from collections.abc import Sequence
from html import escape

from sandbox.issuer.grants import LEVELS, Person

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
fieldset {{ border: 0; padding: 0; margin: 1rem 0; }}
legend {{ font-weight: 700; padding: 0; }}
label {{ display: flex; gap: .75rem; align-items: flex-start; border: 2px solid #767676;
  border-radius: 8px; padding: .75rem; margin: .5rem 0; min-height: 44px; }}
label:has(:checked) {{ border-color: #0b5cad; background: #eaf3fc; }}
label:has(:focus-visible), button:focus-visible {{ outline: 3px solid #0b5cad;
  outline-offset: 2px; }}
input {{ width: 1.5rem; height: 1.5rem; margin: .25rem 0 0; flex: none; }}
label.line {{ flex-wrap: wrap; }}
label.line input {{ font: inherit; width: 100%; height: auto; padding: .5rem; }}
small {{ display: block; font-size: 1rem; color: #444; }}
button {{ font: inherit; font-weight: 700; width: 100%; min-height: 56px; border-radius: 8px;
  border: 2px solid #0b5cad; background: #0b5cad; color: #fff; margin: .5rem 0; }}
button.quiet {{ background: #fff; color: #0b5cad; }}
</style>
</head>
<body>
<p class="banner">沙盒登录 仅供开发测试</p>
<main>{body}</main>
</body>
</html>
"""

_FORM = """
<h1>您要用谁的身份登录？</h1>
<p>下面的人都是编的，没有真人。真正上线时，这里是统一身份认证平台的登录页。</p>
<form method="post">
<fieldset><legend>选一位</legend>{people}</fieldset>
<p><label class="line">或者填登记库里任何一位的证件号
<input name="id_number" autocomplete="off"></label></p>
<fieldset><legend>核验方式</legend>{levels}</fieldset>
<button name="answer" value="sign_in">登录</button>
<button class="quiet" name="answer" value="cancel" formnovalidate>取消，不登录</button>
</form>
"""

_CHOICE = """
<label><input type="radio" name="{name}" value="{value}" required{checked}>
<span>{label}<small>{note}</small></span></label>"""


def choose(people: Sequence[Person], level: str) -> str:
    """The page that lists the people and the levels; `level` is chosen already."""
    persons = [
        _choice("person", str(number), person.name, person.note, number == 0)
        for number, person in enumerate(people)
    ]
    levels = [
        _choice("level", value, label, f"acr = {value}", value == level)
        for value, label in LEVELS.items()
    ]
    form = _FORM.format(people="".join(persons), levels="".join(levels))
    return _PAGE.format(title="沙盒登录", body=form)


def trouble(says: str) -> str:
    """A page for a request that cannot be sent back to the client."""
    body = f"<h1>这个登录请求不能用</h1><p>{escape(says)}</p>"
    return _PAGE.format(title="沙盒登录：请求有误", body=body)


def _choice(name: str, value: str, label: str, note: str, chosen: bool) -> str:
    return _CHOICE.format(
        name=name,
        value=escape(value),
        label=escape(label),
        note=escape(note),
        checked=" checked" if chosen else "",
    )
