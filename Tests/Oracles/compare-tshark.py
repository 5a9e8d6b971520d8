#!/usr/bin/env python3
"""Compares what Undertick reads in captures with what tshark reads, packet by packet.

    compare-tshark.py UNDERTICK_BINARY FILE...

Runs `UNDERTICK_BINARY packets FILE` (one JSON object a packet and line) and `tshark -T fields` on
each file, and compares the number of packets with capinfos. tshark's layers are walked in its own
order and cut into packets that lie in each other, up to the first layer that is no tunnel; so what
ICMP quotes and what tunnels Undertick does not know carry is not compared. Compared in each frame:
time and lengths; how many packets lie in each other; of the outermost one, which is
`encapsulations[0]` of a frame with a tunnel, and of the deepest one: hardware addresses, VLAN
identifiers (of the deepest), addresses of IP or ARP, the transport behind extension headers, ports or
ICMP type and code; of the deepest also the fragment offset and the payload length of TCP and UDP.

Frames with fragments are read twice by tshark: each fragment alone, which gives the ports of first
fragments, and with its defragmentation, which gives what the frame that completes a datagram says.
The ports that Undertick gives to the fragments between, which it remembers from the first one, are
compared with those of that first fragment. Not compared: transport and payload length of packets
that Undertick calls faulty, and the payload length of what is put together, where Undertick counts
what the frame carries.

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
    eth.src eth.dst sll.src.eth vlan.id ieee8021ad.id ieee8021ad.svid ieee8021ad.cvid ieee8021ah.csrc ieee8021ah.cdst
    ip.src ip.dst ip.proto ip.id ip.frag_offset ip.flags.mf
    ipv6.src ipv6.dst ipv6.nxt ipv6.hopopts.nxt ipv6.dstopts.nxt ipv6.routing.nxt
    ipv6.fraghdr.nxt ipv6.fraghdr.offset ipv6.fraghdr.more ipv6.fraghdr.ident ah.next_header
    mip6.proto hip.proto shim6.nxt
    arp.src.proto_ipv4 arp.dst.proto_ipv4
    tcp.srcport tcp.dstport tcp.len udp.srcport udp.dstport udp.length sctp.srcport sctp.dstport
    icmp.type icmp.code icmpv6.type icmpv6.code
""".split()

OPTIONS = """
    tcp.desegment_tcp_streams:FALSE tcp.reassemble_out_of_order:FALSE
    tcp.analyze_sequence_numbers:FALSE sctp.reassembly:FALSE ip.tso_support:TRUE
""".split()

# Layers that say nothing of their own here.
SILENT = {"ethertype", "llc", "null", "raw", "nflog", "chdlc", "ppp", "pwethheuristic", "pwethcw", "pwethnocw"}
# Layers behind which another packet starts; of these a packet of its own, without addresses, where they
# stand in another one.
CARRIERS = {"gre", "vxlan", "geneve", "erspan", "l2tp", "teredo", "etherip", "trill", "cfp"}
TAGS = {"mpls", "pppoes", "ieee8021ah", "macsec"}
# Where tshark keeps the next header of each extension header.
NEXT = {0: "ipv6.hopopts.nxt", 43: "ipv6.routing.nxt", 44: "ipv6.fraghdr.nxt",
        51: "ah.next_header", 60: "ipv6.dstopts.nxt", 135: "mip6.proto", 139: "hip.proto",
        140: "shim6.nxt"}
EXTENSIONS = {"ipv6.hopopts", "ipv6.routing", "ipv6.fraghdr", "ipv6.dstopts", "mipv6", "ah"}
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


def tshark(path, is_whole):
    """One dictionary of lists a packet: all occurrences of every field, outermost first."""
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=/t",
               "-E", "occurrence=a", "-E", "aggregator=;"]
    whole = str(is_whole).upper()
    for option in OPTIONS + [f"ip.defragment:{whole}", f"ipv6.defragment:{whole}"]:
        command += ["-o", option]
    for field in FIELDS:
        command += ["-e", field]
    text, _, _ = run(command)
    packets = []
    for line in text.splitlines():
        values = [value.split(";") if value else [] for value in line.split("\t")]
        packets.append(dict(zip(FIELDS, values)))
    return packets


def yes(text):
    """A yes or no, which tshark writes as 1 or True by version."""
    return text in ("1", "True")


