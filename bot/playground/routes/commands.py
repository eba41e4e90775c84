"""Registering application commands, for everywhere or for one server."""

from typing import Any

from bot.playground import limits
from bot.playground.backstage import Backstage
from bot.playground.command_forms import SLASH, check_all
from bot.playground.refusals import Refused, invalid, missing_access, unknown
from bot.playground.routing import NOTHING, Answer, Call, Table
from bot.playground.shapes import Json

ROUTES = Table()
GLOBAL = "/applications/{application_id}/commands"
LOCAL = "/applications/{application_id}/guilds/{guild_id}/commands"
DAY_SECONDS = 24 * 3_600.0


def _scope(stage: Backstage, call: Call) -> int | None:
    """Return the server of the route, or None for commands that hold everywhere."""
    if call.id("application_id") != stage.bot.id:
        raise unknown("application")
    if "guild_id" not in call.params:
        return None
    server = stage.world.servers.get(call.id("guild_id"))
    if server is None or stage.bot.id not in server.members:
        raise missing_access()
    return server.id


@ROUTES.route("GET", GLOBAL)
@ROUTES.route("GET", LOCAL)
def every(stage: Backstage, call: Call) -> Answer:
    """Return the commands of a scope."""
    return Answer(200, stage.commands.get(_scope(stage, call), []))


@ROUTES.route("PUT", GLOBAL)
@ROUTES.route("PUT", LOCAL)
def replace(stage: Backstage, call: Call) -> Answer:
    """Make these the commands of a scope; one that had the same name keeps its id."""
    scope = _scope(stage, call)
    if not isinstance(call.body, list):
        raise invalid((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType.")
    check_all(call.body)
    old = {_key(one): one for one in stage.commands.get(scope, [])}
    _count_creates(stage, scope, sum(_key(one) not in old for one in call.body))
    stage.commands[scope] = [_registered(stage, scope, one, old.get(_key(one))) for one in call.body]
    return Answer(200, stage.commands[scope])


@ROUTES.route("POST", GLOBAL)
@ROUTES.route("POST", LOCAL)
def add(stage: Backstage, call: Call) -> Answer:
    """Register one command, or replace the one of that name."""
    scope = _scope(stage, call)
    command = call.json()
    check_all([command])
    known = stage.commands.get(scope, [])
    old = next((one for one in known if _key(one) == _key(command)), None)
    others = [one for one in known if one is not old]
    check_all([*others, command])
    _count_creates(stage, scope, int(old is None))
    made = _registered(stage, scope, command, old)
    stage.commands[scope] = [*others, made]
    return Answer(200 if old else 201, made)


def _find(stage: Backstage, call: Call) -> tuple[int | None, Json]:
    scope = _scope(stage, call)
    for command in stage.commands.get(scope, []):
        if command["id"] == call.params["command_id"]:
            return scope, command
    raise unknown("application command")


@ROUTES.route("GET", GLOBAL + "/{command_id}")
@ROUTES.route("GET", LOCAL + "/{command_id}")
def one(stage: Backstage, call: Call) -> Answer:
    """Return one command."""
    return Answer(200, _find(stage, call)[1])


@ROUTES.route("PATCH", GLOBAL + "/{command_id}")
@ROUTES.route("PATCH", LOCAL + "/{command_id}")
def change(stage: Backstage, call: Call) -> Answer:
    """Change one command."""
    scope, old = _find(stage, call)
    command = {**old, **call.json()}
    check_all([command])
    known = stage.commands[scope]
    made = _registered(stage, scope, command, old)
    known[known.index(old)] = made
    return Answer(200, made)


@ROUTES.route("DELETE", GLOBAL + "/{command_id}")
@ROUTES.route("DELETE", LOCAL + "/{command_id}")
def remove(stage: Backstage, call: Call) -> Answer:
    """Delete one command."""
    scope, command = _find(stage, call)
    stage.commands[scope].remove(command)
    return NOTHING


def _key(command: Json) -> tuple[int, str]:
    return command.get("type") or SLASH, command["name"]


def _count_creates(stage: Backstage, scope: int | None, creates: int) -> None:
    """Refuse what passes the day's 200 new commands of a scope; commands that stay are no creates."""
    now = stage.time()
    recent = [moment for moment in stage.command_creates.get(scope, []) if moment > now - DAY_SECONDS]
    if len(recent) + creates > limits.COMMANDS_PER_DAY:
        message = f"Max number of daily application command creates has been reached ({limits.COMMANDS_PER_DAY})"
        wait = recent[0] + DAY_SECONDS - now if recent else DAY_SECONDS
        raise Refused(429, 30034, message, retry_after=wait, **{"global": False})
    stage.command_creates[scope] = [*recent, *[now] * creates]


def _registered(stage: Backstage, scope: int | None, command: Json, old: Json | None) -> Json:
    """Return a command as Discord keeps it: with ids, defaults written, nulls dropped."""
    permissions = command.get("default_member_permissions")
    kind = command.get("type") or SLASH
    made: Json = {
        "id": old["id"] if old else str(stage.ids.next()),
        "application_id": str(stage.bot.id),
        "version": str(stage.ids.next()),
        "type": kind,
        "name": command["name"],
        "name_localizations": command.get("name_localizations"),
        "description": command.get("description") or "",
        "description_localizations": command.get("description_localizations"),
        "default_member_permissions": None if permissions is None else str(permissions),
        "integration_types": command.get("integration_types") or [0],
        "contexts": command.get("contexts"),
        "nsfw": bool(command.get("nsfw")),
    }
    if scope is None:
        made["dm_permission"] = command.get("dm_permission") is not False
    else:
        made["guild_id"] = str(scope)
    if kind == SLASH:
        made["options"] = [_without_nulls(option) for option in command.get("options") or []]
    return made


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value
