"""/desk/api: what the page of the desk asks and does. For agents who are signed in."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from channels.gateway.handover.views import Overview, Transcript
from channels.gateway.routes.desk import AgentDep, same_origin
from channels.gateway.services import ServicesDep
from service.problems import ProblemError


def _fresh(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"


router = APIRouter(prefix="/desk/api", include_in_schema=False, dependencies=[Depends(_fresh)])
changing = [Depends(same_origin)]


class Words(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=1000)


class Ending(BaseModel):
    """How a conversation is given back, and the agent's last words."""

    model_config = ConfigDict(extra="forbid")

    ending: Literal["handed_back", "ended"]
    text: str = Field(default="", max_length=1000)


class Number(BaseModel):
    number: str


@router.get("/overview")
async def overview(agent: AgentDep, services: ServicesDep) -> Overview:
    """The lists of the page. Asked every two seconds, which says that the agent is there."""
    await services.desk.seen(agent)
    return await services.views.overview(agent)


@router.get("/handovers/{handover}")
async def transcript(
    handover: int,
    agent: AgentDep,
    services: ServicesDep,
    after: Annotated[int, Query(ge=0, lt=2**31)] = 0,
) -> Transcript:
    """What was said in one's own conversation after an event."""
    return await services.views.transcript(handover, agent, after)


@router.post("/handovers/{handover}/claim", status_code=204, dependencies=changing)
async def claim(handover: int, agent: AgentDep, services: ServicesDep) -> None:
    """Take somebody who waits."""
    await services.desk.claim(handover, agent)


@router.post("/handovers/{handover}/say", status_code=204, dependencies=changing)
async def say(handover: int, words: Words, agent: AgentDep, services: ServicesDep) -> None:
    """Words for the citizen."""
    if not words.text.strip():
        raise ProblemError(422, "没有文字，没有发出去。")
    await services.desk.say(handover, agent, words.text)


@router.post("/handovers/{handover}/finish", status_code=204, dependencies=changing)
async def finish(handover: int, ending: Ending, agent: AgentDep, services: ServicesDep) -> None:
    """Give the conversation back to the bot, after the agent's last words."""
    if ending.text.strip():
        await services.desk.say(handover, agent, ending.text)
    await services.desk.finish(handover, agent, ending.ending)


@router.post("/handovers/{handover}/number", dependencies=changing)
async def number(handover: int, agent: AgentDep, services: ServicesDep) -> Number:
    """The number to ring back; opening it is audited."""
    return Number(number=await services.desk.number(handover, agent))


@router.post("/handovers/{handover}/called", status_code=204, dependencies=changing)
async def called(handover: int, agent: AgentDep, services: ServicesDep) -> None:
    """The citizen was rung back."""
    await services.desk.called(handover, agent)
