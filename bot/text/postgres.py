"""What is said of a PostgreSQL server: to the administrator at the start and in the log, to anyone while it fails."""

VERSIONS = "asyncpg>=0.30"


def client_missing(prefix: str) -> str:
    """The library that speaks to a server is not installed; `prefix` is the folder of this Python's environment."""
    return (
        "[store] url names a PostgreSQL server, and the library for that is not installed. Install it with: "
        f'python3 -m pip --python "{prefix}" install "{VERSIONS}"'
    )


def url_wrong(url: str, why: str) -> str:
    """The url cannot be read."""
    return (
        f"{url}: this url cannot be used ({why}). Mend [store] url; its form is postgresql://USER@HOST:PORT/DATABASE."
    )


def unreachable(url: str, why: str) -> str:
    """Nothing answers there."""
    return (
        f"{url}: the PostgreSQL server does not answer ({why}). Look whether it runs, and at host and port in "
        "[store] url."
    )


def refuses_us(url: str, why: str) -> str:
    """The server does not let the user in."""
    return (
        f"{url}: the PostgreSQL server does not let this user in ({why}). Look at user and password in [store] url; "
        "the password may stand in the environment's PGPASSWORD or in ~/.pgpass instead."
    )


def no_such_database(url: str) -> str:
    """The server has no database of that name."""
    return f"{url}: the server has no such database. Make it with createdb, its encoding UTF8, or mend [store] url."


def old_server(url: str, found: str, needed: int) -> str:
    """The server is too old."""
    return f"{url}: this is PostgreSQL {found}; {needed} or newer is needed. Use a newer server."


def not_utf8(url: str, found: str) -> str:
    """The database cannot hold every sign."""
    return f"{url}: the database's encoding is {found}, in which members' words cannot be kept. Make one with UTF8."


def read_only_server(url: str) -> str:
    """The server only follows another one."""
    return f"{url}: this server takes no changes, as a standby does not. Name the primary in [store] url."


def no_schema(url: str) -> str:
    """The search path leads nowhere."""
    return f"{url}: the database has no schema of the name that search_path gives. Make it with CREATE SCHEMA."


def may_not_make_tables(url: str, why: str) -> str:
    """The user has no right to make the tables."""
    return (
        f"{url}: the tables cannot be made ({why}). Make this user the owner of the database: ALTER DATABASE ... "
        "OWNER TO ..."
    )


def of_another_program(url: str) -> str:
    """The database holds tables, and none that the bot made."""
    return (
        f"{url}: this database holds another program's tables. Nothing was changed: make one for the bot alone, and "
        "name it in [store] url."
    )


def newer(url: str, found: int, known: int) -> str:
    """A newer version of the bot has used the database."""
    return (
        f"{url}: the database has schema {found}, this version of the bot knows up to {known}. Nothing was changed: "
        "use the newer version of the bot, or a database restored from before."
    )


def in_use(url: str) -> str:
    """Bots have the database open."""
    return f"{url}: a bot has this database open. Stop every process of the bot first."


def being_moved(url: str) -> str:
    """All of it is being moved at this moment."""
    return f"{url}: this database is being moved at this moment. Start the bot when that is done."


def cannot_be_used(url: str, why: str) -> str:
    """The server lets us in and then fails."""
    return f"{url}: the database cannot be used ({why}). Look at the PostgreSQL server's own log."


def away() -> str:
    """The server does not answer any more, or not yet again."""
    return (
        "The bot's database does not answer. Nothing was counted or changed; please try again in a minute, and tell "
        "whoever runs the bot if it goes on."
    )


def outcome_unknown() -> str:
    """The connection was lost within the commit, and the server could not be asked what became of it."""
    return (
        "The bot's database went away at this very moment, and it is not known whether this was kept. Please look "
        "before you do it again."
    )


def failing() -> str:
    """The server cannot keep anything: its disk is full, or it fails."""
    return (
        "This could not be stored, because the bot's database server cannot keep it. Nothing was counted or changed; "
        "please tell whoever runs the bot."
    )


def busy() -> str:
    """Others hold what is asked for, or so many change the same at once that this one never got through."""
    return "The bot's database is busy. Nothing was counted or changed; please try again in a moment."


def sign_not_kept() -> str:
    """A text has a sign that PostgreSQL does not keep: the zero byte."""
    return "This text has a sign in it that cannot be stored. Nothing was changed: take it out and send it again."


def lost_for_the_log(why: str) -> str:
    """The connection is gone."""
    return f"The connection to the database is lost: {why}. It is made again as soon as the server answers."


def back_for_the_log() -> str:
    """The connection is there again."""
    return "The database answers again."


def kept_by_the_server() -> str:
    """The bot makes no copies of a server's database."""
    return (
        "[store] url names a PostgreSQL server, which has tools of its own for this: pg_dump makes a copy, also while "
        "the bot runs, and pg_restore puts it back while no bot runs."
    )


def backups_elsewhere() -> str:
    """The automatic backups are for files alone."""
    return "The bot makes no backups of a PostgreSQL database: let pg_dump run by the day, or archive its log."


def sound(url: str, version: str, schema: int, size: int) -> str:
    """The server can be used as it is."""
    return f"{url}: PostgreSQL {version} answers; schema {schema}, {size / 1e6:.1f} MB."


def to_be_migrated(url: str, found: int, known: int) -> str:
    """The next start changes the schema."""
    return (
        f"{url}: the database has schema {found} and is brought to {known} at the next start. Make a copy with "
        "pg_dump before."
    )


def empty(url: str) -> str:
    """There are no tables yet."""
    return f"{url}: the database is empty; the first start makes the tables."
