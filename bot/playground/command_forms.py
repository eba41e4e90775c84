"""What Discord accepts as an application command: shapes, and the rules beyond shapes."""

import re
from collections import Counter

from bot.playground import limits
from bot.playground.refusals import Faults, Refused, invalid
from bot.playground.shapes import Anything, ByType, Choice, Json, Kind, ListOf, Number, Path, Shape, Text, Truth

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(1, 12)
SLASH = 1

# docs, "Application Command Naming": letters and digits of any script, dash and underscore, in lower case.
_NAME = re.compile(r"[-_'\w]{1,32}")

_NAMED: dict[str, Kind] = {
    "name": Text(1, limits.COMMAND_NAME),
    "description": Text(1, limits.COMMAND_DESCRIPTION),
}
_NEEDS = frozenset({"name", "description"})


def _choices(name: str, value: Kind) -> ListOf:
    shape = Shape(
        f"ApplicationCommandOption{name}Choice",
        {"name": Text(1, limits.CHOICE_NAME), "value": value},
        frozenset({"name", "value"}),
    )
    return ListOf(shape, most=limits.COMMAND_CHOICES)


def _option(name: str, **more: Kind) -> Shape:
    return Shape(f"ApplicationCommand{name}Option", {**_NAMED, "required": Truth(), **more}, _NEEDS)


_INTEGER = Number(-limits.INTEGER, limits.INTEGER)

PLAIN_OPTIONS = {
    STRING: _option(
        "String",
        autocomplete=Truth(),
        choices=_choices("String", Text(most=limits.CHOICE_VALUE)),
        min_length=Number(0, limits.OPTION_TEXT),
        max_length=Number(1, limits.OPTION_TEXT),
    ),
    INTEGER: _option(
        "Integer",
        autocomplete=Truth(),
        choices=_choices("Integer", _INTEGER),
        min_value=_INTEGER,
        max_value=_INTEGER,
    ),
    BOOLEAN: _option("Boolean"),
    USER: _option("User"),
    CHANNEL: _option("Channel", channel_types=ListOf(Number())),
    ROLE: _option("Role"),
    MENTIONABLE: _option("Mentionable"),
    NUMBER: _option("Number", autocomplete=Truth(), choices=_choices("Number", Number(whole=False))),
    FILE: _option("Attachment"),
}


def _holder(name: str, inner: dict[int, Shape]) -> Shape:
    return Shape(
        f"ApplicationCommand{name}Option",
        {**_NAMED, "options": ListOf(ByType(inner), most=limits.COMMAND_OPTIONS)},
        _NEEDS,
    )


SUBCOMMANDS = {SUBCOMMAND: _holder("Subcommand", PLAIN_OPTIONS)}
GROUPS = {GROUP: _holder("SubcommandGroup", SUBCOMMANDS)}
COMMAND = Shape(
    "ApplicationCommandUpdateRequest",
    {
        "name": Text(1, limits.COMMAND_NAME),
        "description": Text(most=limits.COMMAND_DESCRIPTION),
        "options": ListOf(ByType({**PLAIN_OPTIONS, **SUBCOMMANDS, **GROUPS}), most=limits.COMMAND_OPTIONS),
        "type": Choice((1, 2, 3)),
        "default_member_permissions": Anything(),
        "dm_permission": Truth(),
        "nsfw": Truth(),
        "contexts": ListOf(Choice((0, 1, 2)), least=1),
        "integration_types": ListOf(Choice((0, 1)), least=1),
    },
    frozenset({"name"}),
)


def check_all(commands: list[Json]) -> None:
    """Refuse a set of commands that Discord would not take for one scope."""
    faults = Faults()
    for index, command in enumerate(commands):
        _check(command, (index,), faults)
    faults.check()
    kinds = Counter(one.get("type") or SLASH for one in commands)
    for kind, count in kinds.items():
        most = limits.COMMANDS_CHAT if kind == SLASH else limits.COMMANDS_MENU
        if count > most:
            raise Refused(400, 30032, f"Maximum number of application commands reached ({most})")
    names = Counter((one.get("type") or SLASH, one["name"]) for one in commands)
    for index, command in enumerate(commands):
        if names[command.get("type") or SLASH, command["name"]] > 1:
            message = "Application command names must be unique"
            raise invalid((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)


def _check(command: Json, path: Path, faults: Faults) -> None:
    before = Faults()
    COMMAND.check(command, path, before)
    if before.tree:
        COMMAND.check(command, path, faults)
        return
    if (command.get("type") or SLASH) == SLASH:
        _check_name(command["name"], path, faults)
        if not command.get("description"):
            faults.add((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    elif command.get("description"):
        faults.add((*path, "description"), "APPLICATION_COMMAND_DESCRIPTION_NOT_ALLOWED", "Must be empty.")
    _check_options(command.get("options") or [], path, faults)
    if _size(command) > limits.COMMAND_TOTAL:
        message = f"Command exceeds maximum size ({limits.COMMAND_TOTAL})"
        faults.add(path, "APPLICATION_COMMAND_TOO_LARGE", message)


def _check_name(name: str, path: Path, faults: Faults) -> None:
    if _NAME.fullmatch(name) is None or name != name.lower():
        message = "Command name is invalid"
        faults.add((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", message)


def _check_options(options: list[Json], path: Path, faults: Faults) -> None:
    seen: set[str] = set()
    optional = False
    kinds = {option["type"] in (SUBCOMMAND, GROUP) for option in options}
    if len(kinds) > 1:
        message = "Sub-command and sub-command group option types are mutually exclusive to all other types"
        faults.add((*path, "options"), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", message)
    for index, option in enumerate(options):
        here = (*path, "options", index)
        _check_name(option["name"], here, faults)
        if option["name"] in seen:
            message = "Option names must be unique"
            faults.add((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", message)
        seen.add(option["name"])
        if option.get("required") and optional:
            message = "Required options must be placed before non-required options"
            faults.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional = optional or not option.get("required")
        if option.get("autocomplete") and option.get("choices"):
            message = "Autocomplete options cannot have choices"
            faults.add(here, "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_INVALID", message)
        _check_options(option.get("options") or [], here, faults)


def _size(command: Json) -> int:
    """Return the characters that count to a command's total: names, descriptions and values of choices."""
    size = len(command["name"]) + len(command.get("description") or "")
    for choice in command.get("choices") or []:
        size += len(choice["name"]) + len(str(choice["value"]))
    return size + sum(_size(option) for option in command.get("options") or [])
