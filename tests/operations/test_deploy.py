"""What an operator copies: a unit that is sound and hardened, a container without root, and files that exist."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from bot import config
from bot.metrics import Metrics

ROOT = Path(__file__).parent.parent.parent
DEPLOY = ROOT / "deploy"
# systemd rates a unit from 0 (nothing is open to it) to 10.
MOST_EXPOSED = 2.0


ANALYZE = shutil.which("systemd-analyze") or ""


@pytest.mark.skipif(not ANALYZE, reason="systemd is not here")
def test_the_unit_is_sound_and_hardened(tmp_path: Path) -> None:
    unit = tmp_path / "epilogue.service"
    text = (DEPLOY / "epilogue.service").read_text(encoding="utf-8")
    # The program is not installed here; a program that is stands in for it.
    unit.write_text(text.replace("/opt/epilogue/.venv/bin/python", "/bin/true"), encoding="utf-8")
    verified = subprocess.run([ANALYZE, "verify", str(unit)], capture_output=True, text=True, check=False)
    assert "epilogue.service" not in verified.stderr
    rated = subprocess.run(
        [ANALYZE, "security", "--offline=true", str(unit)], capture_output=True, text=True, check=False
    )
    exposure = re.search(r"exposure level for epilogue.service: ([\d.]+)", rated.stdout)
    assert exposure, rated.stderr
    assert float(exposure[1]) <= MOST_EXPOSED


def instructions() -> list[tuple[str, str]]:
    """Return the Dockerfile's instructions with their arguments, continued lines joined."""
    text = (DEPLOY / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def test_the_image_runs_without_root_and_takes_only_hashed_dependencies() -> None:
    written = instructions()
    users = [argument for word, argument in written if word == "USER"]
    assert users == ["10001:10001"]
    installs = [argument for word, argument in written if word == "RUN" and "install --no-cache" in argument]
    assert installs
    assert all("--require-hashes" in argument for argument in installs)
    after_user = written[[word for word, _ in written].index("USER") :]
    assert not [word for word, _ in after_user if word in ("RUN", "COPY", "ADD")]
    assert {"VOLUME", "HEALTHCHECK", "ENTRYPOINT"} <= {word for word, _ in written}


def test_everything_that_is_copied_exists_and_what_the_bot_needs_is_copied() -> None:
    copied = [argument.split()[0] for word, argument in instructions() if word == "COPY" and "--from" not in argument]
    assert all((ROOT / name).exists() for name in copied)
    assert {"bot", "cogs", "seeds", "config.example.toml"} <= set(copied)


def test_the_containers_configuration_is_sound_and_asks_for_health_where_the_image_looks() -> None:
    settings = config.load(DEPLOY / "container.toml")
    assert settings.store.file == Path("/data/epilogue.db")
    health = next(argument for word, argument in instructions() if word == "HEALTHCHECK")
    assert f"127.0.0.1:{settings.metrics.port}/healthz" in health


def test_compose_gives_the_token_where_the_containers_configuration_looks_and_nothing_more() -> None:
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    settings = tomllib.loads((DEPLOY / "container.toml").read_text(encoding="utf-8"))
    assert settings["discord"]["token_file"] == "/run/secrets/token"
    assert re.search(r"\nsecrets:\n  token:\n    file: \./token\n", compose)
    for line in ("read_only: true", "cap_drop:\n      - ALL", "no-new-privileges:true", "- data:/data"):
        assert line in compose


def test_the_units_token_is_the_file_that_it_loads() -> None:
    unit = (DEPLOY / "epilogue.service").read_text(encoding="utf-8")
    service = tomllib.loads((DEPLOY / "service.toml").read_text(encoding="utf-8"))
    assert "LoadCredential=token:/etc/epilogue/token" in unit
    assert service["discord"]["token_file"] == "/run/credentials/epilogue.service/token"


HADOLINT = shutil.which("hadolint") or ""


@pytest.mark.skipif(not HADOLINT, reason="hadolint is not here")
def test_the_dockerfile_is_without_lint() -> None:
    linted = subprocess.run([HADOLINT, str(DEPLOY / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (linted.returncode, linted.stdout) == (0, "")


SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}


def test_the_dashboard_shows_every_number_and_none_that_is_not_served() -> None:
    dashboard = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    asked = "\n".join(target["expr"] for panel in dashboard["panels"] for target in panel["targets"])
    named = set(re.findall(r"epilogue_\w+", asked))
    served = {one.name: {one.name + end for end in SUFFIXES[one.type]} for one in Metrics().registry.collect()}
    assert named <= set().union(*served.values())
    assert [name for name, series in served.items() if not series & named] == []
    places = [tuple(panel["gridPos"].values()) for panel in dashboard["panels"]]
    assert len(set(places)) == len({panel["id"] for panel in dashboard["panels"]}) == len(places)
