"""The table of customer-service messages, counted."""

from hypothesis import given
from hypothesis import strategies as st

from channels.wechat.quotas import GRANTED, MARGIN_S, Grants

NOTHING = Grants({})


def test_a_message_grants_five_for_two_days() -> None:
    grants = NOTHING.touched("message", 0)
    assert grants.left(0) == 5
    assert grants.left(48 * 3600 - MARGIN_S - 1) == 5
    assert grants.left(48 * 3600) == 0


def test_a_click_grants_three_for_a_minute_and_nothing_after() -> None:
    grants = NOTHING.touched("click", 0)
    assert (grants.left(0), grants.left(60)) == (3, 0)


def test_a_second_message_begins_anew_and_does_not_add_up() -> None:
    grants = NOTHING.touched("message", 0).spent(1).touched("message", 2)
    assert grants.left(3) == 5


def test_what_ends_first_is_spent_first() -> None:
    grants = NOTHING.touched("message", 0).touched("click", 0)
    for _ in range(3):
        grants = grants.spent(1)
    assert (grants.left(1), grants.left(100)) == (5, 5)


def test_nothing_is_left_when_wechat_says_so() -> None:
    assert NOTHING.touched("message", 0).exhausted().left(1) == 0


@given(
    st.lists(st.sampled_from([*GRANTED, "spend"]), max_size=30),
    st.integers(0, 200),
)
def test_as_many_are_spent_as_are_left_fewer(steps: list[str], pace: int) -> None:
    grants, now = NOTHING, 0.0
    for step in steps:
        now += pace
        before = grants.left(now)
        if step == "spend":
            grants = Grants.read(grants.spent(now).rows())
            assert grants.left(now) == max(0, before - 1)
        else:
            grants = grants.touched(step, now)  # type: ignore[arg-type]
            assert before <= grants.left(now) <= sum(count for count, _ in GRANTED.values())
