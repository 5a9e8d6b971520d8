#!/usr/bin/env python3
"""Asks the program about channels that people have labelled, and says what it found of them.

    Tests/Evaluate/labels.py LABELS.tsv FOLDER UNDERTICK

LABELS.tsv has a header and the columns file, src, dst, dport, proto and n, one row a channel; dst is an
address or a name, and files lie below FOLDER: captures or logs of Zeek. Every file is replayed once with
`--watch all`, so that no inventory helps. Prints a table of tabs:

    found      the rule of the channel's first alert; `pair` where only another port of the two has one;
               `no` where nothing was told
    beats      of that alert: so many events of the channel had come
    period     of that alert, in seconds
    p_value    of that alert
    others     other pairs of the file that were alerted at this p_value or a lower one
    lowest     the lowest p_value of the channel's alerts
    above      other pairs whose lowest p_value is at most that
    alerted    all pairs of the file that were alerted

Ends with 1 where a labelled channel was not found. Needs nothing but Python 3.
"""

import csv
import json
import os
import subprocess
import sys


def alerts(program, path):
    """The alerts of a file in which a rhythm is judged, in their order."""
    result = subprocess.run(
        [program, "replay", path, "--watch", "all", "--quiet", "--format", "json"],
        stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if result.returncode != 0:
        sys.exit(f"labels.py: {path}: ended with {result.returncode}: {result.stderr.decode().strip()}")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return [
        line for line in lines
        if line["event"]["kind"] == "alert" and "p_value" in line.get("undertick", {}).get("beacon", {})]


def texts(value):
    """All texts in a part of a line."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def pair(alert):
    return alert["source"].get("ip"), alert["destination"].get("ip")


def chance(alert):
    return float(alert["undertick"]["beacon"]["p_value"])


def is_between(alert, row):
    """Whether an alert is about the two ends of a labelled channel."""
    if alert["source"].get("ip") != row["src"]:
        return False
    # A channel of a name is told with the name as its last word.
    return alert["destination"].get("ip") == row["dst"] or any(
        text.split()[-1:] == [row["dst"]] for text in texts(alert["undertick"]["beacon"]))


def judge(row, found):
    """The columns of a channel's line."""
    between = [alert for alert in found if is_between(alert, row)]
    exact = [
        alert for alert in between
        if str(alert["destination"].get("port", "")) == row["dport"]
        and alert["network"].get("transport", row["proto"]) == row["proto"]]
    own = exact or between
    pairs = {pair(alert) for alert in found}
    if not own:
        return ["no", "-", "-", "-", "-", "-", "-", len(pairs)]
    others = {}
    names = {pair(alert) for alert in between}
    for alert in found:
        if pair(alert) not in names:
            others[pair(alert)] = min(chance(alert), others.get(pair(alert), 1.0))
    first = own[0]
    lowest = min(chance(alert) for alert in own)
    beacon = first["undertick"]["beacon"]
    return [
        first["rule"]["id"] if exact else "pair", beacon["beats"], f"{beacon['period']:g}",
        f"{chance(first):.1e}", sum(1 for value in others.values() if value <= chance(first)),
        f"{lowest:.1e}", sum(1 for value in others.values() if value <= lowest), len(pairs)]


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__.strip())
    labels, folder, program = sys.argv[1:]
    with open(labels, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    missing = {"file", "src", "dst", "dport", "proto", "n"} - set(rows[0] if rows else [])
    if missing:
        sys.exit(f"labels.py: {labels}: has no column {', '.join(sorted(missing))}")
    known = {}
    is_complete = True
    heads = ["file", "src", "dst", "dport", "events", "found", "beats", "period", "p_value", "others",
             "lowest", "above", "alerted"]
    print("\t".join(heads))
    for row in rows:
        path = os.path.join(folder, row["file"])
        if path not in known:
            known[path] = alerts(program, path)
        columns = judge(row, known[path])
        is_complete = is_complete and columns[0] != "no"
        print("\t".join(
            str(value) for value in [row["file"], row["src"], row["dst"], row["dport"], row["n"], *columns]))
    return 0 if is_complete else 1


sys.exit(main())
