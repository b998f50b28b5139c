"""How migrations run: under a lock, and on SQLite with foreign keys checked afterwards instead of enforced.

Alembic changes a SQLite table by copying it and dropping the old one; with foreign keys on, that drop
would delete the rows of other tables by cascade.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, text

from bot.db import Base, engine_for

LOCK = 7_415_942_001
"""The advisory lock of PostgreSQL under which one process migrates; any number that only we use."""


def run() -> None:
    """Run the migrations that Alembic asks for on the configured database."""
    engine = engine_for(context.config.attributes["url"], write=True)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":
                _run_on_sqlite(connection)
            else:
                _run_on_postgresql(connection)
    finally:
        engine.dispose()


def _run_on_sqlite(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute("PRAGMA foreign_keys=OFF")  # has an effect only outside a transaction
    with connection.begin():
        _migrate(connection)
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"a migration left rows that point nowhere: {broken[:5]}")
    driver.execute("PRAGMA foreign_keys=ON")


def _run_on_postgresql(connection: Connection) -> None:
    with connection.begin():
        for limit in ("lock_timeout", "statement_timeout"):
            connection.execute(text(f"SET LOCAL {limit} = 0"))  # a migration may take its time
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        _migrate(connection)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transactional_ddl=False,  # the transaction is ours
    )
    context.run_migrations()


run()
