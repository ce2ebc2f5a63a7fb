"""The functions do what the commands do."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path

import numpy
import pandas
import pytest

import payoff
from payoff.options import words


def test_a_run_writes_the_same_bytes_as_the_command(tmp_path: Path) -> None:
    ours = payoff.run("ApiOrOwn", set={"growth": 0.1, "pricePath": "steady-fall"}, replications=30, seed=5)
    line = "run ApiOrOwn --set growth=0.1 --set pricePath=steady-fall --replications 30 --seed 5 --out"
    subprocess.run([payoff.find_program(), *line.split(), tmp_path / "run"], check=True, stdout=subprocess.DEVNULL)
    files = sorted(path.relative_to(tmp_path / "run") for path in (tmp_path / "run").rglob("*") if path.is_file())
    assert len(files) > 10
    for file in files:
        assert Path(ours.directory, file).read_bytes() == (tmp_path / "run" / file).read_bytes(), file


def test_out_keeps_a_directory_and_force_replaces_it(tmp_path: Path) -> None:
    payoff.run("ApiOrOwn", replications=20, out=tmp_path / "run")
    with pytest.raises(payoff.CommandFailed, match="--force"):
        payoff.run("ApiOrOwn", replications=21, out=tmp_path / "run")
    again = payoff.run("ApiOrOwn", replications=21, out=tmp_path / "run", force=True)
    assert len(again.replications) == 21 and again.directory == str(tmp_path / "run")


def test_a_sweep_has_every_point_of_the_grid() -> None:
    found = payoff.sweep("ApiOrOwn", {"growth": [0, numpy.float64(0.25)], "servers": "*"}, replications=20)
    points = found["sweep"][["growth", "servers"]].drop_duplicates()
    assert {(float(growth), servers) for growth, servers in points.to_numpy()} == {
        (growth, servers) for growth in (0, 0.25) for servers in ("busy", "mean", "half")
    }  # fmt: skip


def test_sensitivity_ranks_the_inputs_that_its_answer_names() -> None:
    found = payoff.sensitivity("ApiOrOwn", method="tornado", size=10)
    swing = found["sensitivity"].query("`index` == 'swing'")
    first = swing.loc[swing["value"].abs().idxmax(), "input"]
    meaning = payoff.describe("ApiOrOwn").inputs.set_index("name").loc[first, "meaning"]
    # A meaning of several words is quoted.
    words = f"“{meaning}”" if " " in meaning else meaning
    assert found.answer.startswith(f"{words} decides net present value most")


def test_options_and_runs_are_compared(tmp_path: Path) -> None:
    options = payoff.compare("ApiOrOwn", choice="servers", replications=20)
    assert {"busy", "mean", "half"} <= set(options["options"]["option"])
    cheap = payoff.run("ApiOrOwn", set={"byInterface": 0.05}, replications=30)
    dear = payoff.run("ApiOrOwn", set={"byInterface": 0.2}, replications=30)
    assert payoff.compare(cheap, dear).command == "compare"


def test_a_decision_recommends_the_option_with_the_highest_expected_value() -> None:
    found = payoff.decide("ApiOrOwn", choice="servers", replications=60)
    table = found["decision"].set_index("option")
    assert found.answer.startswith(f"Take {table['expected_value'].idxmax()}")
    assert table["is_tied"].dtype == "boolean"


def test_seeking_finds_a_value_within_its_bounds() -> None:
    found = payoff.seek(
        "ApiOrOwn",
        target="mean(npv)=0",
        bounds={"byInterface": (0.001, 0.4)},
        replications=40,
        set={"pricePath": "steady-fall"},
    )
    assert "price of a call by API" in found.answer
    best = payoff.seek("ApiOrOwn", maximise="npv", over={"servers": "*"}, replications=40, max_replications=60)
    assert best.command == "seek"


def test_a_trace_in_a_dataframe_is_replayed_row_by_row() -> None:
    arrivals = numpy.arange(200) / 4
    trace = pandas.DataFrame({"arrival_s": arrivals, "input_tokens": 500, "output_tokens": 100})
    found = payoff.replay(trace, deployment="llama-8b-h100", replicas=2)
    requests = found["requests"]
    assert numpy.allclose(requests["arrival_s"], arrivals)
    whole = requests["ttft_s"] + 99 * requests["tpot_s"]
    assert numpy.allclose(requests["e2e_s"], whole), "an answer is its first token, and 99 more"


def test_a_larger_load_needs_no_fewer_replicas() -> None:
    level = {"deployment": "llama-8b-h100", "ttft_p99": "500ms", "requests": 2000}
    sizes = [payoff.size("azure-conversation", rate=rate, **level)["size"].iloc[0]["replicas"] for rate in (20, 200)]
    assert 1 <= sizes[0] < sizes[1]


def test_a_bass_curve_is_found_again() -> None:
    # Bass 1969: N(t) = m (1 - exp(-(p + q) t)) / (1 + (q / p) exp(-(p + q) t)).
    p, q, m = 0.03, 0.4, 100.0
    year = numpy.arange(1, 13)
    fall = numpy.exp(-(p + q) * year)
    series = pandas.DataFrame({"year": year, "cumulative": m * (1 - fall) / (1 + q / p * fall)})
    found = payoff.fit(adoption=series)["parameters"].set_index("parameter")["value"]
    assert found["innovation_p"] == pytest.approx(p, rel=1e-6)
    assert found["imitation_q"] == pytest.approx(q, rel=1e-6)


def test_a_lognormal_distribution_is_found_again_in_numbers_of_any_form(tmp_path: Path) -> None:
    log_mean, log_deviation, count = 1.0, 0.5, 400
    costs = numpy.random.default_rng(1).lognormal(log_mean, log_deviation, count)
    table = pandas.DataFrame({"cost": costs, "claim": numpy.arange(count)})
    table.to_csv(tmp_path / "claims.csv", index=False)
    # A missing value is left out.
    longer = pandas.Series([*costs, math.nan])
    fitted = [
        payoff.fit(distribution=table, column="cost"),
        payoff.fit(distribution=tmp_path / "claims.csv", column="cost"),
        payoff.fit(distribution=table[["cost"]]),
        payoff.fit(distribution=longer),
        payoff.fit(distribution=costs),
        payoff.fit(distribution=costs.tolist()),
    ]
    families = fitted[0]["families"]
    assert families["family"].iloc[0] == "lognormal" and families["distribution"].iloc[0] in fitted[0].answer
    for other in fitted[1:]:
        pandas.testing.assert_frame_equal(other["families"], families)
    estimates = fitted[0]["estimates"].query("family == 'lognormal'").set_index("parameter")["value"]
    # The parameters of the greatest likelihood are the mean and the deviation of the logarithms.
    assert estimates.tolist() == pytest.approx([numpy.log(costs).mean(), numpy.log(costs).std()], rel=1e-5)


def test_exactly_one_thing_is_fitted() -> None:
    with pytest.raises(ValueError, match="exactly one"):
        payoff.fit()
    with pytest.raises(ValueError, match="exactly one"):
        payoff.fit(distribution=[1, 2, 3, 4, 5], adoption="users.csv")


def test_a_column_is_one_of_a_table_of_numbers() -> None:
    with pytest.raises(ValueError, match="give distribution as well"):
        payoff.fit(adoption="users.csv", column="cost")
    with pytest.raises(ValueError, match="is a column itself"):
        payoff.fit(distribution=[1, 2, 3, 4, 5], column="cost")
    with pytest.raises(payoff.WrongData, match="choose one"):
        payoff.fit(distribution=pandas.DataFrame({"a": [1, 2, 3, 4, 5], "b": [1, 2, 3, 4, 5]}))


def test_deployments_are_listed_derived_and_compared() -> None:
    named = payoff.deployments()
    assert named["name"].is_unique and {"llama-8b-h100"} <= set(named["name"])
    pair = payoff.deployments(gpu="H200", model="llama-3.3-70b", precision="fp8", batch="1,64")
    assert pair["in_flight"].tolist() == [1, 64] and pair.attrs["deployment"]["gpu"] == "h200"
    assert (pair["ms_per_output_token_low"] < pair["ms_per_output_token_value"]).all()
    assert payoff.deployments(gpu="H200")["model"].nunique() > 5
    gpus, models = payoff.catalogue()
    assert "h200" in set(gpus["id"]) and len(models) > 20
    assert "azure-conversation" in set(payoff.loads()["name"])


def test_experiments_are_listed_and_described() -> None:
    listed = payoff.experiments().set_index("experiment")["question"]
    described = payoff.describe("ApiOrOwn")
    assert listed["ApiOrOwn"] == described.question
    assert "callsPerDay" in set(described.inputs["name"]) and "npv" in set(described.measures["name"])


def test_runs_are_listed_with_what_made_them(tmp_path: Path) -> None:
    made = payoff.run("ApiOrOwn", replications=20, seed=4, out=tmp_path / "own")
    payoff.fit(distribution=[1, 2, 4, 5, 9], out=tmp_path / "numbers")
    listed = payoff.runs(tmp_path).set_index("name")
    assert sorted(listed.index) == ["numbers", "own"]
    own = listed.loc["own"]
    assert (own["command"], own["experiment"], own["replications"], own["seed"]) == ("run", "ApiOrOwn", 20, "4")
    assert own["command_line"] == made.command_line
    assert own["answer"] == payoff.read(tmp_path / "own").answer
    assert abs(pandas.Timestamp.now() - own["written"]) < pandas.Timedelta(hours=1)
    assert pandas.isna(listed.loc["numbers", "replications"])
    none = payoff.runs(tmp_path, experiment="HelpDesk")
    assert none.empty and none.columns.tolist() == payoff.runs(tmp_path).columns.tolist()
    with pytest.raises(payoff.WrongData, match="no such folder"):
        payoff.runs(tmp_path / "none")


def test_any_other_command_is_a_command() -> None:
    found = payoff.command("discover", "ApiOrOwn", where="npv>0", set={"pricePath": "steady-fall"}, replications=120)
    assert found.command == "discover" and "npv>0" in found.answer


def test_options_become_words() -> None:
    options = {"less_is_better": True, "force": False, "seed": None, "choice": ["a", "b"], "set": {"x": 0.5, "y": "5 to 9"}}
    assert words(options) == ["--less-is-better", "--choice", "a", "--choice", "b", "--set", "x=0.5", "--set", "y=5 to 9"]
    assert words({"set": {"x": numpy.int64(3), "y": numpy.float32(0.5), "z": -1e-7}})[1::2] == ["x=3", "y=0.5", "z=-1e-07"]
    for number in math.nan, math.inf, numpy.float64("-inf"):
        with pytest.raises(ValueError, match="is not a value"):
            words({"set": {"x": number}})
    with pytest.raises(TypeError, match="neither a number nor a text"):
        words({"set": {"x": object()}})


def test_an_experiment_cannot_be_an_option() -> None:
    with pytest.raises(ValueError, match="is an option"):
        payoff.run("--help")


def test_an_unknown_option_is_an_error_of_the_command() -> None:
    with pytest.raises(payoff.WrongUsage, match="--replicas"):
        payoff.run("ApiOrOwn", replicas=3)
