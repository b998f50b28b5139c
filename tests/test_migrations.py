"""Migrations: the tables that the models describe, from nothing and back again, without losing a row."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine import URL

import bot.installing  # noqa: F401  # the same for the installations
import handlers  # noqa: F401  # every activity's models are declared by importing its handlers
import migrations
from bot.db import Base, UtcTime, engine_for


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.sqlite3"
        return
    server: URL = request.getfixturevalue("postgresql")
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"empty_{uuid4().hex[:12]}"
    with admin.connect() as tx:
        tx.execute(text(f"CREATE DATABASE {name}"))
    yield server.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as tx:
        tx.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def empty(empty_url: str) -> Iterator[Engine]:
    engine = engine_for(empty_url, write=True)
    yield engine
    engine.dispose()


def _differences(engine: Engine) -> list[Any]:
    """What alembic would still change so that the tables are those of the models."""
    with engine.connect() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": _same_type, "compare_server_default": False})
        return list(compare_metadata(context, Base.metadata))


def _same_type(
    _: object, __: object, column: sa.Column[Any], in_database: sa.types.TypeEngine[Any], ours: sa.types.TypeEngine[Any]
) -> bool | None:
    """An instant is a time stamp (on SQLite without zone, because it has none); the rest is for alembic to compare."""
    return False if isinstance(ours, UtcTime) and isinstance(in_database, sa.DateTime) else None


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_from_nothing_come_exactly_the_tables_of_the_models(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url)
    assert _tables(empty) == set(Base.metadata.tables)
    assert _differences(empty) == []


def test_constraints_have_the_names_that_the_models_give_them(empty_url: str, empty: Engine) -> None:
    """A later migration can only drop what it can name."""
    migrations.upgrade(empty_url)
    found = inspect(empty)
    for table in Base.metadata.tables.values():
        ours = {c.name for c in table.constraints if isinstance(c, sa.UniqueConstraint)}
        assert {c["name"] for c in found.get_unique_constraints(table.name)} == ours
        keys = {tuple(sorted(k.column_keys)): k.elements[0].target_fullname for k in table.foreign_key_constraints}
        assert {tuple(sorted(k["constrained_columns"])) for k in found.get_foreign_keys(table.name)} == set(keys)


def test_each_step_back_and_forward_again_ends_at_the_same(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url)
    scripts = ScriptDirectory.from_config(migrations.config(empty_url))
    revisions = [script.revision for script in scripts.walk_revisions()]
    for revision in (*revisions[1:], "base"):
        migrations.downgrade(empty_url, revision)
    assert _tables(empty) == set()
    for revision in reversed(revisions):
        migrations.upgrade(empty_url, revision)
    assert _differences(empty) == []


def test_running_again_changes_nothing(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url)
    with empty.connect() as tx, tx.begin():
        _add_somebody(tx)
    before = _everything(empty)
    migrations.upgrade(empty_url)
    assert _everything(empty) == before
    assert _differences(empty) == []


def test_cards_that_stand_already_get_whoever_asked_for_them(empty_url: str, empty: Engine) -> None:
    migrations.upgrade(empty_url, "0007")
    with empty.connect() as tx, tx.begin():
        _add_somebody(tx)
        tx.execute(
            text(
                "INSERT INTO recruitment (id, workspace_id, channel, private, caller_id, title, details, place, time,"
                " closes_at) VALUES (7, 1, 'C1', false, 1, '朝の散歩', '', '', '', '2026-12-01')"
            )
        )
        for number, kind in enumerate(("card", "unposted", "ended"), start=1):
            tx.execute(
                text(
                    "INSERT INTO notice (id, workspace_id, key, activity, kind, subject, channel, due_at, state,"
                    " attempts, failures, unknowns, version) VALUES (:id, 1, :kind, 'recruitment', :kind, 7, 'C1',"
                    " '2026-11-24', 'waiting', 0, 0, 0, 0)"
                ),
                {"id": number, "kind": kind},
            )
    migrations.upgrade(empty_url)
    with empty.connect() as tx:
        kept = tx.execute(text("SELECT kind, responsible_id, state FROM notice ORDER BY id")).all()
    assert kept == [("card", 1, "waiting"), ("unposted", None, "dropped"), ("ended", None, "waiting")]


def test_there_is_one_line_of_revisions_numbered_without_gaps(tmp_path: Path) -> None:
    scripts = ScriptDirectory.from_config(migrations.config(f"sqlite:///{tmp_path}/x.sqlite3"))
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert len(scripts.get_heads()) == 1
    assert revisions == [f"{number:04}" for number in range(len(revisions), 0, -1)]
    names = {Path(script.path).name for script in scripts.walk_revisions()}
    assert all(re.fullmatch(r"\d{4}_[a-z_]+\.py", name) for name in names)


def test_changing_a_sqlite_table_keeps_the_rows_that_point_to_it(tmp_path: Path) -> None:
    """Alembic copies and drops the table, and with foreign keys on, the drop takes the children along."""
    url = f"sqlite:///{tmp_path}/with_children.sqlite3"
    engine = engine_for(url, write=True)
    with engine.connect() as tx, tx.begin():
        tx.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY, name VARCHAR)")
        tx.exec_driver_sql(
            "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE)"
        )
        tx.exec_driver_sql("INSERT INTO parent VALUES (1, 'x')")
        tx.exec_driver_sql("INSERT INTO child VALUES (1, 1)")
    _run_one(
        url,
        tmp_path,
        "with op.batch_alter_table('parent') as batch:\n        batch.alter_column('name', type_=sa.String(50))",
    )
    with engine.connect() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM child").scalar() == 1
        assert tx.exec_driver_sql("SELECT count(*) FROM parent").scalar() == 1
    engine.dispose()


def test_a_migration_that_leaves_rows_pointing_nowhere_is_undone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/with_children.sqlite3"
    engine = engine_for(url, write=True)
    with engine.connect() as tx, tx.begin():
        tx.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        tx.exec_driver_sql("CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id))")
        tx.exec_driver_sql("INSERT INTO parent VALUES (1)")
        tx.exec_driver_sql("INSERT INTO child VALUES (1, 1)")
    with pytest.raises(RuntimeError, match="point nowhere"):
        _run_one(url, tmp_path, "op.execute('DELETE FROM parent')")
    with engine.connect() as tx:
        assert tx.exec_driver_sql("SELECT count(*) FROM parent").scalar() == 1
    engine.dispose()


def test_a_migration_that_fails_half_way_leaves_nothing_behind(empty_url: str, empty: Engine, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="nonsense"):
        _run_one(
            empty_url, tmp_path, "op.create_table('half', sa.Column('id', sa.Integer()))\n    op.execute('nonsense')"
        )
    assert _tables(empty) == set()


def test_a_new_sqlite_file_is_its_owners_alone(tmp_path: Path) -> None:
    migrations.upgrade(f"sqlite:///{tmp_path}/new.sqlite3")
    assert {oct(file.stat().st_mode & 0o777) for file in tmp_path.iterdir()} == {"0o600"}
    with sqlite3.connect(tmp_path / "new.sqlite3") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def _run_one(url: str, folder: Path, upgrade: str) -> None:
    """Run one made-up migration by our own `env.py`."""
    made_up = folder / "made_up"
    made_up.mkdir()
    (made_up / "0001_made_up.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        "revision = '0001'\ndown_revision = None\n\n\n"
        f"def upgrade():\n    {upgrade}\n"
    )
    settings = migrations.config(url)
    settings.set_main_option("version_locations", str(made_up))
    settings.set_main_option("path_separator", "os")
    command.upgrade(settings, "head")


def _add_somebody(tx: sa.Connection) -> None:
    tx.execute(
        text(
            "INSERT INTO workspace (id, chat, external_id, name, language, timezone, fiscal_start, bot_user)"
            " VALUES (1, 'slack', 'T1', '市', 'ja', 'Asia/Tokyo', 4, 'UBOT')"
        )
    )
    tx.execute(text("INSERT INTO person (id, workspace_id, external_id) VALUES (1, 1, 'U1')"))


def _everything(engine: Engine) -> dict[str, list[Any]]:
    with engine.connect() as tx:
        return {name: [tuple(row) for row in tx.execute(text(f"SELECT * FROM {name}"))] for name in _tables(engine)}
