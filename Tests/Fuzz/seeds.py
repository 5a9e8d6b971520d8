#!/usr/bin/env python3
"""Makes the fuzzer's first inputs from captures.

    seeds.py OUTPUT FOLDER...

Every pcap file below the folders gives three kinds of inputs, in the forms that Entry.swift describes: the
file itself where it is small, its frames in groups (neighbours together, so that fragments and the
packets of a conversation meet), and the payloads of its Ethernet frames by carrier. Equal inputs are
written once, no input is larger than LARGEST, and the files take turns until there are MOST_INPUTS.
"""

import hashlib
import os
import struct
import sys

LARGEST = 8192
MOST_INPUTS = 20000
GROUP = 8
# The places of link types in FrameInput.linkTypes.
LINK_TYPES = [1, 0, 9, 12, 14, 50, 51, 101, 104, 108, 113, 228, 229, 239, 276, 105]
MAGIC = {b"\xd4\xc3\xb2\xa1": "<", b"\x4d\x3c\xb2\xa1": "<", b"\xa1\xb2\xc3\xd4": ">",
         b"\xa1\xb2\x3c\x4d": ">"}
TAGS = (0x8100, 0x88A8, 0x9100)
UDP, TCP, IP, LINK = range(4)
ETHERTYPE, LLC, SNAP = 1, 2, 3


def frames(data):
    """The link type and the frames of a pcap file; nothing where it is none or is broken."""
    order = MAGIC.get(data[:4])
    if order is None or len(data) < 24:
        return None, []
    link = struct.unpack_from(order + "I", data, 20)[0] & 0xFFFF
    found = []
    position = 24
    while position + 16 <= len(data):
        captured, wire = struct.unpack_from(order + "II", data, position + 8)
        position += 16
        if captured > len(data) - position:
            break
        found.append((data[position:position + captured], wire > captured))
        position += captured
    return link, found


def frame_inputs(link, found):
    """Frames in groups, and each of the first by itself."""
    if link not in LINK_TYPES:
        return
    head = bytes([0, LINK_TYPES.index(link)])
    groups = [found[start:start + GROUP] for start in range(0, len(found), GROUP)]
    for group in groups + [[frame] for frame in found]:
        body = b""
        for frame, cut in group:
            kept = frame[:0x3FFF]
            body += struct.pack("<H", len(kept) | (0x8000 if cut else 0)) + kept
        yield head + body


def payload_input(mode, carrier, number, payload, dissector):
    return bytes([mode, carrier]) + number + bytes([0, dissector]) + payload


def carried(frame):
    """The carrier, its number and the payload of an Ethernet frame; `None` where it is too short."""
    position = 12
    while position + 2 <= len(frame):
        kind = struct.unpack_from(">H", frame, position)[0]
        position += 2
        if kind not in TAGS:
            break
        position += 2
    else:
        return None
    if kind < 0x600:
        body = frame[position:position + kind]
        if body[:3] == b"\xaa\xaa\x03" and len(body) >= 8:
            return LINK, bytes([SNAP]) + body[3:8], body[8:]
        if len(body) < 3:
            return None
        return LINK, bytes([LLC, 0, 0, 0]) + body[:2], body[3:]
    if kind == 0x0800 and len(frame) >= position + 20:
        length = (frame[position] & 15) * 4
        protocol = frame[position + 9]
        end = position + struct.unpack_from(">H", frame, position + 2)[0]
        position += length
    elif kind == 0x86DD and len(frame) >= position + 40:
        protocol = frame[position + 6]
        end = position + 40 + struct.unpack_from(">H", frame, position + 4)[0]
        position += 40
    else:
        return LINK, struct.pack(">BBHH", ETHERTYPE, 0, 0, kind), frame[position:]
    inner = frame[position:end]
    if protocol == 17 and len(inner) >= 8:
        return UDP, inner[:4] + bytes(2), inner[8:]
    if protocol == 6 and len(inner) >= 20:
        return TCP, inner[:4] + bytes(2), inner[(inner[12] >> 4) * 4:]
    return IP, bytes(5) + bytes([protocol]), inner


def payload_inputs(link, found):
    if link != 1:
        return
    for index, (frame, _) in enumerate(found):
        what = carried(frame)
        if what is None or not what[2]:
            continue
        yield payload_input(1, *what, 0)
        yield payload_input(2, *what, index % 256)


def captures(folders):
    for folder in folders:
        for path, names, files in os.walk(folder):
            names.sort()
            for name in sorted(files):
                yield os.path.join(path, name)


def inputs_of(path):
    """All inputs of a file: itself, and then one of each kind in turn, first and last packets early."""
    with open(path, "rb") as file:
        data = file.read(1 << 26)
    link, found = frames(data)
    if found or data[:4] in (b"\x0a\x0d\x0d\x0a", b"\x28\xb5\x2f\xfd") or data[:2] == b"\x1f\x8b":
        yield b"\x03" + data
    kinds = [list(payload_inputs(link, found)), list(frame_inputs(link, found))]
    for position in range(max(map(len, kinds))):
        for kind in kinds:
            if position < len(kind):
                yield kind[-1 - position // 2 if position % 2 else position // 2]


def main(arguments):
    if len(arguments) < 3:
        print(__doc__, file=sys.stderr)
        return 64
    output = arguments[1]
    os.makedirs(output, exist_ok=True)
    for name in os.listdir(output):
        os.unlink(os.path.join(output, name))
    written = set()
    waiting = [inputs_of(path) for path in captures(arguments[2:])]
    while waiting and len(written) < MOST_INPUTS:
        still = []
        for inputs in waiting:
            one = next(inputs, None)
            if one is None:
                continue
            still.append(inputs)
            name = hashlib.sha1(one).hexdigest()
            if len(one) <= LARGEST and name not in written and len(written) < MOST_INPUTS:
                written.add(name)
                with open(os.path.join(output, name), "wb") as file:
                    file.write(one)
        waiting = still
    print(f"{len(written)} seeds")
    return 0 if written else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv))