class Layers:
    """The packets that lie in each other in a frame, as tshark tells them, outermost first."""

    def __init__(self, packet, is_whole=False):
        self.is_whole = is_whole  # fragments were put together
        self.left = {field: list(values) for field, values in packet.items()}
        self.packets = [{"vlans": []}]
        self.carries = False  # the next layer starts another packet
        self.fragments = []  # what tells the datagrams of this frame's fragments apart
        protocols = (self.take("frame.protocols") or "").split(":")
        # Of a backbone's tag straight behind a service tag tshark names no layer.
        self.unnamed = len(packet["ieee8021ah.csrc"]) - protocols.count("ieee8021ah")
        # Behind a switch's own header (ISL, FabricPath) tshark shows the inner addresses first.
        self.is_turned = protocols[:2] == ["eth", "eth"] or "isl" in protocols or "cfp" in protocols
        # ISL is a layer eth of its own.
        for token in protocols[1:] if protocols[:2] == ["eth", "eth"] else protocols:
            if not self.read(token):
                break
        # tshark does not read on: of a tunnel whose form was agreed elsewhere, of a tagged FabricPath frame.
        self.is_cut = self.carries and protocols[-1] == "data"
        if len(packet["ieee8021ad.id"]) and len(packet["ieee8021ad.svid"]):
            # Which layer has which cannot be told.
            self.packets[-1].pop("vlans", None)

    def take(self, field):
        """The next occurrence of a field."""
        values = self.left.get(field)
        return values.pop(0) if values else None

    def number(self, field):
        value = self.take(field)
        return None if value is None else int(value, 0)

    def enter(self, has_link=False):
        """Starts another packet; without a link layer of its own it keeps the frame's."""
        before = self.packets[-1]
        kept = () if has_link else ("source_mac", "destination_mac", "vlans")
        self.packets.append({"vlans": [], **{key: before[key] for key in kept if key in before}})
        self.packets[-1]["vlans"] = list(self.packets[-1]["vlans"])
        self.carries = False

    def read(self, token):
        """Adds a layer; whether what is behind it can be read."""
        if token in SILENT:
            return True
        if "is_fragment" in self.packets[-1] and not self.is_whole and token not in (*TRANSPORTS, *EXTENSIONS):
            # Of a tunnel's first fragment nothing is entered; its whole datagram is.
            return False
        if token == "eth":
            if self.carries or "network" in self.packets[-1] or "source_mac" in self.packets[-1]:
                self.enter(has_link=True)
            self.stations("eth.src", "eth.dst")
        elif token == "sll":
            self.stations("sll.src.eth", None)
        elif token in ("vlan", "ieee8021ad"):
            # Two service tags in a row are one layer of tshark, under other names.
            names = ("ieee8021ad.svid", "ieee8021ad.cvid") if self.is_double(token) else (f"{token}.id",)
            self.packets[-1]["vlans"] += map(self.number, names)
            if token == "ieee8021ad" and self.unnamed > 0:
                self.unnamed -= 1
                self.enter(has_link=True)
                self.stations("ieee8021ah.csrc", "ieee8021ah.cdst")
        elif token in TAGS:
            if self.carries or "network" in self.packets[-1]:
                self.enter()
            if token == "ieee8021ah":
                self.enter(has_link=True)
                self.stations("ieee8021ah.csrc", "ieee8021ah.cdst")
            elif token in ("macsec", "pppoes"):
                self.enter()
            else:
                self.carries = True
        elif token in CARRIERS:
            self.carries = True
        elif token in ("ip", "ipv6", "arp"):
            if self.carries or "network" in self.packets[-1]:
                self.enter()
            return getattr(self, token)()
        elif token in TRANSPORTS:
            return self.transport(token)
        else:
            return token in EXTENSIONS
        return True

    def is_double(self, token):
        return token == "ieee8021ad" and not self.left["ieee8021ad.id"]

    def stations(self, source, destination):
        packet = self.packets[-1]
        for key, field in (("source_mac", source), ("destination_mac", destination)):
            value = self.take(field) if field else None
            if value:
                packet[key] = value

    def ip(self):
        packet = self.packets[-1]
        packet.update(network="ipv4", source_ip=self.take("ip.src"), destination_ip=self.take("ip.dst"),
                      transport=self.number("ip.proto"), fragment_offset=self.number("ip.frag_offset"))
        self.end_chain(packet)
        identification, more = self.take("ip.id"), yes(self.take("ip.flags.mf"))
        if packet["fragment_offset"] is not None:
            packet["fragment_offset"] *= 8
            self.fragment(packet, identification, more)
        return packet["source_ip"] is not None

    def ipv6(self):
        packet = self.packets[-1]
        packet.update(network="ipv6", source_ip=self.take("ipv6.src"), destination_ip=self.take("ipv6.dst"),
                      transport=self.number("ipv6.nxt"), fragment_offset=0)
        self.end_chain(packet)
        return packet["source_ip"] is not None

    def end_chain(self, packet):
        """Walks the next headers to the last one."""
        chain = NEXT if packet["network"] == "ipv6" else {51: NEXT[51]}
        while packet["transport"] in chain:
            header = packet["transport"]
            following = self.number(chain[header])
            if following is None:
                break
            packet["transport"] = following
            if header == 44:
                packet["fragment_offset"] = self.number("ipv6.fraghdr.offset") * 8
                self.fragment(packet, self.take("ipv6.fraghdr.ident"), yes(self.take("ipv6.fraghdr.more")))
                if packet["fragment_offset"] and not self.is_whole:
                    break

    def fragment(self, packet, identification, more):
        if packet["fragment_offset"] or more:
            packet["is_fragment"] = True
            self.fragments.append((packet["network"], packet["source_ip"], packet["destination_ip"],
                                   packet["transport"], identification, tuple(packet["vlans"])))

    def arp(self):
        packet = self.packets[-1]
        packet["network"] = "arp"
        addresses = self.take("arp.src.proto_ipv4"), self.take("arp.dst.proto_ipv4")
        if addresses[0]:
            packet.update(source_ip=addresses[0], destination_ip=addresses[1])
        return False

    def transport(self, token):
        packet = self.packets[-1]
        if packet.get("transport") != TRANSPORTS[token]:
            return False
        if token in ("icmp", "icmpv6"):
            packet.update(icmp_type=self.number(f"{token}.type"), icmp_code=self.number(f"{token}.code"))
            return False
        prefix = "udp" if token == "udplite" else token
        packet.update(source_port=self.number(f"{prefix}.srcport"),
                      destination_port=self.number(f"{prefix}.dstport"))
        length = None
        if token == "tcp":
            length = self.number("tcp.len")
        elif token == "udp":
            length = self.number("udp.length")
            length = length - 8 if length is not None and length >= 8 else None
        if length is not None and not packet.get("is_fragment"):
            packet["payload_length"] = length
        return token in ("udp", "tcp")


