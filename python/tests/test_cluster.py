"""Shards on a cluster give the bytes of one machine, whatever happens to the workers."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

import payoff
from payoff import worker
from payoff.__main__ import main
from payoff.cluster import Plan, check_address, on_cluster, shards_for
from payoff.errors import showing_controls

# It plans, computes and merges as docs/guides/many-machines.md says, for what a real one cannot be made to do.
FAKE = Path(__file__).with_name("fake_payoff.py")


def rows() -> bytes:
    return b"".join(hashlib.sha256(b"%d" % row).digest() for row in range(40))


@pytest.fixture
def fake(monkeypatch, tmp_path: Path) -> Path:
    program = tmp_path / "bin" / "payoff"
    program.parent.mkdir()
    program.write_text(f"#!{sys.executable}\n{FAKE.read_text()}")
    program.chmod(0o755)
    monkeypatch.setenv("PAYOFF", str(program))
    return program


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster:
        yield cluster


@pytest.fixture
def client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster) as client:
        client.wait_for_workers(2)
        yield client


@pytest.mark.parametrize("shards", [1, 7, 40])
def test_any_number_of_shards_gives_the_same_bytes(fake: Path, client: Client, tmp_path: Path, shards: int) -> None:
    on_cluster(["run", "X"], client, ["--out", str(tmp_path / "out")], shards=shards)
    assert (tmp_path / "out/rows").read_bytes() == rows()


def test_workers_need_no_copy_of_this_package(fake: Path, client: Client) -> None:
    client.run(lambda: sys.modules.pop("payoff", None))
    block = "import sys; sys.modules['payoff'] = None; sys.modules['payoff.worker'] = None"
    client.run(exec, block)
    try:
        plan = Plan.make(["run", "X"], 3, str(fake.parent / "plan"))
        payoff.compute(plan, client)
        assert plan.missing() == []
    finally:
        client.run(exec, "import sys; sys.modules.pop('payoff', 0); sys.modules.pop('payoff.worker', 0)")


def test_a_worker_that_is_killed_in_the_middle_changes_nothing(fake: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=":0") as cluster, Client(cluster) as client:
        client.wait_for_workers(2)
        victims = list(client.run(os.getpid).values())

        def kill() -> None:
            while not log.exists() or len(log.read_text().splitlines()) < 6:
                time.sleep(0.02)
            os.kill(int(log.read_text().splitlines()[-1].split()[1]), signal.SIGKILL)

        killer = threading.Thread(target=kill)
        killer.start()
        on_cluster(["run", "X", "sleep=0.15", f"log={log}"], client, ["--out", str(tmp_path / "out")], shards=20)
        killer.join()
        left = set(client.run(os.getpid).values())
    assert set(victims) - left, "a worker was killed"
    assert len(log.read_text().splitlines()) >= 20
    assert (tmp_path / "out/rows").read_bytes() == rows()


def test_workers_that_come_later_take_part(fake: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    with LocalCluster(n_workers=0, threads_per_worker=1, dashboard_address=":0") as cluster, Client(cluster) as client:
        threading.Timer(0.5, lambda: cluster.scale(1)).start()
        threading.Timer(3.0, lambda: cluster.scale(2)).start()
        on_cluster(["run", "X", "sleep=0.4", f"log={log}"], client, ["--out", str(tmp_path / "out")], shards=20)
    assert len({line.split()[1] for line in log.read_text().splitlines()}) == 2
    assert (tmp_path / "out/rows").read_bytes() == rows()


def test_only_missing_and_damaged_shards_are_computed(fake: Path, client: Client, tmp_path: Path) -> None:
    log = tmp_path / "log"
    plan = Plan.make(["run", "X", f"log={log}"], 8, str(tmp_path / "plan"))
    payoff.compute(plan.path, client)
    first = log.read_text().splitlines()
    (tmp_path / "plan/shards/3.json").unlink()
    (tmp_path / "plan/shards/5-rows.rows").write_bytes(b"changed")
    assert plan.missing() == [3, 5]
    payoff.compute(plan.path, client)
    again = log.read_text().splitlines()[len(first) :]
    assert sorted(line.split()[0] for line in again) == ["3", "5"]
    assert plan.missing() == []
    assert not [name for name in os.listdir(tmp_path / "plan/shards") if "partial" in name]


def test_a_plan_is_unpacked_once_per_worker_and_removed_afterwards(fake: Path, client: Client, tmp_path: Path) -> None:
    plan = Plan.make(["run", "X"], 6, str(tmp_path / "plan"))
    assert plan.packed() == plan.packed()
    payoff.compute(plan, client)

    def left(dask_worker) -> list[str]:
        return [name for name in os.listdir(dask_worker.local_directory) if name.startswith("payoff-")]

    assert list(client.run(left).values()) == [[], []]


def test_an_error_of_the_experiment_is_that_of_the_command_and_is_not_tried_again(
    fake: Path, client: Client, tmp_path: Path
) -> None:
    log = tmp_path / "log"
    with pytest.raises(payoff.WrongData, match="the experiment is wrong at row 3"):
        on_cluster(["run", "X", f"log={log}", "fail=2"], client, ["--out", str(tmp_path / "out")], shards=4)
    assert [line.split()[0] for line in log.read_text().splitlines()].count("2") == 1


def test_a_program_that_is_killed_once_is_started_again(fake: Path, client: Client, tmp_path: Path) -> None:
    on_cluster(["run", "X", f"once={tmp_path / 'mark'}"], client, ["--out", str(tmp_path / "out")], shards=4)
    assert (tmp_path / "out/rows").read_bytes() == rows()
    with pytest.raises(payoff.ClusterError, match="shard 1, tried 4 times: the program of the plan was ended by signal 9"):
        on_cluster(["run", "X", "die=1"], client, ["--out", str(tmp_path / "again")], shards=4)


def test_a_worker_without_a_library_says_which(fake: Path, client: Client, tmp_path: Path) -> None:
    with pytest.raises(payoff.ClusterError, match="libgsl.so.27.*install it on this worker"):
        on_cluster(["run", "X", "library=1"], client, ["--out", str(tmp_path / "out")], shards=2)


def test_an_interrupt_stops_the_workers_and_keeps_what_has_arrived(fake: Path, client: Client, tmp_path: Path) -> None:
    log = tmp_path / "log"
    plan = Plan.make(["run", "X", "sleep=1", f"log={log}"], 20, str(tmp_path / "plan"))

    def interrupt(done: int, shards: int, left: float | None) -> None:
        if done >= 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        payoff.compute(plan, client, progress=interrupt)
    time.sleep(4)
    started = len(log.read_text().splitlines())
    time.sleep(2)
    assert len(log.read_text().splitlines()) == started < 12
    assert 0 < len(plan.missing()) <= 18
    assert all(not tasks for tasks in client.processing().values())


def test_a_scheduler_that_is_lost_is_an_error_that_says_how_to_go_on(fake: Path, tmp_path: Path) -> None:
    place = tmp_path / "scheduler.json"
    started = []

    def start(*words: str) -> None:
        line = [sys.executable, "-m", "dask", *words, "--scheduler-file", str(place)]
        started.append(subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path))

    try:
        start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        start("worker", "--nthreads", "1", "--no-dashboard", "--death-timeout", "60")
        while not place.exists() or not place.read_text().endswith("}"):
            time.sleep(0.1)
        plan = Plan.make(["run", "X", "sleep=0.3"], 30, str(tmp_path / "plan"))

        def lose(done: int, shards: int, left: float | None) -> None:
            if done == 2:
                started[0].kill()

        address = json.loads(place.read_text())["address"]
        with pytest.raises(payoff.ClusterError, match=r"the scheduler was lost.*payoff.compute\(.*plan', …\)"):
            payoff.compute(plan, address, progress=lose)
    finally:
        for process in started:
            process.kill()
            process.wait()
    assert 20 < len(plan.missing()) <= 28


def test_progress_counts_and_estimates(fake: Path, client: Client, tmp_path: Path) -> None:
    told: list[tuple[int, int, float | None]] = []
    plan = Plan.make(["run", "X", "sleep=0.1"], 6, str(tmp_path / "plan"))
    payoff.compute(plan, client, progress=lambda *figures: told.append(figures))
    assert [done for done, _, _ in told] == list(range(7))
    assert told[0][2] is None and told[-1][2] == 0 and all(left > 0 for _, _, left in told[1:-1])


def test_a_scheduler_that_is_not_there_is_named(fake: Path, monkeypatch) -> None:
    monkeypatch.setattr(payoff.cluster, "_CONNECT_SECONDS", 1)
    with pytest.raises(payoff.ClusterError, match="no Dask scheduler answers at tcp://127.0.0.1:9"):
        payoff.run("X", client="tcp://127.0.0.1:9")


# What the command itself says of the same addresses: Tests/PayoffCommandTests/WrongUsageTests.swift.
WRONG_ADDRESSES = [
    ("", "expected tcp://HOST:8786, as the scheduler prints it, or local for the cores of this machine"),
    ("tcp://127.0.0.1:99999", "a port is a number from 1 to 65535"),
    ("tcp://127.0.0.1:0", "a port is a number from 1 to 65535"),
    ("tcp://127.0.0.1:abc", "a port is a number from 1 to 65535"),
    ("tcp://127.0.0.1:", "a port is a number from 1 to 65535"),
    ("local:4", "local takes no number"),
    ("LOCAL", "write it as local"),
    ("localhost", "the port is missing"),
    ("tcp://scheduler", "the port is missing"),
    ("tcp://[::1]", "the port is missing"),
    ("tcp://:8786", "HOST is a name or a number"),
    ("tcp://a b:8786", "HOST is a name or a number"),
    ("inproc://10.0.0.1/7/1", "inproc:// is not supported"),
    ("tls://scheduler:8786", "tls:// is not supported"),
    ("ucx://scheduler:8786", "ucx:// is not supported"),
    ("nonsense://x", "nonsense:// is not supported"),
]


@pytest.mark.parametrize(("address", "problem"), WRONG_ADDRESSES)
def test_what_is_no_address_is_said_at_once(monkeypatch, capsys, address: str, problem: str) -> None:
    def never(*arguments: object, **options: object) -> None:
        raise AssertionError("Dask was asked")

    monkeypatch.setattr("distributed.Client", never)
    monkeypatch.setattr("distributed.LocalCluster", never)
    with pytest.raises(payoff.ClusterError) as refused:
        payoff.run("X", client=address)
    assert str(refused.value).startswith(f'"{address}": {problem}')
    assert main(["--on", address, "run", "X"]) == 64
    assert capsys.readouterr().err.startswith(f'Error: --on "{address}": {problem}')


@pytest.mark.parametrize(
    "address",
    ["local", "tcp://scheduler:8786", "10.0.0.7:1", "tcp://[fe80::1]:65535", "tcp://my-host_2.example.org:8786"],
)
def test_what_is_an_address_is_taken(address: str) -> None:
    check_address(address)


def test_what_a_terminal_would_obey_is_shown(capsys) -> None:
    for address in ("\x1b[31mx", "tcp://a\nb:1", "tcp://a\x9bb:1"):
        assert main(["--on", address, "run", "X"]) == 64
        said = capsys.readouterr().err
        assert said.count("\n") == 1 and said.endswith("\n")
        assert all(character.isprintable() for character in said[:-1])
    assert showing_controls("a\x1b[1m\x7f\x9b\tb\n") == "a\\u{1B}[1m\\u{7F}\\u{9B}\\tb\\n"
    assert showing_controls("a\tb\n", in_lines=True) == "a\tb\n"


def test_a_command_line_without_an_address_is_wrong_usage(capsys) -> None:
    for line in (["--on", "--json", "run", "X"], ["run", "X"], ["run", "X", "--on"], ["--on", "local", "--shards", "x"]):
        with pytest.raises(SystemExit) as ended:
            main(line)
        assert ended.value.code == 64
        assert capsys.readouterr().err.startswith("Error: ")


@pytest.mark.parametrize("who", ["scheduler", "worker"])
def test_another_version_is_named(fake: Path, client: Client, monkeypatch, who: str) -> None:
    found = client.get_versions()
    told = found["scheduler"] if who == "scheduler" else next(iter(found["workers"].values()))
    told["packages"]["distributed"] = "2020.1.0"
    monkeypatch.setattr(client, "get_versions", lambda check: found)
    with pytest.raises(
        payoff.ClusterError, match=f"the {who}.* has distributed 2020.1.0, and this client .*install the same"
    ):
        payoff.run("X", client=client)


def test_shards_suit_the_cluster_and_small_commands_have_fewer(fake: Path, client: Client, tmp_path: Path) -> None:
    assert shards_for(client, None) == 8 and shards_for(client, 3) == 3
    with pytest.raises(payoff.WrongUsage, match="only 40 rows"):
        on_cluster(["run", "X"], client, ["--out", str(tmp_path / "out")], shards=41)
    with pytest.raises(payoff.WrongUsage, match="did you mean right"):
        on_cluster(["run", "wrong"], client, ["--out", str(tmp_path / "out")])
    with pytest.raises(ValueError, match="give a client"):
        payoff.run("X", shards=3)


def test_a_file_with_another_name_is_not_written(fake: Path, tmp_path: Path) -> None:
    plan = Plan.make(["run", "X"], 2, str(tmp_path / "plan"))
    for name in ("../x.json", "/x.json", ".hidden", "a/b"):
        with pytest.raises(payoff.ClusterError, match="which no shard has"):
            plan.add({name: b""})


def test_a_plan_that_was_changed_on_its_way_is_rejected() -> None:
    with pytest.raises(RuntimeError, match="changed on its way"):
        worker.compute(b"other", "0" * 64, 0, 1, "stop")


def test_the_command_line_computes_on_this_machine(fake: Path, tmp_path: Path) -> None:
    line = [
        sys.executable,
        "-m",
        "payoff",
        "--on",
        "local",
        "run",
        "X",
        "--shards",
        "5",
        "--out",
        str(tmp_path / "out"),
        "--json",
    ]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120)
    assert json.loads(done.stdout) == {"answer": ["merged"]}, done.stderr
    assert (tmp_path / "out/rows").read_bytes() == rows()
    failed = subprocess.run([*line[:3], "--on", "local", "run", "wrong"], capture_output=True, text=True, timeout=120)
    assert failed.returncode == 64
    assert failed.stderr.endswith("Error: wrong: did you mean right?\n")


def test_an_interrupt_of_the_command_line_says_one_line(fake: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    # Tests that run in the background of a shell ignore Ctrl-C, and so would what they start.
    line = ["env", "--default-signal=INT", sys.executable, "-m", "payoff", "--on", "local"]
    line += ["run", "X", "sleep=2", f"log={log}", "--shards", "12"]
    run = subprocess.Popen([*line, "--out", str(tmp_path / "out")], stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not log.exists() and time.monotonic() < until:
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    assert (run.returncode, said) == (130, "stopped; nothing was written\n")
    assert not (tmp_path / "out").exists()


def _plans() -> bool:
    program = payoff.find_program()
    return subprocess.run([program, "plan", "--help"], capture_output=True).returncode == 0


@pytest.mark.parametrize("command", ["run", "sweep", "sensitivity", "compare", "decide"])
def test_a_command_on_a_cluster_writes_the_bytes_of_one_machine(client: Client, command: str) -> None:
    if not _plans():
        pytest.skip("this command has no plans")
    calls = {
        "run": lambda **on: payoff.run("ApiOrOwn", replications=60, seed=2, **on),
        "sweep": lambda **on: payoff.sweep("ApiOrOwn", {"servers": "*"}, replications=20, **on),
        "sensitivity": lambda **on: payoff.sensitivity("ApiOrOwn", method="tornado", size=6, **on),
        "compare": lambda **on: payoff.compare("ApiOrOwn", choice="servers", replications=20, **on),
        "decide": lambda **on: payoff.decide("ApiOrOwn", choice="servers", replications=60, **on),
    }
    alone, together = calls[command](), calls[command](client=client, shards=3)
    files = sorted(path.relative_to(alone.directory) for path in Path(alone.directory).rglob("*") if path.is_file())
    assert len(files) > 3
    for file in files:
        assert Path(alone.directory, file).read_bytes() == Path(together.directory, file).read_bytes(), file
    assert together.answer == alone.answer


def test_the_command_computes_on_a_cluster_by_itself(tmp_path: Path) -> None:
    if not _plans():
        pytest.skip("this command has no plans")
    line = [payoff.find_program(), "run", "ApiOrOwn", "--replications", "60", "--seed", "2"]
    own = {"env": {**os.environ, "PAYOFF_PYTHON": sys.executable}, "capture_output": True, "text": True}
    done = subprocess.run([*line, "--on", "local", "--shards", "2", "--out", tmp_path / "together"], **own)
    assert "60 replications, seed 2" in done.stdout, done.stderr
    alone = payoff.run("ApiOrOwn", replications=60, seed=2)
    for name in os.listdir(tmp_path / "together"):
        if name.endswith((".csv", ".json")):
            assert (tmp_path / "together" / name).read_bytes() == Path(alone.directory, name).read_bytes()
    wrong = subprocess.run([*line, "--set", "growht=1", "--on", "local"], **own)
    assert wrong.returncode == 64
    assert "did you mean growth?" in wrong.stderr
