"""Which servers are a process's: numbers and ranges, and the runs that they make."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import config, shards
from bot.errors import ConfigRefusal
from bot.shards import EVERYWHERE, Shards

COUNTED = st.integers(1, 40).flatmap(
    lambda count: st.tuples(st.just(count), st.frozensets(st.integers(0, count - 1), max_size=count))
)


def read(folder: Path, ids: str, count: int = 12) -> tuple[int, ...]:
    file = folder / "config.toml"
    file.write_text(f"[discord]\nshard_count = {count}\nshard_ids = {ids}\n", encoding="utf-8")
    return config.load(file).discord.shard_ids


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('""', ()),
        ("[]", ()),
        ('"0-3"', (0, 1, 2, 3)),
        ('"8, 0 - 3"', (0, 1, 2, 3, 8)),
        ('"11"', (11,)),
        ("[2, 0]", (0, 2)),
        ('["0-2", 5]', (0, 1, 2, 5)),
        ("7", (7,)),
    ],
)
def test_shards_are_written_as_numbers_and_ranges(tmp_path: Path, written: str, meant: tuple[int, ...]) -> None:
    assert read(tmp_path, written) == meant


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('"x"', "“x” is no shard and no range; write numbers and ranges, such as 0-3, 8."),
        ('"0,,1"', "“” is no shard and no range"),
        ('"-1"', "“-1” is no shard and no range"),
        ('"3-1"', "the range 3-1 ends before it begins; write 1-3."),
        ('"0-3, 2"', "shard 2 is named twice; name each shard of this process once."),
        ('"0-12"', "there is no shard 12 with shard_count = 12; name shards from 0 to 11."),
        ('"0-99999"', "shards are numbered from 0 to at most 9999."),
        ("[-1]", "expected greater than or equal to 0."),
    ],
)
def test_what_is_no_shard_is_told_in_one_sentence(tmp_path: Path, written: str, told: str) -> None:
    with pytest.raises(ConfigRefusal) as caught:
        read(tmp_path, written)
    assert caught.value.sentence.startswith("config.toml: discord.shard_ids")
    assert caught.value.sentence.endswith(told) or told in caught.value.sentence
    assert len(caught.value.sentence.splitlines()) == 1


def test_shards_without_their_number_are_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigRefusal, match="shard_ids need a shard_count, the same in every process"):
        read(tmp_path, '"0-2"', count=0)


@given(COUNTED)
def test_the_runs_are_the_shards(counted: tuple[int, frozenset[int]]) -> None:
    count, ids = counted
    ours = Shards(count, ids)
    served = {server for server in range(count) if ours.serves(server << 22)}
    if ours.spans:
        assert served == ids
        assert served == {shard for first, last in ours.spans for shard in range(first, last + 1)}
        assert all(before[1] + 1 < after[0] for before, after in zip(ours.spans, ours.spans[1:], strict=False))
    else:
        assert len(ids) in (0, count)
        assert served == set(range(count))


@given(COUNTED)
def test_a_list_reads_as_it_was_written(counted: tuple[int, frozenset[int]]) -> None:
    count, ids = counted
    written = ", ".join(f"{first}-{last}" for first, last in Shards(count + 1, ids).spans)
    assert frozenset(shards.parse(written)) == ids


def test_where_nothing_is_divided_every_server_is_ours() -> None:
    assert EVERYWHERE.serves(81384788765712384)
    assert not EVERYWHERE.spans
