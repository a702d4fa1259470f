"""What shall go wrong next, set by POST /admin/failures."""

from pydantic import BaseModel, ConfigDict, Field

from sandbox.wechat_pay.store import Store


class Failures(BaseModel):
    """Numbers count down; the rest stays until it is changed."""

    model_config = ConfigDict(extra="forbid")

    lose: int = Field(default=0, ge=0, description="so many notifications are never sent")
    duplicate: int = Field(default=0, ge=0, description="so many are sent twice")
    forge: int = Field(default=0, ge=0, description="so many have a forged one before them")
    errors: int = Field(default=0, ge=0, description="so many calls are answered with 500")
    delay_s: float = Field(default=0, ge=0, description="notifications are sent so much later")
    skew_s: int = Field(default=0, description="its clock is so many seconds wrong")
    reorder: bool = Field(default=False, description="the last notification is sent first")


def read(store: Store) -> Failures:
    return Failures.model_validate(store.get("failures", "now") or {})


def write(store: Store, failures: Failures) -> None:
    store.put("failures", "now", failures.model_dump())


def take(store: Store, name: str) -> bool:
    """Whether the next one shall fail in this way; counts it."""
    with store.lock:
        now = read(store)
        left: int = getattr(now, name)
        if left:
            write(store, now.model_copy(update={name: left - 1}))
    return left > 0
