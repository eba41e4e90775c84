"""Servers, their members and roles, as far as a bot asks."""

from bot.playground import payloads
from bot.playground.backstage import Backstage
from bot.playground.refusals import missing_access, unknown
from bot.playground.routing import NOTHING, Answer, Call, Table
from bot.playground.world import THREADS, Server

ROUTES = Table()


def _server(stage: Backstage, call: Call) -> Server:
    server = stage.world.servers.get(call.id("guild_id"))
    if server is None:
        raise unknown("guild")
    if stage.bot.id not in server.members:
        raise missing_access()
    return server


@ROUTES.route("GET", "/guilds/{guild_id}")
def read(stage: Backstage, call: Call) -> Answer:
    """Return a server."""
    server = _server(stage, call)
    written = payloads.server(server, stage.bot.id)
    if call.yes("with_counts"):
        written |= {"approximate_member_count": len(server.members), "approximate_presence_count": 1}
    return Answer(200, written)


@ROUTES.route("GET", "/guilds/{guild_id}/channels")
def channels(stage: Backstage, call: Call) -> Answer:
    """Return a server's channels, without threads."""
    server = _server(stage, call)
    return Answer(200, [payloads.channel(one) for one in server.channels.values() if one.kind not in THREADS])


@ROUTES.route("GET", "/guilds/{guild_id}/roles")
def roles(stage: Backstage, call: Call) -> Answer:
    """Return a server's roles."""
    return Answer(200, [payloads.role(one) for one in _server(stage, call).roles.values()])


@ROUTES.route("GET", "/guilds/{guild_id}/members/{user_id}")
def member(stage: Backstage, call: Call) -> Answer:
    """Return a member."""
    membership = _server(stage, call).members.get(call.id("user_id"))
    if membership is None:
        raise unknown("member")
    return Answer(200, payloads.member(membership))


@ROUTES.route("DELETE", "/users/@me/guilds/{guild_id}")
def leave(stage: Backstage, call: Call) -> Answer:
    """Leave a server."""
    server = _server(stage, call)
    del server.members[stage.bot.id]
    stage.gateway.dispatch("GUILD_DELETE", {"id": str(server.id)}, server=server.id)
    stage.changes.stir()
    return NOTHING
