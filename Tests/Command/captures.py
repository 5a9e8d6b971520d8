"""Capture files in several forms, from the pcap that is given (little-endian)."""

import gzip
import struct


class Capture:
    """The records of a pcap file."""

    def __init__(self, name):
        with open(name, "rb") as file:
            self.data = file.read()
        magic, self.snapshot_length, self.link_type = *struct.unpack_from("<I", self.data), *struct.unpack_from(
            "<II", self.data, 16)
        self.is_nano = magic == 0xA1B23C4D
        if not self.is_nano and magic != 0xA1B2C3D4:
            raise ValueError(f"{name} is no little-endian pcap")
        self.records = []
        at = 24
        while at < len(self.data):
            seconds, fraction, kept, length = struct.unpack_from("<IIII", self.data, at)
            nanoseconds = seconds * 10**9 + fraction * (1 if self.is_nano else 1000)
            self.records.append((nanoseconds, length, self.data[at + 16:at + 16 + kept]))
            at += 16 + kept

    def position(self, seconds):
        """Where in the data the first packet begins that comes so many seconds behind the very first."""
        at = 24
        for nanoseconds, _, data in self.records:
            if nanoseconds - self.records[0][0] >= seconds * 10**9:
                break
            at += 16 + len(data)
        return at

    def pcap(self, records=None, order="<", is_nano=True):
        unit, magic = (1, 0xA1B23C4D) if is_nano else (1000, 0xA1B2C3D4)
        parts = [struct.pack(order + "IHHIIII", magic, 2, 4, 0, 0, self.snapshot_length, self.link_type)]
        for nanoseconds, length, data in self.records if records is None else records:
            seconds, fraction = divmod(nanoseconds, 10**9)
            parts.append(struct.pack(order + "IIII", seconds, fraction // unit, len(data), length) + data)
        return b"".join(parts)

    def pcapng(self, order="<"):
        def block(kind, body):
            body += bytes(-len(body) % 4)
            return struct.pack(order + "II", kind, len(body) + 12) + body + struct.pack(order + "I", len(body) + 12)

        # Option 9 of an interface is its resolution: ten to the power of minus nine.
        parts = [
            block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1)),
            block(1, struct.pack(order + "HHI", self.link_type, 0, self.snapshot_length)
                  + struct.pack(order + "HHB3x", 9, 1, 9) + bytes(4))]
        for nanoseconds, length, data in self.records:
            parts.append(block(6, struct.pack(
                order + "IIIII", 0, nanoseconds >> 32, nanoseconds & 0xFFFFFFFF, len(data), length) + data))
        return b"".join(parts)

    def split(self, count):
        """Files of about the same number of packets, one after the other in time."""
        size = -(-len(self.records) // count)
        return [self.pcap(self.records[at:at + size]) for at in range(0, len(self.records), size)]

    def long(self, members):
        """A compressed capture that takes a while: its first packet again and again, then all of it."""
        beginning = gzip.compress(self.pcap(self.records[:1])[24:] * 400_000, 6)
        return gzip.compress(self.pcap([])) + beginning * members + gzip.compress(self.pcap()[24:], 1)