PORTS = ("source_port", "destination_port")
CODES = ("icmp_type", "icmp_code")
ENDS = ("source_mac", "destination_mac", "source_ip", "destination_ip", "transport", *PORTS, *CODES)
FRAGMENTED = {"1", "True"}


class Expectation:
    """What Undertick should say of the frames of a file, as far as tshark says it."""

    def __init__(self, path):
        self.alone = tshark(path, False)
        self.whole = None
        if any(set(packet["ip.flags.mf"] + packet["ipv6.fraghdr.more"]) & FRAGMENTED for packet in self.alone):
            self.whole = tshark(path, True)
        self.ports = {}  # of datagrams, by their first fragments

    def layers(self, index):
        """The packets of a frame, in the reading that goes further."""
        alone = Layers(self.alone[index])
        if not alone.fragments or not self.whole:
            return alone

        def reach(layers):
            return len(layers.packets), any(key in layers.packets[-1] for key in PORTS + CODES)

        whole = Layers(self.whole[index], is_whole=True)
        if reach(whole) >= reach(alone):
            return whole
        deepest = alone.packets[-1]
        if deepest.get("fragment_offset") == 0:
            self.ports[alone.fragments[-1]] = {key: deepest[key] for key in PORTS if key in deepest}
        elif "fragment_offset" in deepest:
            # Undertick may have none, where what it remembers was full.
            deepest["remembered"] = self.ports.get(alone.fragments[-1], {})
        return alone

    def difference(self, ours, index):
        """The first field that differs as text, or `None`."""
        found = next(self.differences(ours, index), None)
        if found is None:
            return None
        key, mine, value = found
        fault = f", fault {ours['fault']}" if "fault" in ours else ""
        return f"{key}: ours {mine}, tshark {value}{fault}"

    def differences(self, ours, index):
        frame, layers = self.alone[index], self.layers(index)
        for key, field in (("time", "frame.time_epoch"), ("wire_length", "frame.len"),
                           ("captured_length", "frame.cap_len")):
            value = frame[field][0] if frame[field] else None
            if value is not None and str(ours[key]) != value:
                yield key, ours[key], value
        outers = ours.get("encapsulations", [])
        outermost, deepest = layers.packets[0], {} if layers.is_cut else layers.packets[-1]
        if len(outers) + 1 != len(layers.packets) and not layers.is_cut:
            yield "packets in the frame", len(outers) + 1, len(layers.packets)
        if outers:
            yield from self.compared(outers[0], outermost, ENDS, layers.is_turned)
        if not layers.is_cut:
            yield from self.compared(
                ours, deepest, (*ENDS, "vlans", "network", "fragment_offset", "payload_length"), layers.is_turned)
        for key, value in deepest.get("remembered", {}).items():
            if ours.get(key, value) != value:
                yield f"{key} of the first fragment", ours[key], value

    @staticmethod
    def compared(ours, theirs, keys, is_turned):
        for key in keys:
            value = theirs.get(key, ABSENT if key == "network" else None)
            if value is None or key in ("payload_length", "transport") and "fault" in ours:
                continue
            if is_turned and key in ("source_mac", "destination_mac"):
                continue
            if ours.get(key, ABSENT) != value:
                yield key, ours.get(key, ABSENT), value


def compare(binary, path):
    """A word on the file, and what differs in it."""
    text, error, code = run([binary, "packets", path])
    ours = [json.loads(line) for line in text.splitlines()]
    if code != 0 and not ours:
        return "refused", error.strip().splitlines()[-1] if error.strip() else f"exit {code}"
    expectation = Expectation(path)
    theirs = len(expectation.alone)
    found = re.search(r"Number of packets[^:]*:\s*(\d+)", run(["capinfos", "-M", "-c", path])[0])
    if found and int(found.group(1)) != len(ours):
        return "differs", f"ours {len(ours)} packets, capinfos {found.group(1)}"
    if len(ours) != theirs:
        return "differs", f"ours {len(ours)} packets, tshark {theirs}"
    wrong = []
    for index, mine in enumerate(ours):
        text = expectation.difference(mine, index)
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
