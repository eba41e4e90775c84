"""How build time, memory, the time of a query and the hits change as the corpus grows around the real essays.

The time of a query, and a pause, is the processor's, so that whatever else the machine does is not measured with it.
"""

import asyncio
import gc
import resource
import sys
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path

from bot.knowledge import Essay, Library, Verdict
from bot.knowledge.language import language
from tests.bench.search.baselines import BASELINES, Search
from tests.bench.search.corpus import grown
from tests.bench.search.labels import OFF, Labelled, labelled

Ask = Callable[[str], list[str]]
"""A search: a query to the texts it finds, best first."""

SCANNED = 16
"""Queries that are put to a baseline that takes long; evenly spread over all."""
PATIENCE = 20.0
"""Seconds after which a baseline is given no more queries."""


def resident() -> int:
    """Return the process's resident memory in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def report(library: Library, sizes: Sequence[int], *, baselines_to: int) -> None:
    """Print a table for each size, each measured in a process of its own."""
    for size in sizes:
        process = get_context("spawn").Process(target=measure, args=(list(library.essays), size, size <= baselines_to))
        process.start()
        process.join()
        if process.exitcode:
            sys.exit(process.exitcode)


def measure(real: list[Essay], size: int, baselines: bool) -> None:
    """Print the table of one size."""
    tuning, reporting = labelled(Library(real, language()))
    off = [query.text for query in (*tuning, *reporting) if query.kind == OFF]
    essays = list(grown(real, size, off))
    passages = [essay.sentence(n) for essay in essays for n in range(len(essay))]
    table = language()
    gc.collect()
    before = resident()
    began = time.perf_counter()
    library = Library(essays, table)
    built = time.perf_counter() - began
    gc.collect()
    offsets = sum(
        len(a) * a.itemsize for essay in essays for a in (essay.starts, essay.ends, essay.firsts, essay.sections)
    )
    memory = resident() - before + offsets
    pause = asyncio.run(longest_pause(essays))
    queries = [query for half in zip(tuning, reporting, strict=False) for query in half if query.kind != OFF]
    print(f"\n{len(passages):,} passages: built in {built:.2f} s, {memory / len(passages):.0f} bytes a passage beyond "
          f"the text; the event loop's longest pause while building in a thread: {pause * 1000:.0f} ms")  # fmt: skip
    print(f"{'':24} {'queries':>8} {'p50 ms':>9} {'p99 ms':>9} {'hit@1':>7}")
    library.search("warm up")
    _print("epilogue", queries, lambda query: [quote.text for quote in library.search(query).quotes])
    silent = sum(library.search(query.text).verdict is not Verdict.ANSWER for query in queries) / len(queries)
    false = sum(library.search(query).verdict is Verdict.ANSWER for query in off) / len(off)
    print(f"{'':24} without an answer: {silent:.0%}; false answers: {false:.0%}")
    if baselines:
        for name, build in BASELINES.items():
            _print(name, queries, _texts(build(passages), passages))


def _texts(search: Search, passages: Sequence[str]) -> Ask:
    return lambda query: [passages[number] for number, _ in search(query)]


def _print(name: str, queries: Sequence[Labelled], ask: Ask) -> None:
    """Put queries to a search until its patience ends, spread over all kinds, and print what came of it."""
    spread = [queries[at] for start in range(SCANNED) for at in range(start, len(queries), SCANNED)]
    times, hits = [], 0
    for query in spread:
        began = time.process_time()
        texts = ask(query.text)
        times.append(time.process_time() - began)
        hits += query.rank(texts) == 1
        if sum(times) > PATIENCE and len(times) >= SCANNED:
            break
    times.sort()
    p50, p99 = times[len(times) // 2] * 1000, times[min(len(times) - 1, int(len(times) * 0.99))] * 1000
    print(f"{name:24} {len(times):8} {p50:9.2f} {p99:9.2f} {hits / len(times):7.2f}", flush=True)


async def longest_pause(essays: Sequence[Essay]) -> float:
    """Return for how long at most the loop did not run while a library was built in a thread, in processor seconds."""
    task = asyncio.create_task(asyncio.to_thread(Library, essays, language()))
    longest, last = 0.0, time.process_time()
    while not task.done():
        await asyncio.sleep(0.001)
        now = time.process_time()
        longest, last = max(longest, now - last), now
    await task
    return longest
