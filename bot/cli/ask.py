"""`epilogue ask`: the bot's answers in the terminal, for a person or, line by line as JSON, for a program."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from bot import config, knowledge
from bot.cli import Subparsers
from bot.cli.progress import progress
from bot.errors import Refusal
from bot.knowledge import Answer, Library, Quote, Verdict
from bot.knowledge.films import film_meant
from bot.settings import Settings
from bot.text import answers as words
from bot.text import essays

FROM_STANDARD_INPUT = "-"


class Query(BaseModel):
    """One query, as a line of `ask --json -` may spell it out."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    query: str = ""
    topic: str | None = None
    film: str | None = None


def add_parser(subparsers: Subparsers) -> ArgumentParser:
    """Describe the subcommand."""
    parser = subparsers.add_parser("ask", help="the bot's answer in the terminal")
    parser.add_argument("text", help="what to ask; with --json, - reads one query a line from standard input")
    parser.add_argument("--topic", help="stay within a topic")
    parser.add_argument("--film", help="the film that is meant")
    parser.add_argument("--limit", type=_limit, default=3, metavar="N", help="how many quotes at most (default: 3)")
    parser.add_argument("--json", action="store_true", help="write one JSON object a query")
    return parser


def execute(options: Namespace) -> int:
    """Answer; 0 where every query was understood, whatever the essays say to it.

    A faulty line of standard input is answered in its place, with an `error`, and makes the exit code 1.
    """
    settings = config.load(options.config)
    library = knowledge.load(settings.essays.folder, settings.topics.values(), progress=progress(essays.reading))
    whole = Query(query=options.text, topic=options.topic, film=options.film)
    if not options.json:
        print(_for_people(_answer(library, settings, whole, options.limit), settings))
        return 0
    if options.text != FROM_STANDARD_INPUT:
        print(_as_json(_answer(library, settings, whole, options.limit)))
        return 0
    code = 0
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr] # a text stream by now
    for line in sys.stdin:
        try:
            found = _as_json(_answer(library, settings, _query(line, whole), options.limit))
        except Refusal as refusal:
            found = _dumped({"query": line.strip(), "verdict": "nothing", "quotes": [], "error": refusal.sentence})
            code = 1
        print(found, flush=True)
    return code


def _limit(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100:
        raise ArgumentTypeError(words.limit_wrong(text))
    return int(text)


def _query(line: str, whole: Query) -> Query:
    """Read a line: a JSON object, or plain text. What it leaves open, the command line says."""
    line = line.strip()
    if not line.startswith("{"):
        return whole.model_copy(update={"query": line})
    try:
        return Query.model_validate({**whole.model_dump(exclude={"query"}), **json.loads(line)})
    except (ValueError, RecursionError) as error:  # pydantic's and json's errors are ValueErrors
        reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise Refusal(words.query_malformed(reason)) from None


def _answer(library: Library, settings: Settings, query: Query, limit: int) -> Answer:
    topic = None
    if query.topic:
        topic = settings.topics.get(query.topic)
        if topic is None:
            raise Refusal(words.no_such_topic(query.topic, settings.topics))
    film = film_meant(library, asked=query.film, default=settings.essays.default_film)
    return library.search(query.query, topic=topic, film=film, limit=limit)


def _as_json(answer: Answer) -> str:
    return _dumped({"query": answer.query, "verdict": answer.verdict, "quotes": [_fields(q) for q in answer.quotes]})


def _fields(quote: Quote) -> dict[str, Any]:
    keys = ("text", "essay", "author", "film", "section", "paragraph", "stance", "score")
    return {key: getattr(quote, key) for key in keys}


def _dumped(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False)


def _for_people(answer: Answer, settings: Settings) -> str:
    if answer.verdict is Verdict.NOTHING:
        return words.nothing(topic.title for topic in settings.topics.values())
    blocks = [words.did_you_mean()] if answer.verdict is Verdict.SUGGEST else []
    for quote in answer.convincing:
        stance = f"{words.stance(quote)}  " if quote.stance else ""
        lines = "\n".join(f"> {line}" for line in quote.text.splitlines())
        blocks.append(f"{stance}{words.source(quote)}\n{lines}")
    return "\n\n".join(blocks)
