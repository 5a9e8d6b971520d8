"""Runs the program, and judges how it ended."""

import json
import os
import shutil
import subprocess
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", ".."))
UNDERTICK = os.path.abspath(os.environ.get("UNDERTICK", f"{ROOT}/.build/release/undertick"))
DEMO = f"{ROOT}/Captures/demo"
CAPTURE = f"{DEMO}/capture.pcap"
DEVICES = ["--devices", f"{DEMO}/devices.csv"]
SITE = [*DEVICES, "--policy", f"{DEMO}/policy.yaml"]
CHECKS = []


class Failure(Exception):
    """Something is not as it should be."""


class Skipped(Exception):
    """Cannot be looked at here."""


def check(function):
    """Adds a function to the checks, under its own name."""
    CHECKS.append((function.__module__ + "." + function.__name__.replace("_", "-"), function))
    return function


class Folder:
    """An empty working folder, taken away afterwards."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="undertick-check-")
        os.chdir(self.path)

    def __exit__(self, *_):
        os.chdir("/")
        shutil.rmtree(self.path, ignore_errors=True)


def expect(condition, text):
    if not condition:
        raise Failure(text)


def equal(actual, expected, what):
    expect(actual == expected, f"{what} is {shorten(actual)}, not {shorten(expected)}")


def shorten(value):
    text = repr(value)
    return text if len(text) < 300 else text[:300] + "..."


def environment(**changes):
    result = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
    result.update(changes)
    return result


class Result:
    def __init__(self, arguments, status, output, errors):
        self.arguments, self.status, self.output, self.errors = arguments, status, output, errors

    def ended(self, status):
        expect(
            self.status == status,
            f"{self.arguments} ended with {self.status}, not {status}: {shorten(self.errors)}")
        return self

    def lines(self):
        """The output as JSON lines; every one must be whole."""
        expect(self.output.endswith(b"\n") or not self.output, "the output ends inside a line")
        return [json.loads(line) for line in self.output.splitlines()]

    def alerts(self):
        """The alert lines as they are."""
        return [line for line in self.output.splitlines() if b'"kind":"alert"' in line]

    def metrics(self):
        """The counters of the last line."""
        last = self.lines()[-1]
        equal(last["event"]["kind"], "metric", "the last line's kind")
        return last["undertick"]["metrics"]


def start(*arguments, **options):
    """Starts the program with pipes at all ends that are not given."""
    options = {
        "stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE,
        "env": environment(), **options}
    return subprocess.Popen([UNDERTICK, *arguments], **options)


def finish(process, *arguments):
    """Waits for the end of a program that was started, at most ten seconds."""
    try:
        output, errors = process.communicate(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Failure(f"{process.args[1:]} does not end within ten seconds") from None
    return Result(list(process.args[1:]), process.returncode, output or b"", (errors or b"").decode())


def run(*arguments, data=None, **options):
    """Runs the program to its end."""
    if data is not None:
        options["stdin"] = subprocess.PIPE
    process = start(*arguments, **options)
    try:
        output, errors = process.communicate(data, timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise Failure(f"{list(arguments)} does not end within 20 seconds") from None
    return Result(list(arguments), process.returncode, output or b"", (errors or b"").decode())


def write(name, content):
    with open(name, "wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
    return name


def need(tool):
    if not shutil.which(tool):
        raise Skipped(f"{tool} is not installed")


def site_of(folder):
    """The options that say what the network of a golden case is, as far as it has them."""
    files = {"--devices": f"{folder}/devices.csv", "--policy": f"{folder}/policy.yaml"}
    return [part for option, file in files.items() if os.path.exists(file) for part in (option, file)]


def reference():
    """What the demonstration gives, once for all."""
    if not hasattr(reference, "result"):
        reference.result = run("replay", CAPTURE, *SITE).ended(0)
        expect(reference.result.alerts(), "the demonstration gives no alert")
    return reference.result
