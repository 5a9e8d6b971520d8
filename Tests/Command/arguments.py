"""The command line, the operator's files, and how what is wrong is said."""

import os
import re

from harness import CAPTURE, DEVICES, ROOT, check, equal, expect, run, write

COMMANDS = ["replay", "capture", "interfaces", "rules", "check", "packets"]


def complains(status, part, *arguments, **options):
    """One line on standard error, nothing on standard output."""
    result = run(*arguments, **options).ended(status)
    equal(result.output, b"", f"the output of {arguments}")
    errors = [line for line in result.errors.splitlines() if not line.startswith("undertick: warning: ")]
    expect(errors and errors[0].startswith("undertick: "), f"{arguments} says {errors}")
    expect(re.search(part, errors[0]), f"{arguments} says {errors[0]!r}, not {part!r}")
    expect(status == 64 or len(errors) == 1, f"{arguments} says more than one line: {errors}")
    expect("\x1b" not in result.errors, f"{arguments} writes an escape sequence")


@check
def help():
    for arguments in [[], ["--help"], ["help"], *(["help", name] for name in COMMANDS),
                      *([name, "--help"] for name in COMMANDS)]:
        result = run(*arguments).ended(0)
        equal(result.errors, "", f"standard error of {arguments}")
        expect(b"USAGE: undertick" in result.output, f"{arguments} does not tell the usage")
    expect(re.fullmatch(rb"\d+\.\d+\.\d+\n", run("--version").ended(0).output), "--version is no version")


@check
def wrong_command_lines():
    for part, *arguments in [
        ("file", "replay"), ("interface", "capture"), ("file", "packets"),
        ("'bogus'", "bogus"), ("no command 'bogus'", "help", "bogus"),
        ("--bogus", "replay", CAPTURE, "--bogus"),
        ("--stats takes", "replay", CAPTURE, "--stats", "0"), ("--stats takes", "replay", CAPTURE, "--stats=-5"),
        ("'1.5'", "replay", CAPTURE, "--stats", "1.5"), ("'x'", "replay", CAPTURE, "--stats", "x"),
        ("'99999999999999999999'", "replay", CAPTURE, "--stats", "99999999999999999999"),
        ("'auto', 'json' or 'text'", "replay", CAPTURE, "--format", "xml"),
        ("'auto', 'always' or 'never'", "replay", CAPTURE, "--color", "maybe"),
        ("--output", "replay", CAPTURE, "--output"), ("together", "replay", "-", CAPTURE),
        ("together", "packets", "-", "-"), ("empty", "replay", ""), ("empty", "packets", ""),
        ("no rule bogus", "rules", "bogus"), ("'x'", "check", "x"), ("'x'", "interfaces", "x"),
        ("--buffer takes", "capture", "-i", "lo", "--buffer", "0"),
        ("--snapshot-length takes", "capture", "-i", "lo", "--snapshot-length", "63"),
        ("syntax error", "replay", CAPTURE, "--filter", "tcp prt"),
        ("syntax error", "packets", CAPTURE, "--filter", "tcp prt"),
    ]:
        complains(64, part, *arguments)


@check
def wrong_inputs():
    write("text", "hello")
    write("empty", "")
    os.mkdir("folder")
    os.mkfifo("folder/fifo")
    escape = "a\x1b[31mb"
    for part, *arguments in [
        ("nothing: No such file", "replay", "nothing"), ("text: is not a capture", "replay", "text"),
        ("empty: is not a capture", "replay", "empty"), ("folder: holds no capture", "replay", "folder"),
        ("nothing: No such file", "packets", CAPTURE, "nothing"), ("is empty", "replay", "-"),
        (r"a\\u\{1b\}\[31mb", "replay", escape), ("interfaces lists them", "capture", "-i", "nothing0"),
        ("link type", "replay", write("odd.pcap", bytes.fromhex("d4c3b2a1020004000000000000000000ffff0000f1ff0000"
         "00000000000000000100000001000000ff"))),
    ]:
        if arguments[1] == "odd.pcap":
            # A frame was there, so the counters come too.
            result = run(*arguments).ended(66)
            expect("link type" in result.errors, result.errors)
            result.metrics()
        else:
            complains(66, part, *arguments)


