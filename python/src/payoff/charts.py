"""Charts of a directory of results: Vega-Lite specifications with the rows that they show."""

from __future__ import annotations

import json
import os
import posixpath
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .errors import MissingPackage, NotResults

# The version of Vega-Lite that Payoff draws its pictures with.
_VEGA_LITE = "6.4"
# A row a future: pictures show the first of them only.
_ROWS_SHOWN = {"futures.csv": 2000}


class Chart:
    """A chart, which shows itself in Jupyter.

    It is a picture there if vl-convert is installed (``pip install 'payoff[charts]'``); otherwise JupyterLab and VS Code
    draw the specification. Nothing is fetched: a specification that names an address is rejected.
    """

    def __init__(self, path: str, title: str, read: Callable[[str], str]) -> None:
        #: Its name, such as ``npv``.
        self.name = posixpath.basename(path).removesuffix(".vl.json")
        #: What it shows, in a sentence.
        self.title = title
        self._path = path
        self._read = read

    def __repr__(self) -> str:
        return f"Chart({self.name!r}: {self.title})"

    @property
    def specification(self) -> dict[str, Any]:
        """The Vega-Lite specification, with the rows of the tables that it reads."""
        try:
            read = json.loads(self._read(self._path))
        except (ValueError, RecursionError) as error:
            raise NotResults(f"{self._path}: is not a chart: {error}") from error
        complete = self._with_rows(read)
        if not isinstance(complete, dict):
            raise NotResults(f"{self._path}: is not a chart")
        return complete

    def _with_rows(self, node: Any) -> Any:
        if isinstance(node, list):
            return [self._with_rows(value) for value in node]
        if not isinstance(node, dict):
            return node
        node = {name: self._with_rows(value) for name, value in node.items() if name != "data"} | (
            {"data": self._rows(node["data"])} if "data" in node else {}
        )
        for name in ("url", "href", "usermeta"):
            if name in node:
                raise NotResults(f"{self._path}: has {name}, which could fetch something and is in no chart of Payoff")
        return node

    def _rows(self, data: Any) -> Any:
        if not isinstance(data, dict) or "url" not in data:
            return self._with_rows(data)
        url = str(data["url"])
        text = self._read(posixpath.normpath(posixpath.join(posixpath.dirname(self._path), url)))
        most = _ROWS_SHOWN.get(posixpath.basename(url))
        if most is not None:
            text = "\r\n".join(text.split("\r\n")[: most + 1])
        return {"values": text, "format": {"type": "csv"}}

    def svg(self) -> str:
        """The picture as SVG."""
        text: str = _vl_convert().vegalite_to_svg(self.specification, vl_version=_VEGA_LITE, allowed_base_urls=[])
        return text

    def png(self, scale: float = 2) -> bytes:
        """The picture as PNG."""
        image: bytes = _vl_convert().vegalite_to_png(
            self.specification, vl_version=_VEGA_LITE, scale=scale, allowed_base_urls=[]
        )
        return image

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture, or the specification: ``.svg``, ``.png`` or ``.json``."""
        place = Path(path)
        if place.suffix == ".svg":
            place.write_text(self.svg(), encoding="utf-8")
        elif place.suffix == ".png":
            place.write_bytes(self.png())
        elif place.suffix == ".json":
            place.write_text(json.dumps(self.specification, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        else:
            raise ValueError(f"{place}: a chart is written as .svg, .png or .json")

    def altair(self) -> Any:
        """The chart as an ``altair.Chart``, to change it, or for a chart that answers to a pointer."""
        try:
            import altair
        except ImportError as error:
            raise MissingPackage("Chart.altair", "altair", "charts") from error
        return altair.Chart.from_dict(self.specification)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        try:
            shown: dict[str, Any] = {"image/svg+xml": self.svg()}
        except MissingPackage:
            shown = {"application/vnd.vegalite.v5+json": self.specification}
        return {"text/plain": repr(self), **shown}


def _vl_convert() -> Any:
    try:
        import vl_convert
    except ImportError as error:
        raise MissingPackage("a picture", "vl-convert-python", "charts") from error
    return vl_convert
