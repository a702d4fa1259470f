"""HTTP routes of what core keeps about a person (我的数据)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from core.context import WriteCore
from core.contract import Deleted, MyData, MyDataDelete, MyDataExport, PersonData, SessionId
from core.my_data import service
from core.security import scoped
from service import problems

router = APIRouter(prefix="/my-data", tags=["my data"], responses=problems.responses(401, 403, 422))
CITIZENS = [Depends(scoped("dialogue", "gateway"))]


@router.get("", dependencies=CITIZENS)
def read_my_data(session: Annotated[SessionId, Query()], core: WriteCore) -> MyData:
    """What is kept about who is signed in: titles, numbers and days, no private values."""
    found = service.summary(core, session)
    core.db.commit()
    return found


@router.post("/export", dependencies=[Depends(scoped("gateway"))])
def export_my_data(asked: MyDataExport, core: WriteCore) -> PersonData:
    """Everything about who is signed in, opened. Audited."""
    found = service.export(core, asked.session)
    core.db.commit()
    return found


@router.post("/delete", dependencies=CITIZENS)
def delete_my_data(asked: MyDataDelete, core: WriteCore) -> Deleted:
    """Delete what need not stay on file, and sign out everywhere. The same key twice does it
    once. Cases that were handed in stay."""
    deleted = service.delete(core, asked)
    core.db.commit()
    return deleted
