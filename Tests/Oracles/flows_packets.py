"""Reads frames: link layer, tags, IP with its extension headers, the transport's header, and what lies in it.

`Reader.read(frame)` gives the `Packet` values that a frame counts for: those that carry others first, the deepest
one last. What leads to what stands in three places: `LINKS` by link type, `Reader.network` by EtherType,
`Reader.transport` by IP protocol. The headers of tunnels are in flows_tunnels.py, datagrams that came in fragments
in flows_fragments.py.
"""

from dataclasses import dataclass, field

import flows_tunnels as tunnels
from flows_fragments import Datagrams

TAGS = {0x8100, 0x88A8, 0x9100, 0x9200, 0x9300}
EXTENSIONS = {0, 43, 44, 51, 60, 135, 139, 140}
IP = {4: 0x0800, 6: 0x86DD}
MPLS = (0x8847, 0x8848)
DEEPEST = 8  # packets around another one
Unreadable = tunnels.Unreadable
number = tunnels.number


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
    has_header: bool = False  # that of TCP, in the packet's own frame
    depth: int = 0  # packets around it
    tunnel: int = 0  # the number of the tunnel that it lies in
    start: int = None  # where its network header starts
    is_finished: bool = False
    carrier: object = None  # the packet around it that counts too
    conversation: object = None

    def finish(self, cursor):
        """What is left is the payload."""
        if not self.is_finished:
            self.is_finished = True
            self.payload = cursor.wire
            if self.version:
                self.ip_length = cursor.at - self.start + cursor.wire


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
    length, protocol, is_cisco = tunnels.ppp(cursor.data)
    packet.link = ethertype(protocol) if is_cisco else f"ppp {protocol:04x}"
    cursor.skip(length)
    return tunnels.ppp_type(protocol, is_cisco)


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


def raw(cursor, packet):
    return IP[6] if cursor.data[:1] and cursor.data[0] >> 4 == 6 else IP[4]


LINKS = {
    0: loopback, 1: ethernet, 9: ppp, 12: raw, 14: raw, 50: ppp, 51: lambda *_: 0x8864, 101: raw, 104: ppp,
    108: loopback, 113: cooked(16), 228: lambda *_: IP[4], 229: lambda *_: IP[6], 239: nflog,
    276: cooked(20),
}


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


