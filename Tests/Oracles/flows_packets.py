"""Reads frames: link layer, tags, IP with its extension headers, and the transport's header.

`read(frame)` gives a `Packet`. What encapsulates further (tunnels, PPPoE, MPLS) is the payload of its carrier.
What leads to what stands in three places: `LINKS` by link type, `network` by EtherType, `transport` by IP
protocol.
"""

from dataclasses import dataclass, field

TAGS = {0x8100, 0x88A8, 0x9100, 0x9200, 0x9300}
EXTENSIONS = {0, 43, 44, 51, 60, 135, 139, 140}
IP = {4: 0x0800, 6: 0x86DD}


class Unreadable(Exception):
    """A header is cut, or contradicts itself: what was read before it stands."""


@dataclass
class Packet:
    """What a flow needs to know of a frame."""

    time: int
    wire: int
    source_mac: bytes = bytes(6)
    destination_mac: bytes = bytes(6)
    vlans: list = field(default_factory=list)
    link: str = ""  # as link_protocol in the output
    version: int = 0  # of IP
    source: bytes = b""
    destination: bytes = b""
    protocol: int = 0
    hop_limit: int = 0
    ports: tuple = None
    is_fragment: bool = False
    is_later_fragment: bool = False
    ip_length: int = 0
    payload: int = 0
    tcp: tuple = None  # flags, sequence, acknowledgment, window


class Cursor:
    """What is left of a frame: captured bytes, and how many there were on the wire."""

    def __init__(self, data, wire):
        self.data, self.wire, self.at = data, wire, 0

    def need(self, count):
        if len(self.data) < count:
            raise Unreadable
        return self.data

    def skip(self, count):
        """Steps over a header; what the capture cut of it is not counted."""
        self.at += min(count, len(self.data))
        self.data = self.data[count:]
        self.wire -= count

    def limit(self, length):
        if length < self.wire:
            self.data, self.wire = self.data[:length], length


def number(data, at, size=2):
    return int.from_bytes(data[at:at + size], "big")


def read(frame):
    """The packet of a frame."""
    packet = Packet(frame.time, frame.wire)
    cursor = Cursor(frame.data, max(frame.wire - frame.check_sequence, 0))
    start = None
    try:
        layer = LINKS.get(frame.link)
        if layer and (type := layer(cursor, packet)) is not None:
            packet.link = ethertype(type)
            start = cursor.at
            network(type, cursor, packet)
    except Unreadable:
        pass
    packet.payload = cursor.wire
    if packet.version:
        packet.ip_length = cursor.at - start + cursor.wire
    return packet


def ethertype(type):
    return f"0x{type:04x}"


def ethernet(cursor, packet):
    data = cursor.need(14)
    packet.destination_mac, packet.source_mac = data[:6], data[6:12]
    type = number(data, 12)
    cursor.skip(14)
    return tags(type, cursor, packet)


def tags(type, cursor, packet):
    count = 0
    while True:
        if type < 0x600:
            if type > 1500:
                packet.link = ethertype(type)
                raise Unreadable
            cursor.limit(type)
            type = llc(cursor, packet)
            if type is None:
                return None
        packet.link = ethertype(type)
        if type not in TAGS:
            return type
        if count == 16:
            raise Unreadable
        data = cursor.need(4)
        count += 1
        packet.vlans.append(number(data, 0) & 0xFFF)
        type = number(data, 2)
        cursor.skip(4)


def llc(cursor, packet):
    data = cursor.need(3)
    pair = data[:2]
    is_unnumbered = data[2] & 3 == 3
    if pair == b"\xaa\xaa" and is_unnumbered:
        data = cursor.need(8)
        organization, type = number(data, 3, 3), number(data, 6)
        packet.link = f"snap {organization:06x}/{type:04x}"
        cursor.skip(8)
        return type if organization in (0, 0xF8) and type >= 0x600 else None
    length = 0 if pair == b"\xff\xff" else 3 if is_unnumbered else 4
    cursor.need(length)
    packet.link = f"llc {pair[0]:02x}/{pair[1]:02x}"
    cursor.skip(length)
    return None


def cooked(length):
    def read_cooked(cursor, packet):
        data = cursor.need(length)
        first = length == 16
        size = number(data, 4) if first else data[11]
        if size == 6:
            packet.source_mac = data[6:12] if first else data[12:18]
        type = number(data, 14 if first else 0)
        cursor.skip(length)
        if type == 1:
            packet.link = "llc ff/ff"
            return None
        if type == 4:
            type = llc(cursor, packet)
            return None if type is None else tags(type, cursor, packet)
        if type < 0x600:
            packet.link = ethertype(type)
            return None
        return tags(type, cursor, packet)

    return read_cooked


def loopback(cursor, packet):
    family = number(cursor.need(4), 0, 4)
    swapped = int.from_bytes(family.to_bytes(4, "little"), "big")
    if family > 0xFFFF >= swapped:
        family = swapped
    packet.link = f"family {family & 0xFFFFFFFFFF}"
    cursor.skip(4)
    return IP[4] if family == 2 else IP[6] if family in (10, 24, 28, 30) else None


def ppp(cursor, packet):
    data = cursor.data
    start = data[:2]
    is_cisco = start in (b"\x0f\x00", b"\x8f\x00")
    framing = 2 if is_cisco or start == b"\xff\x03" else 0
    data = cursor.need(framing + 1)
    if data[framing] == 0xFF and len(data) == 1:
        raise Unreadable
    if data[framing] & 1 and not is_cisco:
        protocol, length = data[framing], framing + 1
    else:
        cursor.need(framing + 2)
        protocol, length = number(data, framing), framing + 2
    packet.link = ethertype(protocol) if is_cisco else f"ppp {protocol:04x}"
    cursor.skip(length)
    if is_cisco:
        return protocol if protocol in IP.values() else None
    return {0x21: IP[4], 0x57: IP[6]}.get(protocol)


