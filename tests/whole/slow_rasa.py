"""A Rasa that says every message back after a while.

    python -m tests.whole.slow_rasa PORT SECONDS

For tests of what lies around the dialogue, where it matters that it is slow, not what it says.
"""

import asyncio
import sys
from typing import Any

import uvicorn
from fastapi import FastAPI, Request

from messages import TextCard, Turn


def create_app(seconds: float) -> FastAPI:
    app = FastAPI()

    @app.get("/webhooks/rest/")
    def here() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/webhooks/rest/webhook")
    async def say_back(request: Request) -> list[dict[str, Any]]:
        said = (await request.json())["message"]
        await asyncio.sleep(seconds)
        turn = Turn(outcome="answered", cards=[TextCard(text=f"答：{said}")])
        return [{"custom": turn.model_dump(mode="json")}]

    return app


if __name__ == "__main__":
    uvicorn.run(create_app(float(sys.argv[2])), port=int(sys.argv[1]), log_level="warning")
