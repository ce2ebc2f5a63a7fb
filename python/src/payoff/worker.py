"""What a worker of a cluster does: it is sent there as it stands, so a worker needs no package but Dask's.

Only the standard library is imported here, and nothing of this package.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import hashlib
import io
import os
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Callable
from typing import Any

# How often a running shard asks whether it is still wanted.
_ASK_SECONDS = 2.0


def hold(plan: bytes) -> bytes:
    """The bytes of a plan, as a task: workers take them from each other, and a lost copy is made again."""
    return plan


def compute(plan: bytes, digest: str, number: int, threads: int, stop: str) -> dict[str, Any]:
    """Computes a shard of a plan.

    Args:
        plan: the directory of the plan as a tar file.
        digest: its SHA-256.
        stop: the name of the event that says that nobody waits for the shard any more.

    Returns:
        The files of the shard by name; or, of an error that would come again, ``error`` and ``exit_code``.

    Raises:
        RuntimeError: the program was ended, or could not start: another attempt, or another worker, may succeed.
    """
    folder = _unpacked(plan, digest)
    shards = os.path.join(folder, "shards")
    environment = dict(os.environ)
    home = environment.get("HOME", "")
    if "PAYOFF_CACHE" not in environment and not (home and os.access(home, os.W_OK)):
        environment["PAYOFF_CACHE"] = os.path.join(os.path.dirname(folder), "cache")
    command = [os.path.join(folder, "payoff"), "shard", str(number), "--threads", str(threads), "--json"]
    with tempfile.TemporaryFile() as messages:
        try:
            process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=messages,
                preexec_fn=_dies_with_worker(),
            )
        except OSError as error:
            raise RuntimeError(f"the program of the plan does not start: {error}") from error
        try:
            asked = time.monotonic()
            while (status := process.poll()) is None:
                time.sleep(0.05)
                if time.monotonic() - asked > _ASK_SECONDS:
                    asked = time.monotonic()
                    if _is_set(stop):
                        raise RuntimeError("stopped: nobody waits for this shard")
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        messages.seek(0)
        said = messages.read().decode("utf-8", "replace").strip()
    if status != 0:
        text = said.split("Error: ", 1)[-1]
        if status in (64, 65):
            return {"number": number, "error": text, "exit_code": status}
        if status == 127 or "error while loading shared libraries" in text:
            text += "; install it on this worker (Debian's GSL is libgsl27), or use workers like the plan's machine"
        ended = f"was ended by signal {-status}" if status < 0 else f"ended with exit code {status}"
        raise RuntimeError(f"the program of the plan {ended}: {text}")
    names = [name for name in os.listdir(shards) if name == f"{number}.json" or name.startswith(f"{number}-")]
    files = {}
    for name in names:
        with open(os.path.join(shards, name), "rb") as file:
            files[name] = file.read()
    return {"number": number, "files": files}


def _is_set(event: str) -> bool:
    """Whether an event is set. Without an answer it is not: a worker whose scheduler is gone ends by itself."""
    try:
        from distributed import Event, get_client

        return bool(Event(event, client=get_client()).is_set())
    except Exception:
        return False


def _dies_with_worker() -> Callable[[], object] | None:
    """Lets the kernel kill a program whose worker is killed."""
    try:
        control = ctypes.CDLL(None).prctl
    except (OSError, AttributeError):
        return None
    return lambda: control(1, signal.SIGKILL)


def forget(digest: str, dask_worker: Any = None) -> None:
    """Removes what was unpacked of a plan. Dask names the worker."""
    folder = dask_worker.local_directory if dask_worker is not None else _folder()
    place = _place(folder, digest)
    with contextlib.suppress(OSError):
        shutil.rmtree(place)
        os.unlink(place + ".lock")


def _folder() -> str:
    """The folder of the worker, which is removed with it."""
    with contextlib.suppress(ImportError, ValueError):
        from distributed import get_worker

        return str(get_worker().local_directory)
    return tempfile.gettempdir()


def _place(folder: str, digest: str) -> str:
    return os.path.join(folder, f"payoff-{os.getpid()}-{digest[:16]}")


def _unpacked(plan: bytes, digest: str) -> str:
    """The folder of the plan, which the first task of a worker unpacks."""
    place = _place(_folder(), digest)
    os.makedirs(os.path.dirname(place), exist_ok=True)
    with open(place + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not os.path.isdir(place):
            if hashlib.sha256(plan).hexdigest() != digest:
                raise RuntimeError("the plan was changed on its way to the worker")
            partial = tempfile.mkdtemp(prefix="payoff-", dir=os.path.dirname(place))
            try:
                with tarfile.open(fileobj=io.BytesIO(plan)) as archive:
                    # A plan holds a program that is trusted; the filter only keeps accidents inside.
                    filters = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
                    archive.extractall(partial, **filters)  # type: ignore[arg-type]
                os.rename(partial, place)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
    return place
