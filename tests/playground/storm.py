"""A storm: every fault of the stage at random, from a seed, over three servers and two shards, while people act."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.playground import Fault, Member, NoAnswer, Playground, RefusedByClient, Reply
from tests.playground.bots import intents

SERVERS = ("Lighthouse Cafe", "Rialto", "Odeon")
PACE = 0.05  # seconds between two faults, and between two acts of one member
ROUTES = ("", "POST /channels", "PATCH /channels", "POST /interactions", "POST /webhooks", "PATCH /webhooks")
# What takes the bot off for seconds is rarer, or nothing else would be met.
RARE = dict.fromkeys(("op 9", "refuse resumes", "no ACKs", "come or go", "outage", "close", "hang"), 0.1)
CODES = (4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 1001)


class Steady(commands.AutoShardedBot):
    """A bot of two shards that echoes by text and command, and answers a button and edits what it stands under."""

    def __init__(self, *, patient: bool) -> None:
        super().__init__("!", intents=intents(), max_messages=None, chunk_guilds_at_startup=False, help_command=None)
        self._patient = patient

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Pause as the library does, unless the stage lets shards identify without."""
        if self._patient:
            await super().before_identify_hook(shard_id, initial=initial)

    async def setup_hook(self) -> None:
        @self.command()
        async def echo(ctx: commands.Context["Steady"], *, text: str) -> None:
            await ctx.send(text)

        @self.tree.command(description="echoes")
        async def repeat(interaction: discord.Interaction, text: str) -> None:
            view = ui.View(timeout=None).add_item(ui.Button(label="Press", custom_id="press"))
            await interaction.response.send_message(text, view=view)

        @self.tree.command(description="echoes late")
        @app_commands.describe(text="what")
        async def slowly(interaction: discord.Interaction, text: str) -> None:
            await interaction.response.defer()
            await interaction.followup.send(text)

        @self.listen()
        async def on_interaction(interaction: discord.Interaction) -> None:
            if interaction.type is discord.InteractionType.component:
                await interaction.response.edit_message(content=f"pressed by {interaction.user.name}")

        await self.tree.sync()


@dataclass
class Log:
    """What happened: faults by name, acts that were answered, and those that were not."""

    faults: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    silent: int = 0


async def rage(stage: Playground, seconds: float, seed: int) -> Log:
    """Let the storm pass over a running bot; at its end the stage behaves again."""
    log = Log()
    until = asyncio.get_running_loop().time() + seconds
    names = (("ann", SERVERS[0]), ("bob", SERVERS[0]), ("ann", SERVERS[1]), ("eve", SERVERS[1]), ("olga", SERVERS[2]))
    people = [stage.member(name, server) for name, server in names]
    chances = random.Random(seed)
    acts = [act(one, random.Random(chances.random()), until, log) for one in people]
    await asyncio.gather(upset(stage, chances, until, log), *acts)
    stage.faults.clear()
    stage.limits.enforced = False
    stage.gateway.terms.acknowledge = True
    stage.gateway.terms.refuse_resumes = 0
    for name in SERVERS:
        server = stage.server(name)
        if not server.available:
            stage.restore(name)
        if stage.backstage.bot.id not in server.members:
            stage.invite_bot(name)
    return log


async def upset(stage: Playground, chances: random.Random, until: float, log: Log) -> None:
    """Plan and cause faults until the time is over."""
    while asyncio.get_running_loop().time() < until:
        ways = causes(stage, chances)
        name = chances.choices(list(ways), [RARE.get(one, 1.0) for one in ways])[0]
        log.faults[name] += 1
        ways[name]()
        del stage.faults.planned[:-2]  # some requests get through, or nothing would be met but the first fault
        await asyncio.sleep(PACE)


