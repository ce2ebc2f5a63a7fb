"""Writes the benchmark page from the timings."""

import csv
import statistics
import string
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from . import theory
from .places import HISTORY, PAGE, TEMPLATE
from .programs import REQUESTS_AT_ONCE, REQUESTS_OF_DAY, YEARS_REPLICATIONS, Queue
from .timing import Program, Result, own_mib

Results = dict[str, Result]


def document(machine: dict[str, str], rounds: int, shrunk: int, results: Results, parts: dict[str, float]) -> str:
    """The whole page, in Markdown."""
    caution = f"\nA quick run with {shrunk} times fewer customers: the share of start-up is too large.\n"
    return string.Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        caution=caution if shrunk > 1 else "",
        machine=table(("measured on", ""), {**machine, "Rounds": str(rounds)}.items()),
        goals=goals(results),
        history=history(results),
        wait_1=f"{theory.mean_wait(1):.4f}",
        queue_1=one_queue(results, 1),
        wait_50=f"{theory.mean_wait(50):.4f}",
        queue_50=one_queue(results, 50),
        replications=replications(results),
        parts=table(("part", "ns"), ([name, figure(time)] for name, time in parts.items()))
        if parts
        else "Not measured.",
        requests=requests(results),
        years=spaced(YEARS_REPLICATIONS),
        experiment=experiment(results),
    )


def write(text: str) -> None:
    """Writes the page."""
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(text, encoding="utf-8")


# --- Targets ---


@dataclass(frozen=True)
class Goal:
    """A target, and how its figure is calculated from the results."""

    what: str
    target: float
    unit: str
    at_least: bool
    needs: Sequence[str]
    """The programs whose results it needs."""
    measure: Callable[..., float]
    """A function of these results."""

    def value(self, results: Results) -> float | str:
        """The figure, or why there is none."""
        found = [results[key] for key in self.needs]
        missing = next((result.missing for result in found if result.missing), None)
        return missing or self.measure(*found)

    def cells(self, results: Results) -> list[str]:
        """The row of the table."""
        relation = "≥" if self.at_least else "≤"
        value = self.value(results)
        if isinstance(value, str):
            return [self.what, f"{relation} {self.target:g} {self.unit}", value, "–"]
        reached = value >= self.target if self.at_least else value <= self.target
        return [
            self.what,
            f"{relation} {self.target:g} {self.unit}",
            f"{figure(value)} {self.unit}",
            "yes" if reached else "**no**",
        ]


def all_goals() -> list[Goal]:
    """The targets, in the order of the page."""
    return [
        Goal("event view, M/M/1", 17, "M customers/s", True, ["event/1"], millions),
        Goal("event view, M/M/50", 8, "M customers/s", True, ["event/50"], millions),
        Goal("event view, M/M/1, relative to the C floor (taus2)", 0.9, "×", True, ["event/1", "floor-taus2/1"], speed),
        Goal("event view, M/M/50, relative to the C floor (taus2)", 0.9, "×", True, ["event/50", "floor-taus2/50"], speed),
        Goal("process blocks, M/M/1", 10, "M customers/s", True, ["process/1"], millions),
        Goal("process blocks, M/M/50", 5, "M customers/s", True, ["process/50"], millions),
        Goal("a day of 10 M requests", 10, "s", False, ["requests/day"], Result.cpu),
        Goal("the same, memory", 200, "MiB", False, ["requests/day"], Result.peak_mib),
        Goal(
            "100 replications × 100 000 customers, two threads", 0.6, "s", False, ["event/replications/2"], Result.wall
        ),
        Goal(
            "the same, two threads relative to one",
            1.9,
            "×",
            True,
            ["event/replications/1", "event/replications/2"],
            wall_ratio,
        ),
        Goal(
            f"five years, {spaced(YEARS_REPLICATIONS)} replications of CustomerService, two threads",
            2,
            "s",
            False,
            ["years/2"],
            Result.wall,
        ),
        Goal("the same, memory", 200, "MiB", False, ["years/2"], Result.peak_mib),
        Goal("an experiment file, first run with one replication", 1, "s", False, ["start/first"], Result.wall),
        Goal("an experiment file, cached, until the simulation begins", 0.02, "s", False, ["start/ready"], Result.wall),
    ]


def goals(results: Results) -> str:
    """The table of targets."""
    return table(("benchmark", "target", "measured", "met"), (goal.cells(results) for goal in all_goals()))


def history(results: Results) -> str:
    """The figures of earlier pages beside those of this run."""
    with HISTORY.open(encoding="utf-8", newline="") as file:
        earlier = {row.pop("benchmark"): row for row in csv.DictReader(file)}
    dates = list(next(iter(earlier.values())))
    rows = []
    for goal in all_goals():
        if goal.what not in earlier:
            continue
        value = goal.value(results)
        now = value if isinstance(value, str) else figure(value)
        rows.append([goal.what, goal.unit, *(earlier[goal.what][date] or "–" for date in dates), now])
    return table(("benchmark", "unit", *dates, "this run"), rows)


# --- Tables ---


