"""A directory of results as tables, charts and sentences."""

from __future__ import annotations

import base64
import hashlib
import html
import io
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy
import pandas

from .charts import Chart
from .description import Description, File
from .errors import ChangedResults, Difference, MissingPackage, NotResults, PayoffError
from .program import run_program

_DTYPES: dict[str, Any] = {"number": "float64", "integer": "Int64", "boolean": "boolean", "string": "str"}
# pandas 3 reads numbers exactly by default, and warns of the option.
_EXACT: dict[str, Any] = {"float_precision": "round_trip"} if int(pandas.__version__.split(".")[0]) < 3 else {}
# The charts of a page of a notebook; the others are in `charts`.
_MOST_CHARTS_SHOWN = 4


def read(path: str | os.PathLike[str], *, verify: bool = True) -> Results:
    """Reads any directory that a command of Payoff wrote.

    Nothing in the directory is executed, and only files that its description names, and that lie inside it, are read.

    Args:
        path: the directory.
        verify: compare every file with its recorded hash first, as ``payoff verify`` does.

    Raises:
        NotResults: the directory is not one of results.
        ChangedResults: a file is missing or differs from what was written.
    """
    results = Results(Description.of(os.fspath(path)), verified=verify)
    if verify and (differences := results.verify()):
        raise ChangedResults(results.directory, differences)
    return results


