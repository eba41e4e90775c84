"""Polls: /poll start, create, results, list, close, history, export, edit, and the buttons below each poll."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import Refusal
from bot.face import chart, poll_pages
from bot.face.names import names_of
from bot.face.people import person
from bot.face.place import Place
from bot.face.poll_buttons import VoteButton, WithdrawButton
from bot.face.poll_form import PollForm
from bot.face.poll_options import CreateOptions, EditOptions, StartOptions
from bot.face.poll_posting import require_rights
from bot.polls import asked, duration, rights
from bot.polls.asked import Defaults
from bot.polls.poll import Results, Style
from bot.text import poll_pages as words
from bot.text import polls as refusals

if TYPE_CHECKING:
    from bot.app import Epilogue
    from bot.polls.asked import Asked
    from bot.polls.poll import Poll, Question

    Context = commands.Context[Epilogue]
    Interaction = discord.Interaction[Epilogue]

BUTTONS = (VoteButton, WithdrawButton)
POLL = "The poll, by its number"


class Polls(commands.Cog):
    """Polls on how a film left you."""

    def __init__(self, bot: Epilogue) -> None:
        self.bot = bot
        self.polls = bot.services.polls
        self.board = bot.board

    async def cog_load(self) -> None:
        """Hear the buttons, and keep the deadlines; what a former process left undone comes first."""
        self.bot.presses.hear(*BUTTONS)
        await self.board.open()

    async def cog_unload(self) -> None:
        """Stop in order: no further close, the messages brought up to date."""
        await self.board.close()
        self.bot.presses.forget(*BUTTONS)

    @commands.hybrid_group(invoke_without_command=True)  # type: ignore[arg-type] # mypy infers nothing here
    @commands.guild_only()
    async def poll(self, ctx: Context) -> None:
        """Ask, vote and read results"""
        await self._list(ctx)

    @poll.command()  # type: ignore[arg-type]
    @app_commands.describe(preset="The question, by its name in the configuration")
    async def start(self, ctx: Context, preset: str, *, said: StartOptions) -> None:
        """Ask a question of the configuration"""
        self._require_starter(ctx)
        await self._ask(Place.of_command(ctx), self.polls.preset(preset), said.asked())

    @poll.command()  # type: ignore[arg-type]
    async def create(self, ctx: Context, *, said: CreateOptions) -> None:
        """Ask a question of your own"""
        self._require_starter(ctx)
        if said.question and said.options:
            await self._ask(Place.of_command(ctx), asked.written_question(said.question, said.options), said.asked())
        elif ctx.interaction is None:
            raise Refusal(refusals.form_needs_slash(f"{ctx.prefix}poll create {CreateOptions.example}"))
        else:
            await ctx.interaction.response.send_modal(self._form(said))

    @poll.command()  # type: ignore[arg-type]
    @app_commands.describe(poll=POLL)
    async def results(self, ctx: Context, poll: int | None = None) -> None:
        """Show how a poll stands, as far as you may see it"""
        chosen = await self._chosen(ctx, poll)
        shown = await self.polls.results(_server(ctx), chosen.id, ctx.author.id if ctx.interaction else None)
        await ctx.send(view=poll_pages.results_page(shown, await self.polls.voters(shown)), ephemeral=True)

    @poll.command(name="list")  # type: ignore[arg-type]
    async def list_(self, ctx: Context) -> None:
        """Show the polls of this server"""
        await self._list(ctx)

    @poll.command()  # type: ignore[arg-type]
    @app_commands.describe(poll=POLL)
    async def close(self, ctx: Context, poll: int | None = None) -> None:
        """Close a poll now"""
        chosen = await self._kept(ctx, poll)
        await self.polls.end(chosen)
        self.board.deadlines_changed()  # before the answer, which can fail: the result is due
        await ctx.send(words.closed_now(chosen.id), ephemeral=True)

    @poll.command()  # type: ignore[arg-type]
    @app_commands.describe(preset="The question, by its name in the configuration", poll="Or a poll that asked it")
    async def history(self, ctx: Context, preset: str | None = None, poll: int | None = None) -> None:
        """Compare the runs of one question"""
        question = self.polls.preset(preset) if preset else (await self._chosen(ctx, poll)).question
        await ctx.defer()
        runs = await self.polls.history(_server(ctx), question)
        drawn = await chart.of_history(runs)
        await ctx.send(view=poll_pages.history_page(runs, drawn), files=[drawn] if drawn else [])

    @poll.command()  # type: ignore[arg-type]
    @app_commands.describe(poll=POLL)
    async def export(self, ctx: Context, poll: int | None = None) -> None:
        """Get a poll as CSV and JSON"""
        chosen = await self._kept(ctx, poll)
        await ctx.defer(ephemeral=True)
        files = await self.polls.export(_server(ctx), chosen.id, partial(names_of, ctx.guild))
        await ctx.send(words.exported(chosen.id), files=poll_pages.attached(chosen.id, files), ephemeral=True)

    @poll.command()  # type: ignore[arg-type]
    @app_commands.describe(poll=POLL)
    async def edit(self, ctx: Context, poll: int, *, said: EditOptions) -> None:
        """Change a poll that nobody has voted in"""
        chosen = await self._kept(ctx, poll)
        terms, lasts = asked.amended(chosen, said.asked())
        question = asked.reworded(chosen.question, said.question, said.options)
        self.board.touch(await self.polls.edit(_server(ctx), chosen.id, question, terms, lasts))
        self.board.deadlines_changed()
        await ctx.send(words.edited(chosen.id), ephemeral=True)

    @start.autocomplete("preset")
    @history.autocomplete("preset")
    async def suggest_presets(self, _interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        """Offer the questions of the configuration."""
        return poll_pages.preset_choices(self.bot.settings.polls.presets.values(), typed)

    @results.autocomplete("poll")
    @close.autocomplete("poll")
    @history.autocomplete("poll")
    @export.autocomplete("poll")
    @edit.autocomplete("poll")
    async def suggest_polls(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[int]]:
        """Offer this server's polls; their counts are nobody's business here."""
        server = interaction.guild_id or 0
        known = [*await self.polls.listed(server), *await self.polls.closed(server)]
        return poll_pages.poll_choices(known, str(typed))

    async def _ask(self, place: Place, question: Question, options: Asked) -> None:
        """Post a poll, once everything that could forbid it was looked at."""
        require_rights(place, native=options.style is Style.NATIVE)
        terms, lasts = asked.settled(options, self._defaults())
        draft = self.polls.draft(place.server, place.channel, place.author, question, terms, lasts)
        await self.board.post(draft, place.send)

    def _form(self, said: CreateOptions) -> PollForm:
        """Return the form; what is filled in is asked as if it stood in the command."""

        async def submit(interaction: Interaction, question: str, answers: str, closes: str) -> None:
            wanted = asked.written_question(question, answers)
            await self._ask(Place.of_form(interaction), wanted, replace(said.asked(), closes=closes))

        return PollForm(submit, said.closes or self.bot.settings.polls.closes)

    async def _list(self, ctx: Context) -> None:
        server = _server(ctx)
        open_, closed = await self.polls.listed(server), await self.polls.closed(server)
        await ctx.send(view=poll_pages.list_page(open_, closed[:5]), ephemeral=True)

    async def _chosen(self, ctx: Context, poll: int | None) -> Poll:
        if poll is None:
            return await self.polls.latest(_server(ctx), ctx.channel.id)
        return await self.polls.get(_server(ctx), poll)

    async def _kept(self, ctx: Context, poll: int | None) -> Poll:
        """Return the poll that is meant, once it is known that the person may close, change and export it."""
        chosen = await self._chosen(ctx, poll)
        rights.require_keeper(person(ctx.author), chosen, self.bot.settings.rights(_server(ctx)))
        return chosen

    def _require_starter(self, ctx: Context) -> None:
        rights.require_starter(person(ctx.author), self.bot.settings.rights(_server(ctx)))

    def _defaults(self) -> Defaults:
        table = self.bot.settings.polls
        closes = duration.parse(table.closes)
        return Defaults(closes, Results(table.results), table.anonymous, table.quorum, table.evidence)


def _server(ctx: Context) -> int:
    return ctx.guild.id if ctx.guild else 0


async def setup(bot: Epilogue) -> None:
    """Add the commands and the buttons to the bot."""
    await bot.add_cog(Polls(bot))