def one_queue(results: Results, servers: int) -> str:
    """The engines on one queue, fastest view of ours first."""
    rows = []
    ours = [results[f"{view}/{servers}"] for view in ("event", "process")]
    for result in results.values():
        program = result.program
        if not isinstance(program, Queue) or program.servers != servers or program.replications > 1:
            continue
        if result.missing:
            rows.append([program.name, result.missing, *["–"] * 6])
            continue
        rows.append(
            [
                program.name,
                spaced(program.customers),
                figure(1e9 * result.cpu() / program.customers),
                figure(millions(result)),
                *("–" if view.missing else figure(speed(view, result)) + " ×" for view in ours),
                memory(result),
                f"{statistics.mean(answer for answer in result.answers if answer is not None):.4f}",
            ]
        )
    heading = (
        "program",
        "customers",
        "CPU ns per customer",
        "M customers/s",
        "event view relative to it",
        "process blocks relative to it",
        "memory MiB",
        "mean wait",
    )
    return table(heading, rows)


def replications(results: Results) -> str:
    """The runs of several replications."""
    rows = []
    fastest = results["event/replications/2"]
    for result in results.values():
        program = result.program
        if not isinstance(program, Queue) or program.replications == 1:
            continue
        kind = "thread" if "Payoff" in program.name else "process"
        workers = f"{program.workers} {kind}{'' if program.workers == 1 else 'es' if kind == 'process' else 's'}"
        run = f"{program.replications} × {spaced(program.customers)}"
        if result.missing:
            rows.append([program.name, workers, run, result.missing, *["–"] * 4])
            continue
        ratio = (
            "–"
            if fastest.missing
            else figure(paired(fastest, result, lambda timing: timing.wall, per_customer=True)) + " ×"
        )
        rows.append(
            [
                program.name,
                workers,
                run,
                figure(result.wall()),
                figure(result.cpu()),
                figure(program.all_customers / result.wall() / 1e6),
                memory(result),
                ratio,
            ]
        )
    heading = (
        "program",
        "on",
        "replications",
        "s",
        "CPU s",
        "M customers/s",
        "memory MiB",
        "event view, two threads, relative to it",
    )
    return table(heading, rows)


def requests(results: Results) -> str:
    """The requests on GPUs."""
    rows = []
    for key, what, count in [
        ("requests/day", "a day, 23 replicas", REQUESTS_OF_DAY),
        ("requests/1", "at 80 % of capacity, 1 replica", REQUESTS_AT_ONCE),
        ("requests/32", "at 80 % of capacity, 32 replicas", REQUESTS_AT_ONCE),
    ]:
        result = results[key]
        cells = (
            [result.missing, "–", "–"]
            if result.missing
            else [figure(result.cpu()), figure(1e6 * result.cpu() / count), memory(result)]
        )
        rows.append([what, spaced(count), *cells])
    return table(("what", "requests (approx.)", "CPU s", "CPU µs per request", "memory MiB"), rows)


def experiment(results: Results) -> str:
    """The command line on an experiment."""
    rows = []
    for key, what in [
        ("start/first", "one replication, first run"),
        ("start/cached", "one replication, cached"),
        ("start/ready", "cached, until the simulation begins"),
        ("years/1", f"{spaced(YEARS_REPLICATIONS)} replications, one thread"),
        ("years/2", f"{spaced(YEARS_REPLICATIONS)} replications, two threads"),
    ]:
        result = results[key]
        cells = (
            [result.missing, "–", "–"]
            if result.missing
            else [f"{result.wall():.3f}", f"{result.cpu():.3f}", memory(result)]
        )
        rows.append([what, *cells])
    return table(("what", "s", "CPU s", "memory MiB"), rows)


def table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


# --- Figures ---


def millions(result: Result) -> float:
    """Millions of customers per second of processor time."""
    return customers(result.program) / result.cpu() / 1e6


def speed(ours: Result, other: Result) -> float:
    """How many times as many customers ours serves in the same processor time."""
    return paired(ours, other, lambda timing: timing.cpu, per_customer=True)


def wall_ratio(one: Result, two: Result) -> float:
    """How many times as long the first takes."""
    return paired(two, one, lambda timing: timing.wall, per_customer=False)


def paired(ours: Result, other: Result, seconds: Callable[..., float], per_customer: bool) -> float:
    """The median of the ratios of the other's time to ours, round by round."""
    scale = customers(ours.program) / customers(other.program) if per_customer else 1
    return scale * statistics.median(
        seconds(theirs) / seconds(mine) for theirs, mine in zip(other.timings, ours.timings, strict=True)
    )


def customers(program: Program) -> int:
    """How many customers it simulates."""
    if not isinstance(program, Queue):
        raise TypeError(f"{program.key} simulates no customers of the queue")
    return program.all_customers


def memory(result: Result) -> str:
    """The peak, where it can be told from that of the process that started it."""
    return f"{result.peak_mib():.0f}" if result.peak_mib() > own_mib() else f"< {own_mib():.0f}"


def figure(value: float) -> str:
    """A number to three digits."""
    return f"{value:.3g}" if value < 1000 else spaced(round(value))


def spaced(value: int) -> str:
    """A whole number in groups of three."""
    return f"{value:,}".replace(",", " ")
