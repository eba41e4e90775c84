"""Who may import what: the rules of the house, held against every file's own imports."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted(path for room in ("bot", "cogs") for path in (ROOT / room).rglob("*.py"))

CORE = (
    *("bot.config", "bot.settings", "bot.errors", "bot.text", "bot.clock", "bot.wording", "bot.pace"),
    *("bot.claims", "bot.peers", "bot.shards", "bot.sweeping", "bot.store_url", "bot.progress"),
    *("bot.knowledge", "bot.polls", "bot.reasons", "bot.takes", "bot.privacy"),
)
DRIVERS = ("aiosqlite", "asyncpg")
CORE_NEVER = ("discord", *DRIVERS, "aiohttp", "bot.store", "bot.face", "bot.app", "bot.playground", "cogs")

# room: what it must not import
NEVER = {
    **dict.fromkeys(CORE, CORE_NEVER),
    "bot.store": ("discord", "aiohttp", "bot.face", "bot.app", "bot.playground", "cogs"),
    "bot.face": ("bot.playground", "bot.app", "cogs", *DRIVERS),
    **dict.fromkeys(("bot.app", "bot.running"), ("bot.playground", "cogs", *DRIVERS)),
    "cogs": ("cogs", "bot.store", "bot.playground", *DRIVERS),
    "bot.playground": (*CORE, "bot.store", "bot.face", "bot.app", "cogs", *DRIVERS, "discord"),
}


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = frozenset(map(module_of, FILES))


def imported(path: Path, *, types_too: bool) -> Iterator[str]:
    """Every module that the file names in an import; those for the type checker alone only if asked."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    package = module_of(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(tree):
        if id(node) in for_types and not types_too:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(part for part in (base, node.module) if part)
            inner = [f"{module}.{alias.name}" for alias in node.names]
            yield from inner
            if not MODULES.issuperset(inner):  # `from package import module` takes nothing of the package itself
                yield module


def is_within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


@pytest.mark.parametrize("path", FILES, ids=module_of)
def test_each_room_imports_only_what_it_may(path: Path) -> None:
    rooms = [room for room in NEVER if is_within(module_of(path), room)]
    broken = {
        (name, never)
        for room in rooms
        for never in NEVER[room]
        for name in imported(path, types_too=room != "cogs")
        if is_within(name, never)
    }
    assert not broken


def test_only_the_store_speaks_sql_and_only_it_knows_the_driver() -> None:
    drivers = {
        module_of(p)
        for p in FILES
        for name in imported(p, types_too=True)
        if any(is_within(name, driver) for driver in DRIVERS)
    }
    assert all(is_within(module, "bot.store") for module in drivers)


def test_a_bot_on_sqlite_loads_no_driver_of_a_server() -> None:
    names = [module_of(path) for path in FILES if not is_within(module_of(path), "bot.__main__")]
    mine = [name for name in names if not name.startswith("bot.store.postgres")]
    program = f"import sys, {', '.join(mine)}; sys.exit('asyncpg' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


def test_no_module_imports_itself_in_a_circle() -> None:
    known = {module_of(path): path for path in FILES}
    arrows = {
        module: {name for name in imported(path, types_too=False) if name in known and name != module}
        for module, path in known.items()
    }
    done: set[str] = set()

    def walk(module: str, above: tuple[str, ...]) -> None:
        assert module not in above, " -> ".join((*above[above.index(module) :], module))
        if module not in done:
            for inner in arrows[module]:
                walk(inner, (*above, module))
            done.add(module)

    for module in arrows:
        walk(module, ())
