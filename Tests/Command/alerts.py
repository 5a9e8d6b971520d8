"""What the lines are made of."""

import datetime
import glob
import json
import os
import re

from harness import CAPTURE, DEMO, ROOT, SITE, Skipped, UNDERTICK, check, equal, expect, reference, run, site_of, shorten, write

OBSERVER = re.compile(rb'"observer":\{[^{}]*\}')
MAC = re.compile(r"([0-9A-F]{2}-){5}[0-9A-F]{2}")
# Elastic Common Schema: fields that an alert must have, and the top-level names that it may have.
REQUIRED = """@timestamp ecs.version message event.kind event.category event.type event.action event.module
event.dataset event.id event.severity event.risk_score event.start event.end event.duration event.reason
rule.id rule.name rule.version rule.category source.mac source.packets source.bytes destination.packets
destination.bytes network.direction network.bytes network.packets observer.type observer.name
observer.version related.mac threat.framework threat.technique.id threat.technique.name
undertick.device.role""".split()
TOP = {"@timestamp", "ecs", "message", "event", "rule", "source", "destination", "network", "observer",
       "related", "threat", "undertick"}
DIRECTIONS = {"ingress", "egress", "inbound", "outbound", "internal", "external", "unknown"}


def moment(text):
    expect(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z", text), f"{text!r} is no moment")
    seconds = datetime.datetime.fromisoformat(text[:19] + "+00:00").timestamp()
    return int(seconds) * 10**9 + int(text[20:29])


def field(line, path):
    for part in path.split("."):
        expect(isinstance(line, dict) and part in line, f"{path} is missing")
        line = line[part]
    return line


@check
def golden_folders():
    for folder in sorted(glob.glob(f"{ROOT}/Captures/*/expected.jsonl")):
        folder = os.path.dirname(folder)
        # Without an inventory the makers of this machine's registries speak, too.
        if not os.path.exists(f"{folder}/devices.csv"):
            continue
        result = run("replay", f"{folder}/capture.pcap", *site_of(folder), "--quiet").ended(0)
        with open(f"{folder}/expected.jsonl", "rb") as file:
            expected = OBSERVER.sub(b"", file.read())
        equal(OBSERVER.sub(b"", result.output), expected, os.path.basename(folder))


@check
def elastic_common_schema():
    for raw, line in zip(reference().output.splitlines(), reference().lines()):
        expect(len(raw) < 10_000, f"a line has {len(raw)} bytes")
        expect(raw.startswith(b'{"@timestamp":"'), "@timestamp is not first")
        raw.decode("utf-8")
        # Written again in the shortest form, a line is the same: no key twice, no blanks.
        pairs = json.loads(raw, object_pairs_hook=lambda pairs: (
            expect(len(dict(pairs)) == len(pairs), "a key comes twice"), dict(pairs))[1])
        expect(set(pairs) <= TOP, f"unknown fields {set(pairs) - TOP}")
        equal(line["ecs"]["version"][:2], "9.", "the version of the schema")
        if line["event"]["kind"] == "metric":
            continue
        for path in REQUIRED:
            field(line, path)
        event = line["event"]
        is_closed = line["undertick"]["state"] == "closed"
        expect(event["kind"] in ("alert", "event"), f"kind {event['kind']}")
        expect(re.fullmatch("[0-9a-f]{16}", line["undertick"]["incident"]["id"]), "no incident")
        equal((event["category"], event["type"]),
              (["network", "intrusion_detection"], ["end", "info"] if is_closed else ["info"]), "event")
        expect(event["severity"] in (21, 47, 73, 99), f"severity {event['severity']}")
        expect(0 <= event["risk_score"] <= 100, f"risk score {event['risk_score']}")
        equal(moment(event["end"]) - moment(event["start"]), event["duration"], "event.duration")
        expect(moment(event["end"]) <= moment(line["@timestamp"]), "an event ends after its line")
        expect(line["network"]["direction"] in DIRECTIONS, line["network"]["direction"])
        equal(line["network"]["bytes"], line["source"]["bytes"] + line["destination"]["bytes"], "network.bytes")
        for mac in [line["source"]["mac"], *line["related"]["mac"]]:
            expect(MAC.fullmatch(mac), f"{mac} is not written as the schema wants it")
        expect(event["reason"].endswith("."), f"no sentence: {event['reason']}")
        if "transport" in line["network"]:
            expect(line["network"]["community_id"].startswith("1:"), "no community_id")


@check
def one_story():
    """Findings of one device and peer are one incident: one alert, and another one where something new joins."""
    lines = [line for line in reference().lines() if line["event"]["kind"] != "metric"]
    told = {}
    for line in lines:
        incident = line["undertick"]["incident"]
        known = told.setdefault(incident["id"], {})
        known[line["event"]["id"]] = line
        if line["event"]["kind"] == "event":
            equal(set(incident), {"id"}, "what a part says of its incident")
            continue
        listed = [part["id"] for part in incident["findings"]]
        equal(listed, [name for name in known if name != incident["id"]], "the findings of an incident")
        equal(len(incident["findings"]) > 1, line["rule"]["id"] == "incident.story", "whose line it is")
        expect(line["event"]["severity"] >= max(part["severity"] for part in incident["findings"]), "severity")
    expect(any(len(known) > 2 for known in told.values()), "no incident of several findings")
    text = run("replay", CAPTURE, *SITE, "--format", "text", "--quiet").ended(0).output.splitlines()
    equal(len(text), len(reference().alerts()), "lines of text")
    text = run("replay", CAPTURE, *SITE, "--format", "text", "--quiet", "--parts").ended(0).output.splitlines()
    equal(len(text), len(lines), "lines of text with parts")
    write("undertick.yaml", "rules:\n  disabled: [incident.story]\n")
    alone = run("replay", CAPTURE, *SITE, "--config", "undertick.yaml").ended(0)
    equal([json.loads(line)["event"]["id"] for line in alone.alerts()],
          [line["event"]["id"] for line in lines if line["rule"]["id"] != "incident.story"], "findings alone")


@check
def two_runs_are_identical():
    equal(run("replay", CAPTURE, *SITE).ended(0).output, reference().output, "the second run")


@check
def debug_build_is_identical():
    debug = f"{ROOT}/.build/debug/undertick"
    if not os.access(debug, os.X_OK) or os.path.realpath(debug) == os.path.realpath(UNDERTICK):
        raise Skipped("there is no debug build")
    if os.path.getmtime(debug) < os.path.getmtime(UNDERTICK) - 3600:
        raise Skipped("the debug build is old")
    result = run("replay", CAPTURE, *SITE, executable=debug).ended(0)
    equal(result.output, reference().output, "the debug build's output")


@check
def metric_lines():
    result = run("replay", CAPTURE, *SITE, "--stats", "3600").ended(0)
    lines = result.lines()
    metrics = [line for line in lines if line["event"]["kind"] == "metric"]
    first = moment(metrics[-1]["event"]["start"])
    for number, line in enumerate(metrics[:-1], 1):
        equal(moment(line["@timestamp"]) - first, number * 3600 * 10**9, f"the time of metric line {number}")
    equal(len(metrics), 12, "the number of metric lines in not quite twelve hours")
    equal(lines[-1]["event"]["kind"], "metric", "the kind of the last line")
    counts = [line["undertick"]["metrics"]["packets"] for line in metrics]
    expect(counts == sorted(counts) and counts[0] > 0, f"packets do not grow: {counts}")
    equal(result.alerts(), reference().alerts(), "the alerts between metric lines")
    times = [moment(line["@timestamp"]) for line in lines]
    expect(times == sorted(times), "lines are not in the order of time")
    total = metrics[-1]["undertick"]["metrics"]["alerts"]
    equal(total["total"], len(result.alerts()), "alerts.total")
    equal(sum(value for key, value in total.items() if key != "total"), total["total"], "alerts by severity")


@check
def packets_command():
    result = run("packets", CAPTURE).ended(0)
    lines = result.lines()
    equal(len(lines), reference().metrics()["packets"], "the number of packet lines")
    equal(run("packets", CAPTURE).output, result.output, "the second run")
    expect(all(isinstance(line, dict) and line for line in lines), shorten(lines[0]))
    equal(result.errors, "", "standard error")


@check
def check_command():
    result = run("check", *SITE).ended(0)
    text = result.output.decode()
    for part in ["configuration:", "inventory:", "19 devices", "bmc: 6, watched", "internal: 10.0.0.0/8",
                 "bmc <-> 203.0.113.10, tcp, port 443: the vendor's call-home", "rules:", "notes: none"]:
        expect(part in text, f"check does not say {part!r}")
    expect("no inventory" in run("check").ended(0).output.decode(), "check does not miss an inventory")
    with open("policy.yaml", "w") as file:
        file.write("internal: [0.0.0.0/0]\nexpected:\n- {peer: vendor}\n- {port: 443}\n")
    text = run("check", "--devices", f"{DEMO}/devices.csv", "--policy", "policy.yaml").ended(0).output.decode()
    for part in ["'vendor' is no group", "line 4 fits every device", "0.0.0.0/0 is internal"]:
        expect(part in text, f"check does not note {part!r}")
