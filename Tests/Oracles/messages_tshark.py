"""Runs tshark over a capture and gives the fields of every packet.

Preferences, so that the comparison is fair: what Undertick puts together is put together here too, IP
fragments and the beginning of TCP streams up to the first message, but no bodies of HTTP. Bus commands
of IPMI are dissected. Names are not resolved.
"""

import subprocess
import sys

PREFERENCES = """
    ip.defragment:TRUE ipv6.defragment:TRUE tcp.desegment_tcp_streams:TRUE
    tcp.reassemble_out_of_order:TRUE http.desegment_headers:TRUE http.desegment_body:FALSE
    ip.tso_support:TRUE nameres.mac_name:FALSE ipmi.dissect_bus_commands:TRUE
""".split()
SEPARATOR = "\x1f"
AGGREGATOR = "\x1e"


def run(command):
    """Standard output of a command, what it complained of, and its exit code."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        sys.exit(2)
    return (done.stdout.decode(errors="surrogateescape"), done.stderr.decode(errors="replace"),
            done.returncode)


def known_fields():
    """All names that the installed tshark knows."""
    text, _, _ = run(["tshark", "-G", "fields"])
    return {line.split("\t")[2] for line in text.splitlines()
            if line[:2] in ("F\t", "P\t") and line.count("\t") >= 2}


def packets(path, fields):
    """A list of dictionaries: all occurrences of every field that a packet has."""
    names = ["frame.number", "frame.len", "frame.protocols", *fields]
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", f"separator={SEPARATOR}",
               "-E", "occurrence=a", "-E", f"aggregator={AGGREGATOR}"]
    for preference in PREFERENCES:
        command += ["-o", preference]
    for name in names:
        command += ["-e", name]
    text, complaint, code = run(command)
    found = []
    for line in text.split("\n"):
        if not line:
            continue
        values = line.split(SEPARATOR)
        found.append({name: value.split(AGGREGATOR)
                      for name, value in zip(names, values) if value})
    if code != 0 and not found and "cut short" not in complaint:
        return None
    return found
