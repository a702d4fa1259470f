"""A clerk of core's review interface."""

import httpx

from core.settings import DEVELOPMENT_SECRETS
from tests.stack import Stack


def clerk(stack: Stack) -> httpx.Client:
    """Signed in; addresses are relative to the clerks' list."""
    return httpx.Client(
        base_url=f"http://127.0.0.1:{stack.variables['LXZ_CORE_PORT']}/v1/cases/review",
        headers={"Authorization": f"Bearer {DEVELOPMENT_SECRETS['clerk_token']}"},
        timeout=30,
        trust_env=False,
    )


def approve_all(stack: Stack, numbers: list[str]) -> int:
    """Read and approve those that wait for a clerk; how many."""
    done = 0
    with clerk(stack) as at_work:
        for number in numbers:
            case = at_work.get(f"/{number}").raise_for_status().json()["case"]
            if case["state"] == "under_review":
                decision = {"verdict": "approve", "version": case["version"]}
                at_work.post(f"/{number}", json=decision).raise_for_status()
                done += 1
    return done
