"""Settings: the only file that reads the environment, once, at start."""

from __future__ import annotations

import difflib
import os
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "TAIWA_"


class BadSettings(Exception):
    """One line that says which setting is wrong and how to mend it."""


class Settings(BaseSettings):
    """Everything that can be set, each as `TAIWA_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///taiwa.sqlite3"
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65535)
    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    public_url: str | None = None
    timezone: str = "Asia/Tokyo"
    language: Literal["ja", "en"] = "ja"

    @field_validator("database_url")
    @classmethod
    def _database_we_promise(cls, url: str) -> str:
        try:
            backend = make_url(url).get_backend_name()
        except ArgumentError:
            raise ValueError("write it as sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE") from None
        if backend not in {"sqlite", "postgresql"}:
            raise ValueError("SQLite and PostgreSQL are supported: sqlite:///FILE or postgresql://…")
        return url

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError("write an IANA name such as Asia/Tokyo") from None
        return zone

    @field_validator("slack_api_url", "public_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("https://", "http://")):
            raise ValueError("write a web address that starts with https://")
        return url if url is None or url.endswith("/") else f"{url}/"

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().startswith("xoxb-"):
            raise ValueError("it is the bot token from “OAuth & Permissions”; it starts with xoxb-")
        return token


def load() -> Settings:
    """The settings of this process. Raises BadSettings."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise BadSettings(f"{name}: {first['msg'].removeprefix('Value error, ')}") from None


def for_serving(settings: Settings) -> Settings:
    """The same settings, complete enough to talk to Slack. Raises BadSettings."""
    if settings.slack_bot_token is None:
        raise BadSettings(
            "TAIWA_SLACK_BOT_TOKEN is not set: copy the “Bot User OAuth Token” (xoxb-…) of your Slack app. "
            "To try without an account: taiwa demo"
        )
    if settings.slack_signing_secret is None:
        raise BadSettings(
            "TAIWA_SLACK_SIGNING_SECRET is not set: copy the “Signing Secret” from your Slack app's Basic Information"
        )
    return settings


def unknown_names() -> list[str]:
    """A line for each TAIWA_… name in the environment that is no setting of ours, with the nearest one that is."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    lines = []
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known and name not in _NOT_SETTINGS:
            near = difflib.get_close_matches(name, known, n=1)
            lines.append(f"{name} is not a setting" + (f"; did you mean {near[0]}?" if near else ""))
    return lines


_NOT_SETTINGS = frozenset({"TAIWA_REQUIRE_BROWSER"})
"""Names that the tests read, not the product."""
