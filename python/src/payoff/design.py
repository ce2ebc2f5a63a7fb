"""Designs and analyses for models of one's own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Union

import numpy
import pandas

from .commands import command, run_command
from .options import Value, value_text, words
from .results import Results

#: What a model gave for each row: a column, or a table with a column for each measure.
Outputs = Union[pandas.Series, pandas.DataFrame, numpy.ndarray, Sequence[float], Mapping[str, Sequence[float]]]

# An experiment whose inputs are those of the design. Names and distributions are not part of its text: names are numbered
# here, and distributions are set on the command line, where they are read as any other.
_EXPERIMENT = """\
import Payoff

@main
struct Design: Experiment {{
  static let question = "Which rows does a design have?"
{inputs}
  var scenario: Scenario {{
    Trial {{ _ in [.init("total", {total})] }}
  }}
}}
"""
_INPUT = '  @Uncertain(.uniform(0, 1), "an input", source: .assumption("a design"))\n  var x{number}: Double\n'
_TOTAL = "total"
_POINT = "point"
_ROW = "row"


@dataclass(frozen=True)
class Design:
    """The rows at which a model is to be evaluated."""

    #: A column for each input; the index ``row`` counts from 0.
    rows: pandas.DataFrame
    #: The method that the design is for.
    method: str
    #: The mark of the values of each row, by which an analysis detects results of another design.
    points: pandas.Series[str]

    def __len__(self) -> int:
        return len(self.rows)

    def analyse(self, outputs: Outputs, *, measure: str | None = None, **options: Any) -> Results:
        """Analyses what the model gave: :func:`payoff.analyse` with this design and its method."""
        return analyse(self, outputs, measure=measure, **options)


def design(
    inputs: Mapping[str, Value],
    *,
    method: str = "sobol",
    size: int | None = None,
    seed: int | None = None,
    second_order: bool = False,
) -> Design:
    """A design for a model of one's own.

    ::

        plan = payoff.design({"a": "uniform(0, 1)", "b": "triangular(1, 2, 5)"}, method="sobol", size=512)
        found = plan.analyse(my_model(plan.rows["a"], plan.rows["b"]))
        found["sensitivity"]

    It needs a Swift compiler, as every new experiment does.

    Args:
        inputs: a distribution for each input, as ``--set`` takes it.
        method: a method of ``payoff sensitivity`` but ``tornado`` and ``spider``.
        size: the base size; see ``payoff help sensitivity``.
    """
    if not inputs:
        raise ValueError("a design needs at least one input")
    reserved = {_ROW, _POINT} & set(inputs)
    if reserved:
        raise ValueError(f"an input cannot have the name {' or '.join(sorted(reserved))}: it is a column of every design")
    names = {f"x{number}": name for number, name in enumerate(inputs)}
    text = _EXPERIMENT.format(
        inputs="".join(_INPUT.format(number=number) for number in range(len(inputs))), total=" + ".join(names)
    )
    with tempfile.TemporaryDirectory(prefix="payoff-") as folder:
        experiment = Path(folder, "Design.swift")
        experiment.write_text(text, encoding="utf-8")
        made = command(
            "sensitivity",
            experiment,
            method=method,
            measure=_TOTAL,
            size=size,
            seed=seed,
            second_order=second_order,
            set=[f"{number}={value_text(inputs[name])}" for number, name in names.items()],
        )
        table = made["design"].set_index(_ROW)
    fixed = [name for number, name in names.items() if number not in table]
    if fixed:
        raise ValueError(f"a design varies every input, and {', '.join(fixed)} has one value only")
    rows = table[list(names)].rename(columns=names)
    rows.attrs = {}
    return Design(rows, method, table[_POINT].astype("str"))


def analyse(
    design: Design | pandas.DataFrame,
    outputs: Outputs,
    *,
    method: str | None = None,
    measure: str | None = None,
    out: str | os.PathLike[str] | None = None,
    force: bool = False,
    **options: Any,
) -> Results:
    """Analyses the results of a model of one's own.

    Args:
        design: what :func:`design` made, or any table with a column for each input.
        outputs: what the model gave. A Series or DataFrame is matched by its index; others have the order of the rows. A
            missing value is a row without an output.
        method: that of the design; ``delta`` for another table.
        measure: a column of the outputs; the first if it is left out.
        options: further options, such as ``correlated_inputs=True``.
    """
    planned = isinstance(design, Design)
    rows = design.rows if isinstance(design, Design) else design
    if isinstance(design, Design):
        method = method or design.method
    results = _outputs(outputs, rows.index)
    if results.columns.empty:
        raise ValueError("there is no output to analyse")
    measure = measure or str(results.columns[0])
    numbered = pandas.Series(numpy.arange(len(rows)), index=rows.index)
    if not numbered.index.is_unique:
        raise ValueError("the rows of the design need an index without repetitions")
    unknown = results.index.difference(rows.index)
    if len(unknown) > 0:
        raise ValueError(f"the outputs have rows that the design does not have, such as {unknown[0]!r}")
    results = results.assign(**{_ROW: numbered.reindex(results.index)})
    written = rows.assign(**{_ROW: numbered})
    if planned:
        written = written.assign(**{_POINT: design.points})
        results = results.assign(**{_POINT: design.points.reindex(results.index)})
    with tempfile.TemporaryDirectory(prefix="payoff-") as folder:
        # Relative names, so that the description of the analysis says the same each time.
        paths = ["design.csv", "results.csv"]
        for path, table in zip(paths, (written, results)):
            table.to_csv(os.path.join(folder, path), index=False, lineterminator="\r\n")
        line = ["--from", *paths, *words({"method": method, "measure": measure, "force": force, **options})]
        return run_command("sensitivity", [], line, out, folder=folder)


def _outputs(outputs: Outputs, index: pandas.Index[Any]) -> pandas.DataFrame:
    if isinstance(outputs, pandas.DataFrame):
        return outputs
    if isinstance(outputs, pandas.Series):
        return outputs.rename("y" if outputs.name is None else str(outputs.name)).to_frame()
    values = dict(outputs) if isinstance(outputs, Mapping) else {"y": outputs}
    for name, column in values.items():
        if len(column) != len(index):
            raise ValueError(f"{name} has {len(column)} values for the {len(index)} rows of the design")
    return pandas.DataFrame({name: numpy.asarray(column, dtype=float) for name, column in values.items()}, index=index)
