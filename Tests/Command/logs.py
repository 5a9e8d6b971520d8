"""Zeek's logs as input, and --watch."""

import gzip
import json
import os
import random
import signal
import time

from arguments import complains
from captures import Capture
from harness import CAPTURE, DEVICES, ROOT, SITE, check, equal, expect, finish, run, site_of, start, write

FIELDS = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"]
CONVERSATION = [*FIELDS, "proto", "service", "duration", "orig_bytes", "resp_bytes", "conn_state", "history",
                "orig_pkts", "resp_pkts"]


def log(path, fields, rows):
    """A log of columns."""
    head = f"#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\t{path}\n"
    lines = ["\t".join(str(row.get(field, "-")) for field in fields) for row in rows]
    return head + "#fields\t" + "\t".join(fields) + "\n" + "".join(line + "\n" for line in lines) + "#close\n"


def conversation(moment, source, peer, port=443, **more):
    """A line of conn.log."""
    return {
        "ts": f"{moment:.6f}", "uid": f"C{moment:.6f}{source}{peer}", "id.orig_h": source, "id.orig_p": 50000,
        "id.resp_h": peer, "id.resp_p": port, "proto": "tcp", "duration": "0.5", "orig_bytes": 100,
        "resp_bytes": 200, "conn_state": "SF", "history": "ShADadFf", "orig_pkts": 5, "resp_pkts": 5, **more}


def beacon(source="10.0.0.5", peer="203.0.113.7", period=60, count=80):
    return [conversation(1_700_000_000 + place * period, source, peer) for place in range(count)]


def noise(count=400):
    """What nobody calls a rhythm: other sources, peers and times by chance."""
    generator = random.Random(7)
    rows = []
    moment = 1_700_000_000.0
    for _ in range(count):
        moment += generator.expovariate(1 / 12)
        rows.append(conversation(moment, f"10.1.0.{generator.randrange(3)}", f"198.51.100.{generator.randrange(3)}"))
    return rows


def essence(result, *rules):
    """What findings say, without what a log cannot know to the nanosecond."""
    found = []
    for line in result.lines():
        if line["event"]["kind"] != "metric" and line["rule"]["id"] in rules:
            beats = line["undertick"].get("beacon", {})
            found.append((line["rule"]["id"], line["event"]["id"], line["event"]["sequence"],
                          line["network"]["community_id"], beats.get("beats"), beats.get("p_value")))
    return sorted(found, key=str)


@check
def same_as_packets():
    # The program's own conn.log, so that both ways into the rules can be compared.
    for name in ["demo", "policy.first-contact-fires", "policy.first-contact-near-miss"]:
        folder = f"{ROOT}/Captures/{name}"
        site = site_of(folder)
        conn = run("flows", f"{folder}/capture.pcap", "--ip-only").ended(0).output
        packets = run("replay", f"{folder}/capture.pcap", *site).ended(0)
        logs = run("replay", write("conn.log", conn), *site).ended(0)
        rules = ["policy.first-contact", "beacon.periodic"]
        equal(essence(logs, *rules), essence(packets, *rules), f"the alerts of {name} by its conn.log")
        expect(essence(logs, *rules) or name.endswith("near-miss"), f"{name} gives no alert")
        equal(logs.metrics()["logs"]["broken_lines"], 0, "broken_lines")


def conn_of_demo():
    return run("flows", CAPTURE, "--ip-only").ended(0).output


@check
def any_order():
    lines = conn_of_demo().splitlines(keepends=True)
    whole = run("replay", write("conn.log", b"".join(lines)), *SITE).ended(0)
    expect(whole.alerts(), "no alert")
    parts = [b"".join(lines[place::3]) for place in range(3)]
    names = [write("2.gz", gzip.compress(parts[0])), write("1", parts[1]), write("3.log", parts[2])]
    outputs = [run("replay", *order, *SITE).ended(0) for order in [names, names[::-1], names[1:] + names[:1]]]
    for result in outputs:
        equal(result.output, outputs[0].output, "the lines in another order of arguments")
        equal(result.alerts(), whole.alerts(), "the alerts of three parts")
    for form in ["json", "text"]:
        results = [run("replay", *order, *SITE, "--format", form, "--color", "never").output
                   for order in [names, names[::-1]]]
        equal(results[0], results[1], f"format {form}")


@check
def standard_input():
    conn = conn_of_demo()
    whole = run("replay", write("conn.log", conn), *SITE).ended(0)
    for name, data in [("plain", conn), ("gzip", gzip.compress(conn))]:
        result = run("replay", "-", *SITE, data=data).ended(0)
        equal(result.alerts(), whole.alerts(), f"alerts of {name} on standard input")
    with open("conn.log", "rb") as file:
        equal(run("replay", "-", *SITE, stdin=file).ended(0).alerts(), whole.alerts(), "alerts of < conn.log")
    # A capture on standard input is looked into as well, and nothing of it is lost.
    equal(run("replay", "-", *SITE, data=Capture(CAPTURE).data).ended(0).alerts(),
          run("replay", CAPTURE, *SITE).ended(0).alerts(), "alerts of a capture on standard input")


