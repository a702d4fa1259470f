"""Going through a list page by page."""

from service.problems import ProblemError

INTEGER = 2**31 - 1
BIG_INTEGER = 2**63 - 1
"""The largest ids of a column, https://www.postgresql.org/docs/15/datatype-numeric.html"""


def after_id(after: str | None, largest: int = INTEGER) -> int | None:
    """The id that a page comes after; a 422 problem for what no page gave out."""
    if after is None:
        return None
    if not (after.isascii() and after.isdigit() and len(after) <= 19 and int(after) <= largest):
        raise ProblemError(422, "after 不是上一页给出的 next。")
    return int(after)
