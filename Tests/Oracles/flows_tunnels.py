"""The headers of tunnels: what lies behind them, and where.

Each function looks at a cursor at the start of its header and gives an `Inside`, with the cursor stepped to what it
announces, or None where the carrier is the deepest packet that can be told. `Unreadable` says the same of a header
that is broken. Where only a port or nothing at all says what follows, it has to look like it: `is_ip`, `is_ethernet`.
"""

from typing import NamedTuple

TAGS = {0x8100, 0x88A8, 0x9100, 0x9200, 0x9300}
# EtherTypes that a frame has which nothing announces.
USUAL = TAGS | {0x0800, 0x0806, 0x86DD, 0x8847, 0x8848, 0x8863, 0x8864, 0x8809, 0x888E, 0x88CC, 0x88E5, 0x88E7,
                0x8902, 0x88F7, 0x9000}
IP4, IP6, ARP, MPLS, BRIDGED, PPP = 0x0800, 0x86DD, 0x0806, (0x8847, 0x8848), 0x6558, 0x880B


class Unreadable(Exception):
    """A header is cut, or contradicts itself: what was read before it stands."""


class Inside(NamedTuple):
    """What a header announces."""

    # "ethernet": a frame; "typed": an EtherType and what it names; a number: what that EtherType names; other text:
    # something that is only named, by that link protocol.
    kind: object
    tunnel: int = 0  # the tunnel's own number


def number(data, at, size=2):
    return int.from_bytes(data[at:at + size], "big")


def is_ip(version, data, wire):
    """Whether octets look like an IP packet that fits."""
    if version == 4:
        return len(data) >= 20 and 0x45 <= data[0] <= 0x4F and (data[0] & 15) * 4 <= number(data, 2) <= wire
    return len(data) >= 40 and data[0] >> 4 == 6 and 40 + number(data, 4) <= wire


def is_ethernet(data, wire, is_announced=False):
    """Whether octets look like a frame that fits, of two stations and a usual type unless a port announces it."""
    if len(data) < 14 or data[6] & 1:
        return False
    type = number(data, 12)
    if type < 0x600 and not 3 <= type <= min(1500, wire - 14):
        return False
    if is_announced:
        return True
    stations = {data[:6], data[6:12], bytes(6)}
    return len(stations) == 3 and (type <= 1500 or type in USUAL)


def of_type(type, tunnel):
    """What an EtherType in a tunnel leads to."""
    if type == BRIDGED:
        return Inside("ethernet", tunnel)
    return Inside(type, tunnel) if type in (IP4, IP6, ARP, *MPLS) else None


# In Ethernet


def mpls(cursor):
    """RFC 3032; behind the stack RFC 4928 (IP by its first nibble) and RFC 4448 (a pseudowire's control word)."""
    top = number(cursor.need(4), 0, 4) >> 12
    for _ in range(16):
        is_bottom = cursor.need(4)[2] & 1
        cursor.skip(4)
        if is_bottom:
            break
    else:
        raise Unreadable
    data, wire = cursor.data, cursor.wire
    if is_ip(4, data, wire):
        return Inside(IP4, top)
    if is_ip(6, data, wire):
        return Inside(IP6, top)
    if data[:2] == bytes(2) and is_ethernet(data[4:], wire - 4):
        cursor.skip(4)
        return Inside("ethernet", top)
    return Inside("ethernet", top) if is_ethernet(data, wire) else None


def ppp(data):
    """RFC 1661 and 1662, or Cisco's HDLC: length of the header, protocol, whether it is Cisco's."""
    start = bytes(data[:2])
    is_cisco = start in (b"\x0f\x00", b"\x8f\x00")
    framing = 2 if is_cisco or start == b"\xff\x03" else 0
    if len(data) <= framing or data[framing] == 0xFF and len(data) == 1:
        raise Unreadable
    if data[framing] & 1 and not is_cisco:
        return framing + 1, data[framing], False
    if len(data) < framing + 2:
        raise Unreadable
    return framing + 2, number(data, framing), is_cisco


