"""apps.*: what an app does with its own app-level token."""

from playground.errors import SlackError
from playground.web_api.method import TIER_3, AppCall, method
from playground.workspace import JsonObject


@method("apps.connections.open", scope="connections:write", per_minute=TIER_3, json=True, token="app")
async def open_connection(call: AppCall) -> JsonObject:
    """An address that takes one WebSocket (Slack API docs, apps.connections.open).

    Refused with socket_mode_disabled, this playground's own word, when the manifest has not switched Socket Mode on.
    """
    if not call.app.socket_mode:
        raise SlackError("socket_mode_disabled")
    address = call.playground.url.replace("http", "ws", 1)
    return {"url": f"{address}link/?ticket={call.playground.sockets.ticket(call.app)}&app_id={call.app.id}"}
