"""oauth.v2.access, auth.revoke and apps.uninstall: how a token comes and goes."""

from playground.app import App
from playground.errors import SlackError
from playground.installing import install, uninstall
from playground.web_api.method import TIER_3, TIER_4, Call, OpenCall, method
from playground.workspace import JsonObject


@method("oauth.v2.access", per_minute=TIER_4, token="none")
async def access(
    call: OpenCall, code: str, client_id: str = "", client_secret: str = "", redirect_uri: str = ""
) -> JsonObject:
    """Exchange a code for a bot token; the app is then installed (Slack API docs, oauth.v2.access)."""
    given_id, given_secret = call.credentials
    app = _known_app(call.playground.apps, client_id or given_id, client_secret or given_secret)
    allowed = call.playground.codes.use(code, app, redirect_uri)
    workspace = allowed.workspace
    if workspace.installation and workspace.installation.app is not app:
        raise SlackError("access_denied")
    installation = install(workspace, app, granted=allowed.scopes)
    return {
        "access_token": installation.token,
        "token_type": "bot",
        "scope": ",".join(sorted(installation.scopes)),
        "bot_user_id": installation.user_id,
        "app_id": app.id,
        "team": {"id": workspace.id, "name": workspace.name},
        "enterprise": None,
        "authed_user": {"id": allowed.user_id},
        "is_enterprise_install": False,
    }


@method("auth.revoke", per_minute=TIER_3)
async def revoke(call: Call, test: bool = False) -> JsonObject:
    """End one's own token, and with it the installation; `test` only asks (Slack API docs, auth.revoke)."""
    if not test:
        uninstall(call.playground, call.workspace, "token_revoked")
    return {"revoked": not test}


@method("apps.uninstall", per_minute=TIER_3)
async def uninstall_app(call: Call, client_id: str, client_secret: str) -> JsonObject:
    """Take the app out of the workspace of the token (Slack API docs, apps.uninstall)."""
    if _known_app(call.playground.apps, client_id, client_secret) is not call.installation.app:
        raise SlackError("client_id_token_mismatch")
    uninstall(call.playground, call.workspace)
    return {}


def _known_app(apps: list[App], client_id: str, client_secret: str) -> App:
    for app in apps:
        if app.client_id == client_id:
            if app.client_secret != client_secret:
                raise SlackError("bad_client_secret")
            return app
    raise SlackError("invalid_client_id")
