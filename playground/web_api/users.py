"""users.*, auth.test and team.info: who is who."""

from playground.slack_json import user_json
from playground.web_api.lookup import user as known_user
from playground.web_api.method import SPECIAL, TIER_2, TIER_3, TIER_4, Call, method
from playground.web_api.paging import page
from playground.workspace import JsonObject


@method("auth.test", per_minute=SPECIAL, json=True)
async def auth_test(call: Call) -> JsonObject:
    """Whose token this is (Slack API docs, auth.test)."""
    return {
        "url": call.playground.url,
        "team": call.workspace.name,
        "user": call.workspace.members[call.bot].name,
        "team_id": call.workspace.id,
        "user_id": call.bot,
        "bot_id": call.installation.bot_id,
        "is_enterprise_install": False,
    }


@method("team.info", scope="team:read", per_minute=TIER_3)
async def team_info(call: Call) -> JsonObject:
    """The workspace (Slack API docs, team.info)."""
    workspace = call.workspace
    team = {"id": workspace.id, "name": workspace.name, "domain": workspace.domain, "email_domain": ""}
    return {"team": team | {"url": call.playground.url, "icon": {"image_default": True}}}


@method("users.info", scope="users:read", per_minute=TIER_4)
async def users_info(call: Call, user: str, include_locale: bool = False) -> JsonObject:
    """One member (Slack API docs, users.info)."""
    return {"user": user_json(call.workspace, known_user(call, user), include_locale)}


@method("users.list", scope="users:read", per_minute=TIER_2)
async def users_list(
    call: Call, cursor: str = "", limit: int = 1000, include_locale: bool = False, team_id: str = ""
) -> JsonObject:
    """All members, bots and deactivated ones included (Slack API docs, users.list)."""
    some, metadata = page(list(call.workspace.members.values()), cursor, limit)
    shown = [user_json(call.workspace, member, include_locale) for member in some]
    return {"members": shown, "cache_ts": 0, "response_metadata": metadata}
