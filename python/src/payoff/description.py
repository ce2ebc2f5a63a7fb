"""``datapackage.json`` of a directory of results, and the files that it names."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeVar

from .errors import Difference, NotResults

FILE = "datapackage.json"
# No description of Payoff is nearly as large; what is read of others' directories is bounded.
_MOST_BYTES = 1 << 26

# What stands before the hash of the description, in which 64 zeros stand for it.
_DIGEST = b'\n  "digest" : "sha256:'

_T = TypeVar("_T")


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    #: ``number``, ``integer``, ``string`` or ``boolean``.
    type: str
    unit: str | None
    meaning: str | None
    #: What an empty cell means, of a measure: *later than any*, *does not exist* or *unknown*.
    absence: str | None


@dataclass(frozen=True)
class File:
    """A file that the description names."""

    name: str
    path: str
    title: str
    bytes: int
    sha256: str
    #: The number of rows of a table; ``None`` of other files.
    rows: int | None
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Description:
    """What a directory says of itself. Nothing in it is executed or followed out of the directory."""

    path: str
    title: str
    question: str
    #: How it was made: command, seed, replications, overrides, answer, …
    run: Mapping[str, Any]
    files: tuple[File, ...]
    #: Whether it says its own hash.
    has_digest: bool = False

    @classmethod
    def of(cls, path: str) -> Description:
        """Reads the description of a directory.

        Raises:
            NotResults: it has none, or one that Payoff did not write.
        """
        if not os.path.isdir(path):
            problem = "is not a directory" if os.path.lexists(path) else "there is no such directory"
            raise NotResults(f"{path}: {problem}")
        try:
            with open_inside(path, FILE) as file:
                data = file.read(_MOST_BYTES + 1)
        except OSError as error:
            raise NotResults(f"{path}: is not a directory of results: {FILE} {_problem(error)}") from error
        try:
            if len(data) > _MOST_BYTES:
                raise ValueError("it is too large")
            return cls._read(path, json.loads(data))
        except (ValueError, RecursionError) as error:
            raise NotResults(f"{path}/{FILE}: is not the description of results of Payoff: {error}") from error

    @classmethod
    def _read(cls, path: str, package: object) -> Description:
        top = _typed(package, dict, "the description")
        run = _field(top, "run", dict)
        for name in ("command", "payoffVersion"):
            _field(run, name, str)
        files = tuple(_file(_typed(entry, dict, "a resource")) for entry in _field(top, "resources", list))
        return cls(path, _field(top, "title", str), _field(top, "description", str), run, files, "digest" in top)

    def read(self, file: File) -> bytes:
        """The bytes of a file.

        Raises:
            OSError: it is missing, or not a file inside the directory.
        """
        with open_inside(self.path, file.path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size != file.bytes:
                # A file may have grown beyond what memory holds.
                raise OSError(errno.EIO, f"has {size} bytes where {file.bytes} were written")
            return stream.read(file.bytes + 1)

    def difference(self, file: File) -> Difference | None:
        """How a file differs from what was written; ``None`` where it does not."""
        digest = hashlib.sha256()
        try:
            with open_inside(self.path, file.path) as stream:
                size = os.fstat(stream.fileno()).st_size
                if size != file.bytes:
                    return Difference(file.path, f"has {size} bytes where {file.bytes} were written")
                while part := stream.read(1 << 20):
                    digest.update(part)
        except OSError as error:
            return Difference(file.path, _problem(error))
        return (
            None if digest.hexdigest() == file.sha256 else Difference(file.path, "has the same size but different content")
        )

    def differences(self) -> list[Difference]:
        """All files that are not as they were written; ``payoff verify`` finds the same."""
        found = [difference for file in self.files if (difference := self.difference(file))]
        recorded = self.run.get("experimentHash")
        source = next((file for file in self.files if file.path == "experiment.swift"), None)
        if recorded is not None and source is not None and recorded != f"sha256:{source.sha256}":
            found.append(Difference(FILE, "names two hashes of the experiment: it was edited by hand"))
        elif self._was_edited():
            found.append(Difference(FILE, "was edited by hand: its hash is another"))
        return found

    def _was_edited(self) -> bool:
        """Whether the description has another hash than it says; one that says none is taken as it is."""
        try:
            with open_inside(self.path, FILE) as stream:
                text = stream.read(_MOST_BYTES)
        except OSError:
            return False
        begin = text.find(_DIGEST)
        if begin < 0:
            # Another program has written it.
            return self.has_digest
        begin += len(_DIGEST)
        recorded = text[begin : begin + 64]
        return hashlib.sha256(text[:begin] + b"0" * 64 + text[begin + 64 :]).hexdigest().encode() != recorded


def open_inside(folder: str, path: str) -> BinaryIO:
    """Opens a regular file in a folder; no link is followed below the folder.

    Raises:
        OSError: the path leads out of the folder, or to a link, a pipe or a device.
    """
    parts = path.split("/")
    if not path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise OSError(errno.EINVAL, "is not a path inside the directory")
    place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=place)
            os.close(place)
            place = inner
        # A pipe would be waited for.
        opened = os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=place)
    finally:
        os.close(place)
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(errno.EINVAL, "is no file of the directory, but a folder, a pipe or a device")
    return os.fdopen(opened, "rb")


def _problem(error: OSError) -> str:
    if error.errno == errno.ENOENT:
        return "is missing"
    if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO):
        return "is no file of the directory, but a link, a folder, a pipe or a device"
    return str(error.strerror or error)


def _file(entry: dict[str, Any]) -> File:
    path = _field(entry, "path", str)
    recorded = _field(entry, "hash", str)
    kind, _, sha256 = recorded.partition(":")
    if kind != "sha256" or len(sha256) != 64:
        raise ValueError(f"the hash of {path} is not SHA-256")
    schema = entry.get("schema")
    fields = _field(_typed(schema, dict, "a schema"), "fields", list) if schema is not None else []
    return File(
        name=str(entry.get("name", "")),
        path=path,
        title=str(entry.get("title") or ""),
        bytes=_field(entry, "bytes", int),
        sha256=sha256,
        rows=_field(entry, "rows", int) if schema is not None and "rows" in entry else None,
        columns=tuple(_column(_typed(field, dict, "a column")) for field in fields),
    )


def _column(field: dict[str, Any]) -> Column:
    def text(name: str) -> str | None:
        return _field(field, name, str) if name in field else None

    return Column(_field(field, "name", str), _field(field, "type", str), text("unit"), text("description"), text("absence"))


def _typed(value: object, kind: type[_T], what: str) -> _T:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ValueError(f"{what} is not of the type {kind.__name__}")
    return value


def _field(entry: Mapping[str, Any], name: str, kind: type[_T]) -> _T:
    if name not in entry:
        raise ValueError(f"{name} is missing")
    return _typed(entry[name], kind, name)
