"""Frames below IP: what switches, cards and controllers send on their own segment."""

import ipaddress
import struct

from . import frames
from .frames import mac_bytes

SPANNING_TREE = "01:80:c2:00:00:00"
SLOW_PROTOCOLS = "01:80:c2:00:00:02"
PORT_ACCESS = "01:80:c2:00:00:03"
NEAREST_BRIDGE = "01:80:c2:00:00:0e"
PAUSE = "01:80:c2:00:00:01"
CISCO = "01:00:0c:cc:cc:cc"
CISCO_SHARED_TREE = "01:00:0c:cc:cc:cd"
PRECISION_TIME = "01:1b:19:00:00:00"
INTERMEDIATE_SYSTEMS = "01:80:c2:00:00:14"


def lldp(mac, name, port):
    """LLDP with chassis, port, time to live, name and end, IEEE 802.1AB."""
    def field(kind, content):
        return struct.pack("!H", kind << 9 | len(content)) + content

    body = field(1, b"\x04" + mac_bytes(mac)) + field(2, b"\x05" + port.encode())
    body += field(3, struct.pack("!H", 1200)) + field(5, name.encode()) + field(0, b"")
    return frames.ethernet(NEAREST_BRIDGE, mac, 0x88CC, body)


def lldp_station(mac, name, port):
    """The same of a machine that says it is a station only, IEEE 802.1AB section 8.5.8."""
    def field(kind, content):
        return struct.pack("!H", kind << 9 | len(content)) + content

    body = field(1, b"\x04" + mac_bytes(mac)) + field(2, b"\x05" + port.encode())
    body += field(3, struct.pack("!H", 120)) + field(5, name.encode())
    body += field(6, b"Debian GNU/Linux 12") + field(7, struct.pack("!HH", 0x94, 0x80))
    return frames.ethernet(NEAREST_BRIDGE, mac, 0x88CC, body + field(0, b""))


def cdp(mac, name, port):
    """CDP version 2 with device, port and platform."""
    def field(kind, content):
        return struct.pack("!HH", kind, 4 + len(content)) + content

    body = field(1, name.encode()) + field(3, port.encode()) + field(6, b"cisco WS-C3560X-24P ")
    body += field(4, struct.pack("!I", 0x28))
    message = b"\x02\xb4\x00\x00" + body
    if len(message) % 2:
        raise ValueError("Cisco sums an odd last octet its own way: choose names of even length")
    total = frames.checksum(message)
    return frames.snap(
        CISCO, mac, 0x00000C, 0x2000, message[:2] + struct.pack("!H", total) + message[4:])


def spanning_tree(mac, port, rapid):
    """A configuration message of STP, or a message of RSTP, IEEE 802.1D clause 9.3."""
    bridge = struct.pack("!H", 0x8001) + mac_bytes(mac)
    head = struct.pack("!HBBB", 0, 2 if rapid else 0, 2 if rapid else 0, 0x3C if rapid else 0)
    body = head + bridge + struct.pack("!I", 0) + bridge + struct.pack("!H", 0x8000 | port)
    body += struct.pack("!HHHH", 0, 20 << 8, 2 << 8, 15 << 8) + (b"\0" if rapid else b"")
    return body


def stp(mac, port, rapid=False):
    """Spanning tree as IEEE 802.1D sends it."""
    return frames.llc(SPANNING_TREE, mac, 0x4242, spanning_tree(mac, port, rapid))


def pvst(mac, port, vlan):
    """Spanning tree a VLAN, as Cisco sends it."""
    body = spanning_tree(mac, port, True) + struct.pack("!HHH", 0, 2, vlan)
    return frames.snap(CISCO_SHARED_TREE, mac, 0x00000C, 0x010B, body)


def lacp(mac, partner, port):
    """LACP, IEEE 802.1AX clause 6.4.2.3."""
    def end(kind, system):
        fields = struct.pack("!BBH", kind, 20, 0x8000) + mac_bytes(system)
        return fields + struct.pack("!HHHB", 13, 0x8000, port, 0x3D) + bytes(3)

    body = b"\x01\x01" + end(1, mac) + end(2, partner)
    body += struct.pack("!BBH", 3, 16, 0) + bytes(12) + bytes(2) + bytes(50)
    return frames.ethernet(SLOW_PROTOCOLS, mac, 0x8809, body)


def port_access(mac):
    """An EAPOL start, IEEE 802.1X clause 11."""
    return frames.ethernet(PORT_ACCESS, mac, 0x888E, struct.pack("!BBH", 2, 1, 0))


def precision_time_sync(mac, number, moment):
    """A PTP version 2 sync, IEEE 1588 clause 13; `moment` in nanoseconds since 1970."""
    second, rest = divmod(moment, 1_000_000_000)
    clock = mac_bytes(mac)[:3] + b"\xff\xfe" + mac_bytes(mac)[3:]
    head = struct.pack("!BBHBBHQI", 0, 2, 44, 0, 0, 0, 0, 0)
    body = head + clock + struct.pack("!HHBb", 1, number, 0, 0)
    return frames.ethernet(
        PRECISION_TIME, mac, 0x88F7, body + struct.pack("!HII", 0, second, rest))


def pause(mac, quanta):
    """A PAUSE frame, IEEE 802.3 clause 31B."""
    return frames.ethernet(PAUSE, mac, 0x8808, struct.pack("!HH", 1, quanta))


def loopback(mac, number):
    """A configuration test frame that a port sends to itself, Ethernet 2.0 section 8."""
    return frames.ethernet(mac, mac, 0x9000, struct.pack("<HHH", 0, 1, number))


def intermediate_system(mac, area):
    """An IS-IS hello on a broadcast link, ISO 10589 clause 9.5."""
    system = mac_bytes(mac)
    fields = b"\x01" + bytes([1 + len(area), len(area)]) + area + b"\x81\x01\xcc"
    head = struct.pack("!BBBBBBBB", 0x83, 27, 1, 0, 15, 1, 0, 0)
    body = struct.pack("!B6sHHB6sB", 1, system, 30, 27 + len(fields), 64, system, 1)
    return frames.llc(INTERMEDIATE_SYSTEMS, mac, 0xFEFE, head + body + fields)


def reverse_arp(mac):
    """What a hypervisor sends when a machine has moved: RARP, RFC 903."""
    nobody = ipaddress.ip_address("0.0.0.0")
    return frames.ethernet(frames.BROADCAST, mac, 0x8035, frames.arp(3, mac, nobody, mac, nobody))


def sideband(destination, mac, kind, instance, data=b""):
    """An NC-SI command, DSP0222 section 8.2, with its checksum."""
    head = struct.pack("!BBBBBBH", 0, 1, 0, instance, kind, 0, len(data)) + bytes(8)
    body = (head + data).ljust((len(head) + len(data) + 3) // 4 * 4, b"\0")
    words = struct.unpack(f"!{len(body) // 2}H", body)
    total = -sum(words) % 2**32
    return frames.ethernet(destination, mac, 0x88F8, body + struct.pack("!I", total))
