"""The house of the entitlements, with somebody who may be told of an allowance."""

from tests.core.entitlements.conftest import database, house

__all__ = ["database", "house"]
