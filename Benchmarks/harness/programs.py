"""The programs to time: ours, the floor, the peers, and the command line on an experiment."""

import csv
import shutil
import subprocess
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import theory
from .places import BENCHMARKS, CUSTOMER_SERVICE, FLOOR, PAYOFF, PEER_PYTHON, SWIFT_PROGRAMS
from .timing import Program, Wrong, timed

YEARS_REPLICATIONS = 1000
REQUESTS_OF_DAY = 10_000_000
REQUESTS_AT_ONCE = 1_000_000


@dataclass(frozen=True)
class Queue(Program):
    """A program that simulates the queue."""

    name: str = ""
    """What it is called in the report."""
    customers: int = 0
    servers: int = 1
    replications: int = 1
    workers: int = 1
    """Threads or processes."""

    @property
    def all_customers(self) -> int:
        """The customers of all replications."""
        return self.customers * self.replications


@dataclass(frozen=True)
class Engine:
    """An engine, and how many customers keep it busy for a second or a few."""

    key: str
    name: str
    command: tuple[str | Path, ...]
    absent: str | None
    customers: dict[int, int]
    """By the number of servers."""


def engines() -> list[Engine]:
    """The engines, ours first."""
    found = [
        Engine(
            "event",
            "**Payoff, event view**",
            (swift("EventView"),),
            unbuilt(swift("EventView")),
            {1: 20_000_000, 50: 10_000_000},
        ),
        Engine(
            "process",
            "**Payoff, process blocks**",
            (swift("ProcessBlocks"),),
            unbuilt(swift("ProcessBlocks")),
            {1: 10_000_000, 50: 5_000_000},
        ),
        Engine(
            "floor-taus2",
            "C floor, GSL taus2",
            (FLOOR, "calendar", "taus2"),
            unbuilt(FLOOR),
            {1: 20_000_000, 50: 10_000_000},
        ),
        Engine(
            "floor-ziggurat",
            "C floor, xoshiro256+ and ziggurat",
            (FLOOR, "calendar", "ziggurat"),
            unbuilt(FLOOR),
            {1: 20_000_000, 50: 10_000_000},
        ),
        Engine(
            "lindley-taus2",
            "C, Lindley recursion, GSL taus2: no calendar",
            (FLOOR, "lindley", "taus2"),
            unbuilt(FLOOR),
            {1: 20_000_000},
        ),
        Engine(
            "lindley-ziggurat",
            "C, Lindley recursion, ziggurat: no calendar",
            (FLOOR, "lindley", "ziggurat"),
            unbuilt(FLOOR),
            {1: 50_000_000},
        ),
    ]
    for package, name, how, customers in [
        ("simpy", "SimPy", "a process per customer", {1: 500_000, 50: 500_000}),
        ("ciw", "Ciw", "a network of one node", {1: 300_000, 50: 300_000}),
        ("salabim", "salabim", "a component per customer", {1: 20_000, 50: 20_000}),
    ]:
        version, absent = python_package(package)
        script = BENCHMARKS / "Peers" / f"{package}_queue.py"
        found.append(Engine(package, titled(name, version, how), (PEER_PYTHON, script), absent, customers))
    version, absent = simmer()
    script = BENCHMARKS / "Peers" / "simmer_queue.R"
    found.append(
        Engine(
            "simmer", titled("simmer", version, "a trajectory"), ("Rscript", script), absent, {1: 500_000, 50: 500_000}
        )
    )
    return found


