"""Shards of a plan on a Dask cluster.

``payoff.run(…, client=client)`` plans a run, computes its shards as tasks, and merges them here: the results are the same
bytes as those of the command alone. Workers need neither this package nor Payoff nor a disk that all see, only Dask: the
plan travels over the network, and so do the shards.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import pickle
import platform
import re
import sys
import tarfile
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import worker
from .errors import MissingPackage, PayoffError, WrongUsage, command_failed, showing_controls
from .program import Output, run_program

#: Called with the numbers of shards that are done and that there are, and the seconds that are left, if they are known.
Progress = Callable[[int, int, "float | None"], None]

# Shards for each thread of the cluster: a slow worker or a lost one then holds up little.
_SHARDS_PER_THREAD = 4
_CONNECT_SECONDS = 20
# How often it looks for workers that have come.
_LOOK_SECONDS = 1.0
# How many shards are received at the same time.
_RECEIVERS = 8


class ClusterError(PayoffError):
    """The cluster is not there, does not fit this machine, or does not compute a shard."""


class WrongAddress(ClusterError):
    """What was given as the address of a scheduler is none."""


_EXPECTED = "expected tcp://HOST:8786, as the scheduler prints it, or local"


def check_address(address: str) -> None:
    """Rejects what cannot be the address of a scheduler, as the command does: Dask waits for it, or says less.

    Raises:
        WrongAddress: with what is wrong, and what is right.
    """
    if (problem := _problem(address)) is not None:
        raise WrongAddress(f'"{showing_controls(address)}": {problem}')


def _problem(address: str) -> str | None:
    if address == "local":
        return None
    if not address or address.startswith("-"):
        return f"{_EXPECTED} for the cores of this machine"
    if address.lower() == "local":
        return "write it as local"
    if address.lower().startswith("local:"):
        return "local takes no number: it uses the cores of this machine"
    scheme, separator, place = address.partition("://")
    if not separator:
        place = address
    elif not re.fullmatch(r"[A-Za-z0-9+]*", scheme):
        return _EXPECTED
    elif scheme != "tcp":
        return f"{scheme}:// is not supported; {_EXPECTED}, or give a distributed.Client that you have made"
    host, colon, port = place.rpartition(":")
    if not colon or place.endswith("]"):
        return f"the port is missing; {_EXPECTED}"
    if not re.fullmatch(r"[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]", host):
        return f"HOST is a name or a number, in brackets that of IPv6; {_EXPECTED}"
    if not re.fullmatch(r"[0-9]{1,9}", port) or not 1 <= int(port) <= 65535:
        return f"a port is a number from 1 to 65535; {_EXPECTED}"
    return None


@dataclass(frozen=True)
class Plan:
    """The directory of a plan."""

    path: str
    shards: int

    @classmethod
    def make(cls, command: Sequence[str], shards: int, out: str, folder: str | None = None) -> Plan:
        """Plans a command: ``payoff plan``."""
        line = ["plan", *command, "--shards", str(shards), "--out", out, "--json"]
        return cls(out, int(json.loads(run_program(line, folder=folder).text)["shards"]))

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Plan:
        """A plan that exists."""
        return cls(os.path.abspath(path), int(cls(os.fspath(path), 0)._check()["shards"]))

    def _check(self) -> Mapping[str, Any]:
        printed = run_program(["merge", self.path, "--check", "--json"], accepted=(0, 65))
        found: Mapping[str, Any] = json.loads(printed.text)
        return found

    def missing(self) -> list[int]:
        """The shards that are not there, or that cannot be used."""
        found = self._check()
        return sorted({*map(int, found["missing"]), *(int(number) for number in found.get("wrong") or {})})

    def packed(self) -> bytes:
        """The directory without its shards, as a tar file; the same bytes each time."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz", compresslevel=1) as archive:
            for path in sorted(Path(self.path).rglob("*")):
                name = path.relative_to(self.path)
                if name.parts[0] != "shards":
                    archive.add(path, str(name), recursive=False, filter=_without_owner)
        return packed.getvalue()

    def add(self, files: Mapping[str, bytes]) -> None:
        """Writes the files of a shard, its manifest last: a shard is there or not."""
        folder = Path(self.path, "shards")
        for name in sorted(files, key=lambda name: name.endswith(".json")):
            if Path(name).name != name or name.startswith("."):
                raise ClusterError(f"a worker sent a file with the name {name!r}, which no shard has")
            try:
                folder.mkdir(exist_ok=True)
                handle, partial = tempfile.mkstemp(prefix=f".{name}.partial-", dir=folder)
                with os.fdopen(handle, "wb") as file:
                    file.write(files[name])
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(partial, folder / name)
            except OSError as error:
                raise ClusterError(f"{folder / name} cannot be written: {error.strerror}") from error


