"""Bring a database up to date with this version of the product."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


def config(url: str) -> Config:
    """Alembic's settings for this database."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent))
    settings.attributes["url"] = url
    return settings


def upgrade(url: str, revision: str = "head") -> None:
    """Run what has not run yet. Running it again changes nothing."""
    command.upgrade(config(url), revision)


@cache
def newest() -> str:
    """The revision that this version of the product works with."""
    head = ScriptDirectory.from_config(config("")).get_current_head()
    assert head is not None, "there is always a first migration"
    return head


def downgrade(url: str, revision: str) -> None:
    """Go back to an earlier shape of the database."""
    command.downgrade(config(url), revision)
