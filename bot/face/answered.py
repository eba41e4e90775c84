"""Every command and click gets an answer, also when it fails: the one place where all failures end.

discord.py reports them at three doors: text and hybrid commands, pure slash commands, and forms; presses come by
`bot.face.presses`. Priority: a Refusal is said as it stands; what Discord's permissions
or the words themselves forbid is explained; an interaction that is gone is let go; the rest is a bug, logged.
"""

import logging
from typing import Any

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.errors import Refusal
from bot.text import apologies

log = logging.getLogger(__name__)

# Discord: the interaction is unknown (expired), or was answered already. Nobody is left to tell.
GONE = frozenset({10062, 40060})
# Statuses that no words of ours cause: not let in, not there, too often. (400 would be a message of a wrong form.)
NOT_OURS = frozenset({401, 403, 404, 429})


def root(error: BaseException) -> BaseException:
    """Return what really happened; discord.py wraps an error of a slash hybrid twice."""
    while (inner := getattr(error, "original", None)) is not None:
        error = inner
    return error


def sentence_for(error: BaseException) -> str | None:
    """Return the sentence for a failure, or None where it is a bug."""
    match root(error):
        case Refusal(sentence=sentence):
            return sentence
        case commands.MissingPermissions() | app_commands.MissingPermissions() as missing:
            return apologies.rights_missing(missing.missing_permissions)
        case commands.BotMissingPermissions() | app_commands.BotMissingPermissions() as missing:
            return apologies.bot_rights_missing(missing.missing_permissions)
        case commands.CommandOnCooldown() | app_commands.CommandOnCooldown() as cooling:
            return apologies.too_soon(cooling.retry_after)
        case commands.NoPrivateMessage() | app_commands.NoPrivateMessage():
            return apologies.only_in_servers()
        case app_commands.CommandSignatureMismatch() | app_commands.CommandNotFound():
            return apologies.outdated()
        case _:
            return None


def _tell(what: str, cause: BaseException) -> None:
    """Log a failure: a line where Discord or the way to it failed, a traceback where it is a bug of ours."""
    refused = isinstance(cause, discord.HTTPException) and cause.status in NOT_OURS
    if refused or isinstance(cause, (aiohttp.ClientError, TimeoutError, discord.DiscordServerError)):
        log.warning("%s: %s", what, str(cause) or type(cause).__name__)
    else:
        log.error("%s.", what, exc_info=cause)


async def apologise(interaction: discord.Interaction[Any], error: BaseException) -> None:
    """Answer an interaction that failed, privately, whether or not it was acknowledged before."""
    cause = root(error)
    if isinstance(cause, discord.HTTPException) and cause.code in GONE:
        log.debug("An interaction was gone before it could be answered.")
        return
    sentence = sentence_for(error)
    if sentence is None and isinstance(cause, commands.UserInputError):
        sentence = apologies.unusable(str(cause))
    if sentence is None:
        _tell("An interaction failed", cause)
        sentence = apologies.broken()
    try:
        if interaction.response.is_done():
            await interaction.followup.send(sentence, ephemeral=True)
        else:
            await interaction.response.send_message(sentence, ephemeral=True)
    except (discord.HTTPException, aiohttp.ClientError) as failure:
        log.info("An apology could not be delivered: %s", failure)


async def apologise_by_text(context: commands.Context[Any], error: commands.CommandError) -> None:
    """Answer a text command or a hybrid that failed. An unknown command is silence: others share the prefix."""
    if isinstance(error, commands.CommandNotFound):
        return
    if context.interaction is not None:
        await apologise(context.interaction, error)
        return
    sentence = sentence_for(error)
    if sentence is None and isinstance(root(error), commands.UserInputError) and context.command is not None:
        usage = f"{context.prefix}{context.command.qualified_name} {context.command.signature}".strip()
        sentence = apologies.misread(str(root(error)), usage)
    if sentence is None:
        _tell("A text command failed", root(error))
        sentence = apologies.broken()
    try:
        await context.send(sentence)
    except (discord.HTTPException, aiohttp.ClientError) as failure:
        log.info("An apology could not be delivered: %s", failure)


class Tree(app_commands.CommandTree[Any]):
    """The slash commands; what fails in one ends where all failures end."""

    async def _call(self, interaction: discord.Interaction[Any]) -> None:
        """Apologise also for what is no error of a command: discord.py 2.7.1 leaves it in a task that nobody awaits."""
        try:
            await super()._call(interaction)
        except app_commands.AppCommandError:
            raise
        except Exception as error:  # noqa: BLE001 - an interaction that makes no sense, or a bug
            await apologise(interaction, error)

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError) -> None:
        """Apologise for a pure slash command, or for one whose shape Discord knows differently."""
        await apologise(interaction, error)
