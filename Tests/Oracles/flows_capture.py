"""Reads captures: pcap in all its variants and pcapng, plain or compressed by gzip or zstd.

`frames(path)` gives one `Frame` a packet, in file order, up to the end or to the first record that
cannot be read. Nothing here knows of Undertick; the formats are those of libpcap's pcap-savefile(5) and of
draft-ietf-opsawg-pcapng.
"""

import gzip
import struct
import subprocess
import zlib
from typing import Iterator, NamedTuple

LONGEST_FRAME = 262144
LONGEST_BLOCK = 16 << 20
RANGE = (-(1 << 63), (1 << 63) - 1)


class NotACapture(Exception):
    """The file is none, or of a kind that is not read."""


class Frame(NamedTuple):
    """A packet as it was captured."""

    time: int  # nanoseconds since the epoch
    data: bytes  # without a check sequence
    wire: int  # bytes on the wire, check sequence included
    check_sequence: int  # bytes of it
    link: int  # link type


def load(path):
    """The bytes of a file, decompressed as far as that goes."""
    with open(path, "rb") as file:
        data = file.read()
    if data[:2] == b"\x1f\x8b":
        return ungzip(data)
    if data[:4] == b"\x28\xb5\x2f\xfd" or data[1:4] == b"\x2a\x4d\x18" and data[0] & 0xF0 == 0x50:
        return subprocess.run(["zstd", "-dcq"], input=data, capture_output=True, check=False).stdout
    return data


def ungzip(data):
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        pass
    stream = zlib.decompressobj(31)
    out = b""
    try:
        for start in range(0, len(data), 512):
            out += stream.decompress(data[start:start + 512])
    except zlib.error:
        pass
    return out


def frames(path) -> Iterator[Frame]:
    """Every packet of a capture."""
    data = load(path)
    magic = data[:4]
    if magic == b"\x0a\x0d\x0d\x0a" and data[8:12] in (b"\x1a\x2b\x3c\x4d", b"\x4d\x3c\x2b\x1a"):
        order = "<" if data[8] == 0x4D else ">"
        if len(data) >= 16 and struct.unpack_from(order + "HH", data, 12) not in ((1, 0), (1, 2)):
            raise NotACapture
        return pcapng(data)
    kinds = {0xA1B2C3D4: (1000, 16), 0xA1B23C4D: (1, 16), 0xA1B2CD34: (1000, 24)}
    for order in "<>":
        if len(magic) == 4 and struct.unpack(order + "I", magic)[0] in kinds:
            return pcap(data, order, *kinds[struct.unpack(order + "I", magic)[0]])
    raise NotACapture


def pcap(data, order, unit, header):
    if len(data) < 24:
        raise NotACapture
    version = struct.unpack_from(order + "HH", data, 4)
    (field,) = struct.unpack_from(order + "I", data, 20)
    if version not in ((2, 0), (2, 1), (2, 2), (2, 3), (2, 4), (543, 0)) or field & 0x03FF0000:
        raise NotACapture
    check = 4 if field & 0x04000000 and field >> 28 == 2 else 0
    at = 24
    while at + header <= len(data):
        seconds, fraction, captured, wire = struct.unpack_from(order + "IIII", data, at)
        if version == (2, 3) and captured > wire or version not in ((2, 3), (2, 4)):
            captured, wire = wire, captured
        if captured > LONGEST_FRAME or at + header + captured > len(data):
            return
        at += header
        yield frame(seconds * 10**9 + fraction * unit, data[at:at + captured], wire, check, field & 0xFFFF)
        at += captured


def frame(time, data, wire, check, link):
    """A frame, its check sequence cut off as far as it was captured."""
    wire = max(wire, len(data))
    return Frame(time, data[:max(wire - check, 0)], wire, check, link)


def pcapng(data):
    order = "<"
    interfaces = []
    latest = 0
    at = 0
    while at + 12 <= len(data):
        kind, length = struct.unpack_from(order + "II", data, at)
        if kind == 0x0A0D0D0A:
            order = "<" if data[at + 8:at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
            length, magic, major, minor = struct.unpack_from(order + "IIHH", data, at + 4)
            if magic != 0x1A2B3C4D or length < 28 or major != 1 or minor not in (0, 2):
                return
            interfaces = []
        whole = length + 3 & ~3
        if length < 12 or at + whole > len(data):
            return
        (trailer,) = struct.unpack_from(order + "I", data, at + whole - 4)
        if trailer not in (length, whole):
            return
        block = data[at:at + whole]
        if kind in (1, 2, 3, 6) and length > LONGEST_BLOCK:
            return
        if kind == 1:
            if length < 20 or (interface := describe(block, order)) is None:
                return
            interfaces.append(interface)
        elif kind in (2, 6):
            one = packet(block, length, order, kind == 6, interfaces)
            if one is None:
                return
            latest = one.time
            yield one
        elif kind == 3:
            if not interfaces or length < 16:
                return
            link, limit, _, _, check = interfaces[0]
            (wire,) = struct.unpack_from(order + "I", block, 8)
            captured = min(wire, length - 16, limit or LONGEST_BLOCK)
            if captured > LONGEST_FRAME:
                return
            yield frame(latest, block[12:12 + captured], wire, check, link)
        at += whole


def options(block, at, end, order):
    while at + 4 <= end:
        code, length = struct.unpack_from(order + "HH", block, at)
        if code == 0:
            return
        yield code, block[at + 4:at + 4 + length], at + 4 + length > end
        at += 4 + (length + 3 & ~3)


def describe(block, order):
    """Link type, snapshot length, units a second, offset in seconds, check sequence; None if broken."""
    link, _, limit = struct.unpack_from(order + "HHI", block, 8)
    rate, offset, check = 10**6, 0, 0
    for code, value, overruns in options(block, 16, len(block) - 4, order):
        if overruns:
            return None
        if code == 9 and value:
            rate = 2 ** (value[0] & 127) if value[0] & 128 else 10 ** value[0]
        elif code == 13 and value:
            check = 4 if value[0] in (4, 32) else 0
        elif code == 14 and len(value) >= 8:
            (offset,) = struct.unpack_from(order + "q", value)
    return link, limit, rate, offset, check


def packet(block, length, order, is_enhanced, interfaces):
    if length < 32:
        return None
    (number,) = struct.unpack_from(order + ("I" if is_enhanced else "H"), block, 8)
    high, low, captured, wire = struct.unpack_from(order + "IIII", block, 12)
    if number >= len(interfaces) or captured > min(LONGEST_FRAME, length - 32):
        return None
    link, _, rate, offset, check = interfaces[number]
    if is_enhanced:
        for code, value, _ in options(block, 28 + (captured + 3 & ~3), length - 4, order):
            if code == 2 and len(value) == 4:
                octets = struct.unpack(order + "I", value)[0] >> 5 & 15
                if octets:
                    check = 4 if octets in (4, 32) else 0
                break
    time = clamp(clamp((high << 32 | low) * 10**9 // rate) + clamp(offset * 10**9))
    return frame(time, block[28:28 + captured], wire, check, link)


def clamp(number):
    return min(max(number, RANGE[0]), RANGE[1])
