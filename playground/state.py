"""Keeps what happened in a playground in a JSON file: people, channels, messages, views, files, apps and tokens."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from playground.app import App, Installation
from playground.workspace import Channel, File, Member, View, Workspace


class UnreadableState(Exception):
    """The file is no saved playground, or one of another version; the message says what is wrong."""


class _Saved(BaseModel):
    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


class SavedInstallation(_Saved):
    """An app's token in a workspace."""

    app_id: str
    token: str
    user_id: str
    bot_id: str
    granted: frozenset[str] | None


class SavedWorkspace(_Saved):
    """One workspace; `modals` are each person's open ones, the lowest first."""

    id: str
    name: str
    domain: str
    members: list[Member]
    channels: list[Channel]
    files: list[File]
    homes: list[View]
    modals: list[View]
    installation: SavedInstallation | None


class SavedState(_Saved):
    """Everything that outlives the process. Trigger ids, response URLs and deliveries under way do not."""

    version: Literal[1] = 1
    apps: list[App]
    workspaces: list[SavedWorkspace]
    ended_tokens: dict[str, str]


def state_of(apps: list[App], workspaces: Iterable[Workspace], ended_tokens: dict[str, str]) -> SavedState:
    """What is to be saved."""
    return SavedState(apps=apps, workspaces=[_saved(workspace) for workspace in workspaces], ended_tokens=ended_tokens)


def write(state: SavedState, path: Path) -> None:
    """Write the file in one piece, readable for its owner only: it has tokens in it."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    fresh.write_text(state.model_dump_json(indent=1), encoding="utf-8")
    fresh.replace(path)


def read(path: Path) -> SavedState:
    """The saved state. Raises UnreadableState, and OSError when there is no such file."""
    try:
        return SavedState.model_validate_json(path.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = "/".join(str(part) for part in first["loc"])
        raise UnreadableState(f"{path}: {first['msg']} ({place or 'the whole file'})") from error


def restored(saved: SavedWorkspace, apps: dict[str, App]) -> Workspace:
    """The workspace as it was. Raises UnreadableState when it belongs to an app that was not saved."""
    workspace = Workspace(saved.name, saved.domain, saved.id)
    workspace.members = {member.id: member for member in saved.members}
    workspace.channels = {channel.id: channel for channel in saved.channels}
    workspace.files = {file.id: file for file in saved.files}
    workspace.homes = {view.user_id: view for view in saved.homes}
    for view in saved.modals:
        workspace.modals.setdefault(view.user_id, []).append(view)
    if known := saved.installation:
        if known.app_id not in apps:
            raise UnreadableState(f"{saved.name} has an app that is not in the file: {known.app_id}")
        workspace.installation = Installation(
            apps[known.app_id], known.token, known.user_id, known.bot_id, known.granted
        )
    return workspace


def _saved(workspace: Workspace) -> SavedWorkspace:
    return SavedWorkspace(
        id=workspace.id,
        name=workspace.name,
        domain=workspace.domain,
        members=list(workspace.members.values()),
        channels=list(workspace.channels.values()),
        files=list(workspace.files.values()),
        homes=list(workspace.homes.values()),
        modals=[view for stack in workspace.modals.values() for view in stack],
        installation=_saved_installation(workspace.installation) if workspace.installation else None,
    )


def _saved_installation(present: Installation) -> SavedInstallation:
    return SavedInstallation(
        app_id=present.app.id,
        token=present.token,
        user_id=present.user_id,
        bot_id=present.bot_id,
        granted=present.granted,
    )
