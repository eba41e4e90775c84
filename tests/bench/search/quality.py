"""How often the right passage is found, and how honest the verdicts are, beside the baselines."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import comb

from bot.knowledge import Library, Verdict
from tests.bench.search.baselines import BASELINES
from tests.bench.search.labels import OFF, Labelled, labelled


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one query got: the place of the right passage (0: not among three), and whether it was an answer."""

    query: Labelled
    place: int
    answered: bool
    quoted: int = 0
    """Characters of the first quote."""


Asker = Callable[[Labelled], Outcome]


def ours(library: Library) -> Asker:
    """Ask the library, verdict included."""

    def ask(query: Labelled) -> Outcome:
        answer = library.search(query.text)
        quotes = [quote.text for quote in answer.quotes]
        answered = answer.verdict is Verdict.ANSWER
        return Outcome(query, query.rank(quotes), answered, len(quotes[0]) if quotes else 0)

    return ask


def baseline(name: str, passages: Sequence[str], tuning: Sequence[Labelled], silent: float) -> Asker:
    """Ask a baseline; it answers from the score on that leaves this share of the tuning half without an answer."""
    search = BASELINES[name](passages)
    best = [found[0][1] if (found := search(query.text)) else 0.0 for query in tuning if query.kind != OFF]
    threshold = sorted(best)[int(silent * len(best))]

    def ask(query: Labelled) -> Outcome:
        found = search(query.text)
        return Outcome(query, query.rank([passages[n] for n, _ in found]), bool(found) and found[0][1] >= threshold)

    return ask


def row(outcomes: Sequence[Outcome]) -> str:
    """Return the figures of some queries on the subject."""
    n = len(outcomes)
    hit1 = sum(o.place == 1 for o in outcomes) / n
    hit3 = sum(o.place > 0 for o in outcomes) / n
    mrr = sum(1 / o.place for o in outcomes if o.place) / n
    answered1 = sum(o.answered and o.place == 1 for o in outcomes) / n
    answered3 = sum(o.answered and o.place > 0 for o in outcomes) / n
    silent = sum(not o.answered for o in outcomes) / n
    return f"{n:4} {hit1:7.2f} {hit3:7.2f} {mrr:7.2f} {answered1:9.2f} {answered3:9.2f} {silent:8.2f}"


HEAD = f"{'':24} {'n':>4} {'hit@1':>7} {'hit@3':>7} {'MRR':>7} {'answer@1':>9} {'answer@3':>9} {'silent':>8}"


def report(library: Library) -> None:
    """Print the tables over the reporting half."""
    tuning, reporting = labelled(library)
    passages = [essay.sentence(n) for essay in library.essays for n in range(len(essay))]
    ask = ours(library)
    on = [ask(query) for query in tuning if query.kind != OFF]
    silent = sum(not outcome.answered for outcome in on) / len(on)
    askers = {"epilogue": ask} | {name: baseline(name, passages, tuning, silent) for name in BASELINES}
    print(f"Quality: {len(passages)} sentences, the reporting half of the labelled queries.")
    print("answer@k: right and given as an answer. silent: not given as an answer, suggestions included.")
    print("A baseline's threshold leaves as many of the tuning half without an answer as epilogue does.")
    print(f"{HEAD} {'false answers':>14}")
    results = {name: [asker(query) for query in reporting] for name, asker in askers.items()}
    for name, outcomes in results.items():
        on = [o for o in outcomes if o.query.kind != OFF]
        off = [o for o in outcomes if o.query.kind == OFF]
        false = sum(o.answered for o in off)
        print(f"{name:24} {row(on)} {false:5} of {len(off)} ({false / len(off):.0%})")
    print(f"\nBy kind, epilogue (hit@1 of the baselines: {', '.join(BASELINES)})\n{HEAD}")
    kinds: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in results["epilogue"]:
        kinds[outcome.query.kind].append(outcome)
    for kind, outcomes in kinds.items():
        if kind != OFF:
            others = [[o.place == 1 for o in results[name] if o.query.kind == kind] for name in BASELINES]
            print(f"{kind:24} {row(outcomes)}   ({' '.join(f'{sum(o) / len(o):.2f}' for o in others)})")
    quoted = [o.quoted for o in results["epilogue"] if o.answered]
    print(f"\nAverage quote of an answer: {sum(quoted) / len(quoted):.0f} characters; longest {max(quoted)}.")
    _paired(results)


def _paired(results: dict[str, list[Outcome]]) -> None:
    """Print, for each baseline, on how many queries only one of the two is right at first place (McNemar's counts)."""
    print("\nOnly one is right at first place: epilogue, the other, and the chance of that by luck (exact sign test)")
    mine = results["epilogue"]
    for name in BASELINES:
        pairs = [(a.place == 1, b.place == 1) for a, b in zip(mine, results[name], strict=True)]
        better, worse = pairs.count((True, False)), pairs.count((False, True))
        print(f"{name:24} {better:4} {worse:4}   p = {_sign_test(better, worse):.1g}")


def _sign_test(better: int, worse: int) -> float:
    """Return the two-sided probability of such a split or a more uneven one, were both equally good."""
    n, least = better + worse, min(better, worse)
    tail = sum(comb(n, k) for k in range(least + 1))
    return min(1.0, 2 * tail / float(2**n))
