"""The configuration: defaults, every fault at once, and a token that shows nowhere."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot import config
from bot.errors import ConfigRefusal
from bot.knowledge.topic import Topic
from bot.settings import Rights, Settings
from bot.shipped import shipped

TOKEN = "MTA.abc.def"


def written(folder: Path, text: str) -> Path:
    file = folder / "config.toml"
    file.write_text(text, encoding="utf-8")
    return file


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(ConfigRefusal) as caught:
        config.load(written(folder, text))
    return caught.value.sentence


def test_without_a_file_the_defaults_of_the_example_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = config.load()
    assert settings.essays.folder == shipped("seeds")
    assert settings.store.file == tmp_path / "epilogue.db"
    assert list(settings.topics) == [
        "ending",
        "songs",
        "love",
        "dreams",
        "characters",
        "hollywood",
        "jazz",
        "director",
        "oscars",
    ]
    assert list(settings.polls.presets) == ["ending", "ending-three"]


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert config.load(written(tmp_path, "")).topics == config.load(shipped("config.example.toml")).topics


def keys_of(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


def test_the_example_documents_every_key() -> None:
    example: dict[str, Any] = tomllib.loads(shipped("config.example.toml").read_text(encoding="utf-8"))
    assert set(example) == keys_of(Settings)
    for name, field in Settings.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            assert set(example[name]) == keys_of(field.annotation)
    assert set(example["servers"]["default"]) == keys_of(Rights)
    for topic in example["topics"].values():
        assert {*topic, "name"} == keys_of(Topic)


def test_every_fault_is_told_at_once_with_key_value_and_mending(tmp_path: Path) -> None:
    sentence = refusal(
        tmp_path,
        """
        foo = 1
        [discord]
        tokn_file = "x"
        api_base = "discord.com"
        [polls]
        quorum = "many"
        results = "soon"
        [servers.here]
        voters = []
        """,
    )
    for part in (
        "config.toml: foo: there is no such key",
        "discord.tokn_file: there is no such key; did you mean token_file?",
        "discord.api_base: found 'discord.com'",
        "polls.quorum: found 'many'; expected a valid integer",
        "polls.results: found 'soon'; expected 'live', 'after vote' or 'at close'",
        "servers.here: expected a server's id",
    ):
        assert part in sentence
    assert len(sentence.splitlines()) == 6


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[discord", "this is not TOML: Expected ']'"),
        ("x = " + "[" * 5_000, "config.toml: there is a number of thousands of digits, or hundreds of brackets"),
        ("x = " + "9" * 5_000, "config.toml: there is a number of thousands of digits"),
        ("topics = 3", "topics: found 3"),
        ("polls = []", "polls: found []"),
        ("servers = 4", "servers: found 4"),
        ("[topics.jazz]\ntitle='jazz'\ndescription='x'", "topics.jazz.words: found nothing; a value is required"),
        ("[topics.quote]\ntitle='q'\ndescription='x'\nwords=['q']", "the name quote is taken by a command of the bot"),
        ("[topics.jazz]\ntitle='j'\ndescription='x'\nwords=['j']\naliases=['jazz']", "taken by the topic jazz"),
        ("[topics.Jazz]\ntitle='j'\ndescription='x'\nwords=['j']", "topics.Jazz"),
    ],
)
def test_a_fault_has_its_sentence(tmp_path: Path, text: str, told: str) -> None:
    assert told in refusal(tmp_path, text)


def test_a_missing_or_unreadable_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigRefusal, match="there is no such file"):
        config.load(tmp_path / "none.toml")
    with pytest.raises(ConfigRefusal, match="cannot be read"):
        config.load(tmp_path)
    (tmp_path / "latin.toml").write_bytes("# caf\xe9".encode("latin-1"))
    with pytest.raises(ConfigRefusal, match="byte 6 is not UTF-8"):
        config.load(tmp_path / "latin.toml")


def test_named_topics_and_presets_replace_the_shipped_ones_and_single_keys_do_not(tmp_path: Path) -> None:
    settings = config.load(
        written(tmp_path, "[topics.costumes]\ntitle='costumes'\ndescription='x'\nwords=['dress']\n[polls]\nquorum=5")
    )
    assert list(settings.topics) == ["costumes"]
    assert settings.polls.quorum == 5
    assert list(settings.polls.presets) == ["ending", "ending-three"]


def test_a_server_table_replaces_single_rights(tmp_path: Path) -> None:
    settings = config.load(written(tmp_path, "[servers.default]\nvoters=[7]\n[servers.42]\nmoderators=[9]"))
    assert settings.rights(42) == Rights(
        poll_starters=frozenset(),
        voters=frozenset({7}),
        moderators=frozenset({9}),
        reports_channel=0,
        forbidden_words=(),
    )
    assert settings.rights(1).moderators == frozenset()


def test_paths_are_relative_to_the_configuration(tmp_path: Path) -> None:
    settings = config.load(
        written(tmp_path, "[essays]\nfolder='mine'\n[store]\nurl='sqlite:///a/b.db'\n[discord]\ntoken_file='t'")
    )
    assert settings.essays.folder == tmp_path / "mine"
    assert settings.store.file == tmp_path / "a/b.db"
    assert settings.discord.token_file == str(tmp_path / "t")


def test_the_token_comes_from_the_environment_or_the_file(tmp_path: Path) -> None:
    (tmp_path / "t").write_text(f"{TOKEN}\n", encoding="utf-8")
    settings = config.load(written(tmp_path, "[discord]\ntoken_file='t'"))
    assert config.token(settings, {}).get_secret_value() == TOKEN
    assert config.token(settings, {"DISCORD_TOKEN": "a.b.c"}).get_secret_value() == "a.b.c"


def test_a_token_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    sentence = refusal(tmp_path, f"[discord]\ntoken='{TOKEN}'\n")
    assert "a token must not stand in this file" in sentence
    assert TOKEN not in sentence


@pytest.mark.parametrize("found", ["", "nonsense", "two parts.only", "with space.b.c"])
def test_a_bad_token_is_told_without_being_shown(tmp_path: Path, found: str) -> None:
    with pytest.raises(ConfigRefusal) as caught:
        config.token(config.load(written(tmp_path, "")), {"DISCORD_TOKEN": found})
    assert not found or found not in caught.value.sentence


def test_a_token_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigRefusal, match="the token cannot be read"):
        config.token(config.load(written(tmp_path, "[discord]\ntoken_file='gone'")), {})


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=5))
def test_no_value_of_any_key_ends_in_a_traceback(value: object) -> None:
    for table in ("discord", "commands", "essays", "store", "polls", "topics", "servers", "channels"):
        raw = tomllib.loads(shipped("config.example.toml").read_text(encoding="utf-8"))
        own = {table: value}
        with pytest.raises(ConfigRefusal):
            config._read({**raw, **own}, "config.toml", own=own)