def ppp_type(protocol, is_cisco):
    """The EtherType of what PPP carries, where it has one."""
    if is_cisco:
        return protocol if protocol in (IP4, IP6, *MPLS) else None
    return {0x21: IP4, 0x57: IP6, 0x281: MPLS[0], 0x283: MPLS[1]}.get(protocol)


def pppoe(cursor):
    """RFC 2516 section 4; only sessions carry anything."""
    data = cursor.need(6)
    if data[0] != 0x11:
        raise Unreadable
    if data[1]:
        return None
    session, length = number(data, 2), number(data, 4)
    cursor.skip(6)
    cursor.limit(length)
    length, protocol, is_cisco = ppp(cursor.data)
    cursor.skip(length)
    name = f"0x{protocol:04x}" if is_cisco else f"ppp {protocol:04x}"
    return Inside(ppp_type(protocol, is_cisco) or name, session)


def macsec(cursor):
    """IEEE 802.1AE clause 9.3, where the frame is only authenticated."""
    data = cursor.need(6)
    control = data[0]
    has_channel = bool(control & 0x20)
    if control & 0x80 or has_channel and control & 0x50 or data[1] >= 48:
        raise Unreadable
    length = 14 if has_channel else 6
    data = cursor.need(length)
    if control & 0x0C:
        return None
    channel, short = number(data, 6, 8) if has_channel else 0, data[1]
    secured = cursor.wire - length - 16
    if secured < 0 or short > secured:
        raise Unreadable
    cursor.skip(length)
    cursor.limit(short or secured)
    return Inside("typed", channel)


def backbone(cursor):
    """IEEE 802.1Q clause 9.7: the customer's addresses follow the tag."""
    service = number(cursor.need(4), 1, 3)
    cursor.skip(4)
    return Inside("ethernet", service)


def fabric_path(cursor):
    """Cisco FabricPath: ten bits of tag, six of TTL."""
    tag = number(cursor.need(2), 0) >> 6
    cursor.skip(2)
    return Inside("ethernet", tag)


def trill(cursor):
    """RFC 6325 section 3."""
    data = cursor.need(6)
    first = number(data, 0)
    if first >> 14:
        raise Unreadable
    length = 6 + (first >> 6 & 31) * 4
    cursor.need(length)
    cursor.skip(length)
    return Inside("ethernet", number(data, 4) << 16 | number(data, 2))


BY_TYPE = {0x8847: mpls, 0x8848: mpls, 0x8864: pppoe, 0x88E5: macsec, 0x88E7: backbone, 0x8903: fabric_path,
           0x22F3: trill}


# In IP


def authentication(cursor):
    """RFC 4302 in IPv4: the protocol behind it, or behind several."""
    for _ in range(4):
        data = cursor.need(12)
        length = (data[1] + 2) * 4
        if not 12 <= length <= cursor.wire:
            raise Unreadable
        cursor.need(length)
        cursor.skip(length)
        if data[0] != 51:
            return data[0]
    raise Unreadable


def ether_ip(cursor):
    """RFC 3378 section 3."""
    if number(cursor.need(2), 0) != 0x3000:
        raise Unreadable
    cursor.skip(2)
    return Inside("ethernet")


def gre_header(data):
    """RFC 2784, 2890, 1701 and 2637: flags, type, length of the header, key, whether there is a sequence number."""
    if len(data) < 4:
        raise Unreadable
    flags, type = number(data, 0), number(data, 2)
    version = flags & 7
    if version > 1 or version == 1 and flags & 0xE000 != 0x2000:
        raise Unreadable
    length, key = 4, None
    if flags & 0xC000:
        length += 4
    if flags & 0x2000:
        key = number(data, length, 4)
        length += 4
    if flags & 0x1000:
        length += 4
    if version == 1 and flags & 0x80:
        length += 4
    if flags & 0x4000:
        for _ in range(16):
            if len(data) < length + 4:
                raise Unreadable
            entry = data[length:length + 4]
            length += 4 + entry[3]
            if entry[:2] == bytes(2) and entry[3] == 0:
                break
        else:
            raise Unreadable
    if len(data) < length:
        raise Unreadable
    return flags, type, length, key, bool(flags & 0x1000)


