"""SIGINT and SIGTERM: the work is finished, the counters are written, the status is 0."""

import os
import signal
import subprocess
import threading
import time

from captures import Capture
from harness import CAPTURE, SITE, Failure, check, equal, expect, finish, reference, start, write

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
