"""Where lines go, and what happens when they cannot."""

import os
import signal
import subprocess
import time

from harness import CAPTURE, DEVICES, SITE, UNDERTICK, Skipped, check, equal, expect, finish, reference, run, start, write

TALKATIVE = [["replay", CAPTURE, *DEVICES], ["packets", CAPTURE], ["check"], ["rules"], ["rules", "beacon.periodic"],
             ["interfaces"], ["--help"], ["help", "replay"], ["--version"]]


@check
def closed_pipe():
    for arguments in TALKATIVE:
        reader, writer = os.pipe()
        os.close(reader)
        process = start(*arguments, stdout=writer)
        os.close(writer)
        result = finish(process).ended(0)
        equal(result.errors, "", f"standard error of {arguments} into a closed pipe")
    process = start("replay", CAPTURE, *SITE, "--quiet")
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    equal(finish(process).ended(0).errors, "", "standard error")


@check
def full_disk():
    if not os.path.exists("/dev/full"):
        raise Skipped("there is no /dev/full")
    for arguments in TALKATIVE:
        with open("/dev/full", "wb") as full:
            result = run(*arguments, stdout=full).ended(74)
        expect("No space left on device" in result.errors, f"{arguments} says {result.errors!r}")
        equal(result.errors.count("\n"), 1, f"the number of error lines of {arguments}")
    result = run("replay", CAPTURE, *DEVICES, "-o", "/dev/full").ended(74)
    expect("/dev/full: No space left" in result.errors, result.errors)


@check
def unwritable_output():
    os.mkdir("folder")
    for name in ["nothing/x", "folder", "/"]:
        result = run("replay", CAPTURE, *DEVICES, "-o", name).ended(73)
        expect(result.errors.startswith(f"undertick: cannot open {name} for writing: "), result.errors)
        equal(result.output, b"", "standard output")
    if os.getuid() != 0:
        os.chmod("folder", 0o500)
        run("replay", CAPTURE, *DEVICES, "-o", "folder/x").ended(73)


@check
def pipe_that_nobody_reads():
    os.mkfifo("fifo")
    process = start("replay", CAPTURE, *DEVICES, "-o", "fifo")
    time.sleep(0.3)
    expect(process.poll() is None, "does not wait for a reader")
    process.send_signal(signal.SIGTERM)
    finish(process).ended(73)


@check
def captures_are_not_written_to():
    with open(CAPTURE, "rb") as file:
        data = file.read()
    write("a.pcap", data)
    result = run("replay", "a.pcap", *DEVICES, "-o", "a.pcap").ended(73)
    expect("a.pcap exists and is no text" in result.errors, result.errors)
    with open("a.pcap", "rb") as file:
        equal(file.read() == data, True, "the capture's being unchanged")


@check
def appended_output():
    for _ in range(2):
        result = run("replay", CAPTURE, *SITE, "--output", "lines").ended(0)
        equal(result.output, b"", "standard output")
    with open("lines", "rb") as file:
        equal(file.read(), reference().output * 2, "what was appended")
    write("cut", reference().output[:5000])
    run("replay", CAPTURE, *SITE, "--output", "cut").ended(0)
    with open("cut", "rb") as file:
        equal(file.read(), reference().output[:5000] + b"\n" + reference().output, "what follows a cut line")
    with open("same", "wb") as file:
        run("replay", CAPTURE, *SITE, "-o", "-", stdout=file).ended(0)
    with open("same", "rb") as file:
        equal(file.read(), reference().output, "what was written to standard output")


@check
def text_for_people():
    result = run("replay", CAPTURE, *SITE, "--format", "text").ended(0)
    lines = result.output.decode().splitlines()
    equal(len(lines), len(reference().alerts()), "the number of readable lines")
    latest = None
    told = (line for line in reference().lines() if line["event"]["kind"] != "metric")
    for line in lines:
        # An incident's own line tells of the finding in front of it.
        for alert in told:
            if alert["event"]["kind"] == "alert":
                break
            latest = alert
        reason = alert["event"]["reason"]
        if alert["rule"]["id"] == "incident.story":
            reason = f"also {latest['rule']['id']}: {latest['event']['reason']}"
        for part in [alert["rule"]["id"], alert["@timestamp"][:19] + "Z", reason]:
            expect(part in line, f"{part!r} is not in {line!r}")
    count = f"{len(reference().alerts())} alerts"
    expect("8714 packets" in result.errors and count in result.errors, result.errors)
    colored = run("replay", CAPTURE, *SITE, "--format", "text", "--color", "always").ended(0).output
    expect(b"\x1b[31mHIGH\x1b[0m" in colored, "no colour with --color always")
    for arguments in [["--format", "text"], ["--format", "json", "--color", "always"]]:
        output = run("replay", CAPTURE, *SITE, *arguments, env=None).ended(0).output
        expect(b"\x1b" not in output, f"an escape sequence with {arguments} through a pipe")


@check
def closed_descriptors():
    # Without standard error, messages are lost and nothing else.
    result = subprocess.run(
        ["sh", "-c", 'exec "$0" replay "$1" 2>&-', UNDERTICK, CAPTURE],
        stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=10, check=False)
    equal(result.returncode, 0, "the status without standard error")
    result = subprocess.run(
        ["sh", "-c", 'exec "$0" replay "$1" >&-', UNDERTICK, CAPTURE],
        stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, timeout=10, check=False)
    equal(result.returncode, 74, "the status without standard output")
