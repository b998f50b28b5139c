"""The database: one way to declare tables, to read rows as plain objects, and to open one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Row,
    Select,
    TypeDecorator,
    create_engine,
    event,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.orm import DeclarativeBase, class_mapper
from sqlalchemy.sql.dml import Insert

Tx = Connection
"""One open transaction. What is given a Tx never commits."""

T = TypeVar("T")
M = TypeVar("M", bound="Base")


PATIENCE = 20_000
"""Milliseconds after which PostgreSQL gives a statement up: one frozen process must not hold every writer for ever."""


class UtcTime(TypeDecorator[datetime]):
    """An instant. Aware on our side always, UTC in the database always."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every table of ours. Constraint names are fixed so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcTime}


def one(tx: Tx, model: type[M], *where: Any, lock: bool = False) -> M | None:
    """The row for which all of `where` holds, as a plain object; None when there is none.

    `lock` holds the row until the end of the transaction (PostgreSQL; SQLite has one writer anyway).
    """
    statement = select(model.__table__).where(*where)
    return one_by(tx, model, statement.with_for_update() if lock else statement)


def one_by(tx: Tx, model: type[M], statement: Select[Any], **values: Any) -> M | None:
    """The same by a statement built beforehand, with these values for its `bindparam`s.

    For what every click asks: building a statement takes several times as long as running it.
    """
    row = tx.execute(statement, values).one_or_none()
    return None if row is None else plain(model, row)


def many(tx: Tx, model: type[M], *where: Any, order_by: Sequence[Any] = (), limit: int | None = None) -> list[M]:
    """All rows for which all of `where` holds, as plain objects."""
    return many_by(tx, model, select(model.__table__).where(*where).order_by(*order_by).limit(limit))


def many_by(tx: Tx, model: type[M], statement: Select[Any], **values: Any) -> list[M]:
    """The same by a statement built beforehand, as `one_by`."""
    return [plain(model, row) for row in tx.execute(statement, values)]


def plain(model: type[M], row: Row[Any]) -> M:
    """A row as an object that no session knows. The constructor would tell every attribute's listeners of its value:
    a fifth of the time that a click takes.
    """
    thing: M = class_mapper(model).class_manager.new_instance()
    thing.__dict__.update(zip(row._fields, row, strict=True))
    return thing


def insert(tx: Tx, model: type[Base]) -> Any:
    """The INSERT of this database, which knows ON CONFLICT. Both of ours spell it the same way."""
    product = postgresql if tx.dialect.name == "postgresql" else sqlite
    statement: Insert = product.insert(model.__table__)
    return statement


def built_once(build: Callable[[Tx], T]) -> Callable[[Tx], T]:
    """Keeps the statement that `build` makes; one for each database product, as they differ in their INSERT."""
    built: dict[str, T] = {}

    @wraps(build)
    def statement(tx: Tx) -> T:
        product = tx.dialect.name
        if product not in built:
            built[product] = build(tx)
        return built[product]

    return statement


def wake_after_commit(tx: Tx) -> None:
    """Something was written that is to be said: whoever says things wakes when it is committed."""
    tx.info["wake"] = True


def engine_for(url: str, *, write: bool) -> Engine:
    """An engine for one of the databases we promise: SQLite (a file) or PostgreSQL through psycopg.

    One that does not write cannot: what changes something goes through the writer. Errors do not repeat
    the values they are about, because those may be what people typed.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(
            parsed.set(drivername="postgresql+psycopg"),
            pool_size=4,
            max_overflow=0,
            hide_parameters=True,
            execution_options={} if write else {"postgresql_readonly": True},
            connect_args={
                "connect_timeout": 5,
                "options": f"-c lock_timeout={PATIENCE} -c statement_timeout={PATIENCE}",
            },
        )
    if parsed.database:
        Path(parsed.database).touch(mode=0o600)  # the files that SQLite puts beside it get the same mode
    engine = create_engine(parsed, pool_size=4, max_overflow=0, hide_parameters=True)
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"
    pragmas = ["busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"]
    if not write:
        pragmas.append("query_only=ON")

    @event.listens_for(engine, "connect")
    def _open(connection: sqlite3.Connection, _: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: else a released savepoint survives a rollback
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
