"""What an administrator reads when a store is moved from one database to another."""

from bot.text.words import plural


def nothing_to_move(url: str) -> str:
    """There is no such database."""
    return f"{url}: there is no such database to move. Name the [store] url that the bot used until now."


def same(url: str) -> str:
    """Both are the same."""
    return f"{url}: a store cannot be moved onto itself. Name another one as the second."


def not_empty(url: str) -> str:
    """The target holds something."""
    return f"{url}: this store is not empty, and nothing in it is replaced. Nothing was changed: name an empty one."


def not_the_same(table: str, sent: int, arrived: int) -> str:
    """What arrived is not what was sent."""
    return (
        f"{table}: {plural(sent, 'row')} sent, {arrived} arrived, and they are not the same. The new store was emptied "
        "again and the former one is as it was: move once more, and report it if this stays."
    )


def moving(done: int, whole: int) -> str:
    """How far it is."""
    return f"Moving: {done:,} of {whole:,} rows, {100 * done // max(1, whole)} %"


def table(name: str, rows: int, checksum: str) -> str:
    """What one table holds, in both."""
    return f"{name:>16}  {rows:>10,} rows  checksum {checksum[:16]}"


def moved(target: str, votes: int) -> str:
    """All of it is there."""
    return (
        f"All rows of every table are the same in both, {plural(votes, 'vote')} among them. Set [store] url to "
        f"{target} and start the bot; the former store is as it was."
    )
