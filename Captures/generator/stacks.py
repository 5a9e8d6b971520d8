"""Cases about systems that share an address."""

import ipaddress
import struct

from . import frames, life, messages
from .frames import ACK, FIN, PSH, RST, SYN
from .network import HOUR, MINUTE, SECOND, SYN_OPTIONS, Connection, Machine
from .site import outside

# How systems open connections. Linux: segment size, selective acknowledgment, timestamps, window scale 7;
# a small system: the segment size alone; lwIP as Debian builds it: segment size, window scale 1.
SMALL_OPTIONS = bytes.fromhex("020405b4")
EMBEDDED_OPTIONS = bytes.fromhex("020405b401030301")


def linux_options(time):
    """The options of a SYN of Linux, whose timestamps tick once a millisecond."""
    return bytes.fromhex("020405b40402080a") + struct.pack("!II", time // 1_000_000 % 2**32, 0) + (
        bytes.fromhex("01030307"))


class System(Machine):
    """One system behind a machine's addresses, with counters of its own."""

    def __init__(self, machine, name, ttl=64, options=None, keep_whole=True):
        super().__init__(
            f"{machine.name} {name}", machine.mac, machine.address, machine.role, ttl=ttl)
        self.options, self.keep_whole = options, keep_whole


class Talk(Connection):
    """A connection that is opened as the client's system opens them."""

    def handshake(self):
        """SYN, SYN and ACK, ACK."""
        machine = self.client.machine
        self.segment(self.client, SYN, options=machine.options or linux_options(self.time))
        self.client.sequence += 1
        self.turn()
        self.segment(self.server, SYN | ACK, options=SYN_OPTIONS)
        self.server.sequence += 1
        self.turn()
        self.segment(self.client, ACK)

    def segment(self, side, flags, data=b"", options=b"", at=None):
        """Records a segment with the flags of IP that the system has."""
        if getattr(side.machine, "keep_whole", True):
            super().segment(side, flags, data, options, at)
            return
        send = self.network.send
        self.network.send = lambda *arguments: send(*arguments, keep_whole=False)
        super().segment(side, flags, data, options, at)
        del self.network.send


def talk(network, time, system, server, port=443, size=90):
    """A short conversation of a system."""
    connection = Talk(network, time, system, server, port)
    connection.handshake()
    random = network.random
    connection.exchange(messages.tls_data(random, size), messages.tls_data(random, 2 * size))
    connection.close()


def at_work(network, host, start, end, mean=300, peers=12):
    """A server's own connections: at random, to many."""
    time = start
    while time < end:
        peer = outside(f"198.51.100.{10 + network.random.randrange(peers)}")
        talk(network, time, host, peer, size=60 + network.random.randrange(900))
        time += life.seconds(1 + network.random.expovariate(1 / mean))


def with_ttl(machine, ttl):
    """The same addresses, but another system's time to live."""
    return Machine(machine.name, machine.mac, machine.address, machine.role, ttl=ttl)


def half_open(network, time, client, server, port):
    """SYN, SYN and ACK, and the RST of a system that does not go on."""
    connection = Connection(network, time, client, server, port)
    connection.segment(connection.client, SYN, options=SYN_OPTIONS)
    connection.client.sequence += 1
    connection.turn()
    connection.segment(connection.server, SYN | ACK, options=SYN_OPTIONS)
    connection.server.sequence += 1
    connection.time += 9_000
    connection.segment(connection.client, RST)
    return connection