def gre(cursor):
    flags, type, length, key, is_sequenced = gre_header(cursor.data)
    if flags & 7 == 1:
        if type != PPP or not is_sequenced:
            return None
        return gre_ppp(cursor, length, key >> 16, key & 0xFFFF)
    if type == PPP:
        return gre_ppp(cursor, length, cursor.wire - length, key or 0)
    if type in (0x88BE, 0x22EB):
        return erspan(cursor, type == 0x22EB, length, is_sequenced)
    tunnel = key or 0
    if flags == 0x2000 and type == BRIDGED and key >> 20:
        tunnel = key >> 8  # NVGRE, RFC 7637
    inside = of_type(type, tunnel)
    if inside:
        cursor.skip(length)
    return inside


def gre_ppp(cursor, start, length, tunnel):
    if start + length > cursor.wire:
        raise Unreadable
    cursor.limit(start + length)
    return plain_ppp(cursor, start, tunnel)


def plain_ppp(cursor, start, tunnel):
    """IP or MPLS in PPP; its control, and what it compresses or encrypts, stays the carrier's."""
    try:
        length, protocol, is_cisco = ppp(cursor.data[start:])
    except Unreadable:
        return None
    type = ppp_type(protocol, is_cisco)
    if type is None or is_cisco:
        return None
    cursor.skip(start + length)
    return Inside(type, tunnel)


def erspan(cursor, is_third, start, is_sequenced):
    """draft-foschiano-erspan-03 sections 4.1 to 4.3."""
    if not is_third and not is_sequenced:
        cursor.skip(start)
        return Inside("ethernet")
    length = 12 if is_third else 8
    header = cursor.need(start + length)[start:]
    if header[0] >> 4 != (2 if is_third else 1):
        raise Unreadable
    kind = 0
    if is_third:
        kind = header[10] >> 2 & 31
        length += 8 * (header[11] & 1)
        cursor.need(start + length)
    if kind not in (0, 2):
        return None
    session = number(header, 2) & 0x3FF
    cursor.skip(start + length)
    if kind == 0:
        return Inside("ethernet", session)
    if not cursor.data:
        return None
    return Inside(IP6 if cursor.data[0] >> 4 == 6 else IP4, session)


def session(cursor, number_of, start):
    """An RFC 3931 session's frame, behind a cookie whose length was agreed elsewhere."""
    for cookie in (0, 4, 8, 12):
        if is_ethernet(cursor.data[start + cookie:], cursor.wire - start - cookie):
            cursor.skip(start + cookie)
            return Inside("ethernet", number_of)
    return None


def l2tp_in_ip(cursor):
    if len(cursor.data) < 4 or not number(cursor.data, 0, 4):
        return None
    return session(cursor, number(cursor.data, 0, 4), 4)


BY_PROTOCOL = {
    4: lambda _: Inside(IP4), 41: lambda _: Inside(IP6), 47: gre, 97: ether_ip, 115: l2tp_in_ip,
    137: lambda _: Inside(MPLS[0]), 143: lambda _: Inside("ethernet"),
}


# In UDP


def vxlan(cursor):
    """RFC 7348 section 5, draft-ietf-nvo3-vxlan-gpe-12, draft-smith-vxlan-group-policy-05."""
    data = cursor.data
    if len(data) < 8 or not data[0] & 8:
        return None
    flags, reserved = data[0], data[1:4]
    masks = {0x08: b"\xff\xff\xff", 0x0C: b"\xff\xff\x00", 0x88: b"\xb7\x00\x00"}
    is_exact = flags in masks and not any(a & b for a, b in zip(reserved, masks[flags])) and data[7] == 0
    following = data[3] if flags & 4 and is_exact else 3
    rest, wire, tunnel = data[8:], cursor.wire - 8, number(data, 4, 3)
    inside = None
    if following in (1, 2) and is_ip({1: 4, 2: 6}[following], rest, wire):
        inside = Inside({1: IP4, 2: IP6}[following], tunnel)
    elif following == 3 and is_ethernet(rest, wire, is_announced=is_exact):
        inside = Inside("ethernet", tunnel)
    elif following == 5:
        inside = Inside(MPLS[0], tunnel)
    if inside:
        cursor.skip(8)
    return inside


