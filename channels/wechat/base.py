"""The base class of the channel's own tables."""

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from service.columns import CONSTRAINT_NAMES


class Base(DeclarativeBase):
    """The base of the channel's tables, which live in a database of their own."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