class Reader:
    """Reads one frame after the other; remembers fragments."""

    def __init__(self):
        self.datagrams = Datagrams()
        self.packets = []  # of the frame, outermost first
        self.whole_at = None  # how deep the datagram lies that is being read

    def read(self, frame):
        """The packets that a frame counts for, outermost first."""
        packet = Packet(frame.time, frame.wire)
        self.packets = [packet]
        cursor = Cursor(frame.data, max(frame.wire - frame.check_sequence, 0))
        try:
            layer = LINKS.get(frame.link)
            if layer and (type := layer(cursor, packet)) is not None:
                self.network(type, cursor, packet)
        except Unreadable:
            pass
        packet.finish(cursor)
        *outers, deepest = self.packets
        # What has neither addresses of IP nor a station of its own is part of what it carries.
        counted = [each for each in outers if each.version or each.source_mac != deepest.source_mac] + [deepest]
        for carrier, each in zip(counted, counted[1:]):
            each.carrier = carrier
        return counted

    def enter(self, inside, cursor, outer):
        """Reads the packet that another one carries; where it cannot start there, the other one is the deepest."""
        data = cursor.data
        shortest = {"ethernet": 14, "typed": 2, IP[4]: 20, IP[6]: 40}.get(inside.kind, 0)
        if outer.depth == DEEPEST or len(data) < shortest:
            raise Unreadable
        if inside.kind == IP[4] and not 0x45 <= data[0] <= 0x4F or inside.kind == IP[6] and data[0] >> 4 != 6:
            raise Unreadable
        outer.finish(cursor)
        packet = Packet(outer.time, outer.wire, depth=outer.depth + 1, tunnel=inside.tunnel)
        if inside.kind != "ethernet":
            packet.source_mac, packet.destination_mac = outer.source_mac, outer.destination_mac
            packet.vlans = list(outer.vlans)
        self.packets.append(packet)
        try:
            type = inside.kind
            if type == "ethernet":
                type = ethernet(cursor, packet)
            elif type == "typed":
                type = number(data, 0)
                cursor.skip(2)
                type = tags(type, cursor, packet)
            elif isinstance(type, str):
                packet.link, type = type, None
            if type is not None:
                self.network(type, cursor, packet)
        except Unreadable:
            pass
        packet.finish(cursor)

    def network(self, type, cursor, packet):
        packet.link = ethertype(type)
        packet.start = cursor.at
        if type == IP[4]:
            self.ipv4(cursor, packet)
        elif type == IP[6]:
            self.ipv6(cursor, packet)
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
        elif type in tunnels.BY_TYPE and (inside := tunnels.BY_TYPE[type](cursor)):
            self.enter(inside, cursor, packet)

    def ipv4(self, cursor, packet):
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
        identification, fragment = number(data, 4), number(data, 6)
        cursor.skip(length)
        if fragment & 0x3FFF:
            self.fragment(cursor, packet, identification, (fragment & 0x1FFF) * 8, bool(fragment & 0x2000))
        else:
            self.transport(cursor, packet)

    def ipv6(self, cursor, packet):
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
        self.extensions(cursor, packet, length)

    def extensions(self, cursor, packet, payload_length, count=0):
        """Steps over the headers between IPv6 and the transport, and reads that."""
        while packet.version == 6 and packet.protocol in EXTENSIONS:
            if count == 16:
                raise Unreadable
            count += 1
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
            fragment, identification = number(data, 2), number(data, 4, 4)
            cursor.skip(length)
            if kind == 44 and fragment & 0xFFF9:
                return self.fragment(
                    cursor, packet, identification, fragment & 0xFFF8, bool(fragment & 1), payload_length, count)
        return self.transport(cursor, packet)

    def fragment(self, cursor, packet, identification, offset, is_more, payload_length=0, count=0):
        """Reads what a fragment has of the transport's header, or the datagram that it completes."""
        # A fragment, or what was put together, may hold other fragments only in a tunnel.
        if packet.is_fragment or self.whole_at == packet.depth:
            return None if offset else self.extensions(cursor, packet, payload_length, count)
        packet.is_fragment, packet.is_later_fragment = True, offset != 0
        key = (packet.version, packet.source, packet.destination, packet.protocol if packet.version == 4 else None,
               identification, tuple(packet.vlans[:5]), len(packet.vlans), packet.depth, packet.tunnel)
        datagram, whole = self.datagrams.add(key, packet.time, cursor, offset, is_more, packet.protocol)
        if whole is not None:
            return self.whole(whole, datagram.protocol, cursor, packet)
        if offset:
            if datagram and datagram.ports:
                packet.protocol, packet.ports = datagram.ports
            return None
        try:
            return self.extensions(cursor, packet, payload_length, count)
        finally:
            if datagram and packet.ports and not datagram.ports:
                datagram.ports = packet.protocol, packet.ports

    def whole(self, data, protocol, cursor, packet):
        """Reads a datagram; its last fragment counts as what it is itself."""
        packet.finish(cursor)
        flags = packet.is_fragment, packet.is_later_fragment
        packet.is_fragment = packet.is_later_fragment = False
        packet.protocol = protocol
        before, self.whole_at = self.whole_at, packet.depth
        try:
            self.extensions(Cursor(data, len(data)), packet, 1)
        except Unreadable:
            pass
        self.whole_at = before
        packet.is_fragment, packet.is_later_fragment = flags
        packet.has_header = False

    def transport(self, cursor, packet):
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
            packet.has_header = True
            cursor.skip(length)
        elif kind == 17:
            length = number(cursor.need(8), 4)
            if length >= 8 and (length <= cursor.wire or packet.is_fragment):
                cursor.limit(length)
            cursor.skip(8)
            # Of a tunnel's first fragment nothing is entered; its whole datagram is.
            if not packet.is_fragment and (inside := tunnels.in_udp(*packet.ports, cursor)):
                self.enter(inside, cursor, packet)
        elif kind in (132, 136):
            length = 12 if kind == 132 else 8
            cursor.need(length)
            cursor.skip(length)
        elif kind in (1, 58):
            data = cursor.need(4)
            packet.ports = (data[0], data[1])
            cursor.skip(4)
        elif packet.is_fragment:
            pass
        elif kind == 51:
            packet.protocol = tunnels.authentication(cursor)
            self.transport(cursor, packet)
        elif kind in tunnels.BY_PROTOCOL and (inside := tunnels.BY_PROTOCOL[kind](cursor)):
            self.enter(inside, cursor, packet)
