"""Memory across restarts: --state."""

import os
import resource
import signal
import sqlite3
import subprocess
import time

from captures import Capture
from harness import (
    site_of,
    CAPTURE, DEVICES, ROOT, SITE, Failure, check, equal, expect, finish, run, start, write)

STATE = ["--state", "sensor.db"]


def folders():
    """Each golden case: its name, its packets, and the options that say what the network is."""
    for name in sorted(os.listdir(f"{ROOT}/Captures")):
        folder = f"{ROOT}/Captures/{name}"
        if os.path.exists(f"{folder}/capture.pcap"):
            yield name, Capture(f"{folder}/capture.pcap"), site_of(folder)


def forget():
    for ending in ["", "-wal", "-shm"]:
        if os.path.exists("sensor.db" + ending):
            os.remove("sensor.db" + ending)


def without_repetitions(lines):
    return list(dict.fromkeys(lines))


@check
def pieces():
    for name, capture, site in folders():
        for count in [2, 5]:
            names = [write(f"{number}.pcap", data) for number, data in enumerate(capture.split(count))]
            forget()
            whole = run("replay", *names, *site, *STATE, "--quiet").ended(0).alerts()
            forget()
            lines = []
            for piece in names:
                lines += run("replay", piece, *site, *STATE, "--quiet").ended(0).alerts()
            equal(lines, whole, f"{name} in {count} pieces")
            equal(run("replay", names[-1], *site, *STATE).ended(0).alerts(), [], "the last piece again")
    expect(not os.path.exists("sensor.db-wal"), "a run that ended leaves more than one file")


@check
def killed_and_repeated():
    capture = Capture(CAPTURE)
    # Twelve times half a day, one behind the other.
    span = capture.records[-1][0] - capture.records[0][0] + 10**9
    records = [(at + turn * span, length, data) for turn in range(12) for at, length, data in capture.records]
    write("long.pcap", capture.pcap(records))
    # Asked for by name, each minute of packet time is written, so that a run can be killed anywhere.
    often = [*STATE, "--state-flush", "60"]
    clean = run("replay", "long.pcap", *SITE, *often, "--quiet").ended(0)
    equal(clean.metrics()["packets"], len(records), "packets")
    expect(clean.metrics()["state"]["flushes"] > 100, "few flushes")
    for share in [0.15, 0.4, 0.75]:
        forget()
        write("first.jsonl", "")
        process = start("replay", "long.pcap", *SITE, *often, "-o", "first.jsonl")
        kill_behind(process, int(share * len(records)))
        with open("first.jsonl", "rb") as file:
            first = [line for line in file.read().splitlines() if b'"kind":"alert"' in line]
        second = run("replay", "long.pcap", *SITE, *STATE).ended(0)
        state = second.metrics()["state"]
        expect(0 < state["repeated_packets"] < len(records), f"repeated {state['repeated_packets']}")
        equal(second.metrics()["packets"] + state["repeated_packets"], len(records), "packets of both")
        expect("are in the state already" in second.errors, second.errors)
        equal(without_repetitions(first + second.alerts()), clean.alerts(), "alerts of both, each once")
        equal(run("replay", "long.pcap", *SITE, *STATE).ended(0).alerts(), [], "alerts of a third")