def nflog(cursor, packet):
    data = cursor.need(4)
    if data[1]:
        raise Unreadable
    packet.link = f"family {data[0]}"
    type = {2: IP[4], 10: IP[6]}.get(data[0])
    if type is None:
        return None
    cursor.skip(4)
    while cursor.wire > 0:
        data = cursor.need(4)
        order = "little" if number(data, 2) > 0xFF else "big"
        length = int.from_bytes(data[:2], order)
        if length < 4 or length > cursor.wire:
            raise Unreadable
        if int.from_bytes(data[2:4], order) == 9:
            cursor.limit(length)
            cursor.skip(4)
            return type
        cursor.skip(min(length + 3 & ~3, cursor.wire))
    return None


def pppoe_session(cursor, packet):
    packet.link = "0x8864"


def raw(cursor, packet):
    return IP[6] if cursor.data[:1] and cursor.data[0] >> 4 == 6 else IP[4]


LINKS = {
    0: loopback, 1: ethernet, 9: ppp, 12: raw, 14: raw, 50: ppp, 51: pppoe_session, 101: raw, 104: ppp,
    108: loopback, 113: cooked(16), 228: lambda *_: IP[4], 229: lambda *_: IP[6], 239: nflog,
    276: cooked(20),
}


def network(type, cursor, packet):
    if type == IP[4]:
        ipv4(cursor, packet)
    elif type == IP[6]:
        ipv6(cursor, packet)
    elif type in (0x0806, 0x8035):
        data = cursor.need(8)
        hardware, protocol = data[4], data[5]
        if number(data, 0) == 1 and hardware != 6 or number(data, 2) == 0x0800 and protocol != 4:
            raise Unreadable
        length = 8 + 2 * (hardware + protocol)
        if len(data) < length:
            raise Unreadable
        cursor.limit(length)
        cursor.skip(length)


def ipv4(cursor, packet):
    data = cursor.need(20)
    length, total = (data[0] & 15) * 4, number(data, 2)
    if data[0] >> 4 != 4 or length < 20:
        raise Unreadable
    packet.version, packet.hop_limit, packet.protocol = 4, data[8], data[9]
    packet.source, packet.destination = data[12:16], data[16:20]
    if total:
        if total < length:
            raise Unreadable
        cursor.limit(total)
    if length > cursor.wire:
        raise Unreadable
    fragment = number(data, 6)
    cursor.skip(length)
    packet.is_fragment = fragment & 0x3FFF != 0
    packet.is_later_fragment = fragment & 0x1FFF != 0
    if not packet.is_later_fragment:
        transport(cursor, packet)


def ipv6(cursor, packet):
    data = cursor.need(40)
    if data[0] >> 4 != 6:
        raise Unreadable
    length = number(data, 4)
    packet.version, packet.protocol, packet.hop_limit = 6, data[6], data[7]
    packet.source, packet.destination = data[8:24], data[24:40]
    cursor.skip(40)
    if length:
        cursor.limit(length)
    elif packet.protocol == 59:
        cursor.limit(0)
    for count in range(17):
        if packet.protocol not in EXTENSIONS:
            break
        if count == 16:
            raise Unreadable
        if extension(cursor, packet, length):
            return
    transport(cursor, packet)


def extension(cursor, packet, payload_length):
    """Steps over a header; whether it is of a fragment that is not the first."""
    data = cursor.need(8)
    kind = packet.protocol
    length = 8 if kind == 44 else (data[1] + 2) * 4 if kind == 51 else (data[1] + 1) * 8
    if length > cursor.wire or kind == 51 and length < 12:
        raise Unreadable
    data = cursor.need(length)
    if kind == 0:
        jumbo = jumbo_length(data[2:length])
        if jumbo and payload_length == 0 and jumbo > 65535:
            cursor.limit(jumbo)
    packet.protocol = data[0]
    fragment = number(data, 2)
    cursor.skip(length)
    if kind == 44 and fragment & 0xFFF9:
        packet.is_fragment = True
        packet.is_later_fragment = fragment & 0xFFF8 != 0
        return packet.is_later_fragment
    return False


def jumbo_length(options):
    found = None
    at = 0
    while at < len(options):
        if options[at] == 0:
            at += 1
            continue
        if at + 2 > len(options) or at + 2 + options[at + 1] > len(options):
            break
        if options[at] == 0xC2 and options[at + 1] == 4:
            found = number(options, at + 2, 4)
        at += 2 + options[at + 1]
    return found


def transport(cursor, packet):
    kind = packet.protocol
    data = cursor.data
    if kind in (6, 17, 132, 136) and len(data) >= 4:
        packet.ports = (number(data, 0), number(data, 2))
    if kind == 6:
        data = cursor.need(20)
        length = (data[12] >> 4) * 4
        if not 20 <= length <= cursor.wire:
            raise Unreadable
        packet.tcp = (data[13], number(data, 4, 4), number(data, 8, 4), number(data, 14))
        cursor.skip(length)
    elif kind == 17:
        length = number(cursor.need(8), 4)
        if length >= 8 and (length <= cursor.wire or packet.is_fragment):
            cursor.limit(length)
        cursor.skip(8)
    elif kind == 132:
        cursor.need(12)
        cursor.skip(12)
    elif kind == 136:
        cursor.need(8)
        cursor.skip(8)
    elif kind in (1, 58):
        data = cursor.need(4)
        packet.ports = (data[0], data[1])
        cursor.skip(4)
