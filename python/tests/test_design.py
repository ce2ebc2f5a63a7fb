"""A model of one's own is analysed as an experiment is."""

from __future__ import annotations

import math
from pathlib import Path

import numpy
import pandas
import pytest

import payoff

ISHIGAMI = {name: f"uniform({-math.pi}, {math.pi})" for name in ("x 1", "import", "ü")}


def ishigami(rows):
    """Ishigami and Homma 1990, with a = 7 and b = 0.1."""
    a, b, c = (rows[name].to_numpy() for name in ISHIGAMI)
    return numpy.sin(a) + 7 * numpy.sin(b) ** 2 + 0.1 * c**4 * numpy.sin(a)


@pytest.fixture(scope="module")
def plan() -> payoff.Design:
    return payoff.design(ISHIGAMI, method="sobol", size=1024, seed=2)


def test_sobol_indices_of_the_ishigami_function_agree_with_theory(plan: payoff.Design) -> None:
    found = plan.analyse(ishigami(plan.rows))["sensitivity"].set_index(["index", "input"])
    # Saltelli et al. 2008, Global Sensitivity Analysis, section 4.
    theory = {"S1": (0.3139, 0.4424, 0.0), "ST": (0.5576, 0.4424, 0.2437)}
    for index, values in theory.items():
        for name, value in zip(ISHIGAMI, values):
            row = found.loc[(index, name)]
            assert row["ci95_low"] - 0.03 < value < row["ci95_high"] + 0.03, (index, name)


def test_rows_are_matched_by_their_index(plan: payoff.Design) -> None:
    outputs = plan.rows.assign(y=ishigami(plan.rows))[["y"]]
    whole = plan.analyse(outputs["y"])
    shuffled = plan.analyse(outputs.sample(frac=1, random_state=1))
    for name in whole["sensitivity"]:
        assert whole["sensitivity"][name].equals(shuffled["sensitivity"][name])
    assert "/" not in whole.question, "no temporary path is kept"


def test_rows_that_are_missing_or_foreign_are_errors(plan: payoff.Design) -> None:
    values = plan.rows.assign(y=ishigami(plan.rows))["y"]
    with pytest.raises(payoff.WrongData):
        plan.analyse(values.iloc[:-3])
    values.index = values.index + 5
    with pytest.raises(ValueError, match="rows that the design does not have"):
        plan.analyse(values)
    with pytest.raises(ValueError, match="has 3 values for the 5120 rows"):
        plan.analyse([1.0, 2.0, 3.0])


def test_any_table_is_a_design_for_methods_without_one() -> None:
    draw = numpy.random.default_rng(4)
    rows = pandas.DataFrame({"much": draw.normal(size=600), "little": draw.normal(size=600)})
    found = payoff.analyse(rows, {"y": 5 * rows["much"] + rows["little"], "z": -rows["much"]}, measure="y", method="src")
    assert found.answer == "much decides y most, then little."
    few = rows.head(40)
    warned = payoff.analyse(few, {"y": few["much"]}, measure="y", method="delta").warnings
    assert "40 rows are too few for this method; take 100 or more" in warned


def test_a_design_needs_inputs_that_vary_and_names_of_its_own() -> None:
    with pytest.raises(ValueError, match="at least one"):
        payoff.design({})
    with pytest.raises(ValueError, match="point"):
        payoff.design({"point": "uniform(0, 1)"})
    with pytest.raises(ValueError, match="b has one value only"):
        payoff.design({"a": "uniform(0, 1)", "b": 3}, method="morris", size=4)
    with pytest.raises(payoff.CommandFailed, match="uniform"):
        payoff.design({"a": "uniform(1, 0)"})


def test_a_distribution_is_data_and_never_code(tmp_path: Path) -> None:
    with pytest.raises(payoff.CommandFailed):
        payoff.design({'a"); import Glibc; //': f'0) ; system("touch {tmp_path}/x") //'})
    assert not list(tmp_path.iterdir())