@check
def watch():
    name = write("conn.log", log("conn", CONVERSATION, beacon() + noise()))
    for words in [["--watch", "all"], ["--watch", "10.0.0.0/24"], ["--watch", "2001:db8::/32,10.0.0.5"],
                  ["--watch", "192.0.2.1", "--watch", "10.0.0.0/8"]]:
        result = run("replay", name, *words).ended(0)
        equal(result.errors, "", f"standard error with {words}")
        lines = [json.loads(line) for line in result.alerts()]
        expect(lines, f"no alert with {words}")
        for line in lines:
            expect(line["rule"]["id"].startswith(("beacon.", "incident.")), line["rule"])
            equal(line["event"]["severity"], 21, "the severity")
            equal((line["source"]["ip"], line["destination"]["ip"]), ("10.0.0.5", "203.0.113.7"), "the pair")
            expect(line["network"]["community_id"].startswith("1:"), line["network"])
    # Those that an address is called by do not count, nor do others.
    for words in [["--watch", "203.0.113.0/24"], ["--watch", "192.0.2.0/24"], []]:
        equal(run("replay", name, *words).ended(0).alerts(), [], f"alerts with {words}")
    expect("--watch" in run("replay", name).ended(0).errors, "the warning does not name --watch")
    packets = run("replay", CAPTURE, "--watch", "all").ended(0)
    expect(any(b'"beacon.' in line for line in packets.alerts()), "no alert of a capture with --watch all")
    for word in ["10.0.0.1/8", "10.0.0.0/33", "bmc", ",", "10.0.0.0/8,,all"]:
        complains(64, "--watch takes", "replay", name, f"--watch={word}")
    expect(b"10.0.0.0/8" in run("check", "--watch", "10.0.0.0/8").ended(0).output, "check does not tell the watch")


@check
def names():
    requests = [
        {"ts": f"{1_700_000_000 + place * 90:.6f}", "uid": f"C{place}", "id.orig_h": "10.0.0.5", "id.orig_p": 1024 + place,
         "id.resp_h": f"10.9.0.{place * 7 % 40}", "id.resp_p": 3128, "trans_depth": 1,
         "host": "Command.Example.:443" if place % 2 else "command.example", "request_body_len": 0}
        for place in range(120)]
    name = write("http.log", log("http", [*FIELDS, "trans_depth", "host", "request_body_len"], requests))
    result = run("replay", name, "--watch", "all").ended(0)
    equal(result.metrics()["records"]["names"], 120, "names")
    expect(any(b"command.example" in line for line in result.alerts()), "the name's rhythm is not told")


@check
def other_inputs():
    conn = write("conn.log", log("conn", CONVERSATION, beacon()))
    files = write("files.log", log("files", ["ts", "fuid"], [{"ts": 1, "fuid": "F"}]))
    complains(64, "is a capture and .* is a log", "replay", CAPTURE, conn, *DEVICES)
    complains(64, "--filter", "replay", conn, "--filter", "tcp", *DEVICES)
    complains(66, "files.log: is no log of conversations", "replay", files, *DEVICES)
    complains(66, "bare: line 2: is data before a #fields line", "replay",
              write("bare", "#path\tconn\n1\tC\n"), *DEVICES)
    complains(66, "headless: line 1: is data before a #fields line", "replay",
              write("headless", "\n".join(line for line in log("conn", CONVERSATION, beacon()).splitlines()
                                          if not line.startswith("#"))), *DEVICES)
    complains(66, "few: line 2: #fields names no id.orig_h", "replay",
              write("few", "#fields\tts\tconn_state\n1\tSF\n"), *DEVICES)
    result = run("replay", files, conn, *DEVICES).ended(0)
    expect("not read: files; conn, dns, ssl and http are" in result.errors, result.errors)
    equal(result.metrics()["logs"]["skipped_logs"], 1, "skipped_logs")
    lines = log("conn", CONVERSATION, beacon(count=30)).splitlines()
    lines[10] = "broken"
    for place in range(12, 32):
        lines[place] = lines[place].replace("10.0.0.5", "10.0.0.555")
    result = run("replay", write("broken.log", "\n".join(lines)), *DEVICES).ended(0)
    expect("broken.log: line 11: has 1 fields" in result.errors, result.errors)
    expect("line 13: id.orig_h has a value that it cannot have" in result.errors, result.errors)
    expect("21 lines in all" in result.errors and len(result.errors.splitlines()) == 9, result.errors)
    equal(result.metrics()["logs"]["broken_lines"], 21, "broken_lines")


@check
def counters():
    name = write("conn.log", log("conn", CONVERSATION, noise(200)))
    result = run("replay", name, *DEVICES, "--stats", "600").ended(0)
    lines = result.lines()
    counts = [line["undertick"]["metrics"]["records"]["total"] for line in lines]
    expect(len(counts) > 3 and counts == sorted(counts) and counts[-1] == 200, counts)
    expect("logs" in lines[-1]["undertick"]["metrics"], lines[-1])
    text = run("replay", name, *DEVICES, "--format", "text").ended(0)
    expect("200 records, " in text.errors, text.errors)


@check
def interrupted():
    # Two million lines, all alike.
    head, line = log("conn", CONVERSATION, beacon(count=1)).encode().rsplit(b"#close", 1)[0].rsplit(b"\n", 2)[:2]
    member = gzip.compress((line + b"\n") * 100_000, 6)
    name = write("long.gz", gzip.compress(head + b"\n") + member * 20)
    process = start("replay", name, *DEVICES)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    begin = time.monotonic()
    result = finish(process).ended(0)
    expect(time.monotonic() - begin < 3, "it goes on after SIGINT")
    expect(result.metrics()["records"]["total"] < 2_000_000, "the whole log was read after all")