def kill_behind(process, frames):
    """Kills a run as soon as the state says that it has got so far."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Failure(f"ended by itself with {process.returncode} before it was killed")
        try:
            state = sqlite3.connect("file:sensor.db?mode=ro", uri=True)
            row = state.execute("SELECT value FROM meta WHERE name = 'frames'").fetchone()
            state.close()
        except sqlite3.Error:
            row = None
        if row and row[0] >= frames:
            process.send_signal(signal.SIGKILL)
            process.communicate()
            return
    process.kill()
    process.communicate()
    raise Failure(f"does not get to {frames} frames")


@check
def interrupted():
    write("long.gz", Capture(CAPTURE).long(60))
    process = start("replay", "long.gz", *SITE, *STATE)
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    first = finish(process).ended(0)
    expect(first.metrics()["packets"] > 0, "no packets before the signal")
    equal(first.metrics()["state"]["flushes"], 1, "flushes")
    process = start("replay", "long.gz", *SITE, *STATE)
    time.sleep(0.8)
    process.send_signal(signal.SIGTERM)
    second = finish(process).ended(0)
    expect(second.metrics()["state"]["repeated_packets"] > 0, "it begins anew")


@check
def overlapping_pieces():
    capture = Capture(CAPTURE)
    half = len(capture.records) // 2
    write("a.pcap", capture.pcap(capture.records[:half]))
    write("b.pcap", capture.pcap(capture.records[half - 700:]))
    write("all.pcap", capture.data)
    whole = run("replay", "all.pcap", *SITE, *STATE).ended(0).alerts()
    forget()
    lines = run("replay", "a.pcap", *SITE, *STATE).ended(0).alerts()
    second = run("replay", "b.pcap", *SITE, *STATE).ended(0)
    equal(lines + second.alerts(), whole, "alerts")
    equal(second.metrics()["state"]["skipped_packets"], 700, "skipped packets")
    expect("700 packets are older than the state and were left out" in second.errors, second.errors)


@check
def files_that_are_none():
    write("text", "alerts: none\n")
    equal(run("replay", CAPTURE, *DEVICES, "--state", "text").ended(78).output, b"", "the output")
    other = sqlite3.connect("other.db")
    other.execute("CREATE TABLE notes (text)")
    other.commit()
    other.close()
    result = run("replay", CAPTURE, *DEVICES, "--state", "other.db").ended(78)
    expect("of another program" in result.errors and result.errors.count("\n") == 1, result.errors)
    run("replay", CAPTURE, *DEVICES, *STATE).ended(0)
    state = sqlite3.connect("sensor.db")
    equal(state.execute("PRAGMA application_id").fetchone()[0], 0x5554696B, "the application's number")
    state.execute("PRAGMA user_version = 9")
    state.close()
    expect("newer undertick" in run("replay", CAPTURE, *DEVICES, *STATE).ended(78).errors, "newer")
    with open("sensor.db", "r+b") as file:
        file.seek(100)
        file.write(b"\xa5" * 3000)
    expect("is damaged" in run("replay", CAPTURE, *DEVICES, *STATE).ended(78).errors, "damaged")
    run("replay", CAPTURE, *DEVICES, "--state", "missing/sensor.db").ended(73)
    run("replay", CAPTURE, *DEVICES, "--state", ".").ended(73)
    run("replay", CAPTURE, *DEVICES, "--state", "").ended(64)
    run("replay", CAPTURE, *DEVICES, "--state-flush", "9").ended(64)
    run("replay", CAPTURE, *DEVICES, *STATE, "--state-flush", "0").ended(64)
    if os.getuid() != 0:
        write("locked.db", "")
        os.chmod("locked.db", 0o400)
        run("replay", CAPTURE, *DEVICES, "--state", "locked.db").ended(73)


@check
def one_at_a_time():
    process = start("replay", "-", *DEVICES, *STATE, stdin=subprocess.PIPE)
    try:
        process.stdin.write(Capture(CAPTURE).data[:4000])
        process.stdin.flush()
        time.sleep(0.5)
        result = run("replay", CAPTURE, *DEVICES, *STATE).ended(73)
        expect("in use by another undertick" in result.errors, result.errors)
    finally:
        process.kill()
        process.communicate()
    run("replay", CAPTURE, *DEVICES, *STATE).ended(0)


@check
def full_disk():
    clean = run("replay", CAPTURE, *SITE, *STATE).ended(0).alerts()
    forget()
    # No file may grow past 100 KiB, and whoever tries gets an error instead of a signal.
    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100 << 10, 100 << 10))

    result = run("replay", CAPTURE, *SITE, *STATE, "--state-flush", "600", preexec_fn=limit).ended(74)
    equal(result.alerts(), clean, "the alerts")
    expect(result.metrics()["state"]["failed_flushes"] > 0, "no failed flushes")
    equal(result.errors.count("the state could not be written"), 1, "the complaints")
    # What was flushed before is whole, and the rest comes behind it.
    again = run("replay", CAPTURE, *SITE, *STATE).ended(0)
    equal(without_repetitions(result.alerts() + again.alerts()), clean, "all alerts")


@check
def other_inventory():
    run("replay", CAPTURE, *SITE, *STATE).ended(0)
    write("few.csv", "mac,ip,role,name\n02:00:00:00:00:01,10.9.9.9,bmc,other\n")
    write("later.pcap", Capture(CAPTURE).pcap([(at + 10**15, *rest) for at, *rest in Capture(CAPTURE).records]))
    result = run("replay", "later.pcap", "--devices", "few.csv", *STATE).ended(0)
    expect(result.metrics()["state"]["left_out_entries"] > 0, "no entries were left out")
    expect("were left out" in result.errors, result.errors)
