"""The Slack app manifest: what the app asks of a workspace, made from what the code uses."""

from __future__ import annotations

from typing import Any

from bot.routes import CommandHelp, ShortcutHelp
from bot.text import Language, to

SCOPES: dict[str, str] = {
    "channels:history": "hear that somebody answered a prompt in its thread",
    "channels:join": "post a call in a public channel where the bot is not yet",
    "channels:read": "know how many are in a channel, and when it is archived or the bot is taken out",
    "chat:write": "post cards and reminders",
    "commands": "/yubi, /dialogue, /offsite, /alumni, /participation, /taiwa",
    "files:write": "send counts as a file to the admin who asked",
    "groups:history": "the same as channels:history in private channels",
    "groups:read": "the same as channels:read in private channels",
    "im:history": "the same as mpim:history for what was said to one person",
    "im:write": "reminders and answers to one person",
    "mpim:history": "look whether a message has arrived before it is sent again",
    "mpim:write": "bring those together who have found each other",
    "users:read": "language, time zone, who is an admin, who has left",
}
"""Every bot scope, and what for."""

EVENTS: tuple[str, ...] = (
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "team_join",
    "tokens_revoked",
    "user_change",
)
"""That the bot itself was taken out of a channel comes as channel_left or group_left; that it was invited, as
member_joined_channel (Slack docs, "Events API" reference)."""

DESCRIPTION = "対話の習慣を育てるボット / Helps an organisation form the habit of dialogue"
PLACEHOLDER = "https://taiwa.example.jp/"
REQUEST_PATH, INSTALL_PATH, REDIRECT_PATH = "slack/events", "slack/install", "slack/oauth_redirect"


def slack(
    commands: tuple[CommandHelp, ...],
    language: Language,
    public_url: str | None,
    shortcuts: tuple[ShortcutHelp, ...],
    *,
    sockets: bool = False,
    oauth: bool = False,
) -> dict[str, Any]:
    """The manifest to paste into "Create an app → From a manifest" (Slack's app manifest reference).

    With `sockets` it names no address of ours, because Slack needs none; with `oauth`, the one to which people are
    led back. Token rotation is off: tokens do not expire, and are kept encrypted.
    """
    home = public_url or PLACEHOLDER
    knock = {} if sockets else {"request_url": home + REQUEST_PATH}
    return {
        "display_information": {
            "name": "Taiwa",
            "description": DESCRIPTION,
            "background_color": "#2f5d50",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Taiwa", "always_online": True},
            "slash_commands": [
                {
                    "command": f"/{command.name}",
                    **({} if sockets else {"url": home + REQUEST_PATH}),
                    "description": to(command.description, language),
                    "usage_hint": command.hint,
                    "should_escape": False,
                }
                for command in commands
            ],
            "shortcuts": [
                {
                    "name": to(shortcut.label, language),
                    "type": "message",
                    "callback_id": shortcut.route,
                    "description": to(shortcut.description, language),
                }
                for shortcut in shortcuts
            ],
        },
        "oauth_config": {
            **({"redirect_urls": [home + REDIRECT_PATH]} if oauth else {}),
            "scopes": {"bot": sorted(SCOPES)},
        },
        "settings": {
            "event_subscriptions": {**knock, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **knock},
            "org_deploy_enabled": False,
            "socket_mode_enabled": sockets,
            "token_rotation_enabled": False,
        },
    }
