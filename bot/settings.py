"""Settings: the only file that reads the environment, once, at start."""

from __future__ import annotations

import difflib
import os
import ssl
from base64 import urlsafe_b64decode
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
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

    database_url: str = Field(default="sqlite:///taiwa.sqlite3", repr=False)
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=1, le=65535)
    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    encryption_keys: SecretStr | None = None
    ca_file: Path | None = None
    slack_api_url: str = "https://slack.com/api/"
    public_url: str | None = None
    timezone: str = "Asia/Tokyo"
    language: Literal["ja", "en"] = "ja"

    @field_validator("database_url")
    @classmethod
    def _database_we_promise(cls, url: str) -> str:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ValueError("write it as sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE") from None
        if parsed.get_backend_name() == "postgresql":
            return url
        if parsed.drivername != "sqlite":
            raise ValueError("SQLite and PostgreSQL are supported: sqlite:///FILE or postgresql://…")
        if not parsed.database or parsed.database == ":memory:":
            raise ValueError("name a file that lasts: sqlite:///FILE")
        folder = Path(parsed.database).absolute().parent
        if not folder.is_dir():
            raise ValueError(f"the folder {folder} does not exist; create it, or name another file")
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
        if url is not None:
            parts = urlsplit(url)
            if parts.scheme not in {"https", "http"} or not parts.hostname:
                raise ValueError("write a web address that starts with https://")
            if parts.scheme == "http" and parts.hostname.endswith("slack.com"):
                raise ValueError("tokens go to Slack over https:// only")
        return url if url is None or url.endswith("/") else f"{url}/"

    @field_validator(
        "slack_bot_token", "slack_signing_secret", "slack_app_token", "slack_client_secret", "encryption_keys"
    )
    @classmethod
    def _as_copied(cls, secret: SecretStr | None) -> SecretStr | None:
        """Spaces and line ends that came along when it was copied do not belong to it."""
        if secret is None:
            return None
        kept = secret.get_secret_value().strip()
        return SecretStr(kept) if kept else None

    @field_validator("slack_client_id")
    @classmethod
    def _id_as_copied(cls, client_id: str | None) -> str | None:
        return (client_id or "").strip() or None

    @field_validator("slack_bot_token")
    @classmethod
    def _bot_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().startswith("xoxb-"):
            raise ValueError("it is the bot token from “OAuth & Permissions”; it starts with xoxb-")
        return token

    @field_validator("slack_app_token")
    @classmethod
    def _app_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().startswith("xapp-"):
            raise ValueError(
                "it is an app-level token with connections:write from “Basic Information”; it starts with xapp-"
            )
        return token

    @field_validator("encryption_keys")
    @classmethod
    def _keys_of_the_right_length(cls, keys: SecretStr | None) -> SecretStr | None:
        for number, key in enumerate(_listed(keys), start=1):
            if not _is_key(key):
                raise ValueError(f"number {number} is no key; make one by: {MAKE_A_KEY}")
        return keys

    @field_validator("ca_file")
    @classmethod
    def _certificates(cls, file: Path | None) -> Path | None:
        if file is not None:
            try:
                ssl.create_default_context(cafile=file)
            except ssl.SSLError:
                raise ValueError(f"{file} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)") from None
            except OSError as error:
                raise ValueError(f"{file} cannot be read: {error.strerror}") from None
        return file

    @property
    def by_oauth(self) -> bool:
        """Whether workspaces let the bot in by a link, instead of one by its token."""
        return self.slack_client_id is not None

    @property
    def by_sockets(self) -> bool:
        """Whether Slack is reached from here by WebSockets, instead of knocking at our address."""
        return self.slack_app_token is not None

    def keys(self) -> list[str]:
        """What keeps tokens unreadable in the database: the first encrypts, all decrypt."""
        return _listed(self.encryption_keys)


MAKE_A_KEY = "openssl rand -base64 32 | tr '+/' '-_'"


def _listed(keys: SecretStr | None) -> list[str]:
    return [part.strip() for part in (secret(keys) or "").split(",") if part.strip()]


def _is_key(key: str) -> bool:
    """Fernet's keys are 32 bytes in URL-safe base 64 (the specification of Fernet)."""
    try:
        return len(urlsafe_b64decode(key)) == 32
    except ValueError:
        return False


def secret(kept: SecretStr | None) -> str | None:
    """What a setting keeps from sight; None when it is not set."""
    return None if kept is None else kept.get_secret_value()


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
    _refuse_half_of_oauth(settings)
    if settings.by_oauth:
        if settings.slack_bot_token is not None:
            raise BadSettings(
                "TAIWA_SLACK_BOT_TOKEN and TAIWA_SLACK_CLIENT_ID are both set: keep the token for one workspace, "
                "or the client id and secret to be let into several"
            )
    elif settings.slack_bot_token is None:
        raise BadSettings(
            "TAIWA_SLACK_BOT_TOKEN is not set: copy the “Bot User OAuth Token” (xoxb-…) of your Slack app. "
            "To try without an account: taiwa demo"
        )
    if settings.slack_signing_secret is None and not settings.by_sockets:
        raise BadSettings(
            "TAIWA_SLACK_SIGNING_SECRET is not set: copy the “Signing Secret” from your Slack app's Basic Information"
        )
    return settings


def _refuse_half_of_oauth(settings: Settings) -> None:
    """Raises BadSettings."""
    if settings.slack_client_id is None and settings.slack_client_secret is None:
        return
    if settings.slack_client_secret is None:
        raise BadSettings(
            "TAIWA_SLACK_CLIENT_SECRET is not set, while TAIWA_SLACK_CLIENT_ID is: "
            "copy the “Client Secret” from your Slack app's Basic Information"
        )
    if settings.slack_client_id is None:
        raise BadSettings(
            "TAIWA_SLACK_CLIENT_ID is not set, while TAIWA_SLACK_CLIENT_SECRET is: "
            "copy the “Client ID” from your Slack app's Basic Information"
        )
    if not settings.keys():
        raise BadSettings(f"TAIWA_ENCRYPTION_KEYS is not set: tokens are stored encrypted; make a key by: {MAKE_A_KEY}")
    if settings.public_url is None:
        raise BadSettings(
            "TAIWA_PUBLIC_URL is not set: Slack leads people back to it after they let the bot in; "
            "write this server's own address, https://…"
        )


def unknown_names() -> list[str]:
    """A line for each TAIWA_… name in the environment or `.env` that is no setting of ours, and the nearest that is."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    lines = []
    for name in sorted({*os.environ, *dotenv_values(".env")}):
        if name.startswith(PREFIX) and name not in known and name not in _NOT_SETTINGS:
            near = difflib.get_close_matches(name, known, n=1)
            lines.append(f"{name} is not a setting" + (f"; did you mean {near[0]}?" if near else ""))
    return lines


_NOT_SETTINGS = frozenset({"TAIWA_REQUIRE_BROWSER"})
"""Names that the tests read, not the product."""
