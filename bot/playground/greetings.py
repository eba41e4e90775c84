"""What the gateway tells a session of the world: READY, a server's arrival, its members on request."""

from bot.playground import intents, payloads
from bot.playground.sessions import Session
from bot.playground.shapes import Json
from bot.playground.world import THREADS, Account, Server

LARGE = 250  # docs, "Identify": a server with more members is "large"


def ready(session: Session, bot: Account, servers: list[Server], url: str, privileged: int) -> Json:
    """Write READY: every server still unavailable, and where to resume."""
    return {
        "v": 10,
        "user": {**payloads.user(bot), "mfa_enabled": False, "verified": True, "email": None},
        "guilds": [{"id": str(one.id), "unavailable": True} for one in servers],
        "session_id": session.id,
        "resume_gateway_url": url,
        "shard": [session.shard, session.shards],
        "application": {"id": str(bot.id), "flags": intents.application_flags(privileged)},
    }


def arrival(server: Server, bot: Account, asked: int) -> Json:
    """Write a server as GUILD_CREATE carries it, for a session with the intents `asked`."""
    seen = [one for one in server.channels.values() if server.may(bot, one)]
    present = list(server.members.values()) if asked & intents.GUILD_PRESENCES else [server.members[bot.id]]
    return payloads.server(server, bot.id) | {
        "joined_at": server.members[bot.id].joined.isoformat(),
        "large": len(server.members) > LARGE,
        "unavailable": False,
        "member_count": len(server.members),
        "members": [payloads.member(one) for one in present],
        "channels": [payloads.channel(one) for one in seen if one.kind not in THREADS],
        "threads": [payloads.channel(one) for one in seen if one.kind in THREADS],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def members(server: Server, asked: Json) -> Json:
    """Write the members that op 8 asked for, by ids or by the beginning of a name, in one chunk."""
    wanted = {int(one) for one in asked.get("user_ids") or []}
    query = asked.get("query")
    found = [
        one
        for one in server.members.values()
        if one.account.id in wanted or (query is not None and one.account.name.startswith(query))
    ]
    return {
        "guild_id": str(server.id),
        "members": [payloads.member(one) for one in found[: asked.get("limit") or len(found)]],
        "chunk_index": 0,
        "chunk_count": 1,
        "nonce": asked.get("nonce"),
    }
