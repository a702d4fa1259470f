"""The clerks' page of work orders: a list, an order, a step, what is supervised.

HTML from the server, no JavaScript; sign-in and the guard of forms are those of core.cases.clerk.
"""

from pathlib import Path
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from mako.lookup import TemplateLookup  # type: ignore[import-untyped]
from pydantic import ValidationError

from core.cases.clerk import HEADERS, STYLE, Button, Changing, Reading, media_type, same_origin
from core.cases.clerk import TEMPLATES as SHARED
from core.cases.views import day
from core.context import SHENZHEN, Core
from core.contract import WORK_ORDER_STATES, WorkOrderClerkStep, WorkOrderState
from core.work_orders import deadlines, desk
from core.work_orders.states import clerk_steps
from core.work_orders.tree import tree
from core.work_orders.views import SAYS
from service.problems import ProblemError

PAGE = 50
PATH = "/clerk/work-orders"
ACTORS = {"citizen": "市民", "clerk": "工作人员"}
BUTTONS: dict[str, Button] = {
    "dispatch": Button("派单", "派给上面选的承办单位，市民会收到通知。"),
    "accept": Button("开始办理", "承办单位已接单，市民会收到通知。"),
    "return": Button("退回重派", "退给受理台重新派单。必须写理由，理由只存档。"),
    "merge": Button("并单", "并入上面填的工单，以后的答复两边都看得到。不能撤销。"),
    "answer": Button("答复", "市民会原样看到您写的答复，请不要写他人的姓名、证件号、手机号。"),
    "redo": Button("重新办理", "回访不满意时用：之前的答复和评分作废，重新办理。"),
    "close": Button("办结", "结束这张工单。不能撤销。"),
    "follow_up": Button("记录回访", "把回访情况写进说明，只存档；之后移出督办清单。"),
}
_templates = TemplateLookup(
    directories=[Path(__file__).parent / "templates", SHARED],
    default_filters=["h"],
    strict_undefined=True,
    input_encoding="utf-8",
)

router = APIRouter(prefix=PATH, include_in_schema=False)


@router.get("")
def list_orders(
    core: Reading,
    state: Annotated[str, Query(max_length=12)] = "",
    unit: Annotated[str, Query(max_length=40)] = "",
    after: Annotated[str | None, Query(max_length=32)] = None,
) -> HTMLResponse:
    """Open orders first; of one state and unit where they are named."""
    return _list(core, state, unit, after)


@router.get("/supervised")
def list_supervised(core: Reading) -> HTMLResponse:
    """What is supervised (督办)."""
    return _page("work_orders_supervised.html", found=deadlines.supervised(core))


@router.get("/{number}")
def show_order(number: str, core: Changing, done: bool = False) -> HTMLResponse:
    """One order, opened. Audited."""
    try:
        shown = _shown(core, number, said="已经执行。" if done else "")
    except ProblemError as error:
        return _list(core, "", "", None, error)
    core.db.commit()
    return shown


@router.get("/{number}/files/{position}")
def show_file(number: str, position: int, core: Changing) -> Response:
    """A photo or paper, as it was uploaded. Audited."""
    content = desk.open_file(core, number, position)
    core.db.commit()
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=media_type(content), headers=headers)


@router.post("/{number}", dependencies=[Depends(same_origin)])
def take_step(
    number: str,
    core: Changing,
    do: Annotated[str, Form()],
    version: Annotated[int, Form()],
    unit: Annotated[str, Form()] = "",
    into: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Carry a step out, or show the order again with what was wrong."""
    try:
        asked = WorkOrderClerkStep.model_validate(
            {"do": do, "version": version, "unit": unit or None, "into": into or None, "note": note}
        )
        seen = desk.review(core, number, asked)
    except ValidationError:
        return _again(core, number, 422, "没有执行：说明最多 1000 字。", note)
    except ProblemError as error:
        return _again(core, number, error.status, f"没有执行：{error.detail}", note)
    core.db.commit()
    return RedirectResponse(f"{PATH}/{seen.number}?done=true", status_code=303)


def _again(core: Core, number: str, status: int, wrong: str, note: str) -> HTMLResponse:
    core.db.rollback()
    shown = _shown(core, number, wrong=wrong, note=note, status=status)
    core.db.commit()
    return shown


def _list(
    core: Core, state: str, unit: str, after: str | None, wrong: ProblemError | None = None
) -> HTMLResponse:
    known: WorkOrderState | None = next(
        (one for one in get_args(WorkOrderState) if one == state), None
    )
    return _page(
        "work_orders_list.html",
        wrong.status if wrong else 200,
        page=desk.queue(core, known, unit or None, PAGE, after),
        state=known or "",
        unit=unit,
        wrong=wrong.detail if wrong else "",
        now=core.now,
    )


def _shown(
    core: Core, number: str, *, said: str = "", wrong: str = "", note: str = "", status: int = 200
) -> HTMLResponse:
    file = desk.open_order(core, number)
    return _page(
        "work_order.html",
        status,
        file=file,
        said=said,
        wrong=wrong,
        note=note,
        buttons=[(one, BUTTONS[one]) for one in clerk_steps(file.order.state)],
    )


def _page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Every value is escaped, except the style, which is a file of ours."""
    html = _templates.get_template(template).render_unicode(
        style=STYLE,
        day=day,
        moment=lambda at: f"{at.astimezone(SHENZHEN):%Y-%m-%d %H:%M}",
        states=WORK_ORDER_STATES,
        units=tree().units,
        desk_unit=tree().desk,
        actors=ACTORS,
        steps=SAYS,
        **values,
    )
    return HTMLResponse(html, status, headers=HEADERS)
