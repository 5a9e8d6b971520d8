#!/usr/bin/env python3
"""Compares what Undertick reads in captures with what tshark reads, packet by packet.

    compare-tshark.py UNDERTICK_BINARY FILE...

Runs `UNDERTICK_BINARY packets FILE` (one JSON object a packet and line) and `tshark -T fields` on
each file, and compares the number of packets with capinfos. Compared in each packet: time, lengths,
hardware addresses, VLAN identifiers, addresses of the outermost IP or ARP, the transport behind
IPv6 extension headers, ports or ICMP type and code, fragment offset, and the payload length of TCP
and UDP. Not compared: what is inside tunnels, which Undertick does not enter, and transport and
payload length of packets that Undertick calls faulty.

Prints one line for each file that differs, with the first packet that does. Ends with 1 if any
file differs, 2 where the programs cannot be run, 0 otherwise. Files that Undertick refuses (exit
code not 0 and no packet) are listed and do not count.
"""

import json
import re
import subprocess
import sys

FIELDS = """
    frame.number frame.time_epoch frame.len frame.cap_len frame.protocols
    eth.src eth.dst sll.src.eth vlan.id ieee8021ad.id
    ip.src ip.dst ip.proto ip.len ip.hdr_len ip.frag_offset ip.flags.mf
    ipv6.src ipv6.dst ipv6.nxt ipv6.hopopts.nxt ipv6.dstopts.nxt ipv6.routing.nxt
    ipv6.fraghdr.nxt ipv6.fraghdr.offset ipv6.fraghdr.more ah.next_header mip6.proto hip.proto shim6.nxt
    arp.src.proto_ipv4 arp.dst.proto_ipv4
    tcp.srcport tcp.dstport tcp.len udp.srcport udp.dstport udp.length sctp.srcport sctp.dstport
    icmp.type icmp.code icmpv6.type icmpv6.code
""".split()

OPTIONS = """
    ip.defragment:FALSE ipv6.defragment:FALSE tcp.desegment_tcp_streams:FALSE
    tcp.reassemble_out_of_order:FALSE tcp.analyze_sequence_numbers:FALSE sctp.reassembly:FALSE
    ip.tso_support:TRUE
""".split()

# What may stand in front of a network layer that Undertick reads.
LINK = {"eth", "ethertype", "vlan", "ieee8021ad", "sll", "llc", "null", "raw", "ppp", "chdlc",
        "nflog"}
# Where tshark keeps the next header of each extension header.
NEXT = {0: "ipv6.hopopts.nxt", 43: "ipv6.routing.nxt", 44: "ipv6.fraghdr.nxt",
        51: "ah.next_header", 60: "ipv6.dstopts.nxt", 135: "mip6.proto", 139: "hip.proto",
        140: "shim6.nxt"}
