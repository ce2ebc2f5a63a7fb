"""The commands of Payoff as functions.

Each returns :class:`~payoff.Results`. Further options of a command are keyword arguments with ``_`` for ``-``:
``payoff.run("ApiOrOwn", precision="P(npv>0)=2%")`` is ``payoff run ApiOrOwn --precision 'P(npv>0)=2%'``. ``payoff help run``
lists them.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import numpy
import pandas

from .description import Description
from .options import Option, Value, range_text, values_text, words
from .program import run_program
from .results import Results

#: A name in ``experiments/``, or the path of a Swift file.
Experiment = Union[str, os.PathLike[str]]

#: A CSV file, or the table itself.
Table = Union[str, os.PathLike[str], pandas.DataFrame]

#: A CSV file, the table itself, or the numbers of one column.
Numbers = Union[str, os.PathLike[str], pandas.DataFrame, pandas.Series, numpy.ndarray, Sequence[float]]


def command(
    name: str,
    *subjects: str | os.PathLike[str],
    out: str | os.PathLike[str] | None = None,
    client: Any = None,
    shards: int | None = None,
    **options: Option,
) -> Results:
    """Runs any command that writes a directory, such as ``payoff.command("discover", "ApiOrOwn", where="npv>0")``.

    Args:
        name: the name of the command.
        subjects: its arguments: an experiment, or directories.
        out: the directory to write; without it, a temporary one that is removed with the results.
        client: compute on this Dask cluster: see :func:`run`.
        options: its options, with ``_`` for ``-``.

    Raises:
        CommandFailed: the command ended with an error.
        ProgramNotFound: there is no command ``payoff``.
    """
    return run_command(name, [os.fspath(subject) for subject in subjects], words(options), out, client=client, shards=shards)


def run_command(
    name: str,
    subjects: Sequence[str],
    line: Sequence[str],
    out: str | os.PathLike[str] | None,
    folder: str | None = None,
    client: Any = None,
    shards: int | None = None,
) -> Results:
    """Runs a command that writes a directory, with its options as words; paths among them are relative to the folder."""
    if client is None and shards is not None:
        raise ValueError("shards are of a cluster: give a client, or leave them out")
    for subject in subjects:
        if subject.startswith("-"):
            raise ValueError(f"{subject} is an option, where an experiment or a directory is expected")
    owned = tempfile.TemporaryDirectory(prefix="payoff-") if out is None else None
    # Comparisons name a run by its folder.
    place = os.path.join(owned.name, Path(subjects[0]).stem if subjects else name) if owned else os.path.abspath(out or "")
    try:
        if client is None:
            printed = run_program([name, *subjects, *line, "--out", place, "--json"], folder=folder)
        else:
            from .cluster import on_cluster

            planned = [name, *subjects, *(word for word in line if word != "--force")]
            merged = ["--out", place, "--json", *(word for word in line if word == "--force")]
            printed = on_cluster(planned, client, merged, shards=shards, folder=folder)
        answer = json.loads(printed.text)["answer"]
        return Results(Description.of(place), answer=answer, messages=printed.messages, owned=owned)
    except BaseException:
        if owned:
            owned.cleanup()
        raise


def run(
    experiment: Experiment,
    *,
    set: Mapping[str, Value] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    client: Any = None,
    shards: int | None = None,
    **options: Option,
) -> Results:
    """Simulates an experiment many times.

    Args:
        experiment: a name in ``experiments/``, or the path of a Swift file.
        set: inputs, choices and settings: ``{"rent": "5 to 12 USD/GPU-hour", "scaling": "hourly", "priceFall": 0.3}``.
        replications: the number of replications; 1000 if it is left out.
        seed: the random seed; 1 if it is left out. The same seed gives the same bytes.
        out: the directory to write; without it, a temporary one that is removed with the results.
        force: replace an existing directory of results.
        client: compute on a Dask cluster: a ``distributed.Client``, the address of a scheduler, or ``"local"``. The
            results are the same bytes.
        shards: with ``client``: the number of tasks; four for each thread of the cluster if it is left out.
        options: further options, such as ``case="bear"``, ``sampling="sobol"``, ``deterministic=True``, ``threads=2``.
    """
    line = words({"replications": replications, "seed": seed, "set": set, "force": force, **options})
    return run_command("run", [os.fspath(experiment)], line, out, client=client, shards=shards)


def sweep(
    experiment: Experiment,
    vary: Mapping[str, str | Value | Iterable[Value]],
    *,
    set: Mapping[str, Value] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    client: Any = None,
    shards: int | None = None,
    **options: Option,
) -> Results:
    """Runs an experiment at every point of a grid, on the same draws.

    Args:
        vary: values by input or choice: ``{"priceFall": [0.3, 0.4], "scaling": "*", "rent": "5..10:1"}``;
            numbers may have units: ``"30 %..50 %:5 %"``, ``["40k", "80k"]``.
        options: further options, such as ``paired_with=1``. The others are those of :func:`run`.
    """
    varied = [f"{name}={values_text(values)}" for name, values in vary.items()]
    given = {"vary": varied, "replications": replications, "seed": seed, "set": set, "force": force, **options}
    return run_command("sweep", [os.fspath(experiment)], words(given), out, client=client, shards=shards)


def sensitivity(
    experiment: Experiment,
    *,
    method: str | None = None,
    measure: str | None = None,
    size: int | None = None,
    set: Mapping[str, Value] | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    client: Any = None,
    shards: int | None = None,
    **options: Option,
) -> Results:
    """Finds the inputs that a measure depends on most. :func:`payoff.analyse` does it for a model of one's own.

    Args:
        method: ``tornado`` if it is left out; ``morris``, ``sobol``, ``delta``, … (``payoff help sensitivity``).
        measure: a measure, or a condition such as ``"npv>0"``.
        size: the base size of the design.
    """
    given = {"method": method, "measure": measure, "size": size, "seed": seed, "set": set, "force": force, **options}
    return run_command("sensitivity", [os.fspath(experiment)], words(given), out, client=client, shards=shards)


def compare(
    subject: Experiment | Results,
    other: str | os.PathLike[str] | Results | None = None,
    *,
    choice: str | Sequence[str] | None = None,
    measure: str | None = None,
    set: Mapping[str, Value] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    client: Any = None,
    shards: int | None = None,
    **options: Option,
) -> Results:
    """Compares the options of a choice, or two runs, on the same draws.

    Args:
        subject: an experiment, or a run: its results or directory.
        other: the other run.
        choice: the choice whose options are compared; of several, all combinations.
    """
    subjects = [_place(part) for part in (subject, other) if part is not None]
    given = {
        "choice": choice, "measure": measure, "replications": replications, "seed": seed, "set": set, "force": force
    }  # fmt: skip
    return run_command("compare", subjects, words({**given, **options}), out, client=client, shards=shards)


def decide(
    experiment: Experiment,
    *,
    choice: str | Sequence[str] | None = None,
    measure: str | None = None,
    set: Mapping[str, Value] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    client: Any = None,
    shards: int | None = None,
    **options: Option,
) -> Results:
    """Recommends an option of a choice, and estimates what further information is worth.

    Args:
        choice: the choice to decide; of several, all combinations are options.
        options: further options, such as ``risk_tolerance=5e6``, ``tail=0.05``, ``less_is_better=True``.
    """
    given = {
        "choice": choice, "measure": measure, "replications": replications, "seed": seed, "set": set, "force": force
    }  # fmt: skip
    return run_command("decide", [os.fspath(experiment)], words({**given, **options}), out, client=client, shards=shards)


def seek(
    experiment: Experiment,
    *,
    target: str | None = None,
    bounds: Mapping[str, str | tuple[Value, Value]] | None = None,
    maximise: str | None = None,
    minimise: str | None = None,
    over: Mapping[str, str | Value | Iterable[Value]] | None = None,
    set: Mapping[str, Value] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    **options: Option,
) -> Results:
    """Finds the value of an input that meets a target, or the best of several options.

    Args:
        target: a figure and its target, such as ``"P(npv>0)=90%"``.
        bounds: with ``target``: the input and its range, ``{"byInterface": (0.05, 0.40)}``.
        maximise: the measure whose mean is maximised over ``over``; ``minimise`` likewise.
        over: the values to choose from: ``{"scaling": "*", "headroom": [0, 0.2]}``.
    """
    given = {
        "target": target,
        "bounds": [f"{name}={range_text(pair)}" for name, pair in (bounds or {}).items()],
        "maximise": maximise,
        "minimise": minimise,
        "over": [f"{name}={values_text(values)}" for name, values in (over or {}).items()],
    }
    common = {"replications": replications, "seed": seed, "set": set, "force": force}
    return run_command("seek", [os.fspath(experiment)], words({**given, **common, **options}), out)


def size(
    load: Table,
    *,
    deployment: str | os.PathLike[str] | None = None,
    rate: float | None = None,
    per_day: float | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    **options: Option,
) -> Results:
    """Finds the smallest fleet that meets a service level for a load.

    Args:
        load: a name such as ``azure-conversation``, a trace (a file, or a DataFrame with ``arrival_s``, ``input_tokens``
            and ``output_tokens``), or a fitted load in JSON.
        deployment: a name such as ``llama-8b-h100``, or a JSON file; or ``gpu`` and ``model`` among the options.
        rate: requests a second in the busiest hour; or ``per_day``, requests on an average day.
        options: the service level, such as ``ttft_p99="500ms"``, and further options.
    """
    with _file(load) as place:
        given = {"load": place, "deployment": deployment, "rate": rate, "per_day": per_day, "seed": seed, "force": force}
        return run_command("size", [], words({**given, **options}), out)


def replay(
    trace: Table,
    *,
    deployment: str | os.PathLike[str] | None = None,
    replicas: int | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    **options: Option,
) -> Results:
    """Simulates a recorded trace on a fleet, request by request: ``results["requests"]`` has a row for each.

    Args:
        trace: a file, or a DataFrame with ``arrival_s``, ``input_tokens`` and ``output_tokens``.
        deployment: a name such as ``llama-8b-h100``, or a JSON file; or ``gpu`` and ``model`` among the options.
        replicas: the number of replicas.
    """
    with _file(trace) as place:
        given = {"trace": place, "deployment": deployment, "replicas": replicas, "seed": seed, "force": force}
        return run_command("replay", [], words({**given, **options}), out)


def fit(
    *,
    trace: Table | None = None,
    measured: Table | None = None,
    adoption: Table | None = None,
    distribution: Numbers | None = None,
    column: str | None = None,
    deployment: str | os.PathLike[str] | None = None,
    seed: int | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    **options: Option,
) -> Results:
    """Fits a load to a trace, a deployment to a server, an adoption curve to a series, or a distribution to numbers.

    Exactly one of the four is given, as a file or a DataFrame. With ``out``, the directory holds ``load.json`` or
    ``deployment.json``, which :func:`size` and :func:`replay` take. The families that were fitted to numbers are in
    ``results["families"]``, the likeliest first, each with its ``distribution`` as ``set`` takes it.

    Args:
        trace: requests with ``arrival_s``, ``input_tokens``, ``output_tokens``.
        measured: such requests with ``ttft_s`` and ``e2e_s`` as well.
        adoption: ``year``, ``quarter``, ``month`` or ``week``, and ``adopters`` or ``cumulative``.
        distribution: a file or a DataFrame with a column of numbers, a Series, an array or a list. Missing values are left
            out.
        column: with ``distribution``: the column, where there are several.

    Raises:
        ValueError: none or several of the four are given, or ``column`` without ``distribution`` or with numbers that are
            not in a table.
    """
    given = list(_named(trace=trace, measured=measured, adoption=adoption))
    if distribution is not None:
        given.append(("distribution", _numbers(distribution, column)))
    elif column is not None:
        raise ValueError("column is of a distribution: give distribution as well, or leave column out")
    if len(given) != 1:
        raise ValueError("fit needs exactly one of trace, measured, adoption and distribution")
    ((name, table),) = given
    with _file(table) as place:
        line = words({name: place, "column": column, "deployment": deployment, "seed": seed, "force": force, **options})
        return run_command("fit", [], line, out)


def deployments(*, gpu: str | None = None, model: str | None = None, **options: Option) -> pandas.DataFrame:
    """Lists deployments (models on GPUs), or derives them.

    Without arguments: those with names. With ``gpu`` or ``model``: a row for each pair and number of requests in flight.
    With both: a row for each number of requests in flight; ``attrs["deployment"]`` then has the facts of the pair. A
    figure with an interval has three columns: ``…_value``, ``…_low``, ``…_high``.

    Args:
        options: further options, such as ``precision="fp8"``, ``batch="1,8,64"``, ``price=2.5``.
    """
    answer = _json("deployments", words({"gpu": gpu, "model": model, **options}))
    if isinstance(answer, dict):
        if "batches" not in answer:
            raise ValueError("this option does not give a list of deployments; payoff.catalogue() has the GPUs and models")
        frame = pandas.json_normalize(answer.pop("batches"), sep="_")
        frame.attrs["deployment"] = answer
        return frame
    rows = []
    for entry in answer:
        batches = entry.pop("batches", None)
        rows += [{**entry, **batch} for batch in batches] if batches is not None else [entry]
    return pandas.json_normalize(rows, sep="_")


def catalogue() -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """The GPUs and the models that :func:`deployments` combines, with prices, export status and sources."""
    answer = _json("deployments", ["--catalogue"])
    return pandas.json_normalize(answer["gpus"], sep="_"), pandas.json_normalize(answer["models"], sep="_")


def loads() -> pandas.DataFrame:
    """The measured loads by name, with their sources."""
    return pandas.json_normalize(_json("loads", []))


def experiments() -> pandas.DataFrame:
    """The experiments in ``experiments/`` with their questions."""
    named = re.findall(r"^(\S.*)\n((?:[ \t]+\S.*\n?)+)", run_program(["list"]).text, re.M)
    rows = [(name.strip(), " ".join(question.split())) for name, question in named]
    return pandas.DataFrame(rows, columns=["experiment", "question"])


def runs(folder: str | os.PathLike[str] = "runs", *, experiment: str | None = None) -> pandas.DataFrame:
    """The directories of results in a folder, the newest first, with the answer and the command line of each.

    Args:
        folder: the folder with the directories; :func:`payoff.read` reads one of them.
        experiment: only those of this experiment.

    Raises:
        WrongData: there is no such folder.
    """
    listed = _json("runs", [os.path.abspath(folder), *words({"experiment": experiment})])
    keys = ["name", "written", "command", "experiment", "replications", "seed", "answer", "commandLine"]
    frame = pandas.DataFrame(listed, columns=keys).rename(columns={"commandLine": "command_line"})
    frame["written"] = pandas.to_datetime(frame["written"])
    # Some commands have no replications.
    frame["replications"] = frame["replications"].astype("Int64")
    return frame


@dataclass(frozen=True)
class ExperimentDescription:
    """What an experiment declares."""

    experiment: str
    question: str
    inputs: pandas.DataFrame
    choices: pandas.DataFrame
    cases: pandas.DataFrame
    measures: pandas.DataFrame
    checks: pandas.DataFrame


def describe(experiment: Experiment) -> ExperimentDescription:
    """Inputs with unit, distribution and source, choices, cases, measures and checks of an experiment."""
    answer = _json("describe", [os.fspath(experiment)])
    frames = {name: pandas.DataFrame(answer.get(name, [])) for name in ("inputs", "choices", "cases", "measures", "checks")}
    return ExperimentDescription(answer["experiment"], answer["question"], **frames)


def _json(name: str, line: Sequence[str]) -> Any:
    return json.loads(run_program([name, *line, "--json"]).text)


def _place(subject: Experiment | Results) -> str:
    return subject.directory if isinstance(subject, Results) else os.fspath(subject)


def _named(**tables: Table | None) -> Iterator[tuple[str, Table]]:
    for name, table in tables.items():
        if table is not None:
            yield name, table


def _numbers(numbers: Numbers, column: str | None) -> Table:
    """Numbers as a table: a file and a DataFrame are one already."""
    if isinstance(numbers, (str, os.PathLike, pandas.DataFrame)):
        return numbers
    if column is not None:
        raise ValueError("column names one of a file or a DataFrame; a Series, an array or a list is a column itself")
    series = pandas.Series(numbers)
    name = "value" if series.name is None else str(series.name)
    return series.dropna().to_frame(name)


@contextmanager
def _file(table: Table) -> Iterator[str]:
    """The path of a table, which is written if it is a DataFrame."""
    if not isinstance(table, pandas.DataFrame):
        yield os.fspath(table)
        return
    with tempfile.TemporaryDirectory(prefix="payoff-") as folder:
        place = Path(folder, "table.csv")
        table.to_csv(place, index=False, lineterminator="\r\n")
        yield str(place)


__all__ = [
    "Experiment",
    "ExperimentDescription",
    "Numbers",
    "Table",
    "catalogue",
    "command",
    "compare",
    "decide",
    "deployments",
    "describe",
    "experiments",
    "fit",
    "loads",
    "replay",
    "run",
    "runs",
    "seek",
    "sensitivity",
    "size",
    "sweep",
]
