"""Frames and packets as bytes: every header, every length field, every checksum."""

import ipaddress
import struct

BROADCAST = "ff:ff:ff:ff:ff:ff"
FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
ICMP, TCP, UDP, ICMPV6 = 1, 6, 17, 58


def mac_bytes(text):
    """The six octets of a hardware address."""
    return bytes.fromhex(text.replace(":", ""))


def checksum(data):
    """The Internet checksum, RFC 1071."""
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ethernet(destination, source, ether_type, payload, vlan=None):
    """An Ethernet II frame without check sequence, padded to the 60 octets of the standard.

    `vlan`: an identifier, or two: a provider's (IEEE 802.1ad) and the one inside of it.
    """
    identifiers = () if vlan is None else (vlan,) if isinstance(vlan, int) else vlan
    kinds = (0x88A8,) * (len(identifiers) - 1) + (0x8100,)
    tags = b"".join(struct.pack("!HH", *tag) for tag in zip(kinds, identifiers))
    head = mac_bytes(destination) + mac_bytes(source) + tags + struct.pack("!H", ether_type)
    return (head + payload).ljust(60 + len(tags), b"\0")


def llc(destination, source, pair, payload):
    """An IEEE 802.3 frame with an LLC header: unnumbered information, `pair` is DSAP and SSAP."""
    body = struct.pack("!HB", pair, 3) + payload
    head = mac_bytes(destination) + mac_bytes(source) + struct.pack("!H", len(body))
    return (head + body).ljust(60, b"\0")


def snap(destination, source, organization, protocol, payload):
    """An IEEE 802.3 frame with LLC and SNAP."""
    identifier = organization.to_bytes(3, "big") + struct.pack("!H", protocol)
    return llc(destination, source, 0xAAAA, identifier + payload)


def pseudo_header(source, destination, protocol, length):
    """What TCP, UDP and ICMPv6 add to their checksum: RFC 9293 3.1, RFC 8200 8.1."""
    if source.version == 4:
        return source.packed + destination.packed + struct.pack("!BBH", 0, protocol, length)
    return source.packed + destination.packed + struct.pack("!II", length, protocol)


def ip(source, destination, protocol, payload, time_to_live, identification=0, keep_whole=True):
    """An IPv4 or IPv6 packet, by the version of its addresses."""
    if source.version == 6:
        head = struct.pack("!IHBB", 6 << 28, len(payload), protocol, time_to_live)
        return head + source.packed + destination.packed + payload
    flags = 0x4000 if keep_whole else 0
    fields = struct.pack(
        "!BBHHHBB", 0x45, 0, 20 + len(payload), identification, flags, time_to_live, protocol)
    ends = source.packed + destination.packed
    return fields + struct.pack("!H", checksum(fields + b"\0\0" + ends)) + ends + payload


def tcp(source, destination, ports, sequence, acknowledgment, flags, window, options, data):
    """A TCP segment, RFC 9293 section 3.1; `options` must fill whole words."""
    offset = (5 + len(options) // 4) << 4
    numbers = (sequence % 2**32, acknowledgment % 2**32)
    head = struct.pack("!HHIIBBHHH", *ports, *numbers, offset, flags, window, 0, 0)
    segment = head + options + data
    total = checksum(pseudo_header(source, destination, TCP, len(segment)) + segment)
    return segment[:16] + struct.pack("!H", total) + segment[18:]


def udp(source, destination, ports, data):
    """A UDP datagram, RFC 768."""
    datagram = struct.pack("!HHHH", *ports, 8 + len(data), 0) + data
    total = checksum(pseudo_header(source, destination, UDP, len(datagram)) + datagram)
    return datagram[:6] + struct.pack("!H", total or 0xFFFF) + datagram[8:]


def icmp(kind, code, rest, data):
    """An ICMP message, RFC 792; `rest` is the second word of the header."""
    message = struct.pack("!BBHI", kind, code, 0, rest) + data
    return message[:2] + struct.pack("!H", checksum(message)) + message[4:]


def icmpv6(source, destination, kind, code, rest, data):
    """An ICMPv6 message, RFC 4443."""
    message = struct.pack("!BBHI", kind, code, 0, rest) + data
    total = checksum(pseudo_header(source, destination, ICMPV6, len(message)) + message)
    return message[:2] + struct.pack("!H", total) + message[4:]


def arp(operation, sender_mac, sender, target_mac, target):
    """An ARP packet for IPv4 on Ethernet, RFC 826; RARP has operations 3 and 4 (RFC 903)."""
    head = struct.pack("!HHBBH", 1, 0x0800, 6, 4, operation)
    ends = mac_bytes(sender_mac) + sender.packed + mac_bytes(target_mac) + target.packed
    return head + ends


def group_mac(address):
    """The hardware address of a multicast or broadcast address: RFC 1112 6.4, RFC 2464 7."""
    if address.version == 6:
        low = address.packed[-4:].hex(":")
        return f"33:33:{low}"
    if address == ipaddress.ip_address("255.255.255.255"):
        return BROADCAST
    low = bytes([address.packed[1] & 0x7F]) + address.packed[2:]
    return f"01:00:5e:{low.hex(':')}"
