"""Packets in tunnels and in fragments, as they are printed."""

import struct

from harness import check, equal, run, write

OUTER = "020000000002" "020000000001" "0800"
INNER = "020000000004" "020000000003"


def ipv4(source, destination, payload, identification=1, fragment=0):
    """An IPv4 packet of UDP between two hosts of 10.0.0.0/24."""
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(payload), identification, fragment, 64, 17, 0) + bytes(
        (10, 0, 0, source, 10, 0, 0, destination)) + payload


def udp(source, destination, payload):
    return struct.pack(">HHHH", source, destination, 8 + len(payload), 0) + payload


def capture(name, frames):
    """A file of frames, one a second."""
    parts = [struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)]
    for second, frame in enumerate(frames):
        parts.append(struct.pack("<IIII", second, 0, len(frame), len(frame)) + frame)
    return write(name, b"".join(parts))


# A question for the addresses of example.test.
QUESTION = struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + b"\x07example\x04test\x00" + struct.pack(">HH", 1, 1)


@check
def tunnel():
    inner = bytes.fromhex(INNER) + struct.pack(">HHH", 0x8100, 5, 0x0800) + ipv4(3, 4, udp(50000, 53, QUESTION))
    vxlan = struct.pack(">II", 0x08000000, 123 << 8) + inner
    name = capture("vxlan.pcap", [bytes.fromhex(OUTER) + ipv4(1, 2, udp(49152, 4789, vxlan))])
    (line,) = run("packets", name).ended(0).lines()
    equal(line["encapsulations"], [{
        "type": "vxlan", "identifier": 123, "source_mac": "02:00:00:00:00:01", "destination_mac": "02:00:00:00:00:02",
        "source_ip": "10.0.0.1", "destination_ip": "10.0.0.2", "transport": 17, "source_port": 49152,
        "destination_port": 4789}], "what is around the packet")
    equal(line["layers"], ["ethernet", "ipv4", "udp", "vxlan", "ethernet", "vlan", "ipv4", "udp", "dns"], "the layers")
    equal([line["source_mac"], line["source_ip"], line["source_port"], line["destination_port"], line["vlans"]],
          ["02:00:00:00:00:03", "10.0.0.3", 50000, 53, [5]], "the deepest packet")
    equal(line["message"]["protocol"], "dns", "the message")
    flows = run("flows", name).ended(0).lines()
    (around,) = [flow for flow in flows if flow["id.resp_p"] == 4789]
    (inside,) = [flow for flow in flows if flow["id.resp_p"] == 53]
    equal(inside["tunnel_parents"], [around["uid"]], "the conversation around the inner one")
    equal("tunnel_parents" in around, False, "that the outer one has one around it")


@check
def fragments():
    datagram = udp(50000, 53, QUESTION)
    frames = [
        bytes.fromhex(OUTER) + ipv4(1, 2, datagram[at:at + 16], 9, at // 8 | (0x2000 if at + 16 < len(datagram) else 0))
        for at in range(0, len(datagram), 16)]
    lines = run("packets", capture("fragments.pcap", frames)).ended(0).lines()
    equal([line["fragment_offset"] for line in lines], [0, 16, 32], "the offsets")
    equal([line["destination_port"] for line in lines], [53] * 3, "the ports")
    equal([line.get("message", {}).get("protocol") for line in lines], [None, None, "dns"], "the messages")
    equal(lines[-1]["layers"], ["ethernet", "ipv4", "udp", "dns"], "the layers of the last")
    # The second fragment is missing: nothing is made up.
    lines = run("packets", capture("missing.pcap", frames[:1] + frames[2:])).ended(0).lines()
    equal(["message" in line for line in lines], [False, False], "the messages of what is not whole")
    # The same in a tunnel that came in fragments itself, read from the whole.
    gre = struct.pack(">HH", 0, 0x0800) + ipv4(3, 4, datagram)
    parts = [ipv4(1, 2, gre[at:at + 40], 10, at // 8 | (0x2000 if at + 40 < len(gre) else 0))
             for at in range(0, len(gre), 40)]
    # Byte 9 of an IPv4 header is the protocol: 47 is GRE.
    parts = [bytes.fromhex(OUTER) + part[:9] + b"\x2f" + part[10:] for part in parts]
    line = run("packets", capture("tunnel.pcap", parts)).ended(0).lines()[-1]
    equal([each["type"] for each in line["encapsulations"]], ["gre"], "what is around the whole")
    equal([line["source_ip"], line["destination_port"], line["payload_length"], line["ipv4"]["total_length"]],
          ["10.0.0.3", 53, len(QUESTION), 28 + len(QUESTION)], "the packet inside the whole")
