"""Charts show what the tables say, and fetch nothing."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import payoff


def test_every_chart_of_a_run_is_drawn_with_its_title(api: payoff.Results) -> None:
    assert {"inflection", "npv", "cumulative-cash"} <= set(api.charts)
    for chart in api.charts.values():
        svg = chart.svg()
        assert svg.startswith("<svg") and "href" not in svg.replace('xlink:href="#', "")
        assert chart.title.split()[0] in svg


def test_a_specification_holds_the_rows_that_it_shows(api: payoff.Results) -> None:
    specification = api.charts["npv"].specification
    assert specification["data"]["values"] == Path(api.directory, "distribution.csv").read_bytes().decode()
    assert '"url"' not in json.dumps(specification)


def test_a_chart_is_a_picture_in_a_notebook_or_a_specification_without_vl_convert(api: payoff.Results, monkeypatch) -> None:
    chart = api.charts["npv"]
    assert chart._repr_mimebundle_()["image/svg+xml"].startswith("<svg")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert chart._repr_mimebundle_()["application/vnd.vegalite.v5+json"]["data"]["values"]
    assert "pip install &#x27;payoff[charts]&#x27;" in api._repr_html_()
    with pytest.raises(payoff.MissingPackage, match=r"pip install 'payoff\[charts\]'"):
        chart.svg()


def test_a_page_of_a_notebook_has_the_answer_the_pictures_and_the_command(api: payoff.Results) -> None:
    page = api._repr_html_()
    assert page.count("data:image/svg+xml;base64,") == 4 and api.command_line in page
    assert "net present value" in page and "<script" not in page


@pytest.mark.parametrize(
    "part",
    [
        {"data": {"url": "http://127.0.0.1:9/data.csv"}},
        {"data": {"url": "//127.0.0.1/data.csv"}},
        {"data": {"url": "../../secret.csv"}},
        {"data": {"url": "/etc/passwd"}},
        {"data": {"url": "../unnamed.csv"}},
        {"layer": [{"mark": {"type": "image", "url": "http://127.0.0.1:9/x.png"}}]},
        {"encoding": {"url": {"value": "http://127.0.0.1:9/x.png"}}},
        {"encoding": {"href": {"value": "javascript:alert(1)"}}},
        {"usermeta": {"embedOptions": {"loader": {}}}},
        {"transform": [{"lookup": "a", "from": {"data": {"url": "http://127.0.0.1:9/x.csv"}, "key": "a"}}]},
    ],
)
def test_a_chart_that_would_fetch_something_is_rejected(made, part: dict) -> None:
    specification = {"$schema": "x", "mark": "point", "data": {"values": []}} | part
    folder = made({"charts/a.vl.json": json.dumps(specification)})
    (folder / "unnamed.csv").write_text("a\r\n1\r\n")
    results = payoff.read(folder)
    with pytest.raises(payoff.NotResults):
        _ = results.charts["a"].specification
    assert "<img" not in results._repr_html_()


def test_charts_are_saved_by_the_kind_of_file(api: payoff.Results, tmp_path: Path) -> None:
    chart = api.charts["inflection"]
    for name, start in ("a.svg", b"<svg"), ("a.png", b"\x89PNG"), ("a.json", b"{"):
        chart.save(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)
    with pytest.raises(ValueError, match=r"\.svg, \.png or \.json"):
        chart.save(tmp_path / "a.gif")


def test_a_chart_can_be_changed_with_altair(api: payoff.Results) -> None:
    assert api.charts["npv"].altair().properties(width=200).to_dict()["width"] == 200
