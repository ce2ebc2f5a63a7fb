"""Tables are what the description says, and a directory that somebody sent does no harm."""

from __future__ import annotations

import csv
import json
import math
import os
import pickle
import random
import shutil
import subprocess
import warnings
from pathlib import Path

import numpy
import pandas
import pyarrow.parquet
import pytest
from conftest import edit

import payoff


def test_every_cell_of_every_table_is_that_of_the_file(api: payoff.Results) -> None:
    for name in api.tables:
        with open(Path(api.directory, f"{name}.csv"), encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        frame = api[name]
        assert len(frame) == len(rows) and list(frame) == list(rows[0])
        for column in frame:
            for value, text in zip(frame[column], (row[column] for row in rows)):
                if text == "":
                    assert pandas.isna(value)
                elif frame[column].dtype == "boolean":
                    assert value == (text == "true")
                elif pandas.api.types.is_numeric_dtype(frame[column]):
                    assert value == float(text), (name, column)
                else:
                    assert value == text


def test_an_empty_cell_is_missing_and_never_infinite(api: payoff.Results) -> None:
    month = api.replications["inflection_month"]
    measured = api.summary.set_index("measure").loc["inflection_month"]
    assert 0 < month.isna().sum() == measured["empty"] < len(month)
    assert not numpy.isinf(api.replications.select_dtypes("number").to_numpy(dtype=float)).any()
    assert math.isnan(measured["mean"]), "a month that may never come has no mean"


def test_the_meaning_of_an_empty_cell_is_that_of_the_summary(api: payoff.Results) -> None:
    summary = api.summary.set_index("measure")
    assert set(api.measures["absence"]) == {"later than any", "does not exist", "unknown"}
    for measure, absence in api.measures["absence"].items():
        assert summary.loc[measure, "absence"] == absence
    assert api.replications.attrs["absence"]["inflection_month"] == "later than any"


def test_columns_have_units_and_meanings(api: payoff.Results) -> None:
    attrs = api.replications.attrs
    assert attrs["units"]["callsPerDay"] == "calls/day" and attrs["meanings"]["callsPerDay"] == "calls"
    assert attrs["units"]["npv"] == "CNY" == api.measures.loc["npv", "unit"]


def test_it_says_how_it_was_made(api: payoff.Results) -> None:
    assert api.command == "run" and api.experiment == "ApiOrOwn" and api.question.endswith("?")
    assert api.command_line == "payoff run ApiOrOwn --replications 120 --seed 3"
    assert api.details["seed"] == 3 and api.details["replications"] == 120
    assert "net present value" in api.answer and "净现值" in api.chinese_answer
    assert api.answer.split()[0] in repr(api)


def test_a_table_that_is_not_there_names_those_that_are(api: payoff.Results) -> None:
    assert "decision" not in api and "summary" in api
    with pytest.raises(KeyError, match="payoff run wrote no such table; it wrote replications, summary"):
        api["decision"]


def test_words_that_other_readers_take_for_missing_stay_words(made) -> None:
    text = 'input,value\r\nNA,1\r\nnull,\r\n"None",3\r\n,4\r\n'
    columns = [{"name": "input", "type": "string"}, {"name": "value", "type": "number"}]
    frame = payoff.read(made({"inputs.csv": text}, {"inputs.csv": columns})).inputs
    assert frame["input"].tolist()[:3] == ["NA", "null", "None"] and pandas.isna(frame["input"][3])
    assert frame["value"].isna().tolist() == [False, True, False, False]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("value\r\ninf\r\n", "infinite"),
        ("value\r\n-Infinity\r\n", "infinite"),
        ("value\r\nmany\r\n", "many"),
        ("worth\r\n1\r\n", "columns"),
        ("value,value\r\n1,2\r\n", "columns"),
    ],
)
def test_a_table_that_is_not_what_its_description_says_is_rejected(made, text: str, message: str) -> None:
    folder = made({"summary.csv": text}, {"summary.csv": [{"name": "value", "type": "number"}]})
    with pytest.raises(payoff.NotResults, match=message):
        _ = payoff.read(folder).summary


