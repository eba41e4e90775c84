"""Buttons that name one act of a desk, and the two numbers that it is about."""

import re
from enum import StrEnum
from typing import Any, ClassVar

import discord

from bot.face.pages import clamped
from bot.face.presses import PressedButton

Interaction = discord.Interaction[Any]


class ActButton(PressedButton):
    """Its id is `prefix:act:number:detail`: `class ReasonButton(ActButton, prefix="reason", acts=Act, digits=5)`.

    `digits` is how many the detail may have; the number is an id of ours, or 0.
    """

    prefix: ClassVar[str]

    def __init_subclass__(cls, *, prefix: str, acts: type[StrEnum], digits: int, **options: Any) -> None:
        one_of = "|".join(acts)
        template = rf"{prefix}:(?P<act>{one_of}):(?P<number>\d{{1,18}}):(?P<detail>\d{{1,{digits}}})"
        super().__init_subclass__(template=template, **options)
        cls.prefix = prefix

    def __init__(
        self,
        act: StrEnum,
        number: int,
        detail: int,
        label: str,
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
    ) -> None:
        # Discord: 80 characters
        super().__init__(label=clamped(label, 80), style=style, custom_id=f"{self.prefix}:{act}:{number}:{detail}")

    @classmethod
    async def pressed(cls, interaction: Interaction, ids: re.Match[str]) -> None:
        """Have it served."""
        await cls.serve(interaction, ids["act"], int(ids["number"]), int(ids["detail"]))

    @classmethod
    async def serve(cls, interaction: Interaction, act: str, number: int, detail: int) -> None:
        """Hand an act, one of the class's `acts`, to its desk."""
        raise NotImplementedError
