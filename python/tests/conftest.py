"""What the tests share: the built command, a run, and directories of results that others might send."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

import payoff

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session", autouse=True)
def _program() -> None:
    """The command that is tested; without one every test fails, because there is nothing to test."""
    os.environ.setdefault("PAYOFF", str(PROJECT / ".build/release/payoff"))
    os.environ["PAYOFF"] = str(Path(os.environ["PAYOFF"]).absolute())


@pytest.fixture(scope="session")
def api() -> payoff.Results:
    """A run of which many replications never pay off."""
    return payoff.run("ApiOrOwn", replications=120, seed=3)


@pytest.fixture
def copy(api: payoff.Results, tmp_path: Path) -> Path:
    """A directory of a run, to be damaged."""
    place = tmp_path / "copy"
    api.save(place)
    return place


@pytest.fixture
def made(tmp_path: Path) -> Callable[..., Path]:
    """Writes a directory of results with sound hashes, as somebody might who wants to mislead the reader."""

    def make(files: dict[str, str], columns: dict[str, list[dict[str, str]]] | None = None, **run: object) -> Path:
        folder = tmp_path / "made"
        resources = []
        for path, text in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            data = text.encode()
            place.write_bytes(data)
            resource: dict[str, object] = {
                "name": path, "path": path, "title": f"title of {path}", "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            }  # fmt: skip
            if columns and path in columns:
                resource["schema"] = {"fields": columns[path]}
            resources.append(resource)
        package = {
            "title": "Made", "description": "A question?", "resources": resources,
            "run": {"command": "run", "payoffVersion": "0.2.0", **run},
        }  # fmt: skip
        (folder / "datapackage.json").write_text(json.dumps(package))
        return folder

    return make


def edit(folder: Path, change: Callable[[dict], object]) -> None:
    """Changes the description of a directory."""
    place = folder / "datapackage.json"
    package = json.loads(place.read_text())
    # As a description that never had a hash.
    package.pop("digest", None)
    change(package)
    place.write_text(json.dumps(package))
