"""The command is found, its version is checked, and its errors become exceptions."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import PROJECT

import payoff


def script(place: Path, text: str) -> str:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(f"#!/bin/sh\n{text}\n")
    place.chmod(0o755)
    return str(place)


def test_the_variable_names_the_program(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAYOFF", script(tmp_path / "mine", "echo 0.2.0"))
    assert payoff.find_program() == str(tmp_path / "mine") and payoff.program_version() == "0.2.0"
    monkeypatch.setenv("PAYOFF", str(tmp_path / "none"))
    with pytest.raises(payoff.ProgramNotFound, match="PAYOFF names .*none, which is not an executable file"):
        payoff.run("ApiOrOwn")


def test_then_the_search_path_and_then_a_built_clone(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PAYOFF")
    on_path = script(tmp_path / "bin" / "payoff", "echo 0.2.0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert payoff.find_program() == on_path
    built = script(tmp_path / "clone/.build/release/payoff", "echo 0.2.0")
    (tmp_path / "clone/deeper").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    monkeypatch.chdir(tmp_path / "clone/deeper")
    monkeypatch.setattr(payoff.program, "__file__", str(tmp_path / "site-packages/payoff/program.py"))
    with pytest.raises(payoff.ProgramNotFound, match="set PAYOFF to its .build/release/payoff"):
        payoff.find_program()
    (tmp_path / "clone/Package.swift").touch()
    assert payoff.find_program() == built
    os.chmod(built, 0o757)
    with pytest.raises(payoff.ProgramNotFound):
        payoff.find_program()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("echo 0.1.9", "is version 0.1.9, and this package needs 0.2.0 or later"),
        ("echo payoff, a game", "is not the command payoff"),
        ("echo no library >&2; exit 127", "does not start .it said: no library"),
    ],
)
def test_an_old_or_another_program_is_rejected(monkeypatch, tmp_path: Path, text: str, message: str) -> None:
    monkeypatch.setenv("PAYOFF", script(tmp_path / "payoff", text))
    with pytest.raises(payoff.ProgramTooOld, match=message):
        payoff.run("ApiOrOwn")


def test_an_error_of_the_command_is_an_exception_with_its_message_and_exit_code() -> None:
    with pytest.raises(payoff.WrongUsage) as raised:
        payoff.run("ApiOrOwn", set={"growht": 1})
    assert raised.value.exit_code == 64 and raised.value.command[1:3] == ["run", "ApiOrOwn"]
    assert str(raised.value).endswith("did you mean growth?") and not str(raised.value).startswith("Error")
    again = pickle.loads(pickle.dumps(raised.value))
    assert type(again) is payoff.WrongUsage and str(again) == str(raised.value) and again.exit_code == 64


def test_wrong_data_and_a_place_that_cannot_be_written_have_their_own_exceptions(tmp_path: Path) -> None:
    (tmp_path / "trace.csv").write_text("arrival_s,input_tokens\r\n1,2\r\n")
    with pytest.raises(payoff.WrongData) as raised:
        payoff.replay(tmp_path / "trace.csv", deployment="llama-8b-h100")
    assert raised.value.exit_code == 65 and "output_tokens" in str(raised.value)
    with pytest.raises(payoff.CommandFailed) as failed:
        payoff.run("ApiOrOwn", replications=20, out="/proc/none/run")
    assert failed.value.exit_code in (64, 74)


def test_a_command_that_is_killed_says_by_what(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PAYOFF", script(tmp_path / "payoff", '[ "$1" = --version ] && echo 0.2.0 || kill -9 $$'))
    with pytest.raises(payoff.Stopped, match="payoff run was ended by SIGKILL") as raised:
        payoff.run("ApiOrOwn")
    assert raised.value.exit_code == -9


def test_an_interrupt_stops_the_command_and_leaves_nothing(tmp_path: Path) -> None:
    payoff.run("CustomerService", replications=20)  # It is compiled now.
    program = f"""
import os, payoff, signal, threading, time
def interrupt():
    time.sleep(2)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=interrupt).start()
try:
    payoff.run("CustomerService", replications=1_000_000)
except KeyboardInterrupt:
    print("interrupted", os.listdir({str(tmp_path)!r}))
"""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, "TMPDIR": str(tmp_path)}, capture_output=True, text=True,
        cwd=PROJECT, timeout=60,
    )  # fmt: skip
    assert done.stdout == "interrupted []\n", done.stderr
    assert time.monotonic() - started < 30


def test_an_old_python_is_told_which_it_needs() -> None:
    program = "import sys; sys.version_info = (3, 9, 2); import payoff"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1 and "payoff needs Python 3.10 or later; this is Python 3.9.2" in done.stderr
