"""Conversations, and what the command for them refuses."""

import struct

from captures import Capture
from harness import CAPTURE, DEVICES, check, equal, expect, run, write

ORDER = """ts uid id.orig_h id.orig_p id.resp_h id.resp_p proto service duration orig_bytes resp_bytes conn_state
    local_orig local_resp missed_bytes history orig_pkts orig_ip_bytes resp_pkts resp_ip_bytes tunnel_parents ip_proto community_id
    orig_l2_addr resp_l2_addr vlan inner_vlan link_protocol fragments app_protocol suggested_protocol ja4 ja4s
    sni""".split()


@check
def fields_and_order():
    result = run("flows", CAPTURE).ended(0)
    lines = result.lines()
    expect(lines and len({line["uid"] for line in lines}) == len(lines), "names are missing or not unique")
    for line in lines:
        equal(list(line), [name for name in ORDER if name in line], "the order of the fields")
    records = Capture(CAPTURE).records
    equal(sum(line["orig_pkts"] + line["resp_pkts"] for line in lines), len(records), "packets")
    last = records[-1][0] / 1e9
    # Of one time-out: in the order of their ends, those that the capture cut by their starts.
    quiet = [line for line in lines if line["proto"] in ("udp", "icmp", "link")]
    ends = [min(line["ts"] + line.get("duration", 0) + 60, last) for line in quiet]
    expect(all(a <= b + 1e-5 for a, b in zip(ends, ends[1:])), "lines are not in the order of their ends")
    cut = [line["ts"] for line, end in zip(quiet, ends) if end == last]
    expect(len(cut) > 1 and cut == sorted(cut), "what the capture cut is not in the order of the starts")
    equal(run("flows", CAPTURE).ended(0).output, result.output, "the second run")


@check
def selection():
    lines = run("flows", CAPTURE).ended(0).lines()
    ip = run("flows", CAPTURE, "--ip-only").ended(0).lines()
    equal(ip, [line for line in lines if line["proto"] != "link"], "only IP")
    expect(len(ip) < len(lines), "there is no conversation below IP")
    watched = run("flows", CAPTURE, *DEVICES).ended(0).lines()
    names = {line["uid"]: line for line in lines}
    expect(all(names[line["uid"]] == line for line in watched), "a device's line is another one")
    filtered = run("flows", CAPTURE, "--filter", "tcp").ended(0).lines()
    equal(filtered, [line for line in lines if line["proto"] == "tcp"], "a filter's lines")
    local = run("flows", CAPTURE, "--ip-only", "--local-nets", "203.0.113.0/24").ended(0).lines()
    expect(not any(line["local_orig"] for line in local if line["id.orig_h"].startswith("10.")), "10/8 is local")


@check
def refusals():
    for networks in ["", "10.0.0.0/8,", "10.0.0.1/8", "x"]:
        expect("--local-nets" in run("flows", CAPTURE, "--local-nets", networks).ended(64).errors, "no reason")
    run("flows", "missing.pcap").ended(66)
    run("flows", CAPTURE, "--devices", write("broken.csv", "mac\nx\n")).ended(78)
    header = struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 147)
    record = struct.pack("<IIII", 0, 0, 4, 4) + b"abcd"
    refused = run("flows", write("user.pcap", header + record)).ended(66)
    equal(refused.output, b"", "the output")
    expect("not supported" in refused.errors, "no reason is given")
    equal(run("flows", write("empty.pcap", header)).ended(0).output, b"", "of an empty capture")
    cut = run("flows", write("cut.pcap", Capture(CAPTURE).data[:-7])).ended(0)
    expect(cut.lines(), "nothing of a capture that was cut")
