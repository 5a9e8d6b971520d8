"""Puts datagrams together: RFC 791 section 3.2, RFC 8200 section 4.5, RFC 5722 for what overlaps."""

WAIT = 60 * 10**9  # from the first fragment that arrived
PIECES = 64  # that wait of one datagram


class Datagram:
    """The fragments of one datagram that have arrived, octet by octet."""

    def __init__(self, start):
        self.start = start
        self.data = bytearray()
        self.present = bytearray()  # 1 for each octet that is there
        self.length = None
        self.protocol = None  # what the first fragment says follows
        self.ports = None  # protocol and ports that the first fragment says
        self.is_given_up = False

    def put(self, octets, offset, is_more, forbids_overlap):
        """Adds octets; what came first stays."""
        end = offset + len(octets)
        if self.length is not None and (end > self.length or not is_more and end != self.length):
            self.is_given_up = True
            return
        if not is_more:
            if end < len(self.data):
                self.is_given_up = True
                return
            self.length = end
        missing = max(0, end - len(self.data))
        self.data += bytes(missing)
        self.present += bytes(missing)
        there = self.present[offset:end]
        is_same = self.data[offset:end] == octets
        if any(there) and not (all(there) and is_same) and forbids_overlap:
            self.is_given_up = True
            return
        for at, octet in enumerate(octets, offset):
            if not self.present[at]:
                self.data[at], self.present[at] = octet, 1
        pieces = bytes(self.present).split(b"\x00")
        if not self.is_complete() and sum(map(bool, pieces)) >= PIECES:
            self.is_given_up = True

    def is_complete(self):
        return self.protocol is not None and len(self.data) == self.length and all(self.present)


class Datagrams:
    """Those that are not whole yet."""

    def __init__(self):
        self.waiting = {}

    def add(self, key, time, cursor, offset, is_more, protocol):
        """The datagram of a fragment (none where the fragment cannot be one), and its octets once it is whole."""
        length = cursor.wire
        if length <= 0 or offset + length > 65535 or is_more and length % 8:
            return None, None
        datagram = self.waiting.get(key)
        if datagram is None or time - datagram.start >= WAIT:
            datagram = self.waiting[key] = Datagram(time)
        if offset == 0 and datagram.protocol is None:
            datagram.protocol = protocol
        if datagram.is_given_up:
            return datagram, None
        if len(cursor.data) != length:
            datagram.is_given_up = True
            return datagram, None
        datagram.put(cursor.data, offset, is_more, forbids_overlap=key[0] == 6)
        if datagram.is_given_up or not datagram.is_complete():
            return datagram, None
        del self.waiting[key]
        return datagram, bytes(datagram.data)
