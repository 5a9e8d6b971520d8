"""Listening on the loopback interface; more is in Tests/Live."""

import os
import signal
import socket
import subprocess
import time

from harness import DEVICES, Skipped, check, equal, expect, finish, run, start


@check
def loopback():
    if os.getuid() != 0:
        result = run("capture", "-i", "lo", *DEVICES)
        if result.status == 66:
            expect("root" in result.errors or "cap_net_raw" in result.errors, result.errors)
            raise Skipped("root is needed for listening; it says so and ends with 66")
    for number in [signal.SIGINT, signal.SIGTERM]:
        process = start("capture", "-i", "lo", *DEVICES, "--filter", "udp port 47808", "--stats", "1")
        try:
            time.sleep(0.7)
            expect(process.poll() is None, "does not listen")
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                for _ in range(50):
                    sender.sendto(b"x", ("127.0.0.1", 47808))
            # Longer than an interval: a line with the counters comes although nothing else does.
            time.sleep(1.4)
            process.send_signal(number)
            result = finish(process).ended(0)
        finally:
            process.kill()
            process.wait()
        equal(result.metrics()["packets"], 50, "packets")
        times = [line["@timestamp"] for line in result.lines()]
        expect(times == sorted(times), f"lines are not in the order of time: {times}")
        now = time.strftime("%Y-%m-%dT%H:", time.gmtime(time.time() - 60))
        expect(times[-1] >= now, f"the last line says {times[-1]}")
        expect(len(result.lines()) >= 2, "no counters while nothing comes")
        equal(result.lines()[-1]["observer"]["ingress"]["interface"]["name"], "lo", "the interface")


@check
def silent_interface():
    if os.getuid() != 0:
        raise Skipped("root is needed for listening")
    process = start("capture", "-i", "lo", *DEVICES, "--filter", "udp port 47808 and udp port 47809")
    time.sleep(0.5)
    process.send_signal(signal.SIGTERM)
    line = finish(process).ended(0).lines()[-1]
    equal(line["undertick"]["metrics"]["packets"], 0, "packets")
    expect(line["@timestamp"] > "2020", f"the last line says {line['@timestamp']}")


@check
def interface_that_goes_away():
    name = f"ut{os.getpid() % 10**6}"
    made = os.getuid() == 0 and subprocess.run(
        ["ip", "link", "add", name, "type", "veth", "peer", "name", name + "b"], capture_output=True, check=False).returncode == 0
    if not made:
        raise Skipped("this machine lets nobody make interfaces")
    try:
        subprocess.run(["ip", "link", "set", name, "up"], check=True)
        process = start("capture", "-i", name, *DEVICES)
        time.sleep(0.7)
        expect(process.poll() is None, "does not listen")
    finally:
        subprocess.run(["ip", "link", "del", name], check=True)
    result = finish(process).ended(74)
    expect(name in result.errors, result.errors)
    result.metrics()


@check
def state_over_a_restart():
    if os.getuid() != 0:
        raise Skipped("root is needed for listening")
    arguments = ["capture", "-i", "lo", *DEVICES, "--filter", "udp port 47808", "--state", "sensor.db"]
    for number, expected in enumerate([None, "s of traffic before now are missing"]):
        process = start(*arguments)
        try:
            time.sleep(0.7)
            expect(process.poll() is None, "does not listen")
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                for _ in range(20):
                    sender.sendto(b"x", ("127.0.0.1", 47808))
            time.sleep(0.4)
            process.send_signal(signal.SIGTERM)
            result = finish(process).ended(0)
        finally:
            process.kill()
            process.wait()
        equal(result.metrics()["packets"], 20, "packets")
        equal(result.metrics()["state"]["flushes"], 1, "flushes")
        # None of them comes twice, so none is left out.
        equal(result.metrics()["state"]["repeated_packets"], 0, "repeated packets")
        expect(expected is None or expected in result.errors, f"run {number}: {result.errors}")
