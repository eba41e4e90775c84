"""What Discord's own client refuses before a bot hears of it, and the data that it sends otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.playground import limits, payloads, permissions
from bot.playground.backstage import Backstage
from bot.playground.bodies import File
from bot.playground.command_forms import (
    BOOLEAN,
    CHANNEL,
    FILE,
    GROUP,
    INTEGER,
    NUMBER,
    ROLE,
    SLASH,
    STRING,
    SUBCOMMAND,
    USER,
)
from bot.playground.shapes import Json
from bot.playground.world import Account, Channel, Role, Server, Upload


class RefusedByClient(Exception):  # noqa: N818 - it is Discord's client that refuses, in front of the member
    """Discord's client does not let the member do this; the bot hears nothing."""


@dataclass
class Resolved:
    """The objects that options name by id, as an interaction carries them."""

    data: dict[str, Json] = field(default_factory=dict)

    def add(self, kind: str, id_: int, written: Json) -> None:
        """Add one object."""
        self.data.setdefault(kind, {})[str(id_)] = written


def find_command(stage: Backstage, server: Server | None, name: str, who: Account, channel: Channel) -> Json:
    """Return the slash command of that name as `who` sees it there; a server's own wins over a global one."""
    local = stage.commands.get(server.id, []) if server else []
    for command in [*local, *stage.commands.get(None, [])]:
        if command["name"] == name and command["type"] == SLASH:
            break
    else:
        raise RefusedByClient(f"there is no command /{name}")
    context = 0 if server is not None else 1
    if command["contexts"] is not None and context not in command["contexts"]:
        raise RefusedByClient(f"/{name} does not exist here")
    if server is None:
        if command.get("dm_permission") is False:
            raise RefusedByClient(f"/{name} does not exist in direct messages")
        return command
    may = server.may(who, channel)
    if not may & permissions.USE_APPLICATION_COMMANDS:
        raise RefusedByClient(f"{who.name} may use no commands in #{channel.name}")
    needs = command["default_member_permissions"]
    if needs is not None:
        needed = int(needs) or permissions.ADMINISTRATOR
        if needed & ~may:
            raise RefusedByClient(f"{who.name} has no permission for /{name}")
    if command["nsfw"] and not channel.nsfw:
        raise RefusedByClient(f"/{name} is for age-restricted channels")
    return command


def descend(command: Json, path: Sequence[str]) -> tuple[list[Json], list[Json]]:
    """Follow subcommands; return the options of the last one, and the chain of those passed (outermost first)."""
    options, chain = command.get("options") or [], list[Json]()
    for name in path:
        inner = next((one for one in options if one["name"] == name and one["type"] in (SUBCOMMAND, GROUP)), None)
        if inner is None:
            raise RefusedByClient(f"/{command['name']} has no subcommand {name}")
        chain.append(inner)
        options = inner.get("options") or []
    if any(one["type"] in (SUBCOMMAND, GROUP) for one in options):
        raise RefusedByClient(f"/{command['name']} needs a subcommand")
    return options, chain


def fill_options(
    stage: Backstage, server: Server | None, options: list[Json], given: Mapping[str, Any], resolved: Resolved
) -> list[Json]:
    """Return the options as the client sends them; refuse what it would not send."""
    known = {option["name"]: option for option in options}
    if strange := given.keys() - known.keys():
        raise RefusedByClient(f"no such option: {', '.join(sorted(strange))}")
    for name, option in known.items():
        if option.get("required") and given.get(name) is None:
            raise RefusedByClient(f"the option {name} is required")
    return [
        {"name": name, "type": known[name]["type"], "value": _value(stage, server, known[name], value, resolved)}
        for name, value in given.items()
        if value is not None
    ]


def nest(chain: list[Json], options: list[Json]) -> list[Json]:
    """Wrap filled options into the subcommands that they belong to."""
    for inner in reversed(chain):
        options = [{"name": inner["name"], "type": inner["type"], "options": options}]
    return options


_PLAIN: dict[int, tuple[type, ...]] = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float)}


def _value(stage: Backstage, server: Server | None, option: Json, value: Any, resolved: Resolved) -> Any:
    kind, name = option["type"], option["name"]
    if kind in _PLAIN:
        value = _typed(kind, value)
        if not isinstance(value, _PLAIN[kind]) or (isinstance(value, bool) != (kind == BOOLEAN)):
            raise RefusedByClient(f"the option {name} does not take {value!r}")
        return _plain(option, value)
    if kind == FILE and isinstance(value, File):
        upload = Upload(stage.ids.next(), value.name, value.data, value.content_type)
        stage.world.uploads[upload.id] = upload
        resolved.add("attachments", upload.id, payloads.attachment(upload, stage.origin))
        return str(upload.id)
    return _entity(server, option, value, resolved)


def _typed(kind: int, value: Any) -> Any:
    """Return what the client makes of something typed: a number or a switch where the option takes one."""
    if not isinstance(value, str) or kind not in (INTEGER, NUMBER, BOOLEAN):
        return value
    if kind == BOOLEAN:
        return {"true": True, "false": False}.get(value.casefold(), value)
    try:
        return int(value) if kind == INTEGER else float(value)
    except ValueError:
        return value


