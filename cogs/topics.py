"""The topics of the configuration as commands, and /quote: ask, and the essays answer in their own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import Refusal
from bot.face.pages import page
from bot.face.quotes import Another, WhereItStands, choice_name, quotes_page
from bot.knowledge import Verdict, turns
from bot.knowledge.films import film_meant
from bot.text import answers as words
from bot.text.answers import no_such_topic

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.app import Epilogue
    from bot.knowledge import Answer, Library, Quote, Topic

# By text, the film stands at the end: `!songs lovely night film: La La Land`.
FILM_AT_THE_END = re.compile(r"(?:^|\s)film:\s*(?P<film>.+)$", re.IGNORECASE)
# As many as a message holds with room: each quote has up to 600 characters and its source.
MOST_QUOTES = 3
FILM_OPTION = "The film that is meant"


class Topics(commands.Cog):
    """Quotes by topic and by search."""

    def __init__(self, bot: Epilogue) -> None:
        self.bot = bot
        self.names = tuple(bot.settings.topics)

    async def cog_load(self) -> None:
        """Make each topic of the configuration a command, by text and by slash, and hear the quotes' buttons."""
        settings = self.bot.settings
        for topic in settings.topics.values():
            own = settings.slash(topic) == topic.name
            self._add(Topics.topic, topic.name, topic.description, aliases=list(topic.aliases), with_app_command=own)
        if len(settings.topics) > settings.commands.topics:
            self._add(Topics.named, "topic", words.topic_by_name()).autocomplete("name")(Topics.suggest_topics)
        self.bot.presses.hear(Another, WhereItStands)

    async def cog_unload(self) -> None:
        """Take the commands back, and hear the buttons no longer."""
        for name in (*self.names, "topic"):
            self.bot.remove_command(name)
        self.bot.presses.forget(Another, WhereItStands)

    def _add(
        self, callback: Any, name: str, description: str, **attributes: Any
    ) -> commands.HybridCommand[Any, ..., None]:
        command: commands.HybridCommand[Any, ..., None] = commands.HybridCommand(
            callback, name=name, description=description, **attributes
        )
        if command.app_command is not None:
            command.autocomplete("film")(Topics.suggest_films)
        command.cog = self
        self.bot.add_command(command)
        return command

    @app_commands.describe(words="Words that narrow it", film=FILM_OPTION)
    async def topic(self, ctx: commands.Context[Epilogue], *, words: str = "", film: str | None = None) -> None:
        """Quote what the essays say of the command's topic."""
        assert ctx.command is not None  # noqa: S101 - discord.py always sets it
        await self._speak_of(ctx, self.bot.settings.topics[ctx.command.name], words, film)

    @app_commands.describe(name="The topic", words="Words that narrow it", film=FILM_OPTION)
    async def named(
        self, ctx: commands.Context[Epilogue], name: str, *, words: str = "", film: str | None = None
    ) -> None:
        """Quote what the essays say of a topic without a command of its own."""
        topics = self.bot.settings.topics
        if name.casefold() not in topics:
            raise Refusal(no_such_topic(name, topics))
        await self._speak_of(ctx, topics[name.casefold()], words, film)

    async def suggest_topics(
        self, _interaction: discord.Interaction[Epilogue], text: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the topics by their titles."""
        found = [
            one for one in self.bot.settings.topics.values() if text.casefold() in f"{one.name} {one.title}".casefold()
        ]
        return [app_commands.Choice(name=one.title, value=one.name) for one in found[:25]]

    async def _speak_of(self, ctx: commands.Context[Epilogue], topic: Topic, words: str, film: str | None) -> None:
        asked, film = self._asked(ctx, words, film)
        if asked:
            await self._answer(ctx, await self._search(ctx, asked, film, topic), topic)
        else:
            await self._take_turn(ctx, topic, film or self.bot.library.films[0])

    @commands.hybrid_command()  # type: ignore[arg-type] # mypy infers nothing from discord.py's decorator
    @app_commands.describe(text="A line, some words or a question", film=FILM_OPTION)
    async def quote(self, ctx: commands.Context[Epilogue], *, text: str, film: str | None = None) -> None:
        """Find a passage in the essays"""
        library = await self._library(ctx)
        chosen = library.quote(text)
        if chosen is not None:
            await ctx.send(view=quotes_page(chosen.film, [chosen], blur=await self._blurs(ctx)))
            return
        asked, film = self._asked(ctx, text, film)
        await self._answer(ctx, await self._search(ctx, asked, film), None)

    @quote.autocomplete("text")
    async def suggest_passages(
        self, interaction: discord.Interaction[Epilogue], text: str
    ) -> list[app_commands.Choice[str]]:
        """Offer passages while one types; the value is a passage's id, for a passage is longer than a value may be."""
        library = await self.bot.library_in(interaction.guild_id)
        with self.bot.searching("suggest"):
            quotes = library.suggest(text, film=library.film_like(interaction.namespace.film or ""))
        return [app_commands.Choice(name=choice_name(quote), value=quote.passage) for quote in quotes]

    @quote.autocomplete("film")
    async def suggest_films(
        self, _interaction: discord.Interaction[Epilogue], text: str
    ) -> list[app_commands.Choice[str]]:
        """Offer the films that there are essays on."""
        films = [film for film in self.bot.library.films if text.casefold() in film.casefold()]
        return [app_commands.Choice(name=film[:100], value=film[:100]) for film in films[:25]]

    def _asked(self, ctx: commands.Context[Epilogue], text: str, film: str | None) -> tuple[str, str | None]:
        """Part the words from the film, and find out which film is meant."""
        if ctx.interaction is None and (found := FILM_AT_THE_END.search(text)):
            text, film = text[: found.start()], found["film"]
        settings = self.bot.settings
        meant = film_meant(
            self.bot.library,
            asked=film,
            bound=settings.channels.films.get(ctx.channel.id),
            place=getattr(ctx.channel, "name", None) or "",
            default=settings.essays.default_film,
        )
        return text.strip(), meant

    async def _search(
        self, ctx: commands.Context[Epilogue], asked: str, film: str | None, topic: Topic | None = None
    ) -> Answer:
        library = await self._library(ctx)
        with self.bot.searching("answer"):
            return library.search(asked, topic=topic, film=film, limit=MOST_QUOTES)

    async def _take_turn(self, ctx: commands.Context[Epilogue], topic: Topic, film: str) -> None:
        """Show what comes next of a topic in this channel, one quote a side."""
        ranked = (await self._library(ctx)).passages_of(topic, film)
        if not ranked:
            raise Refusal(words.topic_is_empty(topic.title))
        chosen: list[Quote] = []

        def choose(shown: Mapping[str, int]) -> Sequence[str]:
            chosen[:] = turns.turn(ranked, shown, MOST_QUOTES)
            return [quote.passage for quote in chosen]

        server = ctx.guild.id if ctx.guild else 0
        await self.bot.services.turns.take(server, ctx.channel.id, topic.name, choose)
        note = "" if len({quote.essay for quote in ranked}) > 1 else words.single_source()
        heading = words.heading(film, topic.title)
        await ctx.send(view=quotes_page(heading, chosen, blur=await self._blurs(ctx), topic=topic.name, note=note))

    async def _answer(self, ctx: commands.Context[Epilogue], answer: Answer, topic: Topic | None) -> None:
        if answer.verdict is Verdict.NOTHING:
            await ctx.send(view=page(words.nothing(one.title for one in self.bot.settings.topics.values())))
            return
        film = answer.quotes[0].film
        heading = words.heading(film, topic.title) if topic else film
        if answer.verdict is Verdict.SUGGEST:
            heading = words.did_you_mean()
        await ctx.send(view=quotes_page(heading, answer.convincing, blur=await self._blurs(ctx)))

    async def _library(self, ctx: commands.Context[Epilogue]) -> Library:
        return await self.bot.library_in(ctx.guild.id if ctx.guild else None)

    async def _blurs(self, ctx: commands.Context[Epilogue]) -> bool:
        return await self.bot.spoiler_channels.blurs(ctx.channel.id)

    @commands.Cog.listener()
    async def on_guild_channel_update(self, _before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        """Read a channel's marks anew after a change."""
        self.bot.spoiler_channels.forget(after.id)


async def setup(bot: Epilogue) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(Topics(bot))
