"""Setting the stage: servers, channels, people, and what becomes of them while the bot is there."""

from collections.abc import Iterable

from bot.playground import greetings, intents, payloads, permissions
from bot.playground.backstage import Backstage
from bot.playground.shapes import Json
from bot.playground.world import SPOILER_CHANNEL, Account, Channel, Membership, Overwrite, Role, Server

SPARE = (1 << 22) - 1  # the largest counter within a millisecond; no other id ever gets as far

MODERATOR = permissions.MANAGE_MESSAGES | permissions.MANAGE_THREADS | permissions.PIN_MESSAGES
BOT_ROLE = (
    permissions.EVERYONE
    | permissions.CREATE_PRIVATE_THREADS
    | permissions.MANAGE_THREADS
    | permissions.USE_EXTERNAL_EMOJIS
)


def account(stage: Backstage, name: str) -> Account:
    """Return the person of that name, who is made where nobody is called so."""
    try:
        return stage.world.account(name)
    except KeyError:
        made = Account(stage.ids.next(), name)
        stage.world.accounts[made.id] = made
        return made


def server(stage: Backstage, name: str, *, owner: str, channels: Iterable[str] = ("general",)) -> Server:
    """Make a server with an owner, text channels and the bot in it; the gateway hears of it."""
    possessor = account(stage, owner)
    # A millisecond apart, so that servers spread over shards: (id >> 22) % shards.
    id_ = next(reversed(stage.world.servers), stage.bot.id | SPARE) + (1 << 22)
    made = Server(id_, name, possessor.id, stage.clock.now())
    made.roles[made.id] = Role(made.id, "@everyone", permissions.EVERYONE)
    stage.world.servers[made.id] = made
    made.members[possessor.id] = Membership(possessor, made, made.created)
    for channel_name in channels:
        channel(stage, made, channel_name, tell=False)
    invite_bot(stage, made)
    return made


def servers(stage: Backstage, count: int) -> list[Server]:
    """Make many servers with one channel each, all owned by one person."""
    return [server(stage, f"Server {number}", owner="olga") for number in range(1, count + 1)]


def channel(
    stage: Backstage, where: Server, name: str, *, spoilers: bool = False, nsfw: bool = False, tell: bool = True
) -> Channel:
    """Make a text channel; `spoilers` marks it for them as Discord does."""
    made = Channel(stage.ids.next(), name, where, position=len(where.channels), nsfw=nsfw)
    made.flags = SPOILER_CHANNEL if spoilers else 0
    where.channels[made.id] = stage.world.channels[made.id] = made
    if tell:
        _tell_channel(stage, made, "CHANNEL_CREATE")
    return made


def mark_for_spoilers(stage: Backstage, of: Channel, *, marked: bool) -> None:
    """Set or take a channel's mark that spoilers are welcome, and tell the gateway."""
    of.flags = SPOILER_CHANNEL if marked else 0
    _tell_channel(stage, of, "CHANNEL_UPDATE")


def _tell(stage: Backstage, where: Server, event: str, data: Json, intent: int = intents.GUILDS) -> None:
    """Send a server's event, if the bot is in it and it is not in an outage."""
    if stage.bot.id in where.members and where.available:
        stage.gateway.dispatch(event, data, server=where.id, intent=intent)
    stage.changes.stir()


def _tell_channel(stage: Backstage, of: Channel, event: str) -> None:
    if of.server is not None:
        _tell(stage, of.server, event, payloads.channel(of))


def role(stage: Backstage, where: Server, name: str, grants: int) -> Role:
    """Make a role."""
    made = Role(stage.ids.next(), name, grants, position=len(where.roles))
    where.roles[made.id] = made
    data = {"guild_id": str(where.id), "role": payloads.role(made)}
    _tell(stage, where, "GUILD_ROLE_CREATE", data)
    return made


def join(stage: Backstage, where: Server, who: Account, *roles: Role) -> Membership:
    """Let somebody join a server, with roles; who is there already gets the roles."""
    membership = where.members.get(who.id)
    if membership is not None:
        membership.roles.update(one.id for one in roles)
        return membership
    membership = where.members[who.id] = Membership(who, where, stage.clock.now(), {one.id for one in roles})
    data = payloads.member(membership) | {"guild_id": str(where.id)}
    _tell(stage, where, "GUILD_MEMBER_ADD", data, intents.GUILD_MEMBERS)
    return membership


def leave(stage: Backstage, where: Server, who: Account) -> None:
    """Let somebody leave a server."""
    del where.members[who.id]
    data = {"guild_id": str(where.id), "user": payloads.user(who)}
    _tell(stage, where, "GUILD_MEMBER_REMOVE", data, intents.GUILD_MEMBERS)


def invite_bot(stage: Backstage, where: Server) -> None:
    """Let the bot join a server, with a role of its own."""
    own = Role(stage.ids.next(), stage.bot.name, BOT_ROLE, position=1, bot_id=stage.bot.id)
    where.roles[own.id] = own
    where.members[stage.bot.id] = Membership(stage.bot, where, stage.clock.now(), {own.id})
    _tell_arrival(stage, where, joined=True)


def remove_bot(stage: Backstage, where: Server) -> None:
    """Kick the bot out of a server."""
    _tell(stage, where, "GUILD_DELETE", {"id": str(where.id)})
    membership = where.members.pop(stage.bot.id)
    for id_ in membership.roles:
        if where.roles[id_].bot_id == stage.bot.id:
            del where.roles[id_]


def outage(stage: Backstage, where: Server) -> None:
    """Make a server unavailable, as when one of Discord's machines fails."""
    _tell(stage, where, "GUILD_DELETE", {"id": str(where.id), "unavailable": True})
    where.available = False


def restore(stage: Backstage, where: Server) -> None:
    """End a server's outage."""
    where.available = True
    _tell_arrival(stage, where)


def _tell_arrival(stage: Backstage, where: Server, *, joined: bool = False) -> None:
    if stage.bot.id in where.members and stage.gateway.sessions:
        arrival = greetings.arrival(where, stage.bot, 0)
        if joined:  # only a server that was known before says whether it is unavailable
            del arrival["unavailable"]
        _tell(stage, where, "GUILD_CREATE", arrival)


def overwrite(stage: Backstage, of: Channel, whom: Role | Account, *, allow: int = 0, deny: int = 0) -> None:
    """Grant or deny permissions in one channel to a role or a member, and tell the gateway."""
    kind = 0 if isinstance(whom, Role) else 1
    of.overwrites[whom.id] = Overwrite(whom.id, kind, allow, deny)
    _tell_channel(stage, of, "CHANNEL_UPDATE")


def first_servers(stage: Backstage) -> None:
    """Make the two servers that every stage begins with, and the people in them."""
    cafe = server(stage, "Lighthouse Cafe", owner="olga", channels=("general", "la-la-land", "films"))
    channel(stage, cafe, "spoilers", spoilers=True, tell=False)
    moderators = role(stage, cafe, "moderators", permissions.EVERYONE | MODERATOR)
    join(stage, cafe, account(stage, "max"), moderators)
    for name in ("ann", "bob", "cleo", "dave"):
        join(stage, cafe, account(stage, name))
    rialto = server(stage, "Rialto", owner="rita", channels=("general", "la-la-land"))
    for name in ("ann", "eve"):
        join(stage, rialto, account(stage, name))