def causes(stage: Playground, chances: random.Random) -> dict[str, Callable[[], object]]:
    """Return every way to upset the bot, drawn with these chances."""
    gateway, plan = stage.gateway, stage.faults
    shard, server, route = chances.randrange(2), chances.choice(SERVERS), chances.choice(ROUTES)
    after, few = chances.random() < 0.5, chances.randrange(1, 4)
    code, scope = chances.choice(CODES), chances.choice(("user", "shared", "global"))

    def fail(server_: str) -> None:
        (stage.restore if not stage.server(server_).available else stage.outage)(server_)

    def move(server_: str) -> None:
        inside = stage.backstage.bot.id in stage.server(server_).members
        (stage.remove_bot if inside else stage.invite_bot)(server_)

    return {
        "429": lambda: plan.add(Fault(route, few, status=429, retry_after=0.05, scope=scope)),
        "500": lambda: plan.add(Fault(route, 1, status=500, after=after)),
        "502": lambda: plan.add(Fault(route, 1, status=502, after=after)),
        "403": lambda: plan.add(Fault(route, 1, status=403)),
        "404": lambda: plan.add(Fault(route, 1, status=404)),
        "cut request": lambda: plan.add(Fault(route, few, cut=True, after=after)),
        "slow": lambda: plan.add(Fault(route, few, delay=chances.random() * 0.3, after=after)),
        "hang": lambda: plan.add(Fault(route, 1, delay=3.5, after=after)),
        "limits": lambda: setattr(stage.limits, "enforced", not stage.limits.enforced),
        "cut socket": lambda: gateway.cut(shard),
        "op 7": lambda: gateway.ask_to_reconnect(shard),
        "op 9, resumable": lambda: gateway.invalidate(resumable=True, shard=shard),
        "op 9": lambda: gateway.invalidate(resumable=False, shard=shard),
        "refuse resumes": lambda: setattr(gateway.terms, "refuse_resumes", 1),
        "close": lambda: gateway.end(code, shard),
        "no ACKs": lambda: setattr(gateway.terms, "acknowledge", not gateway.terms.acknowledge),
        "outage": lambda: fail(server),
        "come or go": lambda: move(server),
    }


async def act(member: Member, chances: random.Random, until: float, log: Log) -> None:
    """Say, ask and press until the time is over; silence is what a storm brings."""
    panel: list[Reply] = []
    while asyncio.get_running_loop().time() < until:
        try:
            async with asyncio.timeout_at(until):
                await act_once(member, chances, panel)
            log.answered += 1
        except (NoAnswer, RefusedByClient, TimeoutError):
            log.silent += 1
        await asyncio.sleep(PACE)


async def act_once(member: Member, chances: random.Random, panel: list[Reply]) -> None:
    """Do one of the things that a member does; `panel` keeps what there is to press."""
    match chances.randrange(4):
        case 0:
            await member.say("!echo words", within=1)
        case 1:
            panel[:] = [await member.slash("repeat", text="words")]
        case 2:
            await asyncio.wait_for(member.slash("slowly", text="words"), 4)
        case _ if panel:
            await member.press(panel[0], "Press")


async def calm(stage: Playground, rounds: int) -> None:
    """Wait for the bot to be back, then expect an answer to every command in every server."""
    await stage.until(lambda: len(stage.gateway.live) == 2, within=60, what="both shards to be back")
    for server in SERVERS:
        owner = stage.member(stage.world.accounts[stage.server(server).owner_id].name, server)
        await echoed(stage, owner, "calm")
        for number in range(rounds):
            shown = await owner.slash("repeat", text=str(number))
            assert shown.text == str(number)
            assert (await owner.press(shown, "Press")).text == f"pressed by {owner.name}"
            assert (await owner.slash("slowly", text="late")).text == "late"
            await echoed(stage, owner, f"again {number}")


async def echoed(stage: Playground, member: Member, words: str) -> None:
    """Expect the echo of a text command; what the client still owes from the storm may come around it."""
    await member.say(f"!echo {words}", expect=False)
    await stage.until(lambda: words in [one.text for one in member.sees()], within=40, what=words)