EXTENSIONS = {"ipv6.hopopts", "ipv6.routing", "ipv6.fraghdr", "ipv6.dstopts", "mipv6"}
ABSENT = "absent"
TRANSPORTS = {"tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58, "sctp": 132, "udplite": 136}


def run(command):
    """Standard output and error of a command, and its exit code."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        sys.exit(2)
    return done.stdout.decode(), done.stderr.decode(errors="replace"), done.returncode


def tshark(path):
    """One dictionary of lists a packet: all occurrences of every field, outermost first."""
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=/t",
               "-E", "occurrence=a", "-E", "aggregator=;"]
    for option in OPTIONS:
        command += ["-o", option]
    for field in FIELDS:
        command += ["-e", field]
    text, _, _ = run(command)
    packets = []
    for line in text.splitlines():
        values = [value.split(";") if value else [] for value in line.split("\t")]
        packets.append(dict(zip(FIELDS, values)))
    return packets


def first(packet, field):
    values = packet.get(field)
    return values[0] if values else None


def number(packet, field):
    value = first(packet, field)
    return None if value is None else int(value, 0)


def flag(packet, field):
    """A yes or no, which tshark writes as 1 or True by version."""
    return first(packet, field) in ("1", "True")


def expected_transport(packet):
    """Walks tshark's next headers of the outermost IPv6."""
    used = {}
    transport = number(packet, "ipv6.nxt")
    while transport in NEXT:
        values = packet.get(NEXT[transport], [])
        index = used.get(transport, 0)
        if index >= len(values):
            break
        used[transport] = index + 1
        later = transport == 44 and int(packet["ipv6.fraghdr.offset"][index], 0) != 0
        transport = int(values[index], 0)
        if later:
            break
    return transport


def expected_payload(packet, token, fragmented):
    """Payload bytes of TCP, and of UDP in one piece, by tshark; `None` where it does not say."""
    if token == "tcp":
        return number(packet, "tcp.len")
    if token == "udp" and not fragmented:
        length = number(packet, "udp.length")
        return length - 8 if length is not None and length >= 8 else None
    return None


def expectation(packet):
    """What Undertick should say, as far as tshark says it."""
    protocols = (first(packet, "frame.protocols") or "").split(":")
    expected = {
        "time": first(packet, "frame.time_epoch"),
        "wire_length": number(packet, "frame.len"),
        "captured_length": number(packet, "frame.cap_len"),
    }
    # Behind a switch's own header (ISL, FabricPath) tshark shows the inner addresses first.
    if (protocols[0] == "eth" and protocols[1:2] != ["eth"] and "cfp" not in protocols
            and first(packet, "eth.src")):
        expected["source_mac"] = first(packet, "eth.src")
        expected["destination_mac"] = first(packet, "eth.dst")
    if protocols[0] == "sll" and first(packet, "sll.src.eth"):
        expected["source_mac"] = first(packet, "sll.src.eth")
    position = 0
    taken = {"vlan": 0, "ieee8021ad": 0}
    vlans = []
    while position < len(protocols) and protocols[position] in LINK:
        token = protocols[position]
        if token in taken and taken[token] < len(packet[f"{token}.id"]):
            vlans.append(int(packet[f"{token}.id"][taken[token]], 0))
            taken[token] += 1
        position += 1
    expected["vlans"] = vlans
    token = protocols[position] if position < len(protocols) else ""
    if token == "ip" and first(packet, "ip.src"):
        expected.update(network="ipv4", source_ip=first(packet, "ip.src"),
                        destination_ip=first(packet, "ip.dst"),
                        transport=number(packet, "ip.proto"),
                        fragment_offset=number(packet, "ip.frag_offset") * 8)
        fragmented = expected["fragment_offset"] != 0 or flag(packet, "ip.flags.mf")
    elif token == "ipv6" and first(packet, "ipv6.src"):
        offset = number(packet, "ipv6.fraghdr.offset")
        outermost = len(packet["ipv6.src"]) == 1
        expected.update(network="ipv6", source_ip=first(packet, "ipv6.src"),
                        destination_ip=first(packet, "ipv6.dst"),
                        transport=expected_transport(packet) if outermost else None,
                        fragment_offset=(offset or 0) * 8 if outermost else None)
        fragmented = bool(offset) or flag(packet, "ipv6.fraghdr.more")
    elif token == "arp":
        expected["network"] = "arp"
        if first(packet, "arp.src.proto_ipv4"):
            expected["source_ip"] = first(packet, "arp.src.proto_ipv4")
            expected["destination_ip"] = first(packet, "arp.dst.proto_ipv4")
        return expected
    else:
        expected["network"] = ABSENT
        return expected
    position += 1
    while position < len(protocols) and (
            protocols[position] in EXTENSIONS
            or protocols[position] == "ah" and expected["network"] == "ipv6"):
        position += 1
    token = protocols[position] if position < len(protocols) else ""
    if TRANSPORTS.get(token) != expected["transport"] or expected["fragment_offset"]:
        return expected
    if token in ("icmp", "icmpv6"):
        expected["icmp_type"] = number(packet, f"{token}.type")
        expected["icmp_code"] = number(packet, f"{token}.code")
    else:
        prefix = "udp" if token == "udplite" else token
        expected["source_port"] = number(packet, f"{prefix}.srcport")
        expected["destination_port"] = number(packet, f"{prefix}.dstport")
        expected["payload_length"] = expected_payload(packet, token, fragmented)
    return expected


def difference(ours, theirs):
    """The first field that differs as text, or `None`."""
    for key, value in expectation(theirs).items():
        if value is None or key in ("payload_length", "transport") and "fault" in ours:
            continue
        if ours.get(key, ABSENT) != value:
            fault = f", fault {ours['fault']}" if "fault" in ours else ""
            return f"{key}: ours {ours.get(key, ABSENT)}, tshark {value}{fault}"
    return None


def compare(binary, path):
    """A word on the file, and what differs in it."""
    text, error, code = run([binary, "packets", path])
    ours = [json.loads(line) for line in text.splitlines()]
    if code != 0 and not ours:
        return "refused", error.strip().splitlines()[-1] if error.strip() else f"exit {code}"
    theirs = tshark(path)
    found = re.search(r"Number of packets[^:]*:\s*(\d+)", run(["capinfos", "-M", "-c", path])[0])
    if found and int(found.group(1)) != len(ours):
        return "differs", f"ours {len(ours)} packets, capinfos {found.group(1)}"
    if len(ours) != len(theirs):
        return "differs", f"ours {len(ours)} packets, tshark {len(theirs)}"
    wrong = []
    for mine, other in zip(ours, theirs):
        text = difference(mine, other)
        if text:
            wrong.append(f"packet {mine['number']}: {text}")
    if wrong:
        return "differs", f"{len(wrong)} of {len(ours)} packets; {wrong[0]}"
    return "same", str(len(ours))


def main(arguments):
    if len(arguments) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    counts = {"same": 0, "differs": 0, "refused": 0}
    packets = 0
    for path in arguments[1:]:
        word, text = compare(arguments[0], path)
        counts[word] += 1
        if word == "same":
            packets += int(text)
        else:
            print(f"{word:8} {path}: {text}")
    print(f"{counts['same']} files with {packets} packets the same, {counts['differs']} differ, "
          f"{counts['refused']} refused")
    if not counts["same"] and not counts["differs"]:
        print("nothing was compared", file=sys.stderr)
        return 1
    return 1 if counts["differs"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
