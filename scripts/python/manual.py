"""Writes the man page of payoff from the help that the command gives of itself.

    manual.py PAYOFF > docs/payoff.1
"""

import json
import subprocess
import sys


def roff(text):
    """A text in which nothing is a request or an escape."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return "\n".join("\\&" + line if line.startswith(".") else line for line in text.split("\n"))


def paragraphs(text):
    """Lines as they are where they are indented, and filled where they are not."""
    out = []
    for line in text.split("\n"):
        if line.startswith("  "):
            out += [".nf", roff(line), ".fi"]
        elif line:
            out += [".PP", roff(line)]
    return out


def names(argument):
    spelled = [("--" if name["kind"] == "long" else "-") + name["name"] for name in argument.get("names", [])]
    value = argument.get("valueName", "")
    if argument["kind"] == "positional":
        return "\\fI" + roff(value) + "\\fR"
    text = ", ".join("\\fB" + roff(name) + "\\fR" for name in spelled)
    return text + (" \\fI" + roff(value) + "\\fR" if argument["kind"] == "option" else "")


def described(argument):
    abstract = argument.get("abstract", "")
    # Where the help text does not say the default itself, the command's parser adds it.
    default = argument.get("defaultValue")
    if default and "(default:" not in abstract:
        abstract += f" (default: {default})"
    parts = [abstract, argument.get("discussion", "")]
    return roff("\n".join(part for part in parts if part))


def arguments(command):
    return [one for one in command.get("arguments", []) if one.get("shouldDisplay", True)]


def synopsis(command):
    words = []
    for argument in arguments(command):
        if argument["kind"] == "positional":
            words.append(names(argument) + (" ..." if argument.get("isRepeating") else ""))
    return " ".join(words + ["[\\fIoptions\\fR]"])


def main():
    tool = sys.argv[1]
    help_text = subprocess.run([tool, "--experimental-dump-help"], capture_output=True, text=True, check=True).stdout
    version = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True).stdout.split()[0]
    command = json.loads(help_text)["command"]
    out = [f'.TH PAYOFF 1 "" "Payoff {version}" "User Commands"', ".SH NAME"]
    out.append(f"payoff \\- {roff(command['abstract'])}")
    out += [".SH SYNOPSIS", ".B payoff", "\\fIcommand\\fR [\\fIarguments\\fR] [\\fIoptions\\fR]"]
    out += [".SH DESCRIPTION"]
    out += paragraphs(command.get("discussion", "")) + [".SH COMMANDS"]
    for sub in command["subcommands"]:
        if sub["commandName"] == "help":
            continue
        out += [f".SS payoff {sub['commandName']} {synopsis(sub)}", roff(sub["abstract"])]
        if sub.get("discussion"):
            out += paragraphs(sub["discussion"])
        for argument in arguments(sub):
            if [name["name"] for name in argument.get("names", [])] in (["version"], ["h", "help"], ["help"]):
                continue
            out += [".TP", names(argument), described(argument) or "\\&"]
    out += [".SH EXIT STATUS"]
    for code, meaning in [
        (0, "done"), (64, "wrong usage"), (65, "wrong data, a wrong experiment, or a directory that was changed"),
        (69, "a program that is needed is not there"), (74, "a file that cannot be written"), (130, "stopped with Ctrl\\-C"),
    ]:
        out += [".TP", f".B {code}", meaning]
    out += [".SH ENVIRONMENT"]
    for name, meaning in [
        ("NO_COLOR", "no colours"), ("PAYOFF_CACHE", "the folder of compiled experiments"),
        ("PAYOFF_LIBRARY", "the folder of the built library"),
        ("PAYOFF_PYTHON", "a Python with the packages that draw charts and execute notebooks"),
        ("SWIFT_EXEC", "the Swift compiler for experiments"),
    ]:
        out += [".TP", f".B {name}", meaning]
    print("\n".join(out))


main()