def geneve(cursor):
    """RFC 8926 section 3.4."""
    data = cursor.data
    if len(data) < 8 or data[0] >> 6 or data[1] & 0x3F or data[7]:
        return None
    length = 8 + (data[0] & 0x3F) * 4
    if len(data) < length:
        return None
    at = 8
    while at < length:
        at += 4 + (data[at + 3] & 31) * 4
    if at != length or data[1] & 0x80:
        return None
    type, rest, wire = number(data, 2), data[length:], cursor.wire - length
    fits = {IP4: lambda: is_ip(4, rest, wire), IP6: lambda: is_ip(6, rest, wire), ARP: lambda: True,
            MPLS[0]: lambda: True, BRIDGED: lambda: is_ethernet(rest, wire, is_announced=True)}
    if type not in fits or not fits[type]():
        return None
    cursor.skip(length)
    return of_type(type, number(data, 4, 3))


def gre_in_udp(cursor):
    """RFC 8086."""
    try:
        flags, type, length, key, _ = gre_header(cursor.data)
    except Unreadable:
        return None
    rest, wire = cursor.data[length:], cursor.wire - length
    fits = (type == IP4 and is_ip(4, rest, wire) or type == IP6 and is_ip(6, rest, wire)
            or type == BRIDGED and is_ethernet(rest, wire))
    if flags & 0x4FFF or not fits:
        return None
    cursor.skip(length)
    return of_type(type, key or 0)


def mpls_in_udp(cursor):
    """RFC 7510, with IP behind the labels."""
    for labels in range(1, 17):
        end = labels * 4
        if end >= len(cursor.data):
            return None
        if cursor.data[end - 2] & 1:
            rest, wire = cursor.data[end:], cursor.wire - end
            return Inside(MPLS[0]) if is_ip(4, rest, wire) or is_ip(6, rest, wire) else None
    return None


def l2tp(cursor):
    """RFC 2661 section 3.1 and RFC 3931 section 4.1.2.1, data messages."""
    data = cursor.data
    if len(data) < 8 and (len(data) < 6 or number(data, 0) & 0xF == 3):
        return None
    flags = number(data, 0)
    if flags == 3 and number(data, 2) == 0:
        return session(cursor, number(data, 4, 4), 8)
    if flags & 0xF != 2 or flags & 0xB4F0:
        return None
    at = 2
    if flags & 0x4000:
        if number(data, 2) != cursor.wire:
            return None
        at = 4
    tunnel = number(data, at, 4)
    at += 4 + (4 if flags & 0x0800 else 0)
    if flags & 0x0200:
        if len(data) < at + 2:
            return None
        at += 2 + number(data, at)
    return plain_ppp(cursor, at, tunnel) if len(data) >= at else None


def teredo(cursor):
    """RFC 4380 section 5.1.1: authentication, then origin indication, then IPv6 of Teredo or of a link."""
    data, at = cursor.data, 0
    if len(data) >= 4 and data[:2] == b"\x00\x01":
        at = 13 + data[2] + data[3]
    if len(data) >= at + 2 and data[at:at + 2] == b"\x00\x00":
        at += 8
    packet = data[at:]
    prefixes = (b"\x20\x01\x00\x00", b"\xfe\x80\x00\x00")
    if not is_ip(6, packet, cursor.wire - at) or not {packet[8:12], packet[24:28]} & set(prefixes):
        return None
    cursor.skip(at)
    return Inside(IP6)


BY_PORT = {4789: vxlan, 4790: vxlan, 8472: vxlan, 6081: geneve, 4754: gre_in_udp, 6635: mpls_in_udp, 1701: l2tp,
           3544: teredo}


def in_udp(source, destination, cursor):
    """What lies in a UDP datagram; two of its tunnels also answer from the port they were asked on."""
    if destination in BY_PORT:
        return BY_PORT[destination](cursor)
    return BY_PORT[source](cursor) if source in (1701, 3544) else None