def test_files_that_were_changed_are_found_as_verify_finds_them(copy: Path) -> None:
    draw = random.Random(7)
    assert payoff.read(copy).verify() == []
    kept = {file: file.read_bytes() for file in sorted(copy.rglob("*")) if file.is_file()}
    for _ in range(12):
        for file, data in kept.items():
            file.write_bytes(data)
        changed = draw.sample([file for file in kept if file.name != "datapackage.json"], 2)
        flipped = bytearray(kept[changed[0]])
        flipped[draw.randrange(len(flipped))] ^= 1 << draw.randrange(8)
        changed[0].write_bytes(flipped)
        if draw.random() < 0.5:
            changed[1].unlink()
        else:
            changed[1].write_bytes(kept[changed[1]] + b"\n")
        with pytest.raises(payoff.ChangedResults) as raised:
            payoff.read(copy)
        found = {difference.file for difference in raised.value.differences}
        assert found == {str(file.relative_to(copy)) for file in changed}
        verified = subprocess.run([payoff.find_program(), "verify", copy], capture_output=True, text=True)
        assert verified.returncode == 65
        assert all(f"  {file}: {problem}" in verified.stdout for file, problem in raised.value.differences)


def test_a_table_that_changes_after_the_check_is_not_handed_out(copy: Path) -> None:
    results = payoff.read(copy)
    place = copy / "summary.csv"
    place.write_bytes(place.read_bytes().replace(b"later than any", b"later than all"))
    with pytest.raises(payoff.ChangedResults, match="different content"):
        _ = results.summary
    assert len(payoff.read(copy, verify=False).summary) > 0, "as it is, where that is asked for"


@pytest.mark.parametrize(
    "path", ["../secret.csv", "/etc/passwd", "a/../../secret.csv", "./summary.csv", "", "charts", "a\0b"]
)
def test_a_path_out_of_the_directory_is_rejected(made, path: str) -> None:
    folder = made({"summary.csv": "value\r\n1\r\n"})
    (folder.parent / "secret.csv").write_text("value\r\n1\r\n")
    (folder / "charts").mkdir()
    edit(folder, lambda package: package["resources"][0].update(path=path))
    with pytest.raises(payoff.ChangedResults, match="is not a path inside|is no file of the directory"):
        payoff.read(folder)


@pytest.mark.parametrize("kind", ["link", "linked folder", "pipe", "device"])
def test_what_is_no_file_of_the_directory_is_rejected(made, kind: str) -> None:
    folder = made({"tables/summary.csv": "value\r\n1\r\n"})
    place = folder / "tables" / "summary.csv"
    if kind == "linked folder":
        (folder / "tables").rename(folder.parent / "elsewhere")
        (folder / "tables").symlink_to(folder.parent / "elsewhere")
    else:
        place.unlink()
        if kind == "link":
            place.symlink_to("/etc/passwd")
        elif kind == "pipe":
            os.mkfifo(place)
        else:
            place.symlink_to("/dev/zero")
    with pytest.raises(payoff.ChangedResults, match="is no file of the directory"):
        payoff.read(folder)


def test_nothing_in_a_directory_is_executed(made, tmp_path: Path) -> None:
    trace = tmp_path / "executed"
    name = f'x=__import__("os").system("touch {str(trace).replace("/", chr(0x2215))}")#.csv'
    folder = made({name: "value\r\n=1+1\r\n"}, {name: [{"name": "value", "type": "string"}]}, answer="<script>x</script>")
    results = payoff.read(folder)
    page = results._repr_html_()
    assert results[results.tables[0]]["value"].tolist() == ["=1+1"] and repr(results)
    assert "<script>" not in page and "&lt;script&gt;" in page and "<code>x=__import__(&quot;os" in page
    assert not trace.exists()


