"""Where the bot is installed, and with which token. Known in memory, so that no click waits for the network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in one Slack workspace."""

    workspace: str
    name: str
    token: str = field(repr=False)
    bot_user: str
    since: datetime = _EVER
    """When it was let in, to the second (machine time)."""


class Installations:
    """All of them, by Slack's own id of the workspace."""

    def __init__(self, known: Iterable[Installation] = ()) -> None:
        self._by_workspace = {installation.workspace: installation for installation in known}

    def find(self, workspace: str) -> Installation | None:
        """The installation in this workspace; None where the bot is not."""
        return self._by_workspace.get(workspace)

    def add(self, installation: Installation) -> None:
        """From now on the bot is there too."""
        self._by_workspace[installation.workspace] = installation

    def remove(self, workspace: str, at: datetime) -> None:
        """The bot was taken out then. Word of that may come late: one let in since then stays."""
        known = self._by_workspace.get(workspace)
        if known is not None and known.since <= at:
            del self._by_workspace[workspace]

    def become(self, known: Iterable[Installation]) -> None:
        """These, and no others."""
        self._by_workspace = {installation.workspace: installation for installation in known}

    def workspaces(self) -> list[str]:
        """Every workspace in which the bot is."""
        return list(self._by_workspace)
