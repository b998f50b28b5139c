"""The page of OAuth on which a person lets an app into a workspace: /oauth/v2/authorize."""

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from playground.app import App
from playground.errors import SlackError
from playground.workspace import Workspace

if TYPE_CHECKING:
    from playground.server import Playground


@dataclass(frozen=True)
class _Asked:
    """What an app asks for, checked."""

    app: App
    scopes: frozenset[str]
    redirect_uri: str
    given_redirect_uri: str
    state: str

    def back(self, **parameters: str) -> Response:
        """Send the browser back to the app."""
        join = "&" if "?" in self.redirect_uri else "?"
        return RedirectResponse(f"{self.redirect_uri}{join}{urlencode(parameters | {'state': self.state})}", 302)


async def authorize(playground: "Playground", request: Request) -> Response:
    """Show the page, or do what was chosen on it; a faulty request is told with Slack's word for the fault."""
    try:
        asked = _asked(playground, dict(request.query_params))
    except SlackError as error:
        return HTMLResponse(_document(f"<h1>{error.code}</h1><p>{html.escape(' '.join(error.messages))}</p>"), 400)
    if request.method == "GET":
        return HTMLResponse(_document(_form(asked, list(playground.workspaces.values()))))
    chosen = dict(parse_qsl((await request.body()).decode(errors="replace")))
    if chosen.get("answer") != "allow":
        return asked.back(error="access_denied")
    team_id, _, user_id = chosen.get("who", "").partition("/")
    workspace = playground.workspaces.get(team_id)
    if workspace is None or user_id not in workspace.members:
        return HTMLResponse(_document("<h1>invalid_team</h1>"), 400)
    code = playground.codes.issue(workspace, asked.app, user_id, asked.scopes, asked.given_redirect_uri)
    return asked.back(code=code)


def _asked(playground: "Playground", query: dict[str, str]) -> _Asked:
    """Raises SlackError: invalid_client_id, invalid_scope, bad_redirect_uri."""
    app = next((app for app in playground.apps if app.client_id == query.get("client_id")), None)
    if app is None:
        raise SlackError("invalid_client_id")
    scopes = frozenset(scope for scope in query.get("scope", "").replace(",", " ").split() if scope)
    unknown = sorted(scopes - app.scopes)
    if not scopes or unknown or query.get("user_scope"):
        raise SlackError("invalid_scope", ["Only bot scopes of the app's manifest can be asked for.", *unknown])
    given = query.get("redirect_uri", "")
    redirect_uri = given or next(iter(app.redirect_urls), "")
    if not any(_leads_into(redirect_uri, base) for base in app.redirect_urls):
        raise SlackError("bad_redirect_uri", ["It must begin with one of the manifest's redirect_urls."])
    return _Asked(app, scopes, redirect_uri, given, query.get("state", ""))


def _leads_into(uri: str, base: str) -> bool:
    """Whether an address is a configured one, or lies below it."""
    return uri == base or uri.startswith((base.rstrip("/") + "/", base + "?"))


def _form(asked: _Asked, workspaces: list[Workspace]) -> str:
    scopes = "".join(f"<li><code>{html.escape(scope)}</code></li>" for scope in sorted(asked.scopes))
    groups = "".join(_people(workspace) for workspace in workspaces)
    name = html.escape(asked.app.name)
    return f"""
    <h1>{name} をワークスペースに入れますか</h1>
    <p lang="en">{name} asks to be let into a workspace.</p>
    <ul>{scopes}</ul>
    <form method="post">
      <label>だれとして / As whom <select name="who">{groups}</select></label>
      <p>
        <button name="answer" value="allow">許可する / Allow</button>
        <button name="answer" value="deny">キャンセル / Cancel</button>
      </p>
    </form>"""


def _people(workspace: Workspace) -> str:
    options = "".join(
        f'<option value="{workspace.id}/{member.id}">{html.escape(member.shown_name)}</option>'
        for member in workspace.people()
        if not member.is_guest
    )
    return f'<optgroup label="{html.escape(workspace.name, quote=True)}">{options}</optgroup>'


def _document(body: str) -> str:
    return f"""<!doctype html>
<html lang="ja">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>OAuth</title>
  <style>
    body {{ max-width: 36rem; margin: 4rem auto; padding: 0 1rem; font: 1rem/1.7 system-ui, sans-serif; }}
    button, select {{ font: inherit; padding: 0.4rem 0.8rem; }}
  </style>
  {body}
</html>"""
