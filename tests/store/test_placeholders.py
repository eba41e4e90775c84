import re
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot.store
from bot.store.placeholders import numbered


@pytest.mark.parametrize(
    ("written", "meant", "names"),
    [
        ("SELECT 1", "SELECT 1", ()),
        ("SELECT :a", "SELECT $1", ("a",)),
        ("SELECT :a, :b, :a", "SELECT $1, $2, $1", ("a", "b")),
        ("x=:one_2 AND y=:one", "x=$1 AND y=$2", ("one_2", "one")),
        ("(:a,:b)", "($1,$2)", ("a", "b")),
        ("SELECT :a::bigint", "SELECT $1::bigint", ("a",)),
        ("SELECT x::text, ':a', :b", "SELECT x::text, ':a', $1", ("b",)),
        ("SELECT 'it''s :a', :b", "SELECT 'it''s :a', $1", ("b",)),
        (r"SELECT E'it\'s :a', :b", r"SELECT E'it\'s :a', $1", ("b",)),
        (r"SELECT 'C:\', :b", r"SELECT 'C:\', $1", ("b",)),
        ('SELECT "a:b", :b', 'SELECT "a:b", $1', ("b",)),
        ('SELECT "a"":b", :b', 'SELECT "a"":b", $1', ("b",)),
        ("SELECT $$:a$$, $x$:a $$ :b$x$, :c", "SELECT $$:a$$, $x$:a $$ :b$x$, $1", ("c",)),
        ("SELECT :a -- not :b\n, :c", "SELECT $1 -- not :b\n, $2", ("a", "c")),
        ("SELECT /* :a\n :b */ :c", "SELECT /* :a\n :b */ $1", ("c",)),
        ("SELECT x[1:2], :a", "SELECT x[1:2], $1", ("a",)),
    ],
)
def test_a_parameter_is_numbered_and_all_else_is_as_it_was(written: str, meant: str, names: tuple[str, ...]) -> None:
    assert numbered(written) == (meant, names)


QUIET = st.text(alphabet=st.characters(codec="ascii", exclude_characters="\0"), max_size=12)
PART = st.one_of(
    st.tuples(st.just("name"), st.sampled_from(["a", "b", "long_name", "x1"])),
    st.tuples(st.just("string"), QUIET.map(lambda text: "'" + text.replace("'", "''") + "'")),
    st.tuples(st.just("quoted"), QUIET.map(lambda text: '"' + text.replace('"', '""') + '"')),
    st.tuples(st.just("comment"), QUIET.map(lambda text: "--" + text.replace("\n", "").replace("\r", "") + "\n")),
    st.tuples(st.just("cast"), st.just("x::text")),
    st.tuples(st.just("word"), st.sampled_from(["SELECT", "=", ",", "(", ")", "1", "t.x"])),
)


@given(st.lists(PART, max_size=12))
def test_whatever_stands_between_them_parameters_are_found_and_nothing_else(parts: list[tuple[str, str]]) -> None:
    written = " ".join(f":{text}" if kind == "name" else text for kind, text in parts)
    order = list(dict.fromkeys(text for kind, text in parts if kind == "name"))
    meant = " ".join(f"${order.index(text) + 1}" if kind == "name" else text for kind, text in parts)
    assert numbered(written) == (meant, tuple(order))


VERB = re.compile(r"(SELECT|INSERT|UPDATE|DELETE)\s")


def statements() -> list[str]:
    found = []
    for module in iter_modules(bot.store.__path__, "bot.store."):
        for value in vars(import_module(module.name)).values():
            texts = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
            found += [text for text in texts if isinstance(text, str) and VERB.match(text)]
    return found


def test_no_parameter_of_the_stores_own_statements_is_overlooked() -> None:
    assert len(statements()) > 60
    for sql in statements():
        assert not re.search(r"(?<!:):[a-z]", numbered(sql)[0]), sql