def listed(scratch: Path, shrunk: int) -> list[Program]:
    """Every program, with the customers of each divided by `shrunk`; what they write goes to `scratch`."""
    by_key = {engine.key: engine for engine in engines()}
    programs: list[Program] = [
        queue(engine, f"{engine.key}/{servers}", customers // shrunk, servers)
        for engine in by_key.values()
        for servers, customers in engine.customers.items()
    ]
    for key, replications, workers in [
        ("event", 100, 1),
        ("event", 100, 2),
        ("process", 100, 1),
        ("process", 100, 2),
        ("simpy", 10, 2),
        ("ciw", 4, 2),
    ]:
        programs.append(
            queue(by_key[key], f"{key}/replications/{workers}", 100_000 // shrunk, 1, replications, workers)
        )
    return programs + request_level() + start_up(scratch) + five_years(scratch)


def queue(engine: Engine, key: str, customers: int, servers: int, replications: int = 1, workers: int = 1) -> Queue:
    """A program that takes CUSTOMERS SERVERS SEED [REPLICATIONS WORKERS] and prints the mean wait."""

    def command(turn: int) -> list[str | Path]:
        counts = [customers, servers, turn] + ([replications, workers] if replications > 1 else [])
        return [*engine.command, *map(str, counts)]

    def verify(output: str) -> float:
        expected, margin = theory.mean_wait(servers), theory.tolerance(servers, customers * replications)
        try:
            found = float(output)
        except ValueError:
            raise Wrong(f"it printed {output[:40]!r} where a mean wait was expected") from None
        if not abs(found - expected) <= margin:
            raise Wrong(f"its mean wait is {found:.4f}; theory says {expected:.4f} ± {margin:.4f}")
        return found

    return Queue(
        key,
        command,
        verify,
        engine.absent,
        name=engine.name,
        customers=customers,
        servers=servers,
        replications=replications,
        workers=workers,
    )


def request_level() -> list[Program]:
    """Requests on GPUs with continuous batching: a day of ten million, and a million on one replica and on 32."""
    program = swift("RequestLevel")

    def listed_for(load: str, requests: int) -> Program:
        def verify(output: str) -> None:
            try:
                answered, first_token = int(output.split()[0]), float(output.split()[1])
            except (IndexError, ValueError):
                raise Wrong(f"it printed {output[:40]!r} where two numbers were expected") from None
            # Five standard errors of a Poisson count.
            if abs(answered - requests) > 5 * requests**0.5:
                raise Wrong(f"it answered {answered} requests, and not about {requests}")
            # The percentile is within 0.8 % of the value.
            if load == "day" and not first_token <= 0.504:
                raise Wrong(f"95 % of the first tokens are out within {first_token} s, and not within 0.5 s")

        return Program(f"requests/{load}", lambda turn: [program, load, str(turn)], verify, unbuilt(program))

    return [
        listed_for("day", REQUESTS_OF_DAY),
        listed_for("1", REQUESTS_AT_ONCE),
        listed_for("32", REQUESTS_AT_ONCE),
    ]


def start_up(scratch: Path) -> list[Program]:
    """An experiment file that lies outside the package: with an empty cache, again, and again up to the simulation."""
    cache, experiment, out = scratch / "cache", scratch / CUSTOMER_SERVICE.name, scratch / "start"

    def empty_cache() -> None:
        shutil.rmtree(cache, ignore_errors=True)
        cache.mkdir()
        shutil.copy(CUSTOMER_SERVICE, experiment)

    def command(turn: int) -> list[str | Path]:
        return [PAYOFF, "run", experiment, "--replications", "1", "--seed", str(turn), "--out", out, "--force"]

    program = partial(
        Program,
        command=command,
        verify=lambda _: check_rows(out, 1),
        absent=unbuilt_experiment(),
        environment={"PAYOFF_CACHE": str(cache)},
    )

    def until_simulation(_turn: int) -> list[str | Path]:
        # An input that is not there is noticed by the experiment's own program when it is about to simulate: exit 64.
        check = '"$@" 2>/dev/null; test $? -eq 64'
        return ["/bin/sh", "-c", check, "sh", PAYOFF, "run", experiment, "--set", "nothing=1"]

    return [
        program("start/first", prepare=empty_cache),
        program("start/cached"),
        program("start/ready", command=until_simulation, verify=lambda _: None),
    ]


def five_years(scratch: Path) -> list[Program]:
    """Five years of CustomerService, a thousand times, on one thread and on two; compiled before it is timed."""
    environment = {"PAYOFF_CACHE": str(scratch / "compiled")}

    def command(replications: int, threads: int, out: Path) -> list[str | Path]:
        counts = ["--replications", str(replications), "--seed", "1", "--threads", str(threads)]
        return [PAYOFF, "run", CUSTOMER_SERVICE.stem, *counts, "--out", out, "--force"]

    def compiled() -> None:
        timed(command(1, 1, scratch / "trial"), environment)

    def program(threads: int) -> Program:
        out = scratch / f"threads-{threads}"

        def verify(_: str) -> None:
            check_rows(out, YEARS_REPLICATIONS)
            one_thread = scratch / "threads-1" / "replications.csv"
            if one_thread.exists() and one_thread.read_bytes() != (out / "replications.csv").read_bytes():
                raise Wrong("its replications.csv differs from that of one thread")

        return Program(
            f"years/{threads}",
            lambda _: command(YEARS_REPLICATIONS, threads, out),
            verify,
            unbuilt_experiment(),
            compiled,
            environment,
        )

    return [program(1), program(2)]


def check_rows(run: Path, expected: int) -> None:
    """Raises Wrong unless the run directory holds that many replications."""
    try:
        with (run / "replications.csv").open(newline="", encoding="utf-8") as file:
            rows = sum(1 for _ in csv.DictReader(file))
    except FileNotFoundError:
        raise Wrong("it wrote no replications.csv") from None
    if rows != expected:
        raise Wrong(f"it wrote {rows} replications; {expected} were asked for")


def swift(name: str) -> Path:
    """A program of this folder's Swift package."""
    return SWIFT_PROGRAMS / name


def unbuilt(*needed: Path) -> str | None:
    """Why a program that needs these files cannot be run."""
    return None if all(path.exists() for path in needed) else "not built"


def unbuilt_experiment() -> str | None:
    """Why the experiment cannot be run."""
    return unbuilt(PAYOFF, CUSTOMER_SERVICE)


def python_package(name: str) -> tuple[str, str | None]:
    """The version of a peer, or why it cannot be run."""
    script = f"import importlib.metadata, {name}; print(importlib.metadata.version('{name}'))"
    return version_from([PEER_PYTHON, "-c", script])


def simmer() -> tuple[str, str | None]:
    """The version of simmer, or why it cannot be run."""
    if not shutil.which("Rscript"):
        return "", "not installed"
    return version_from(["Rscript", "-e", "cat(as.character(packageVersion('simmer')))"])


def titled(name: str, version: str, how: str) -> str:
    """How a peer is called in the report."""
    return f"{name} {version}, {how}" if version else f"{name}, {how}"


def version_from(command: list[str | Path]) -> tuple[str, str | None]:
    """What the command prints, or that the thing is not installed."""
    try:
        found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (FileNotFoundError, subprocess.CalledProcessError):
        return "", "not installed"
    return found, None
