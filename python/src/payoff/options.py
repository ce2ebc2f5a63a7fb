"""Values of Python as words of a command line."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping
from typing import Any, Union

import numpy

#: A number, or what one would type: ``"40 %"``, ``"uniform(0.2, 0.6)"``, ``"5 to 50"``, an option of a choice.
Value = Union[str, float, int]

#: The value of an option of a command.
Option = Union[None, bool, Value, os.PathLike[str], Iterable[Value]]


def value_text(value: object) -> str:
    """A value as the command reads it.

    Raises:
        ValueError: the value is not finite.
    """
    if isinstance(value, numpy.generic):
        value = value.item()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is not a value; leave the option out for its default")
        return repr(value)
    if isinstance(value, (int, str)):
        return str(value)
    if isinstance(value, os.PathLike):
        return str(os.fspath(value))
    raise TypeError(f"{value!r} is neither a number nor a text")


def values_text(values: object) -> str:
    """Values to vary: a text as it is typed (``"0.3..0.5:0.05"``, ``"*"``), or several values."""
    if isinstance(values, str):
        return values
    if isinstance(values, Iterable):
        return ",".join(value_text(value) for value in values)
    return value_text(values)


def range_text(bounds: object) -> str:
    """A range: a text (``"0.1..0.4"``), or a pair of numbers."""
    if isinstance(bounds, str):
        return bounds
    if isinstance(bounds, Iterable):
        pair = [value_text(bound) for bound in bounds]
        if len(pair) == 2:
            return "..".join(pair)
    raise ValueError(f"{bounds!r} is not a range: give a pair such as (0.1, 0.4)")


def words(options: Mapping[str, Any]) -> list[str]:
    """Options as words: ``replications=100`` is ``--replications 100``, ``force=True`` is ``--force``.

    ``None`` and ``False`` leave an option out; of several values the option is repeated.
    """
    line: list[str] = []
    for name, value in options.items():
        option = "--" + name.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            line.append(option)
        elif isinstance(value, Mapping):
            for key, part in value.items():
                line += [option, f"{key}={value_text(part)}"]
        elif isinstance(value, (str, os.PathLike)) or not isinstance(value, Iterable):
            line += [option, value_text(value)]
        else:
            for part in value:
                line += [option, value_text(part)]
    return line