class Results:
    """What a command wrote: DataFrames, charts, and the answer in sentences.

    ``results["decision"]`` is any table by its name; the most frequent ones are properties. The columns' units, meanings and
    absences are in ``frame.attrs`` (``units``, ``meanings``, ``absence``).

    An empty cell is a missing value (``NaN``), never infinity. What it means, :attr:`measures` says: an event that is *later
    than any* month, a number that *does not exist*, or one that is *unknown*.
    """

    def __init__(
        self,
        description: Description,
        *,
        verified: bool = True,
        answer: Sequence[str] | None = None,
        messages: str = "",
        owned: tempfile.TemporaryDirectory[str] | None = None,
    ) -> None:
        self._description = description
        self._verified = verified
        self._frames: dict[str, pandas.DataFrame] = {}
        # Removed with this object.
        self._owned = owned
        self._answer = answer
        #: Remarks of the command, such as assumptions of a method.
        self.messages = messages

    # How it was made.

    @property
    def directory(self) -> str:
        """The path of the directory. Without ``out`` it is temporary, and removed with this object: see :meth:`save`."""
        return self._description.path

    @property
    def command(self) -> str:
        """The name of the command, such as ``run``."""
        return str(self._description.run["command"])

    @property
    def command_line(self) -> str | None:
        """The command line that makes the same results; ``None`` of an analysis of other results."""
        line = self._description.run.get("commandLine")
        return None if line is None else str(line)

    @property
    def experiment(self) -> str:
        """The name of the experiment, or of what was analysed."""
        return self._description.title

    @property
    def question(self) -> str:
        """The question that is answered."""
        return self._description.question

    @property
    def answer(self) -> str:
        """The answer in sentences. Directories that are read have it where it was recorded, as of forecasts and sweeps."""
        return " ".join(self._answer) if self._answer else str(self._description.run.get("answer") or "")

    @property
    def chinese_answer(self) -> str:
        """The answer in Chinese, of an experiment that has its texts in that language."""
        return str(self._description.run.get("chineseAnswer") or "")

    @property
    def warnings(self) -> tuple[str, ...]:
        """What limits the trust in the results, in sentences; none where nothing does."""
        return tuple(str(each) for each in self._description.run.get("warnings") or ())

    @property
    def details(self) -> Mapping[str, Any]:
        """All that the directory says of how it was made: seed, replications, overrides, versions, …"""
        return MappingProxyType(dict(self._description.run))

    # Tables.

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(file.path.removesuffix(".csv") for file in self._description.files if file.path.endswith(".csv"))

    def __contains__(self, table: object) -> bool:
        return table in self.tables

    def __getitem__(self, table: str) -> pandas.DataFrame:
        """A table; the same object each time, so copy it before changing it."""
        if table not in self._frames:
            self._frames[table] = self._frame(self._file(f"{table}.csv", table))
        return self._frames[table]

    def _file(self, path: str, name: str) -> File:
        for file in self._description.files:
            if file.path == path:
                return file
        raise KeyError(f"{name}: payoff {self.command} wrote no such table; it wrote {', '.join(self.tables)}")

    @property
    def replications(self) -> pandas.DataFrame:
        """A row for each replication: its number, all inputs as drawn, all choices, all measures."""
        return self["replications"]

    @property
    def summary(self) -> pandas.DataFrame:
        """A row for each measure: mean, interval, percentiles, number of replications without a value."""
        return self["summary"]

    @property
    def timeline(self) -> pandas.DataFrame:
        """A row for each measure and month (0 is time zero): mean and percentiles."""
        return self["timeline"]

    @property
    def inputs(self) -> pandas.DataFrame:
        """A row for each input: distribution, value if it is fixed, source, whether it was set."""
        return self["inputs"]

    @property
    def measures(self) -> pandas.DataFrame:
        """A row for each measure: its unit, its meaning, and what an empty cell of it means (``absence``)."""
        columns = {
            column.name: column for file in self._description.files for column in file.columns if column.absence is not None
        }
        return pandas.DataFrame(
            [(column.unit, column.meaning, column.absence) for column in columns.values()],
            index=pandas.Index(columns, name="measure"),
            columns=["unit", "meaning", "absence"],
        )

    def _bytes(self, file: File) -> bytes:
        """A file's bytes. They are checked as they are read, so that nothing comes between the check and the use."""
        try:
            data = self._description.read(file)
        except OSError as error:
            raise ChangedResults(self.directory, [Difference(file.path, str(error.strerror or error))]) from error
        if self._verified and hashlib.sha256(data).hexdigest() != file.sha256:
            raise ChangedResults(self.directory, [Difference(file.path, "has the same size but different content")])
        return data

    def _text(self, path: str) -> str:
        for file in self._description.files:
            if file.path == path:
                return self._bytes(file).decode("utf-8")
        raise NotResults(f"{self.directory}: a chart reads {path}, which the description does not name")

    def _frame(self, file: File) -> pandas.DataFrame:
        data = self._bytes(file)
        names = [column.name for column in file.columns]
        types = {column.name: _DTYPES.get(column.type, "str") for column in file.columns}
        try:
            header = pandas.read_csv(io.BytesIO(data), nrows=0, dtype="str").columns.tolist()
            if header != names:
                raise ValueError("its columns are not those of the description")
            frame: pandas.DataFrame = pandas.read_csv(
                io.BytesIO(data), dtype=types, keep_default_na=False, na_values=[""], **_EXACT
            )
        except (ValueError, UnicodeDecodeError) as error:
            raise NotResults(f"{self.directory}/{file.path}: {error}") from error
        if file.rows is not None and len(frame) != file.rows:
            raise NotResults(f"{self.directory}/{file.path}: has {len(frame)} rows, and the description says {file.rows}")
        for column in file.columns:
            if column.type == "number" and numpy.isinf(frame[column.name].to_numpy()).any():
                raise NotResults(f"{self.directory}/{file.path}: the column {column.name} has an infinite number")
        frame.attrs = {
            "title": file.title,
            "units": {column.name: column.unit for column in file.columns if column.unit is not None},
            "meanings": {column.name: column.meaning for column in file.columns if column.meaning is not None},
            "absence": {column.name: column.absence for column in file.columns if column.absence is not None},
        }
        return frame

    # Charts, and what else can be made of it.

    @property
    def charts(self) -> dict[str, Chart]:
        """The charts by name, in the order of a report."""
        charts = [
            Chart(file.path, file.title, self._text) for file in self._description.files if file.path.endswith(".vl.json")
        ]
        return {chart.name: chart for chart in charts}

    def verify(self) -> list[Difference]:
        """The files that differ from what was written; none if all hold."""
        return self._description.differences()

    def save(self, folder: str | os.PathLike[str]) -> Results:
        """Copies the directory to a new place, where ``payoff report``, ``verify`` and others take it."""
        place = Path(folder)
        if place.exists():
            raise FileExistsError(f"{place} exists already")
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
        try:
            for file in self._description.files:
                copy = partial / file.path
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(self._bytes(file))
            shutil.copyfile(Path(self.directory, "datapackage.json"), partial / "datapackage.json")
            partial.chmod(0o755)
            partial.rename(place)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        return read(place)

    def to_parquet(self, folder: str | os.PathLike[str]) -> list[Path]:
        """Writes each table as ``NAME.parquet``, with its units, meanings and absences in the metadata of its columns.

        pandas reads them with ``attrs``; other programs find them as metadata of each field.
        """
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError as error:
            raise MissingPackage("Results.to_parquet", "pyarrow", "parquet") from error
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        written = []
        for name in self.tables:
            frame = self[name]
            table = pyarrow.Table.from_pandas(frame, preserve_index=False)
            described = ("units", "unit"), ("meanings", "description"), ("absence", "absence")
            fields = []
            for field in table.schema:
                texts = {key: frame.attrs[attribute].get(field.name) for attribute, key in described}
                fields.append(field.with_metadata({key: text for key, text in texts.items() if text is not None}))
            table = table.cast(pyarrow.schema(fields, metadata=table.schema.metadata))
            path = place / f"{name}.parquet"
            pyarrow.parquet.write_table(table, path)
            written.append(path)
        return written

    def report(self, out: str | os.PathLike[str], *, language: str = "en") -> Path:
        """Writes one HTML page: the answer, the assumptions, the charts, the checks (``payoff report``)."""
        run_program(["report", self.directory, "--out", os.fspath(out), "--language", language])
        return Path(out)

    def __repr__(self) -> str:
        made = f"payoff {self.command}: {self.experiment}"
        return "\n".join(part for part in (made, self.answer, f"tables: {', '.join(self.tables)}") if part)

    def _repr_html_(self) -> str:
        parts = [f"<h3>{html.escape(self.experiment)}</h3>", f"<p><em>{html.escape(self.question)}</em></p>"]
        if self.answer:
            parts.append(f"<p>{html.escape(self.answer)}</p>")
        charts = list(self.charts.values())
        try:
            # As images, in which nothing is executed.
            for chart in charts[:_MOST_CHARTS_SHOWN]:
                data = base64.b64encode(chart.svg().encode()).decode("ascii")
                parts.append(f'<img alt="{html.escape(chart.title)}" src="data:image/svg+xml;base64,{data}"/>')
        except PayoffError as error:
            parts.append(f"<p>{html.escape(str(error))}</p>")
        names = ", ".join(f"<code>{html.escape(name)}</code>" for name in self.tables)
        parts.append(f"<p>Tables: {names}")
        if charts:
            parts.append(f"; charts: {', '.join(f'<code>{html.escape(chart.name)}</code>' for chart in charts)}")
        parts.append("</p>")
        if self.command_line:
            parts.append(f"<pre>{html.escape(self.command_line)}</pre>")
        return "".join(parts)
