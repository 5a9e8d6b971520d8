"""Machines, their conversations, and the recording of both."""

import contextlib
import ipaddress
import random
import struct

from . import frames
from .frames import ACK, FIN, PSH, RST, SYN

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
START = 1_767_571_200 * SECOND  # 2026-01-05T00:00:00Z, a Monday
SEGMENT = 1460


def seconds(value):
    """Seconds as nanoseconds, rounded to a microsecond so that no last bit of a float shows."""
    return round(value * 1_000_000) * 1000


class Machine:
    """One machine: what the inventory knows, and how its IP stack looks."""

    def __init__(self, name, mac, address, role=None, vendor="", tags="", hops=0, ttl=64):
        self.name, self.mac, self.role = name, mac, role
        self.vendor, self.tags = vendor, tags
        self.address = ipaddress.ip_address(address)
        self.hops, self.ttl = hops, ttl

    def at(self, address):
        """The same machine under another of its addresses."""
        return Machine(self.name, self.mac, address, self.role, hops=self.hops, ttl=self.ttl)


class Network:
    """A recording of one segment, as a mirror port sees it."""

    def __init__(self, case, router):
        self.random = random.Random(f"undertick {case}")
        self.router = router
        self.packets = []
        self.neighbors = []
        self.next_port = {}
        self.identification = {}
        self.vlan = None

    # Recording.

    @contextlib.contextmanager
    def tagged(self, vlan):
        """What is recorded meanwhile has this VLAN's tag, or the tags of two."""
        former, self.vlan = self.vlan, vlan
        yield
        self.vlan = former


    def frame(self, time, data):
        """Records a frame at nanoseconds since the start; what is below a microsecond is noise."""
        time = time // 1000 * 1000 + self.random.randrange(1000)
        self.packets.append((time, len(self.packets), data))

    def jitter(self, low, high):
        """A uniform number of seconds, as nanoseconds."""
        return seconds(self.random.uniform(low, high))

    def write(self, path):
        """Writes the recording as a nanosecond pcap, little endian, Ethernet."""
        self.resolve_neighbors()
        with open(path, "wb") as file:
            file.write(struct.pack("<IHHiIII", 0xA1B23C4D, 2, 4, 0, 0, 262_144, 1))
            for time, _, data in sorted(self.packets):
                moment = divmod(START + time, SECOND)
                file.write(struct.pack("<IIII", *moment, len(data), len(data)) + data)

    def resolve_neighbors(self):
        """Adds the ARP exchange that comes before each conversation after half an hour of none."""
        known = {}
        for time, sender, receiver, vlan in sorted(self.neighbors, key=lambda entry: entry[0]):
            pair = (frozenset((sender.mac, receiver.mac)), vlan)
            last = known.get(pair)
            known[pair] = time
            if last is not None and time - last < 30 * MINUTE:
                continue
            ask = frames.arp(
                1, sender.mac, sender.address, "00:00:00:00:00:00", receiver.address)
            tell = frames.arp(2, receiver.mac, receiver.address, sender.mac, sender.address)
            asked = max(time - 900_000, 0)
            self.frame(asked, frames.ethernet(frames.BROADCAST, sender.mac, 0x0806, ask, vlan))
            self.frame(
                asked + 300_000, frames.ethernet(sender.mac, receiver.mac, 0x0806, tell, vlan))

    # Packets.

    def hardware(self, machine):
        """The MAC that a machine's packets have on this segment."""
        return self.router.mac if machine.hops else machine.mac

    def send(self, time, sender, receiver, protocol, payload, ttl=None, keep_whole=True):
        """Records an IP packet to a machine."""
        self.send_to(
            time, sender, receiver.address, self.hardware(receiver), protocol, payload, ttl,
            keep_whole)
        first = self.router if sender.hops else sender
        second = self.router if receiver.hops else receiver
        is_neighbor = first.address.version == 4 and not first.address.is_link_local
        if is_neighbor and first.mac != second.mac:
            self.neighbors.append((time, first, second, self.vlan))

    def send_to(self, time, sender, address, mac, protocol, payload, ttl=None, keep_whole=True):
        """Records an IP packet to any address."""
        number = self.identification.get(sender.name, self.random.randrange(65536))
        self.identification[sender.name] = (number + 1) % 65536
        packet = frames.ip(
            sender.address, address, protocol, payload, (ttl or sender.ttl) - sender.hops,
            number, keep_whole)
        kind = 0x0800 if address.version == 4 else 0x86DD
        self.frame(time, frames.ethernet(mac, self.hardware(sender), kind, packet, self.vlan))

    def port(self, machine):
        """The next port that a machine talks from; none comes twice in a capture."""
        last = self.next_port.get(machine.name, 32_768 + self.random.randrange(8_000))
        self.next_port[machine.name] = last + 1 + self.random.randrange(12)
        return last

    def udp(self, time, sender, receiver, ports, data, ttl=None):
        """Records a datagram to a machine."""
        datagram = frames.udp(sender.address, receiver.address, ports, data)
        self.send(time, sender, receiver, frames.UDP, datagram, ttl)

    def udp_group(self, time, sender, group, ports, data, ttl):
        """Records a datagram to a multicast or broadcast address."""
        address = ipaddress.ip_address(group)
        datagram = frames.udp(sender.address, address, ports, data)
        mac = frames.group_mac(address)
        self.send_to(time, sender, address, mac, frames.UDP, datagram, ttl, keep_whole=False)

    def ask(self, time, client, server, port, question, answer, source_port=None):
        """A question and its answer over UDP."""
        source_port = source_port or self.port(client)
        self.udp(time, client, server, (source_port, port), question)
        back = time + self.round_trip(client, server)
        self.udp(back, server, client, (port, source_port), answer)

    def ping(self, time, client, server):
        """An echo request and its reply."""
        word = self.random.randrange(65536) << 16 | 1
        data = bytes(range(0x10, 0x40))
        self.send(time, client, server, frames.ICMP, frames.icmp(8, 0, word, data))
        back = time + self.round_trip(client, server)
        self.send(back, server, client, frames.ICMP, frames.icmp(0, 0, word, data))

    def round_trip(self, client, server):
        """How long an answer takes."""
        far = client.hops + server.hops
        return self.jitter(0.012, 0.019) if far > 2 else self.jitter(0.00015, 0.0006)

    def connect(self, time, client, server, port):
        """A TCP connection after its handshake."""
        connection = Connection(self, time, client, server, port)
        connection.handshake()
        return connection

    def unanswered(self, time, client, server, port, retries=(1, 3, 7)):
        """A SYN that nobody answers, and its retries, as Linux sends them."""
        connection = Connection(self, time, client, server, port)
        for wait in (0,) + tuple(retries):
            delay = seconds(wait) + (self.random.randrange(8_000_000) if wait else 0)
            connection.segment(connection.client, SYN, options=SYN_OPTIONS, at=time + delay)