def self_reset_near_miss(case):
    """RST by scanners, by programs that ended, behind data, and by the other end."""
    network, site = case.network, case.site
    card, other = site.cards[0], site.cards[1]
    for number, port in enumerate((22, 80, 443, 8443)):
        half_open(network, 2 * MINUTE + number * SECOND // 4, card, site.mon, port)
    # The program is started again and gets another port.
    half_open(network, 5 * MINUTE, card, site.log, 443)
    life.tls_visit(network, 5 * MINUTE + 2 * SECOND, card, site.log)
    # A connection that is thrown away: RST with ACK, and one more for what comes late.
    connection = network.connect(8 * MINUTE, card, site.mon, 443)
    connection.exchange(messages.tls_data(network.random, 90), messages.tls_data(network.random, 300))
    connection.segment(connection.client, RST | ACK)
    connection.say(connection.server, messages.tls_data(network.random, 300))
    connection.turn()
    connection.segment(connection.client, RST)
    # The peer has two systems; the card accepts what one of them opens.
    connection = half_open(network, 11 * MINUTE, site.mon, other, 443)
    connection.turn()
    connection.segment(connection.client, ACK)
    connection.say(connection.client, messages.tls_data(network.random, 90))
    # The peer refuses behind its own SYN and ACK.
    connection = network.connect(14 * MINUTE, other, site.log, 443)
    connection.segment(connection.server, RST)
    connection.say(connection.client, messages.tls_data(network.random, 90))


def double_reply_fires(case):
    """A card answers each echo request, and so does what sits in front of it."""
    network, site = case.network, case.site
    card = site.cards[0]
    hidden = with_ttl(card, 255)
    for number in range(5):
        time = MINUTE + number * SECOND
        ping = echo(network, time, site.mon, card, number + 1)
        ping(40_000, card)
        ping(190_000, hidden, keep_whole=True)
    life.tls_visit(network, 3 * MINUTE, card, site.log)
    # A datagram to a closed port: one system quotes all of it, the other its header and eight octets.
    undeliverable = datagram(network, 4 * MINUTE, site.mon, card, 120)
    undeliverable(60_000, card, 148)
    undeliverable(240_000, hidden, 28)
    # Two answers to one question, padded each in its own way.
    for delay, padding in ((50_000, bytes(18)), (900_000, bytes(range(0x41, 0x53)))):
        resolved(network, 5 * MINUTE + delay, card, site.mon, padding)


def datagram(network, time, client, server, length):
    """A datagram to a closed port; gives what records an error that quotes so many octets of it."""
    data = frames.udp(
        client.address, server.address, (network.port(client), 33_434),
        network.random.randbytes(length))
    network.send(time, client, server, frames.UDP, data)
    original = frames.ip(client.address, server.address, frames.UDP, data, client.ttl)

    def error(delay, machine, quoted):
        network.send(
            time + delay, machine, client, frames.ICMP,
            frames.icmp(3, 3, 0, original[:quoted]), keep_whole=False)

    return error


def resolved(network, time, machine, neighbor, padding):
    """An ARP reply with a padding of its own."""
    reply = frames.arp(2, machine.mac, machine.address, neighbor.mac, neighbor.address)
    network.frame(
        time, frames.ethernet(neighbor.mac, machine.mac, 0x0806, reply + padding))


def double_reply_near_miss(case):
    """Replies that were captured twice, requests that were, slow ones, and those of two machines."""
    network, site = case.network, case.site
    card = site.cards[0]
    for number in range(4):
        ping = echo(network, MINUTE + number * SECOND, site.mon, card, number + 1)
        ping(40_000, card)
        moment, _, frame = network.packets[-1]
        network.packets.append((moment + 3_000, len(network.packets), frame))
    for number in range(4):
        time = 3 * MINUTE + number * SECOND
        ping = echo(network, time, site.mon, card, number + 20)
        moment, _, frame = network.packets[-1]
        network.packets.append((moment + 5_000, len(network.packets), frame))
        ping(40_000, card)
        ping(48_000, card)
    # The identifier is used again a minute later.
    for number in range(3):
        echo(network, (5 + number) * MINUTE, site.mon, card, 40)(50_000, card)
    # The same request to two cards.
    for number in range(3):
        for machine in site.cards[:2]:
            echo(network, 9 * MINUTE + number * SECOND, site.mon, machine, number + 60)(
                50_000, machine)
    # Two datagrams of two lengths from one port, each answered once and quoted whole.
    port = network.port(site.mon)
    for number, length in enumerate((40, 300)):
        time = 12 * MINUTE + number * SECOND // 10
        data = frames.udp(
            site.mon.address, card.address, (port, 33_434), network.random.randbytes(length))
        network.send(time, site.mon, card, frames.UDP, data)
        original = frames.ip(site.mon.address, card.address, frames.UDP, data, 64)
        network.send(
            time + 50_000, card, site.mon, frames.ICMP, frames.icmp(3, 3, 0, original),
            keep_whole=False)
    # One datagram whose answer was captured twice.
    datagram(network, 13 * MINUTE, site.mon, card, 120)(60_000, card, 148)
    moment, _, frame = network.packets[-1]
    network.packets.append((moment + 3_000, len(network.packets), frame))
    # Answers with the same padding; with padding that differs, a second apart; and with what memory held.
    for number, (gap, first, second) in enumerate((
            (200_000, bytes(18), bytes(18)), (SECOND, bytes(18), b"A" * 18),
            (200_000, b"A" * 18, b"B" * 18), (200_000, bytes(18), bytes(22)))):
        time = 14 * MINUTE + number * MINUTE
        resolved(network, time, card, site.mon, first)
        resolved(network, time + gap, card, site.mon, second)


def echo(network, time, client, server, number):
    """An echo request; gives what records a reply to it some nanoseconds later."""
    word, data = 0x2F31 << 16 | number, bytes(range(0x10, 0x40))
    network.send(time, client, server, frames.ICMP, frames.icmp(8, 0, word, data))

    def reply(delay, machine, keep_whole=False):
        network.send(
            time + delay, machine, client, frames.ICMP, frames.icmp(0, 0, word, data),
            keep_whole=keep_whole)

    return reply


def in_flow_fires(case):
    """Somebody between two cards and the network adds data to their connections."""
    network, site = case.network, case.site
    random = network.random
    for number, card in enumerate((site.cards[1], site.cards[1], site.cards[2])):
        connection = network.connect(
            2 * MINUTE + number * 3 * MINUTE, card, outside("203.0.113.80"), 80)
        connection.exchange(
            messages.http_post("203.0.113.80", "/upload", random.randbytes(40)),
            messages.http_answer(b"ok"))
        honest = connection.client.machine
        connection.client.machine = with_ttl(card, 255)
        connection.say(connection.client, random.randbytes(64))
        connection.client.machine = honest
        connection.exchange(
            messages.http_post("203.0.113.80", "/upload", random.randbytes(40)),
            messages.http_answer(b"ok"))
        connection.close()


    injected(case)


def stamped(value):
    """The timestamps of a segment, as Linux writes them."""
    return bytes.fromhex("0101080a") + struct.pack("!II", value % 2**32, 0)


def injected(case):
    """The same time to live as the machine's own: other counters, and other data at one place."""
    network, site = case.network, case.site
    random = network.random
    kinds = ("timestamp", "acknowledgment", "data")
    for number, (kind, machine) in enumerate(
            zip(kinds, (site.cards[3], site.bmcs[5], site.cards[0]))):
        connection = network.connect((20 + 5 * number) * MINUTE, machine, site.log, 8443)
        client = connection.client
        clock = 7_000_000
        for number in range(8):
            clock += 250
            if number == 5:
                connection.turn()
                sequence = connection.server.sequence
                if kind == "acknowledgment":
                    connection.server.sequence += 5000
                odd = clock + (900_000_000 if kind == "timestamp" else 1)
                connection.segment(
                    client, ACK | PSH, random.randbytes(48), options=stamped(odd))
                connection.server.sequence = sequence
                if kind != "data":
                    client.sequence += 48
            connection.time += SECOND // 4
            connection.segment(client, ACK | PSH, random.randbytes(120), options=stamped(clock))
            client.sequence += 120
            connection.say(connection.server, random.randbytes(60))
        connection.close()


def in_flow_near_miss(case):
    """Times to live that change, but not there and back in data of the device."""
    network, site = case.network, case.site
    random = network.random
    card, other = site.cards[1], site.cards[2]
    # A program sets the time to live of its socket once it is connected; the end is the kernel's.
    connection = network.connect(2 * MINUTE, card, site.log, 7000)
    honest = connection.client.machine
    connection.client.machine = with_ttl(card, 255)
    for _ in range(3):
        connection.say(connection.client, random.randbytes(64))
        connection.acknowledge(connection.server)
    connection.client.machine = honest
    connection.turn()
    connection.segment(connection.client, FIN | ACK)
    connection.turn()
    connection.segment(connection.server, RST)
    # The path of the peer changes, and the peer's own system as well.
    far = outside("203.0.113.80")
    connection = network.connect(5 * MINUTE, card, far, 443)
    for hops, ttl in ((12, 64), (9, 64), (12, 255), (12, 64)):
        connection.server.machine = Machine(far.name, "", far.address, hops=hops, ttl=ttl)
        connection.exchange(messages.tls_data(random, 90), messages.tls_data(random, 300))
    connection.close()
    # A segment without data: a keep-alive that another system answers.
    connection = network.connect(8 * MINUTE, other, site.log, 443)
    connection.exchange(messages.tls_data(random, 90), messages.tls_data(random, 300))
    honest = connection.client.machine
    connection.client.machine = with_ttl(other, 255)
    connection.segment(connection.client, ACK)
    connection.client.machine = honest
    connection.exchange(messages.tls_data(random, 90), messages.tls_data(random, 300))
    connection.close()
    # A machine behind the card, whose times to live are not whole.
    connection = network.connect(11 * MINUTE, with_ttl(other, 63), site.log, 443)
    for ttl in (63, 127, 63):
        connection.client.machine = with_ttl(other, ttl)
        connection.say(connection.client, messages.tls_data(random, 90))
    connection.close()
    repeated(case)


def repeated(case):
    """Retransmissions, keep-alives, damage, packets that the capture has missed, and a long pause."""
    network, site = case.network, case.site
    random = network.random
    card = site.cards[3]
    connection = network.connect(20 * MINUTE, card, outside("203.0.113.81"), 8443)
    client, server = connection.client, connection.server
    clock = 7_000_000
    for number in range(9):
        clock += 250
        data = random.randbytes(400)
        connection.time += SECOND // 4
        if number == 2:
            # Damaged on its way, and sent again.
            connection.segment(
                client, ACK | PSH, data[:300] + b"?" + data[301:], options=stamped(clock))
            connection.time += SECOND // 4
            clock += 250
        connection.segment(client, ACK | PSH, data, options=stamped(clock))
        if number == 4:
            # Sent again, cut anew, and in one piece with what comes behind it.
            connection.time += SECOND // 4
            connection.segment(client, ACK, data[:150], options=stamped(clock + 250))
            connection.segment(
                client, ACK | PSH, data + random.randbytes(200), options=stamped(clock + 250))
            client.sequence += 200
            clock += 250
        client.sequence += 400
        if number == 6:
            # Three answers that the capture has missed.
            server.sequence += 3 * 60
        connection.say(server, random.randbytes(60))
        if number == 7:
            for _ in range(2):
                connection.time += 600 * SECOND
                clock += 600_000
                client.sequence -= 1
                connection.segment(client, ACK, b"\0", options=stamped(clock))
                client.sequence += 1
                connection.turn()
                connection.segment(server, ACK)
    connection.close()


def stack_beacon_fires(case):
    """A small system behind a card's address calls every 15 minutes; another one has three peers."""
    network, site = case.network, case.site
    card, other = site.cards[0], site.cards[1]
    end = 8 * HOUR
    at_work(network, System(card, "host"), 30 * SECOND, end)
    hidden = System(card, "hidden", options=SMALL_OPTIONS, keep_whole=False)
    for time in life.beats(network, 4 * MINUTE, 900, 31, jitter=0.1):
        talk(network, time, hidden, outside("203.0.113.9"))
    at_work(network, System(other, "host"), 40 * SECOND, end)
    hidden = System(other, "hidden", ttl=255, options=EMBEDDED_OPTIONS, keep_whole=False)
    for number, time in enumerate(life.beats(network, 3 * MINUTE, 400, 71, jitter=0.02)):
        talk(network, time, hidden, outside(f"203.0.113.{20 + number % 3}"))


def ask_for(network, time, machine):
    """Asks whether a fixed address is free, RFC 5227 section 2.1.1."""
    question = frames.arp(
        1, machine.mac, ipaddress.ip_address("0.0.0.0"), "00:00:00:00:00:00", machine.address)
    network.frame(time, frames.ethernet(frames.BROADCAST, machine.mac, 0x0806, question))


def stack_beacon_near_miss(case):
    """Rhythms of one system, of loaders, of scanners, and of machines behind a card."""
    network, site = case.network, case.site
    end = 8 * HOUR
    # One system whose agent calls by the clock and sets its time to live.
    card = site.cards[0]
    at_work(network, System(card, "host"), 30 * SECOND, end)
    for time in life.beats(network, 4 * MINUTE, 900, 31, jitter=0.1):
        talk(network, time, System(card, "host", ttl=128), outside("203.0.113.9"))
    # A machine that starts every half hour: a loader, then its system.
    card = site.cards[1]
    loader = System(card, "loader", options=EMBEDDED_OPTIONS, keep_whole=False)
    host = System(card, "host")
    for start, time in enumerate(life.beats(network, 2 * MINUTE, 1800, 16, jitter=0.001)):
        if start < 8:
            life.lease(network, time, card, site.dhcp, b"PXEClient:Arch:00007:UNDI:003016")
            life.lease(network, time + 50 * SECOND, card, site.dhcp, b"dhcpcd-9.4.1:Linux-6.1.0")
        else:
            ask_for(network, time, card)
            ask_for(network, time + 50 * SECOND, card)
        for number in range(4):
            talk(network, time + (4 + number) * SECOND, loader, site.build, 80)
        at_work(network, host, time + 60 * SECOND, time + 25 * MINUTE)
    # A scanner on the host: SYNs of its own, and nobody who goes on.
    card = site.cards[2]
    at_work(network, System(card, "host"), 30 * SECOND, end)
    scanner = System(card, "scanner", options=SMALL_OPTIONS, keep_whole=False)
    for time in life.beats(network, 5 * MINUTE, 600, 46):
        for number, port in enumerate((22, 80, 443)):
            probe = Talk(network, time + number * SECOND // 20, scanner, site.mon, port)
            probe.segment(probe.client, SYN, options=SMALL_OPTIONS)
            probe.client.sequence += 1
            probe.turn()
            probe.segment(probe.server, SYN | ACK, options=SYN_OPTIONS)
            probe.time += 9_000
            probe.segment(probe.client, RST)
    # A container behind the card's own address: its time to live has been counted down.
    card = site.cards[3]
    at_work(network, System(card, "host"), 30 * SECOND, end)
    guest = System(card, "guest", ttl=63, options=SMALL_OPTIONS, keep_whole=False)
    for time in life.beats(network, 6 * MINUTE, 900, 31, jitter=0.02):
        talk(network, time, guest, outside("203.0.113.9"))


def sleeping_host_fires(case):
    """A host falls silent and what shares its address does not; a machine that is off sends."""
    network, site = case.network, case.site
    card, off = site.cards[0], site.cards[3]
    off.tags = "rack-b powered-off"
    at_work(network, System(card, "host"), 20 * SECOND, 2 * HOUR, mean=40)
    hidden = System(card, "hidden", ttl=255, options=EMBEDDED_OPTIONS, keep_whole=False)
    times = list(life.scattered(network, 2 * MINUTE, 3 * HOUR, 24))
    for time in times:
        talk(network, time, hidden, outside("203.0.113.9"))
    life.tls_visit(network, 100 * MINUTE, off, outside("203.0.113.40"))


def sleeping_host_near_miss(case):
    """Silent hosts, what sleeping machines send, and starts."""
    network, site = case.network, case.site
    # One system falls silent; others ask for it, and it wakes up.
    card = site.cards[0]
    at_work(network, System(card, "host"), 20 * SECOND, 2 * HOUR, mean=40)
    for number in range(10):
        time = 2 * HOUR + (number + 1) * 300 * SECOND
        network.unanswered(time, site.mon, card, 22, retries=(1,))
    at_work(network, System(card, "host"), 3 * HOUR, 3 * HOUR + 20 * MINUTE, mean=40)
    # A machine that is called off: its card announces it, then it is started.
    off = site.cards[3]
    off.tags = "rack-b powered-off"
    for number in range(6):
        time = MINUTE + number * 20 * MINUTE
        network.udp_group(
            time, off, "224.0.0.251", (5353, 5353), messages.mdns("_workstation._tcp.local"), 255)
    life.lease(network, 130 * MINUTE, off, site.dhcp, b"PXEClient:Arch:00007:UNDI:003016")
    loader = System(off, "loader", options=EMBEDDED_OPTIONS, keep_whole=False)
    talk(network, 130 * MINUTE + 5 * SECOND, loader, site.build, 80)
    at_work(network, System(off, "host"), 132 * MINUTE, 140 * MINUTE, mean=40)


CASES = {
    "beacon.stack-fires": stack_beacon_fires,
    "beacon.stack-near-miss": stack_beacon_near_miss,
    "identity.self-reset-near-miss": self_reset_near_miss,
    "identity.double-reply-fires": double_reply_fires,
    "identity.double-reply-near-miss": double_reply_near_miss,
    "identity.in-flow-contradiction-fires": in_flow_fires,
    "identity.in-flow-contradiction-near-miss": in_flow_near_miss,
    "identity.sleeping-host-fires": sleeping_host_fires,
    "identity.sleeping-host-near-miss": sleeping_host_near_miss,
}