def _entity(server: Server | None, option: Json, value: Any, resolved: Resolved) -> str:
    kind, name = option["type"], option["name"]
    account = getattr(value, "account", value)
    if isinstance(account, Account) and kind not in (CHANNEL, ROLE):
        resolved.add("users", account.id, payloads.user(account))
        if server is not None and (membership := server.members.get(account.id)) is not None:
            written = payloads.member(membership, with_user=False)
            resolved.add("members", account.id, written | {"permissions": str(server.may(account))})
        return str(account.id)
    if isinstance(value, Channel) and kind == CHANNEL and value.server is server:
        types = option.get("channel_types")
        if types and value.kind not in types:
            raise RefusedByClient(f"the option {name} does not take channels of kind {value.kind}")
        resolved.add("channels", value.id, payloads.channel(value) | {"permissions": "0"})
        return str(value.id)
    if isinstance(value, Role) and kind not in (USER, CHANNEL):
        resolved.add("roles", value.id, payloads.role(value))
        return str(value.id)
    raise RefusedByClient(f"the option {name} does not take {value!r}")


def _plain(option: Json, value: Any) -> Any:
    name = option["name"]
    choices = option.get("choices")
    if choices:
        chosen = [one["value"] for one in choices if value in (one["value"], one["name"])]
        if not chosen:
            raise RefusedByClient(f"{value!r} is no choice of {name}: {', '.join(one['name'] for one in choices)}")
        return chosen[0]
    if isinstance(value, str):
        least, most = option.get("min_length") or 0, option.get("max_length") or limits.OPTION_TEXT
        if not least <= len(value) <= most:
            raise RefusedByClient(f"the option {name} takes {least} to {most} characters, not {len(value)}")
    elif not isinstance(value, bool):
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            raise RefusedByClient(f"the option {name} takes {least} to {most}, not {value}")
    return value


def fill_form(form: Json, given: Mapping[str, Any]) -> list[Json]:
    """Return a form's components as the client submits them; fields are named by label or custom id."""
    left = dict(given)
    filled = [_submitted(component, left) for component in form["components"]]
    if left:
        raise RefusedByClient(f"the form has no field {', '.join(sorted(left))}")
    return [one for one in filled if one is not None]


def _submitted(component: Json, left: dict[str, Any]) -> Json | None:
    number = {"id": component.get("id") or 0}
    if component["type"] == 1:
        inner = component["components"][0]
        return {"type": 1, **number, "components": [_field(inner, inner.get("label") or "", left)]}
    if component["type"] == 18:
        return {"type": 18, **number, "component": _field(component["component"], component["label"], left)}
    return {"type": component["type"], **number}


_MISSING = object()


def _field(component: Json, label: str, left: dict[str, Any]) -> Json:
    """Return one field with what the member entered, or what stood in it."""
    value: Any = _MISSING
    for key in (component["custom_id"], label):
        if key in left:
            value = left.pop(key)
    kind = component["type"]
    sent: Json = {"type": kind, "id": component.get("id") or 0, "custom_id": component["custom_id"]}
    if kind == 4:
        return sent | {"value": _text(component, label, component.get("value") or "" if value is _MISSING else value)}
    if kind == 23:
        return sent | {"value": bool(component.get("default")) if value is _MISSING else bool(value)}
    if kind == 21:
        chosen = choose(component, label, _defaults(component) if value is _MISSING else [value])
        if len(chosen) > 1:
            raise RefusedByClient(f"{label} takes one answer")
        return sent | {"value": chosen[0] if chosen else None}
    entered = _defaults(component) if value is _MISSING else value
    entered = [entered] if isinstance(entered, str) else list(entered)
    return sent | {"values": choose(component, label, entered)}


def _text(field: Json, label: str, value: Any) -> str:
    if not isinstance(value, str):
        raise RefusedByClient(f"{label} takes text, not {value!r}")
    least, most = field.get("min_length") or 0, field.get("max_length") or limits.MODAL_TEXT
    required = field.get("required") is not False
    if (required and not value) or (value and len(value) < least) or len(value) > most:
        raise RefusedByClient(f"{label} takes {max(least, int(required))} to {most} characters, not {len(value)}")
    return value


def _defaults(component: Json) -> list[str]:
    return [one["value"] for one in component.get("options") or [] if one.get("default")]


def choose(component: Json, label: str, entered: list[Any]) -> list[str]:
    """Return the values of the chosen options, which may be named by label; refuse wrong ones and wrong counts."""
    values: list[str] = []
    options = component.get("options")
    for one in entered:
        found = [o["value"] for o in options or [] if one in (o["value"], o["label"])]
        if options is not None and not found:
            raise RefusedByClient(f"{label} has no option {one!r}")
        values.append(found[0] if found else str(one))
    required = component.get("required") is not False
    least = component.get("min_values")
    least = (1 if required else 0) if least is None or component["type"] == 21 else least
    most = component.get("max_values") or (1 if component["type"] in (3, 5, 6, 7, 8, 21) else limits.GROUP_OPTIONS)
    if not (least <= len(values) <= most) and (required or values):
        raise RefusedByClient(f"{label} takes {least} to {most} choices, not {len(values)}")
    return values
