"""The bot's own account, its application, and the way to the gateway."""

from bot.playground import intents, limits, payloads
from bot.playground.backstage import Backstage
from bot.playground.refusals import invalid, unknown
from bot.playground.routing import Answer, Call, Table
from bot.playground.shapes import Json
from bot.playground.world import DM_CHANNEL, Channel

ROUTES = Table()
DAY_MILLISECONDS = 24 * 3_600 * 1_000


@ROUTES.route("GET", "/users/@me")
def me(stage: Backstage, _: Call) -> Answer:
    """Return the bot's account."""
    return Answer(200, payloads.user(stage.bot) | {"mfa_enabled": False, "locale": "en-US", "verified": True})


@ROUTES.route("GET", "/users/{user_id}")
def someone(stage: Backstage, call: Call) -> Answer:
    """Return an account."""
    account = stage.world.accounts.get(call.id("user_id"))
    if account is None:
        raise unknown("user")
    return Answer(200, payloads.user(account))


@ROUTES.route("GET", "/users/@me/guilds")
def my_servers(stage: Backstage, call: Call) -> Answer:
    """Return the servers that the bot is in, 200 at a time."""
    after = call.number("after", 0, 0, 1 << 63)
    mine = [one for one in stage.world.servers.values() if stage.bot.id in one.members and one.id > after]
    page = sorted(mine, key=lambda one: one.id)[: call.number("limit", 200, 1, 200)]
    return Answer(
        200,
        [
            {
                "id": str(one.id),
                "name": one.name,
                "icon": None,
                "banner": None,
                "owner": one.owner_id == stage.bot.id,
                "permissions": str(one.may(stage.bot)),
                "features": [],
            }
            for one in page
        ],
    )


@ROUTES.route("POST", "/users/@me/channels")
def open_conversation(stage: Backstage, call: Call) -> Answer:
    """Open (or find) the direct conversation with a person."""
    raw = call.json().get("recipient_id")
    if not isinstance(raw, int | str) or not str(raw).isdigit():
        raise invalid(("recipient_id",), "BASE_TYPE_REQUIRED", "This field is required")
    account = stage.world.accounts.get(int(raw))
    if account is None:
        raise unknown("user")
    conversation = stage.world.conversations.get(account.id)
    if conversation is None:
        conversation = Channel(stage.ids.next(), account.name, None, DM_CHANNEL, recipient=account)
        stage.world.conversations[account.id] = stage.world.channels[conversation.id] = conversation
    return Answer(200, payloads.channel(conversation))


def _application(stage: Backstage) -> Json:
    owner = next(iter(stage.world.servers.values())).owner_id
    return {
        "id": str(stage.bot.id),
        "name": stage.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": payloads.user(stage.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": intents.application_flags(stage.gateway.terms.privileged),
        "flags_new": str(intents.application_flags(stage.gateway.terms.privileged)),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": payloads.user(stage.world.accounts[owner]),
        "approximate_guild_count": len(stage.world.servers),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "rpc_origins": [],
        "summary": "",
    }


@ROUTES.route("GET", "/oauth2/applications/@me")
@ROUTES.route("GET", "/applications/@me")
def application(stage: Backstage, _: Call) -> Answer:
    """Return the bot's application."""
    return Answer(200, _application(stage))


@ROUTES.route("GET", "/gateway")
def gateway(stage: Backstage, _: Call) -> Answer:
    """Return where the gateway is."""
    return Answer(200, {"url": stage.gateway.url})


@ROUTES.route("GET", "/gateway/bot")
def gateway_for_bots(stage: Backstage, _: Call) -> Answer:
    """Return where the gateway is, how many shards it wants, and what is left of the day's identifies."""
    terms = stage.gateway.terms
    return Answer(
        200,
        {
            "url": stage.gateway.url,
            "shards": terms.shards,
            "session_start_limit": {
                "total": limits.IDENTIFIES,
                "remaining": terms.identifies_left,
                "reset_after": DAY_MILLISECONDS,
                "max_concurrency": terms.max_concurrency,
            },
        },
    )