def _without_owner(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


def compute(
    plan: str | os.PathLike[str] | Plan,
    client: Any,
    *,
    retries: int = 3,
    threads: int = 1,
    progress: Progress | bool | None = None,
) -> None:
    """Computes the missing shards of a plan on a Dask cluster; ``payoff merge`` then writes the results.

    Shards that are there already are kept, so a computation that was cut off goes on. Workers may come and go: a shard whose
    worker is lost is computed by another. An interrupt stops the workers, and keeps the shards that have arrived.

    Args:
        plan: the directory of a plan.
        client: a ``distributed.Client``, the address of a scheduler (``"tcp://…"``), or ``"local"``.
        retries: how often a shard is tried again that failed for a reason of its worker.
        threads: threads of each shard; a worker computes as many shards at a time as it has threads.
        progress: ``True`` for lines on standard error (the default on a terminal), or a function.

    Raises:
        ClusterError: there is no cluster at the address, its versions do not fit, or its workers fail.
        CommandFailed: the experiment has an error.
    """
    plan = plan if isinstance(plan, Plan) else Plan.read(plan)
    missing = plan.missing()
    if not missing:
        return
    with connected(client) as cluster:
        _compute(plan, missing, cluster, retries=retries, threads=threads, tell=_teller(progress))


def _compute(plan: Plan, missing: list[int], client: Any, *, retries: int, threads: int, tell: Progress) -> None:
    from distributed import Event, TimeoutError, wait

    packed = plan.packed()
    digest = hashlib.sha256(packed).hexdigest()
    # Keys of their own, so that an earlier computation that was stopped does not answer.
    name = f"payoff-{digest[:12]}-{os.urandom(4).hex()}"
    stop = Event(f"{name}-stop", client=client)
    with warnings.catch_warnings():
        # The plan is large, and is sent once.
        warnings.filterwarnings("ignore", "Sending large graph")
        held = client.submit(_Sent(worker.hold), packed, key=f"{name}-plan", retries=retries)
    del packed
    task = _Sent(worker.compute)
    left = list(reversed(missing))
    running: dict[Any, tuple[int, str]] = {}
    arriving: dict[Any, Any] = {}
    receivers = ThreadPoolExecutor(_RECEIVERS, thread_name_prefix="payoff-shards")
    began = time.monotonic()
    done = first = plan.shards - len(missing)
    tell(done, plan.shards, None)
    try:
        while left or running or arriving:
            # As many tasks as there are threads, and no more: workers that come later then find some that are left.
            for address in _free_threads(client, [address for _, address in running.values()], len(left)):
                number = left.pop()
                future = client.submit(
                    task,
                    held,
                    digest,
                    number,
                    threads,
                    stop.name,
                    key=f"{name}-{number}",
                    retries=retries,
                    workers=[address],
                    allow_other_workers=True,
                )
                running[future] = number, address
            if running:
                with suppress(TimeoutError):
                    # The results of a host that is cut off are waited for, and hold up nobody else.
                    seconds = _LOOK_SECONDS / 10 if arriving else _LOOK_SECONDS
                    for future in wait(list(running), timeout=seconds, return_when="FIRST_COMPLETED").done:
                        number, _ = running.pop(future)
                        arriving[receivers.submit(_files, future, number, retries)] = future
            else:
                time.sleep(_LOOK_SECONDS / 10 if arriving else _LOOK_SECONDS)
            for received in [received for received in arriving if received.done()]:
                plan.add(received.result())
                # The memory of the worker.
                arriving.pop(received).release()
                done += 1
                tell(done, plan.shards, (time.monotonic() - began) / (done - first) * (plan.shards - done))
    except (OSError, CancelledError) as error:
        raise ClusterError(
            f"the scheduler was lost, or cancelled the shards, after {done} of {plan.shards} "
            f"({error or type(error).__name__}); payoff.compute({plan.path!r}, …) computes those that are missing"
        ) from error
    except BaseException:
        with suppress(Exception):
            stop.set()
            client.cancel([*running, *arriving.values()], force=True)
        raise
    finally:
        receivers.shutdown(wait=False, cancel_futures=True)
        with suppress(Exception):
            held.release()
            if client.status == "running":
                client.run(_Sent(worker.forget), digest, on_error="ignore")


def _free_threads(client: Any, busy: Sequence[str], most: int) -> list[str]:
    """The addresses of workers by thread that has nothing to do, a thread of each worker after the other."""
    free = []
    for address, threads in client.nthreads().items():
        free += [(number, address) for number in range(threads - busy.count(address))]
    return [address for _, address in sorted(free)[:most]]


def _files(future: Any, number: int, retries: int) -> Mapping[str, bytes]:
    """The files of a shard that was computed, or the error of its task."""
    from distributed.scheduler import KilledWorker

    try:
        outcome = future.result()
    except KilledWorker as error:
        raise ClusterError(
            f"shard {number}: every worker that computed it was lost ({error}); their memory may be short"
        ) from error
    except RuntimeError as error:
        raise ClusterError(f"shard {number}, tried {retries + 1} times: {error}") from error
    if "error" in outcome:
        raise command_failed(outcome["error"], outcome["exit_code"], ["payoff", "shard", str(number)])
    files: Mapping[str, bytes] = outcome["files"]
    return files


class _Sent:
    """A function of this package that is sent as it stands, so that workers need no copy of the package."""

    def __init__(self, function: Callable[..., Any]) -> None:
        import cloudpickle

        cloudpickle.register_pickle_by_value(worker)
        try:
            self._text: bytes = cloudpickle.dumps(function)
        finally:
            cloudpickle.unregister_pickle_by_value(worker)
        self._function = function
        self.__name__ = function.__name__

    def __call__(self, *arguments: Any) -> Any:
        """Where the worker is in this process."""
        return self._function(*arguments)

    def __reduce__(self) -> tuple[Callable[[bytes], Any], tuple[bytes]]:
        return pickle.loads, (self._text,)


@contextmanager
def connected(client: Any) -> Iterator[Any]:
    """A client of a cluster whose versions fit.

    Args:
        client: a ``distributed.Client``, the address of a scheduler, or ``"local"`` for the cores of this machine.
    """
    if isinstance(client, str):
        check_address(client)
    try:
        import distributed
    except ImportError as error:
        raise MissingPackage("a cluster", "distributed", "dask") from error
    if not isinstance(client, str):
        _check_versions(client)
        yield client
        return
    if client == "local":
        with (
            # Threads suffice: each shard is a process of its own. What Dask warns of here, such as tasks that an
            # interrupt cancels, are its own workings.
            distributed.LocalCluster(
                n_workers=1,
                threads_per_worker=os.cpu_count(),
                processes=False,
                dashboard_address=":0",
                silence_logs=logging.ERROR,
            ) as cluster,
            distributed.Client(cluster) as own,
        ):
            yield own
        return
    try:
        own = distributed.Client(client, timeout=_CONNECT_SECONDS)
    except (OSError, ValueError, ImportError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {client} ({error}); `dask scheduler` starts one and prints its address"
        ) from error
    except Exception as error:
        raise ClusterError(
            f"what answers at {client} is no Dask scheduler that fits distributed {_version()}: {error}"
        ) from error
    with own:
        _check_versions(own)
        yield own


def _version() -> str:
    import distributed

    return str(distributed.__version__)


def _check_versions(client: Any) -> None:
    """Functions travel as bytecode, and results as Dask packs them: both need the same versions."""
    try:
        found = client.get_versions(check=False)
    except Exception as error:
        raise ClusterError(f"the scheduler does not answer: {error}") from error
    ours = {"python": platform.python_version(), "distributed": _version()}
    others = {"the scheduler": found["scheduler"]}
    others.update({f"the worker {address}": told for address, told in (found.get("workers") or {}).items()})
    for who, told in others.items():
        if not isinstance(told, Mapping):
            # It has gone meanwhile.
            continue
        packages = {**(told.get("packages") or {})}
        packages.setdefault("python", (told.get("host") or {}).get("python", ""))
        for package, our in ours.items():
            their = str(packages.get(package) or "")
            length = 2 if package == "python" else 3
            if their.split(".")[:length] != our.split(".")[:length]:
                raise ClusterError(
                    f"{who} has {package} {their or '(unknown)'}, and this client {our}; install the same on both"
                )


def shards_for(client: Any, shards: int | None) -> int:
    """The number of shards, if none is asked for."""
    if shards is not None:
        return shards
    threads = sum(client.nthreads().values())
    return max(1, _SHARDS_PER_THREAD * max(1, int(threads)))


def planned(
    command: Sequence[str], client: Any, shards: int | None, out: str, folder: str | None = None
) -> Plan:  # fmt: skip
    """A plan with a number of shards that suits the cluster; a small command has fewer."""
    number = shards_for(client, shards)
    while True:
        try:
            return Plan.make(command, number, out, folder)
        except WrongUsage as error:
            if shards is not None or number == 1 or "use fewer shards" not in str(error):
                raise
            number = max(1, number // 2)


def on_cluster(
    command: Sequence[str],
    client: Any,
    merge: Sequence[str],
    *,
    shards: int | None = None,
    progress: Progress | bool | None = None,
    folder: str | None = None,
) -> Output:
    """Plans a command, computes its shards on a cluster, and merges them.

    Args:
        command: the command with its experiment and options, without those of its output.
        merge: the options of its output, such as ``--out``.

    Returns:
        What the merge prints.
    """
    with connected(client) as cluster, tempfile.TemporaryDirectory(prefix="payoff-plan-") as place:
        plan = planned(command, cluster, shards, os.path.join(place, "plan"), folder)
        compute(plan, cluster, progress=progress)
        return run_program(["merge", plan.path, *merge], folder=folder)


def _teller(progress: Progress | bool | None) -> Progress:
    if callable(progress):
        return progress
    if progress if progress is not None else sys.stderr.isatty():
        return _Lines()
    return lambda done, shards, left: None


class _Lines:
    """Progress on standard error: one line that changes on a terminal, and lines at intervals elsewhere."""

    def __init__(self) -> None:
        self._said = 0.0

    def __call__(self, done: int, shards: int, left: float | None) -> None:
        now = time.monotonic()
        terminal = sys.stderr.isatty()
        if not terminal and now - self._said < 10 and 0 < done < shards:
            return
        self._said = now
        rest = "" if left is None or done == shards else f", about {_duration(left)} left"
        text = f"{done} of {shards} shards{rest}"
        print(
            f"\r\033[K{text}" if terminal else text,
            end="" if terminal and done < shards else "\n",
            file=sys.stderr,
            flush=True,
        )


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
