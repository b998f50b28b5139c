"""Where the bot is installed, and with which token. Known in memory, so that no click waits for the network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Installation:
    """The bot in one Slack workspace."""

    workspace: str
    name: str
    token: str = field(repr=False)
    bot_user: str


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

    def workspaces(self) -> list[str]:
        """Every workspace in which the bot is."""
        return list(self._by_workspace)
