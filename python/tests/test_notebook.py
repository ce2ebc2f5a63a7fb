"""The guide is a notebook that runs from top to bottom, and shows its results."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from conftest import PROJECT
from nbclient import NotebookClient

import payoff

GUIDE = PROJECT / "docs/guides/python.md"


def notebook() -> nbformat.NotebookNode:
    """The guide with a cell for each of its Python blocks, and one that shows a run."""
    cells = []
    for text, code in re.findall(r"(.*?)(?:```python\n(.*?)```\n|\Z)", GUIDE.read_text(encoding="utf-8"), re.S):
        if text.strip():
            cells.append(nbformat.v4.new_markdown_cell(text.strip()))
        if code:
            cells.append(nbformat.v4.new_code_cell(code.rstrip()))
    cells.append(nbformat.v4.new_code_cell("own"))
    cells.append(nbformat.v4.new_code_cell('own.charts["npv"]'))
    return nbformat.v4.new_notebook(cells=cells)


def test_the_guide_runs_as_a_notebook_and_shows_answer_and_charts(tmp_path: Path) -> None:
    document = notebook()
    assert sum(cell.cell_type == "code" for cell in document.cells) > 7
    NotebookClient(document, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}).execute()
    run, chart = document.cells[-2:]
    page = run.outputs[0]["data"]["text/html"]
    assert page.count("<img") == 4
    assert "net present value" in page
    assert chart.outputs[0]["data"]["image/svg+xml"].startswith("<svg")
    assert payoff.read(tmp_path / "runs/own").command == "run"


def test_the_package_has_the_version_of_the_command() -> None:
    swift = (PROJECT / "Sources/Results/Version.swift").read_text(encoding="utf-8")
    assert f'"{payoff.__version__}"' in swift