# Maximum segment size 1460, selective acknowledgments, window scale 7: RFC 9293, 2018, 7323.
SYN_OPTIONS = bytes.fromhex("020405b40101040201030307")


class Side:
    """One end of a TCP connection."""

    def __init__(self, machine, port, sequence):
        self.machine, self.port, self.sequence = machine, port, sequence


class Connection:
    """A TCP connection that is being recorded; `time` is the moment of its last packet."""

    def __init__(self, network, time, client, server, port):
        self.network, self.time = network, time
        number = network.random.randrange
        self.client = Side(client, network.port(client), number(2**32))
        self.server = Side(server, port, number(2**32))

    def other(self, side):
        """The opposite end."""
        return self.server if side is self.client else self.client

    def segment(self, side, flags, data=b"", options=b"", at=None):
        """Records a segment; the sender's sequence number stays as it is."""
        other = self.other(side)
        acknowledgment = other.sequence if flags & ACK else 0
        ends = (side.machine.address, other.machine.address)
        window = 0 if flags & RST else 64_240 if flags & SYN else 502
        segment = frames.tcp(
            *ends, (side.port, other.port), side.sequence, acknowledgment, flags, window,
            options, data)
        time = self.time if at is None else at
        self.network.send(time, side.machine, other.machine, frames.TCP, segment)

    def turn(self):
        """Lets the time of an answer pass."""
        self.time += self.network.round_trip(self.client.machine, self.server.machine)

    def handshake(self):
        """SYN, SYN and ACK, ACK."""
        self.segment(self.client, SYN, options=SYN_OPTIONS)
        self.client.sequence += 1
        self.turn()
        self.segment(self.server, SYN | ACK, options=SYN_OPTIONS)
        self.server.sequence += 1
        self.turn()
        self.segment(self.client, ACK)

    def say(self, side, data, at=None):
        """Sends data in as many segments as it takes."""
        if at is not None:
            self.time = at
        else:
            self.turn()
        for start in range(0, len(data), SEGMENT):
            piece = data[start:start + SEGMENT]
            last = start + SEGMENT >= len(data)
            self.segment(side, ACK | (PSH if last else 0), piece)
            side.sequence += len(piece)
            self.time += 12_000

    def acknowledge(self, side):
        """Sends an ACK without data."""
        self.turn()
        self.segment(side, ACK)

    def exchange(self, question, answer, at=None):
        """The client asks, the server answers and the client acknowledges."""
        self.say(self.client, question, at)
        self.say(self.server, answer)
        self.acknowledge(self.client)

    def close(self, first=None):
        """FIN from both ends; the client's comes first where nothing else is said."""
        first = first or self.client
        second = self.other(first)
        self.turn()
        self.segment(first, FIN | ACK)
        first.sequence += 1
        self.turn()
        self.segment(second, FIN | ACK)
        second.sequence += 1
        self.turn()
        self.segment(first, ACK)

    def refuse(self):
        """A SYN that is answered by RST."""
        self.segment(self.client, SYN, options=SYN_OPTIONS)
        self.client.sequence += 1
        self.turn()
        self.server.sequence = 0
        self.segment(self.server, RST | ACK)
