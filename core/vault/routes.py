"""HTTP routes of the vault (保管库). What the dialogue hands in, only the gateway opens."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, UploadFile

from core.context import WriteCore
from core.contract import FileKept, Opened, OpenRequest, SessionId, Tokens, TokensRequest
from core.security import scoped
from core.vault import files, service
from service import problems

router = APIRouter(prefix="/vault", tags=["vault"], responses=problems.responses(401, 403, 422))
GATEWAY = [Depends(scoped("gateway"))]


@router.post(
    "/tokens",
    dependencies=[Depends(scoped("gateway", "dialogue"))],
    responses=problems.responses(503),
)
def keep_values(request: TokensRequest, core: WriteCore) -> Tokens:
    """Keep private values; the same value has the same token."""
    tokens = service.keep_values(core, request.session, request.values)
    core.db.commit()
    return Tokens(tokens=tokens)


@router.post("/open", dependencies=GATEWAY)
def open_tokens(request: OpenRequest, core: WriteCore) -> Opened:
    """The values behind tokens of a session. Audited with the purpose."""
    values = service.open_tokens(core, request.session, request.tokens, request.purpose)
    core.db.commit()
    return Opened(values=values)


@router.post("/files", dependencies=GATEWAY, responses=problems.responses(413, 415, 503))
def keep_file(session: Annotated[SessionId, Form()], file: UploadFile, core: WriteCore) -> FileKept:
    """Keep an uploaded file: JPEG, PNG or PDF by its content, at most 10 MB."""
    content = file.file.read(files.MAX_BYTES + 1)
    kept = files.keep_file(core, session, file.filename or "", content)
    core.db.commit()
    return kept