def test_an_edited_description_is_found_as_verify_finds_it(copy: Path) -> None:
    place = copy / "datapackage.json"
    whole = place.read_text()
    assert '"seed" : 3' in whole
    package = json.loads(whole)
    package["run"]["seed"] = 4
    for text in (whole.replace('"seed" : 3', '"seed" : 4'), json.dumps(package, indent=2), json.dumps(package)):
        place.write_text(text)
        with pytest.raises(payoff.ChangedResults) as raised:
            payoff.read(copy)
        verified = subprocess.run([payoff.find_program(), "verify", copy], capture_output=True, text=True)
        assert verified.returncode == 65 and "datapackage.json: was edited by hand" in verified.stdout
        assert [difference.file for difference in raised.value.differences] == ["datapackage.json"]


def test_damaged_descriptions_are_errors_of_the_package(copy: Path) -> None:
    draw = random.Random(11)
    place = copy / "datapackage.json"
    whole = place.read_bytes()
    parts = [b"null", b"-1", b"[]", b"{}", b'"\\u0000"', b"1e999", b"true"]
    for _ in range(150):
        damaged = bytearray(whole)
        at = draw.randrange(len(damaged))
        damaged[at : at + draw.randrange(20)] = draw.choice(parts)
        place.write_bytes(damaged)
        try:
            results = payoff.read(copy)
            for table in results.tables:
                assert len(results[table]) >= 0
        except payoff.PayoffError:
            pass
    place.write_bytes(b"[" * 100_000)
    with pytest.raises(payoff.NotResults):
        payoff.read(copy)


def test_a_folder_without_results_is_named(tmp_path: Path) -> None:
    with pytest.raises(payoff.NotResults, match="there is no such directory"):
        payoff.read(tmp_path / "none")
    with pytest.raises(payoff.NotResults, match=r"datapackage.json is missing"):
        payoff.read(tmp_path)
    (tmp_path / "datapackage.json").write_text('{"name": "of another program", "resources": []}')
    with pytest.raises(payoff.NotResults, match="is not the description of results of Payoff"):
        payoff.read(tmp_path)


def test_results_live_as_long_as_their_object_and_can_be_saved(tmp_path: Path) -> None:
    results = payoff.run("ApiOrOwn", replications=20)
    directory = Path(results.directory)
    saved = results.save(tmp_path / "kept" / "run")
    with pytest.raises(FileExistsError):
        results.save(tmp_path / "kept" / "run")
    assert directory.exists()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        del results
    assert not directory.exists()
    assert len(saved.replications) == 20 and [*(tmp_path / "kept").iterdir()] == [tmp_path / "kept" / "run"]
    subprocess.run([payoff.find_program(), "verify", saved.directory], check=True, stdout=subprocess.DEVNULL)


def test_parquet_keeps_values_units_and_absence(api: payoff.Results, tmp_path: Path) -> None:
    written = api.to_parquet(tmp_path / "parquet")
    assert [path.stem for path in written] == list(api.tables)
    for path in written:
        frame = pandas.read_parquet(path)
        pandas.testing.assert_frame_equal(frame, api[path.stem], check_dtype=False)
        assert frame.attrs == api[path.stem].attrs
    field = pyarrow.parquet.read_schema(tmp_path / "parquet" / "replications.parquet").field("inflection_month")
    assert field.metadata[b"unit"] == b"month" and field.metadata[b"absence"] == b"later than any"


def test_a_report_is_one_page(api: payoff.Results, tmp_path: Path) -> None:
    page = api.report(tmp_path / "answer.html").read_text(encoding="utf-8")
    assert page.startswith("<!") and "ApiOrOwn" in page


def test_errors_survive_their_transport(copy: Path) -> None:
    (copy / "summary.csv").unlink()
    with pytest.raises(payoff.ChangedResults) as raised:
        payoff.read(copy)
    again = pickle.loads(pickle.dumps(raised.value))
    assert str(again) == str(raised.value) and again.differences == raised.value.differences
    shutil.rmtree(copy)
