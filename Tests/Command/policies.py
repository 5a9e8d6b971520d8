"""What the policy excuses, for how long, and what `check` says of it."""

import json
import os

from harness import CAPTURE, DEVICES, DEMO, check, equal, expect, run, shorten, write

INVENTORY = ["--devices", f"{DEMO}/devices.csv"]


def notes(*arguments):
    text = run("check", *arguments).ended(0).output.decode()
    return text.split("\nnotes:")[1], text


@check
def policy_notes():
    policy = write("policy.yaml", """
groups:
  ntp: [10.20.0.1, bmc-01]
  managment: [10.20.9.0/24]
expected:
  - {role: bmc, peer: ntp, reason: a}
  - {role: bmc, peer: 10.20.0.1, reason: b}
  - {device: bmc-01, peer: 203.0.113.7, until: 2020-02-29, reason: c}
  - {role: bmc, peer: 10.0.0.0/15, port: 1, direction: in, pace: 3/1h}
  - {role: server, peer: 203.0.113.8, reason: d}
  - {role: bmc, port: 2, protocol: tls, reason: e}
  - {role: bmc, peer: callhome, reason: f}
vlans:
  - {role: bmc, vlan: [100, untagged], reason: g}
  - {role: router, vlan: 7}
""")
    found, text = notes(*INVENTORY, "--policy", policy)
    for part in [
            "line 7 is never asked, because that in line 6 excuses all that it does",
            "line 8 held until 2020-02-29 and is over", "line 9 expects 10.0.0.0/15, which is very wide",
            "line 9 has no reason", "line 10 can never fit: no watched device is meant",
            "line 11 fits every peer, outside ones too", "'callhome' is no group and no device",
            "(did you mean 'call-home'?)", "the group 'managment' in line 4 is used by no entry",
            "entry of vlans in line 15 is about no watched device"]:
        expect(part in found, f"check does not note {part!r}: {shorten(found)}")
    equal(found.count("policy: "), 9, "the number of notes")
    for part in [
            "ntp: 10.20.0.1, bmc-01", "line 9: bmc <- 10.0.0.0/15, port 1, at most 3/1h: no reason given",
            "line 8: bmc-01 <-> 203.0.113.7, until 2020-02-29: c", "line 14: bmc in 100 or untagged: g",
            "line 11: bmc <-> any peer, port 2, speaking tls: e",
            "out udp/123 ntp, peers in group ntp, at most 450/1h", "in tcp/22 ssh, peers in group admins"]:
        expect(part in text, f"check does not say {part!r}")
    off = run("check", *INVENTORY, "--policy", write("off.yaml", "defaults: false\n")).ended(0).output.decode()
    expect("switches the shipped profiles off" in off and "udp/123" not in off, "defaults: false is not told")


@check
def many_policy_notes():
    policy = write("policy.yaml", "expected:\n" + "".join(f"  - {{role: bmc, peer: 10.1.1.{i}}}\n" for i in range(60)))
    found, _ = notes(*INVENTORY, "--policy", policy)
    expect("the same of the entries in lines 7, 8, " in found and "26 and 35 more" in found, shorten(found))


@check
def uses_of_entries():
    policy = write("policy.yaml", """
expected:
  - {role: bmc, peer: 203.0.113.10, port: 443, transport: tcp, reason: call-home}
  - {role: bmc, peer: 203.0.113.11, reason: never}
""")
    site = [*DEVICES, "--policy", policy]
    counted = run("replay", CAPTURE, *site, "--state", "sensor.db").ended(0).metrics()["policy"]
    expect(counted["hits"] > 0, f"{counted}")
    equal({key: counted[key] for key in counted if key != "hits"},
          {"entries": 2, "unused": 1, "expired": 0, "over_pace": 0}, "what the metric line says of the policy")
    # The order, the reason and the last day of entries are none of their business.
    moved = write("moved.yaml", """
expected:
  - {role: bmc, peer: 203.0.113.11, reason: never}
  - {reason: other words, transport: tcp, port: 443, peer: 203.0.113.10, role: bmc, until: 2200-01-01}
""")
    with open("sensor.db", "rb") as file:
        before = file.read()
    found, text = notes(*DEVICES, "--policy", moved, "--state", "sensor.db")
    equal(counted["hits"], 1, "conversations with the vendor")
    expect("other words [1 conversation, 2026-01-05]" in text, text)
    expect("never [never of use]" in text, "an entry without use is not told")
    expect("the entry in line 3 was of no use until 2026-01-05" in found, shorten(found))
    equal(found.count("was of no use"), 1, "entries of no use")
    with open("sensor.db", "rb") as file:
        equal(file.read(), before, "the state, which check only reads")
    again = run("replay", CAPTURE, *DEVICES, "--policy", moved, "--state", "sensor.db").ended(0).metrics()["policy"]
    equal(again["hits"], counted["hits"], "the hits of the same packets")
    for status, words, name in [
            (73, "cannot be opened for reading", "missing.db"), (78, "is no state of undertick", policy)]:
        errors = run("check", *site, "--state", name).ended(status).errors
        expect(words in errors, errors)
    expect(not os.path.exists("missing.db"), "check makes a state")


@check
def expired_entries():
    entry = "expected:\n  - {role: bmc, peer: 203.0.113.10, port: 443, transport: tcp, until: %s}\n"

    def alerts(day):
        result = run("replay", CAPTURE, *DEVICES, "--policy", write("policy.yaml", entry % day)).ended(0)
        told = {json.loads(line).get("destination", {}).get("ip") for line in result.alerts()}
        return "203.0.113.10" in told, result.metrics()["policy"]

    # All of the capture is of 2026-01-05, whatever day it is today.
    expect(not alerts("2026-01-05")[0], "an entry that holds excuses nothing")
    told, counted = alerts("2026-01-04")
    expect(told, "an entry that is over excuses")
    equal((counted["hits"], counted["expired"], counted["unused"]), (0, 1, 1), "hits, expired and unused entries")


@check
def policy_in_pieces():
    policy = write("policy.yaml", """
expected:
  - {role: bmc, port: 123, transport: udp, protocol: ntp, pace: 3/1h, reason: time}
""")
    site = [*DEVICES, "--policy", policy]
    whole = run("replay", CAPTURE, *site).ended(0)
    counted = whole.metrics()["policy"]
    expect(counted["over_pace"] > 0 and counted["hits"] > 3, f"{counted}")
    with open(CAPTURE, "rb") as file:
        data = file.read()
    alerts = []
    over = hits = 0
    for cut in [0.2, 0.5, 0.8, 1]:
        write("piece.pcap", data[:int(len(data) * cut)])
        piece = run("replay", "piece.pcap", *site, "--state", "sensor.db")
        alerts += piece.alerts()
        last = piece.metrics()["policy"]
        expect(last["hits"] >= hits, f"{last} after {hits} hits")
        over, hits = over + last["over_pace"], last["hits"]
    equal(alerts, whole.alerts(), "the alerts of a capture that is replayed again and again while it grows")
    # Conversations that go on at the end are not over for a run that another one follows.
    expect(0 <= counted["hits"] - hits < counted["hits"] / 2, f"{hits} of {counted['hits']} hits")
    equal(over, counted["over_pace"], "conversations over the pace, in pieces")
