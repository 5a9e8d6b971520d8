"""SIGINT and SIGTERM: the work is finished, the counters are written, the status is 0."""

import json
import os
import signal
import subprocess
import threading
import time

from captures import Capture
from harness import CAPTURE, DEMO, DEVICES, SITE, Failure, check, equal, expect, finish, reference, run, start, write

BOTH = [signal.SIGINT, signal.SIGTERM]


def interrupted(process, number, after):
    time.sleep(after)
    if process.poll() is not None:
        raise Failure(f"ended by itself, with {process.returncode}")
    process.send_signal(number)
    begun = time.monotonic()
    result = finish(process).ended(0)
    expect(time.monotonic() - begun < 3, f"takes {time.monotonic() - begun:.1f} s to end")
    return result


@check
def long_file():
    write("long.gz", Capture(CAPTURE).long(60))
    for number in BOTH:
        result = interrupted(start("replay", "long.gz", *SITE), number, 0.3)
        expect(result.metrics()["packets"] > 10_000, f"only {result.metrics()['packets']} packets")
    # Also while the beginnings of many files are looked at, and while packets are printed.
    process = start("packets", "long.gz", stdout=subprocess.DEVNULL)
    interrupted(process, signal.SIGINT, 0.3)


@check
def stalled_pipe():
    data = Capture(CAPTURE).data
    for number in BOTH:
        # Nothing yet; the header alone; half of a packet; half of all.
        for count in [0, 24, 24 + 16 + 20, len(data) // 2]:
            process = start("replay", "-", *SITE, stdin=subprocess.PIPE)
            process.stdin.write(data[:count])
            process.stdin.flush()
            time.sleep(0.2)
            process.send_signal(number)
            stdin, process.stdin = process.stdin, None
            try:
                result = finish(process).ended(0)
            finally:
                stdin.close()
            packets = result.metrics()["packets"]
            expect((packets > 0) == (count > 100), f"{packets} packets of {count} bytes")
            equal(result.alerts(), reference().alerts()[:len(result.alerts())], "the alerts before the signal")


@check
def stalled_named_pipe():
    os.mkfifo("fifo")
    # Nobody writes to it at all.
    result = interrupted(start("replay", "fifo", *SITE), signal.SIGINT, 0.3)
    equal(result.metrics()["packets"], 0, "packets")


@check
def second_signal_kills():
    write("long.gz", Capture(CAPTURE).long(60))
    # Nobody reads what is printed, so that the first signal is not enough.
    process = start("packets", "long.gz")
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    time.sleep(0.3)
    expect(process.poll() is None, "a line was given up before its reader took it")
    process.send_signal(signal.SIGINT)
    try:
        equal(process.wait(timeout=3), -signal.SIGINT, "the status after a second SIGINT")
    except subprocess.TimeoutExpired:
        process.kill()
        raise Failure("a second SIGINT does not end it") from None
    finally:
        process.stdout.close()
        process.stderr.close()


@check
def slow_reader():
    # Whoever reads slowly gets every line.
    process = start("replay", CAPTURE, *SITE, "--stats", "1")
    parts = []

    def read():
        while part := os.read(process.stdout.fileno(), 1 << 16):
            parts.append(part)
            time.sleep(0.001)

    reader = threading.Thread(target=read)
    reader.start()
    reader.join(timeout=15)
    equal(process.wait(timeout=5), 0, "the status")
    process.stdout.close()
    process.stderr.close()
    lines = b"".join(parts).splitlines()
    equal([line for line in lines if b'"kind":"alert"' in line], reference().alerts(), "the alerts")


def reloading(name, policy):
    """Runs the demonstration from a pipe, with another policy and SIGHUP after six hours of it."""
    capture = Capture(CAPTURE)
    half = capture.position(6 * 3600)
    write("policy.yaml", open(f"{DEMO}/policy.yaml").read())
    process = start(
        "replay", "-", *DEVICES, "--policy", "policy.yaml", "-o", name, stdin=subprocess.PIPE)
    process.stdin.write(capture.data[:half])
    process.stdin.flush()
    # As many lines as the same six hours give without the signal, so that none of them is judged by the other policy.
    write("half.pcap", capture.data[:half])
    before = run("replay", "half.pcap", *DEVICES, "--policy", "policy.yaml").ended(0).lines()
    beginning = sum(line["event"]["kind"] != "metric" for line in before)
    for _ in range(100):
        if os.path.exists(name) and open(name, "rb").read().count(b"\n") >= beginning:
            break
        time.sleep(0.1)
    write("policy.yaml", policy)
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    process.stdin.write(capture.data[half:])
    process.stdin.close()
    process.stdin = None
    errors = finish(process).ended(0).errors
    lines = [json.loads(line) for line in open(name)]
    alerts = [line for line in lines if line["event"]["kind"] == "alert"]
    return alerts, lines[-1]["undertick"]["metrics"], errors


@check
def hangup_reads_the_files_again():
    policy = open(f"{DEMO}/policy.yaml").read() + (
        "  - role: bmc\n    peer: 198.51.100.23\n    port: 443\n    reason: found out to be a mirror\n")
    alerts, metrics, errors = reloading("again.jsonl", policy)
    equal(metrics["reloads"], {"done": 1, "failed": 0}, "the count of reloads")
    expect("read again" in errors, "it is not said that the files were read again")
    mirror = [alert for alert in alerts if alert["destination"].get("ip") == "198.51.100.23"]
    closed = mirror[-1]
    equal(closed["undertick"]["state"], "closed", "the state of what is expected now")
    expect("found out to be a mirror" in closed["event"]["reason"], "the entry's reason is not told")
    expect(
        not any(alert["rule"]["id"] == "beacon.stopped" for alert in mirror),
        "what is expected is told to have stopped")
    others = [json.loads(line)["event"]["id"] for line in reference().alerts()]
    gone = {alert["event"]["id"] for alert in mirror}
    equal(
        [alert["event"]["id"] for alert in alerts if alert["event"]["id"] not in gone],
        [name for name in others if name not in gone], "what else is told")


@check
def hangup_with_a_broken_file():
    alerts, metrics, errors = reloading("broken.jsonl", "expected:\n  - roles: bmc\n")
    equal(metrics["reloads"], {"done": 0, "failed": 1}, "the count of reloads")
    expect("policy.yaml:2:" in errors and "stay as they were" in errors, f"the error is {errors!r}")
    equal(
        [alert["event"]["id"] for alert in alerts],
        [json.loads(line)["event"]["id"] for line in reference().alerts()], "the alerts")
