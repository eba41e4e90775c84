"""What a running bot says of itself, and what Discord says of an installation."""

from pydantic import SecretStr

from bot.check import online
from tests.stage.evening import Evening

EMBED_LINKS = 1 << 14


def bot_role_without(evening: Evening, permission: int) -> None:
    server = evening.stage.server()
    for role in server.roles.values():
        role.permissions &= ~permission


async def test_health_is_private_and_names_what_is_missing(evening: Evening, store: str) -> None:
    shown = await evening.olga.slash("admin health")
    assert shown.ephemeral
    assert "2 servers, 1 shard" in shown.text
    assert ("every page is sound" if store == "sqlite" else "PostgreSQL 1") in shown.text
    rita = evening.stage.member("rita", "Rialto")
    assert "Only whoever runs the bot" in (await rita.slash("admin health")).text


async def test_online_a_sound_installation_has_its_invite_and_no_fault(evening: Evening) -> None:
    found = await online.findings(evening.settings, SecretStr(evening.stage.token))
    assert [one.severity for one in found] == ["note", "note"]
    assert "oauth2/authorize?client_id=" in found[0].sentence
    assert "connections of the day are left" in found[1].sentence


async def test_online_a_refused_token_is_a_fault(evening: Evening) -> None:
    found = await online.findings(evening.settings, SecretStr("MTA.wrong.token"))
    assert [(one.severity, one.subject) for one in found] == [("fault", "token")]


async def test_online_an_unreachable_discord_is_a_fault(evening: Evening) -> None:
    elsewhere = evening.settings.pointed("http://127.0.0.1:9/api/v10", evening.settings.store.url)
    found = await online.findings(elsewhere, SecretStr("MTA.b.c"))
    assert [(one.severity, one.subject) for one in found] == [("fault", "discord")]


async def test_online_a_withheld_intent_right_and_budget_are_warnings(evening: Evening) -> None:
    evening.stage.gateway.terms.privileged = 0
    evening.stage.gateway.terms.identifies_left = 7
    bot_role_without(evening, EMBED_LINKS)
    found = await online.findings(evening.settings, SecretStr(evening.stage.token))
    warned = [one.sentence for one in found if one.severity == "warning"]
    assert len(warned) == 3
    assert "message content intent" in warned[0]
    assert warned[1].startswith("7 of 1000")
    assert warned[2].startswith("Lighthouse Cafe: the bot lacks Embed Links.")