@check
def wrong_configuration():
    place = r"^undertick: f:\d+:\d+: "
    for option, content, part in [
        ("--devices", "mac,role\nzz,bmc\n", place), ("--devices", "mac,role\n00:00:5e:00:53:01,toaster\n", place),
        ("--devices", "mac,colour\n", place), ("--devices", "", "f:1: the inventory is empty"), ("--devices", b"\xff\xfe\x00", "f:"),
        ("--policy", "internal: 7\n", place), ("--policy", "bogus: 1\n", place), ("--policy", "a: [\n", place),
        ("--policy", "expected:\n- role: toaster\n", place), ("--policy", "&a [*a, *a]\n", "f:"),
        ("--config", "bogus: 1\n", place), ("--config", "flows:\n  limit: many\n", place),
        ("--config", "flows:\n  limit: 1\n", place), ("--config", "rules:\n  disabled: [bogus]\n", place),
        ("--config", "a: 1\na: 2\n", place), ("--config", b"a: \x00\n", "f:"),
    ]:
        write("f", content)
        for command in [["check"], ["replay", CAPTURE]]:
            complains(78, part, *command, option, "f")
    for option in ["--devices", "--policy", "--config"]:
        complains(78, "nothing: cannot be opened: No such file", "check", option, "nothing")
        complains(78, "cannot be read: Is a directory", "check", option, "/")


@check
def example_files():
    examples = ["--config", f"{ROOT}/Config/undertick.yaml", "--policy", f"{ROOT}/Config/policy.yaml",
                "--devices", f"{ROOT}/Config/devices.csv"]
    run("check", *examples).ended(0)
    # The example is the defaults.
    with_file = run("check", *examples[:2]).ended(0).output.splitlines()
    equal(with_file[1:], run("check").ended(0).output.splitlines()[1:], "what Config/undertick.yaml sets")


@check
def rules_and_interfaces():
    names = [line.split()[0] for line in run("rules").ended(0).output.decode().splitlines()]
    expect("beacon.periodic" in names, names)
    for name in names:
        text = run("rules", name).ended(0).output.decode()
        expect(text.startswith(name) and "By hand:" in text, f"rules {name} explains too little")
    pages = run("rules", "--all").ended(0).output.decode()
    for name in names:
        expect(run("rules", name).output.decode() in pages + "\n", f"rules --all lacks {name}")
    expect(all(len(line) <= 80 for line in pages.splitlines()), "a line is wider than a terminal")
    complains(64, "Either one rule or --all", "rules", names[0], "--all")
    interfaces = run("interfaces").ended(0)
    expect(b"lo " in interfaces.output or b"root" in interfaces.errors.encode(), interfaces.output)


@check
def quiet_and_warnings():
    expect("no inventory" in run("replay", CAPTURE).ended(0).errors, "no warning without an inventory")
    equal(run("replay", CAPTURE, "--quiet").ended(0).errors, "", "standard error with --quiet")
    equal(run("replay", CAPTURE, *DEVICES, "--format", "text", "--quiet").ended(0).errors, "", "standard error")
    complains(66, "No such file", "replay", "nothing", "--quiet")


@check
def names_with_control_characters():
    with open(DEVICES[1], encoding="utf-8") as file:
        inventory = file.read()
    write("devices.csv", inventory.replace("bmc-02", '"bmc\x1b[31m\x07\u202e-02"'))
    write("policy.yaml", 'expected:\n- role: bmc\n  peer: 192.0.2.1\n  reason: "x\\e[31m\\ny"\n')
    for arguments in [["check"], ["replay", CAPTURE, "--format", "text", "--color", "never"], ["replay", CAPTURE]]:
        result = run(*arguments, "--devices", "devices.csv", "--policy", "policy.yaml")
        expect(result.status in (0, 78), f"{arguments} ended with {result.status}")
        everything = result.output + result.errors.encode()
        for bad in [b"\x1b", b"\x07"] + ([] if arguments == ["replay", CAPTURE] else ["\u202e".encode()]):
            expect(bad not in everything, f"{arguments} lets {bad} through")
