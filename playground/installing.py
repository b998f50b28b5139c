"""Bringing the app into a workspace, and taking it out again."""

import secrets
from typing import TYPE_CHECKING, Literal

from playground.app import App, Installation
from playground.ids import make_id
from playground.workspace import Member, Workspace

if TYPE_CHECKING:
    from playground.server import Playground

EndedToken = Literal["account_inactive", "token_revoked"]
"""What Slack answers to a token that is no longer good."""


def new_bot_token() -> str:
    """A bot token of Slack's look."""
    return f"xoxb-{secrets.randbelow(10**13)}-{secrets.randbelow(10**13)}-{secrets.token_urlsafe(18)}"


def install(workspace: Workspace, app: App, token: str = "", granted: frozenset[str] | None = None) -> Installation:
    """Let the app into a workspace: its bot user appears, or comes back under the id it had before.

    Installed once more, it keeps its token and adds to its scopes, as in Slack; otherwise `token` is its token, or a
    new one is made. It has to be invited to channels.
    """
    present = workspace.installation
    if present and present.app is app:
        token = present.token
        granted = granted and granted | present.scopes
    seed = f"{workspace.domain}/{app.id}"
    bot = Member(make_id("U", seed), app.name.lower(), app.name, is_bot=True)
    workspace.installation = Installation(app, token or new_bot_token(), bot.id, make_id("B", seed), granted)
    workspace.add_member(bot)
    return workspace.installation


def uninstall(playground: "Playground", workspace: Workspace, reason: EndedToken = "account_inactive") -> None:
    """Take the app out of a workspace: it hears so once more, and its token is no longer good.

    Its messages stay; its bot user is deactivated and in no channel any more. Nothing happens where no app is.
    """
    installation = workspace.installation
    if installation is None:
        return
    playground.events.farewell(workspace, installation)
    playground.ended_tokens[installation.token] = reason
    workspace.installation = None
    workspace.homes.clear()
    for user_id in list(workspace.modals):
        workspace.close_modals(user_id)
    for channel in workspace.channels_of(installation.user_id):
        if not channel.is_direct:
            channel.members.remove(installation.user_id)
            workspace.channel_changed(channel)
    bot = workspace.members[installation.user_id]
    bot.deleted = True
    workspace.add_member(bot)
