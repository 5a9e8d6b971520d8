#!/usr/bin/env python3
"""Judges one run of Tests/Live/compare.

    judge.py NAME RULE CAPTURE RECORDING LIVE_LINES RECORDING_LINES ORIGINAL_LINES

* Sensor and tcpdump saw every packet of the capture, and the kernel dropped none.
* The live alerts are those of a replay of the recording, in order and field for field. Allowed to differ:
  moments by up to a second (the kernel stamps each listener's copy of a packet by itself), what is
  computed from moments by a twentieth, the observer (only a live one has an interface).
* policy.first-contact does not depend on time: live and original agree on who met whom.
* RULE fired (- for none in particular).

Prints a line and ends with 0, or says what differs and ends with 1.
"""

import datetime
import json
import re
import struct
import sys

MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?Z")
# What follows from moments, by path.
COMPUTED = re.compile(r"event\.(duration|risk_score)|undertick\.beacon\..*")
# Sentences that hold such numbers; the numbers are compared where they stand alone.
SENTENCES = {"message", "event.reason"}


class Difference(Exception):
    pass


def count_packets(name):
    with open(name, "rb") as file:
        data = file.read()
    if len(data) < 24:
        raise Difference(f"{name} is no capture")
    order = {0xA1B2C3D4: "<", 0xA1B23C4D: "<", 0xD4C3B2A1: ">", 0x4D3CB2A1: ">"}.get(
        struct.unpack_from("<I", data)[0])
    if order is None:
        raise Difference(f"{name} is no pcap")
    at = 24
    count = 0
    while at + 16 <= len(data):
        at += 16 + struct.unpack_from(order + "I", data, at + 8)[0]
        count += 1
    if at != len(data):
        raise Difference(f"{name} ends within a packet")
    return count


def read_lines(name):
    """The alerts and the counters of the last line."""
    with open(name, encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    if not lines or lines[-1]["event"]["kind"] != "metric":
        raise Difference(f"{name} does not end with a metric line")
    alerts = [line for line in lines if line["event"]["kind"] == "alert"]
    return alerts, lines[-1]["undertick"]["metrics"]


def moment(text):
    found = MOMENT.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    whole = datetime.datetime.fromisoformat(found[1] + "+00:00").timestamp()
    return whole + float(found[2] or 0)


def compare(live, replay, path, has_rhythm):
    """Raises where two values differ by more than they may."""
    if path == "observer" or has_rhythm and path in SENTENCES:
        return
    if isinstance(live, dict) and isinstance(replay, dict):
        if list(live) != list(replay):
            raise Difference(f"{path or 'line'}: keys {list(live)} live, {list(replay)} in the replay")
        for key in live:
            compare(live[key], replay[key], f"{path}.{key}" if path else key, has_rhythm)
        return
    if moment(live) is not None and moment(replay) is not None:
        is_same = abs(moment(live) - moment(replay)) <= 1
    elif COMPUTED.fullmatch(path) and isinstance(live, (int, float)) and isinstance(replay, (int, float)):
        # Jitter and chance are next to nothing on both sides.
        slack = 1e9 if path == "event.duration" else 0.05
        is_same = abs(live - replay) <= max(slack, 0.05 * abs(replay))
    else:
        is_same = live == replay
    if not is_same:
        raise Difference(f"{path} is {json.dumps(live)} live, {json.dumps(replay)} in the replay")


def compare_alerts(live, replay):
    for number, (one, other) in enumerate(zip(live, replay), 1):
        try:
            compare(one, other, "", "beacon" in other.get("undertick", {}))
        except Difference as difference:
            raise Difference(f"alert {number} ({one['rule']['id']}): {difference}") from None
    if len(live) != len(replay):
        raise Difference(f"{len(live)} alerts live, {len(replay)} in the replay of the recording")


def contacts(alerts):
    return {
        (alert["rule"]["id"], alert["source"].get("mac"), alert["destination"].get("ip"))
        for alert in alerts if alert["rule"]["id"] == "policy.first-contact"}


def judge(rule, capture, recording, live_lines, recording_lines, original_lines):
    live, metrics = read_lines(live_lines)
    replay, replay_metrics = read_lines(recording_lines)
    original, original_metrics = read_lines(original_lines)
    packets = count_packets(capture)
    for what, count in [
        ("in the recording", count_packets(recording)),
        ("counted live", metrics["packets"]),
        ("counted in the recording", replay_metrics["packets"]),
        ("counted in the capture", original_metrics["packets"]),
    ]:
        if count != packets:
            raise Difference(f"{packets} packets were sent, {count} {what}")
    for counter in ["kernel_drops", "interface_drops"]:
        if metrics["capture"][counter] != 0:
            raise Difference(f"capture.{counter} is {metrics['capture'][counter]}")
    compare_alerts(live, replay)
    if contacts(live) != contacts(original):
        raise Difference(
            f"first contacts only live: {sorted(contacts(live) - contacts(original))}, "
            f"only in the original: {sorted(contacts(original) - contacts(live))}")
    if rule != "-" and not any(alert["rule"]["id"] == rule for alert in live):
        raise Difference(f"{rule} did not fire")
    return packets, len(live), len(contacts(live))


def main():
    if len(sys.argv) != 8:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    name = sys.argv[1]
    try:
        packets, alerts, met = judge(*sys.argv[2:])
    except (Difference, KeyError, TypeError, ValueError, OSError) as error:
        text = error if isinstance(error, (Difference, OSError)) else repr(error)
        print(f"{name}: differs: {text}")
        return 1
    print(f"{name}: {packets} packets, {alerts} alerts and {met} first contacts, live as replayed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
