"""Members' names as they are now: asked for where they are needed, and kept nowhere."""

import logging
from collections.abc import Mapping, Sequence

import discord

log = logging.getLogger(__name__)

# Discord: one request tells of at most 100 members, and a connection sends at most 120 requests a minute.
AT_ONCE = 100
MOST = 1_000


async def names_of(guild: discord.Guild | None, members: Sequence[int]) -> Mapping[int, str]:
    """Return the names that the first `MOST` of these members have in a server.

    Asking for members by their ids needs no privileged intent. Who has left has no name there, and where Discord
    does not answer nobody has: whoever is told of them is told ids.
    """
    found: dict[int, str] = {}
    if guild is None:
        return found
    for at in range(0, min(len(members), MOST), AT_ONCE):
        try:
            told = await guild.query_members(user_ids=list(members[at : at + AT_ONCE]), limit=AT_ONCE, cache=False)
        except TimeoutError:
            log.info("Discord did not tell the names of members of server %d.", guild.id)
            break
        found |= {one.id: one.display_name for one in told}
    return found
