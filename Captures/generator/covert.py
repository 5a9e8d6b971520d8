"""Cases below and beside what packets say: the sideband, floods, broadcasts, and header fields that carry something."""

import ipaddress
import struct

from . import control, frames, life, messages
from .frames import ACK, RST, SYN
from .life import beats
from .network import HOUR, MINUTE, SECOND

PAUSED = 65_535
WORDS = b"the quick brown fox jumps over the lazy dog, and the watchdog writes it down by lamplight."


# Below IP.

def sideband_fires(case):
    """A card lets sideband frames out: polls, then a command that sets an address, then events."""
    network, site = case.network, case.site
    card, bmc = site.cards[0], site.bmcs[0]
    case.absent = [site.bmcs[1]]
    all_ones = frames.BROADCAST
    life.quiet_day(network, bmc, site, 20 * MINUTE)
    for number, time in enumerate(beats(network, 2 * MINUTE, 1, 90, 0.01)):
        network.frame(time, control.sideband(all_ones, all_ones, 0x0A, number % 256))
    new = frames.mac_bytes(bmc.mac) + b"\x01\x01"
    network.frame(4 * MINUTE, control.sideband(all_ones, all_ones, 0x0E, 91, new))
    with network.tagged(30):
        frame = control.sideband(all_ones, card.mac, 0x15, 1)
        tag = struct.pack("!HH", 0x8100, 30)
        network.frame(6 * MINUTE, frame[:12] + tag + frame[12:])
    for number in range(6):
        event = control.sideband(bmc.mac, site.bmcs[1].mac, 0xFF, 0, struct.pack("!II", 0, number & 1))
        network.frame(9 * MINUTE + number * 2 * SECOND, event)


def sideband_near_miss(case):
    """NC-SI of a device of which the policy expects it, and EtherTypes beside its own."""
    network, site = case.network, case.site
    case.policy = (
        "version: 1\nexpected:\n  - device: bmc-01\n    transport: ether\n"
        "    reason: the evaluation board, whose sideband is on a switch by intent\n")
    bmc = site.bmcs[0]
    life.quiet_day(network, bmc, site, 10 * MINUTE)
    for number, time in enumerate(beats(network, MINUTE, 1, 60, 0.01)):
        network.frame(time, control.sideband(frames.BROADCAST, bmc.mac, 0x50, number))
    # In an IP packet the number means nothing.
    network.udp(5 * MINUTE, site.mon, bmc, (0x88F8, 623), messages.rmcp_ping(3))


def pauses(network, mac, start, rate, count):
    """PAUSE frames at so many a second."""
    for number in range(count):
        network.frame(start + number * SECOND // rate, control.pause(mac, PAUSED))


def pause_fires(case):
    """A card that hangs asks for silence 1,200 times a second; a switch does so by class."""
    network, site = case.network, case.site
    life.quiet_day(network, site.bmcs[0], site, 10 * MINUTE)
    pauses(network, site.cards[0].mac, 2 * MINUTE, 1, 60)
    pauses(network, site.cards[0].mac, 4 * MINUTE, 1200, 5 * 1200)
    vector = struct.pack("!HH8H", 0x0101, 0x0008, 0, 0, 0, PAUSED, 0, 0, 0, 0)
    for number in range(4000):
        network.frame(
            6 * MINUTE + number * SECOND // 3000,
            frames.ethernet("01:80:c2:00:00:01", site.switches[0].mac, 0x8808, vector))


def pause_near_miss(case):
    """Pauses below the rate, a burst that is too short, and two senders that reach it together."""
    network, site = case.network, case.site
    life.quiet_day(network, site.bmcs[0], site, 10 * MINUTE)
    pauses(network, site.cards[0].mac, 2 * MINUTE, 900, 4500)
    pauses(network, site.cards[1].mac, 4 * MINUTE, 5000, 900)
    for card in site.cards[2:]:
        pauses(network, card.mac, 6 * MINUTE, 600, 1800)


# Broadcasts.

def announce(network, time, machine, address=None):
    """Gratuitous ARP."""
    address = address or machine.address
    body = frames.arp(1, machine.mac, address, "00:00:00:00:00:00", address)
    network.frame(time, frames.ethernet(frames.BROADCAST, machine.mac, 0x0806, body))


def ask_for(network, time, machine, address):
    """A question for a neighbor."""
    body = frames.arp(1, machine.mac, machine.address, "00:00:00:00:00:00", ipaddress.ip_address(address))
    network.frame(time, frames.ethernet(frames.BROADCAST, machine.mac, 0x0806, body))


def broadcast_fires(case):
    """Controllers and a switch that tell everybody something by the clock."""
    network, site = case.network, case.site
    end = HOUR
    one, two, three, four, five, _ = site.bmcs
    for device in (one, two, three, four, five):
        life.quiet_day(network, device, site, end)
    # Datagrams of no known content to everybody.
    for time in beats(network, 3 * MINUTE, 47, 60, 0.08):
        network.udp_group(time, one, "255.255.255.255", (40_123, 17_171), network.random.randbytes(24), 64)
    # Discovery that is sent to everybody in place of the neighbor.
    for time in beats(network, 4 * MINUTE, 90, 30, 0.05):
        frame = control.lldp(two.mac, "bmc-02", "eth0")
        network.frame(time, frames.mac_bytes(frames.BROADCAST) + frame[6:])
    # Announcements every 2 s, where they came every 30 s.
    for time in beats(network, MINUTE, 30, 60, 0.01):
        announce(network, time, three)
    for time in beats(network, 32 * MINUTE, 4, 200, 0.01):
        announce(network, time, three)
    # Questions for a neighbor that is not there.
    for time in beats(network, 5 * MINUTE, 120, 25, 0.03):
        ask_for(network, time, four, "10.20.1.199")
    # A switch that announces an address by the clock.
    for time in beats(network, 2 * MINUTE, 75, 40, 0.02):
        announce(network, time, site.switches[0])
    # A group of nobody's.
    for time in beats(network, 6 * MINUTE, 60, 40, 0.1):
        network.udp_group(time, five, "239.77.12.5", (50_000, 7_400), network.random.randbytes(40), 1)


def broadcast_near_miss(case):
    """Broadcasts by the clock that belong to somebody's job, and broadcasts without a clock."""
    network, site = case.network, case.site
    end = HOUR
    case.policy = (
        "version: 1\nexpected:\n  - role: bmc\n    direction: out\n    peer: 239.1.2.3\n"
        "    transport: udp\n    port: 9999\n    reason: the rack's own discovery\n")
    one, two, three, four = site.bmcs[:4]
    for device in (one, two, three, four):
        life.quiet_day(network, device, site, end)
    # IPMI lets a controller announce itself.
    for time in beats(network, MINUTE, 2, 300, 0.01):
        announce(network, time, one)
    for time in beats(network, MINUTE, 60, 50, 0.01):
        announce(network, time, two)
    for time in beats(network, 2 * MINUTE, 60, 50, 0.01):
        network.udp_group(time, three, "239.1.2.3", (50_000, 9_999), network.random.randbytes(40), 1)
    uuid = "5b0c7c0e-7f8a-4a3c-9a55-0e8d3f1c2b11"
    for time in beats(network, 2 * MINUTE, 120, 25, 0.01):
        network.udp_group(
            time, three, "239.255.255.250", (1900, 1900), messages.ssdp(uuid, three.address), ttl=2)
    for time in beats(network, MINUTE, 30, 100, 0.01):
        network.frame(time, control.lldp(four.mac, "bmc-04", "eth0"))
    # A neighbor that answers is asked for again and again.
    for time in beats(network, 3 * MINUTE, 60, 50, 0.01):
        ask_for(network, time, four, "10.20.1.77")
        body = frames.arp(2, "52:54:00:77:10:02", ipaddress.ip_address("10.20.1.77"), four.mac, four.address)
        network.frame(
            time + 300_000, frames.ethernet(four.mac, "52:54:00:77:10:02", 0x0806, body))
    # A switch that routes asks for whom others want.
    for time in beats(network, 4 * MINUTE, 60, 50, 0.01):
        ask_for(network, time, site.switches[1], "10.20.2.200")
    # No clock.
    for time in life.memoryless(network, 3 * MINUTE, 70, 40):
        network.udp_group(time, two, "255.255.255.255", (40_500, 17_171), network.random.randbytes(24), 64)
    for time in beats(network, MINUTE, 2, 1700, 0.01):
        network.frame(time, control.stp(site.switches[0].mac, 7))
    for time in beats(network, MINUTE, 60, 55, 0.01):
        network.frame(time, control.cdp(site.switches[0].mac, "sw-01.test", "Gi0/7x"))


# Header fields.

def packet(sender, receiver, protocol, payload, identification=0, ttl=None, service=0, reserved=0, whole=True):
    """An IPv4 packet with every field of its header chosen."""
    flags = reserved << 15 | (0x4000 if whole else 0)
    head = struct.pack(
        "!BBHHHBB", 0x45, service, 20 + len(payload), identification, flags, ttl or sender.ttl, protocol)
    ends = sender.address.packed + receiver.address.packed
    return head + struct.pack("!H", frames.checksum(head + b"\0\0" + ends)) + ends + payload


def put(network, time, sender, receiver, data, padding=b""):
    """Records a packet between neighbors, and what pads its frame."""
    head = frames.mac_bytes(receiver.mac) + frames.mac_bytes(sender.mac) + b"\x08\x00"
    network.frame(time, (head + data + padding).ljust(60, b"\0"))


def log_line(sender, receiver, port, text=b"<30>fan 2 5400 rpm"):
    """A datagram of syslog."""
    return frames.udp(sender.address, receiver.address, (port, 514), text)


def knock(sender, receiver, port, sequence, flags=SYN, reserved=0, urgent=0, options=b"", service=6514):
    """A segment without data, with every field of its header chosen."""
    words = 5 + len(options) // 4
    head = struct.pack(
        "!HHIIBBHHH", port, service, sequence, 0, words << 4 | reserved, flags, 64_240, 0, urgent)
    segment = head + options
    total = frames.checksum(
        frames.pseudo_header(sender.address, receiver.address, frames.TCP, len(segment)) + segment)
    return segment[:16] + struct.pack("!H", total) + segment[18:]


def refusal(sender, receiver, port, sequence, service=6514):
    """The RST that answers a SYN."""
    head = struct.pack("!HHIIBBHHH", service, port, 0, sequence + 1 & 0xFFFFFFFF, 5 << 4, RST | ACK, 0, 0, 0)
    total = frames.checksum(
        frames.pseudo_header(sender.address, receiver.address, frames.TCP, len(head)) + head)
    return head[:16] + struct.pack("!H", total) + head[18:]


def attempt(network, time, sender, receiver, port, sequence, identification=None, **fields):
    """A connection that is refused."""
    number = network.random.randrange(1, 65_536) if identification is None else identification
    put(network, time, sender, receiver,
        packet(sender, receiver, frames.TCP, knock(sender, receiver, port, sequence, **fields), number))
    put(network, time + 200_000, receiver, sender,
        packet(receiver, sender, frames.TCP, refusal(receiver, sender, port, sequence)))


def covert_fires(case):
    """Characters and bits in fields that nobody reads."""
    network, site = case.network, case.site
    random = network.random
    one, two, three, four, five, six = site.bmcs
    log, start = site.log, 5 * MINUTE
    # Rowland 1996: a character in each identification, and in each initial sequence number.
    for number, letter in enumerate(WORDS):
        time = start + number * 3 * SECOND
        attempt(network, time, one, log, 40_000 + number, random.randrange(2**32), letter * 256)
        attempt(network, time, two, log, 41_000 + number, letter << 24)
    # Two characters at once, in the datagrams of one conversation.
    for number in range(0, len(WORDS) - 1, 2):
        time = start + number * 4 * SECOND
        word = WORDS[number] << 8 | WORDS[number + 1]
        put(network, time, three, log,
            packet(three, log, frames.UDP, log_line(three, log, 50_514), word, whole=False))
    # A bit in each time to live, and in each DSCP.
    bits = [octet >> place & 1 for octet in WORDS[:16] for place in range(8)]
    for number, bit in enumerate(bits):
        time = start + number * 2 * SECOND
        put(network, time, four, log,
            packet(four, log, frames.UDP, log_line(four, log, 50_514), ttl=64 - bit))
        put(network, time, five, log,
            packet(five, log, frames.UDP, log_line(five, log, 50_514), service=0x28 if bit else 0))
    # Reserved bits and the urgent pointer, in connections that are refused.
    for number in range(40):
        time = start + number * 5 * SECOND
        attempt(network, time, six, log, 42_000 + number, random.randrange(2**32),
                reserved=(WORDS[number] & 7) << 1)
        attempt(network, time, site.cards[0], log, 43_000 + number, random.randrange(2**32),
                urgent=WORDS[2 * number] << 8 | WORDS[2 * number + 1], service=443)
    # The padding of questions for a neighbor, and of datagrams.
    card = site.cards[1]
    for number in range(30):
        body = frames.arp(1, card.mac, card.address, "00:00:00:00:00:00", log.address)
        text = WORDS[number:number + 18]
        network.frame(
            start + number * 9 * SECOND,
            frames.mac_bytes(frames.BROADCAST) + frames.mac_bytes(card.mac) + b"\x08\x06" + body + text)
    labels(network, site.cards[2], start)
    # Private information of a switch.
    switch = site.switches[1]
    for number, time in enumerate(beats(network, start, 30, 40, 0.01)):
        network.frame(time, private(switch, b"\xaa\xbb\xcc", WORDS[number:number + 12]))


def labels(network, card, start):
    """A character in the flow label of each of many datagrams, RFC 8200 section 3."""
    sender, receiver = ipaddress.ip_address("fd20::3:13"), ipaddress.ip_address("fd20::13")
    for number, letter in enumerate(WORDS):
        datagram = frames.udp(sender, receiver, (51_000 + number, 514), b"<30>up")
        head = struct.pack("!IHBB", 6 << 28 | letter << 12, len(datagram), frames.UDP, 64)
        data = head + sender.packed + receiver.packed + datagram
        network.frame(
            start + number * 2 * SECOND, frames.ethernet("52:54:00:3d:eb:8b", card.mac, 0x86DD, data))


def private(machine, organization, content):
    """LLDP with information of an organization, IEEE 802.1AB section 9.6."""
    frame = control.lldp(machine.mac, machine.name, "Ethernet7")
    end = frame.rindex(machine.name.encode()) + len(machine.name)
    field = struct.pack("!H", 127 << 9 | 4 + len(content)) + organization + b"\x01" + content
    return (frame[:end] + field + b"\0\0").ljust(60, b"\0")


def covert_near_miss(case):
    """How stacks fill the same fields: drawn, counted, constant, left over; and whom routers make look so."""
    network, site = case.network, case.site
    random = network.random
    one, two, three, four, five, six = site.bmcs
    log, start = site.log, 5 * MINUTE
    counter, swapped, ticks = 0x4100, 0x0041, 6510
    for number in range(120):
        time = start + number * 3 * SECOND
        # Drawn for each connection (Linux); one counter for all (lwIP, Windows); one whose octets are swapped.
        attempt(network, time, one, log, 40_000 + number, random.randrange(2**32))
        counter += 1 + random.randrange(3)
        attempt(network, time, two, log, 41_000 + number, ticks, counter)
        swapped = (swapped + 1) % 65_536
        attempt(network, time, three, log, 42_000 + number, number * 64_000 % 2**32,
                swapped >> 8 | (swapped & 255) << 8)
        ticks += 1 + random.randrange(3)
        # Generators of 15 bits; always the same one; none.
        attempt(network, time, four, log, 43_000 + number, random.randrange(2**32), random.randrange(1, 2**15))
        attempt(network, time, five, log, 44_000 + number, random.randrange(2**32), 54_321)
        attempt(network, time, six, log, 45_000 + number, random.randrange(2**32), 0)
    # Two counters on two processors.
    bases = [0x6100, 0x6900]
    for number in range(120):
        which = random.randrange(2)
        bases[which] += 1 + random.randrange(4)
        card = site.cards[0]
        attempt(network, start + number * 2 * SECOND, card, log, 46_000 + number, random.randrange(2**32),
                bases[which], service=443)
    # DSCP that changes for a phase; a route that is traced; the same packet before and behind a router.
    card, tracer = site.cards[1], site.cards[3]
    for number in range(60):
        put(network, start + number * 2 * SECOND, card, log,
            packet(card, log, frames.UDP, log_line(card, log, 50_514), service=0x28 if number > 20 else 0))
    for turn in range(12):
        for hop in range(1, 7):
            data = frames.udp(tracer.address, log.address, (50_600, 33_500), bytes(20))
            put(network, start + (turn * 20 + hop) * SECOND, tracer, log,
                packet(tracer, log, frames.UDP, data, hop, ttl=hop))
    for number in range(60):
        data = log_line(site.cards[2], log, 50_514)
        for hop in range(2):
            put(network, start + number * 2 * SECOND + hop * 300_000, site.cards[2], log,
                packet(site.cards[2], log, frames.UDP, data, number + 1, ttl=64 - hop))
    # A driver that always pads with the same octets; private information that counts, and that stays.
    for number in range(30):
        body = frames.arp(1, site.cards[3].mac, site.cards[3].address, "00:00:00:00:00:00", log.address)
        network.frame(
            start + number * 9 * SECOND,
            frames.mac_bytes(frames.BROADCAST) + frames.mac_bytes(site.cards[3].mac) + b"\x08\x06" + body
            + b"\x55" * 18)
    for number, time in enumerate(beats(network, start, 30, 40, 0.01)):
        network.frame(time, private(site.switches[0], b"\x00\x0e\xcf", struct.pack("!II", number, 77)))
        network.frame(time, private(site.switches[1], b"\xaa\xbb\xcc", b"rack-b"))


CASES = {
    "ethernet.ncsi-fires": sideband_fires,
    "ethernet.ncsi-near-miss": sideband_near_miss,
    "ethernet.pause-fires": pause_fires,
    "ethernet.pause-near-miss": pause_near_miss,
    "ethernet.broadcast-beacon-fires": broadcast_fires,
    "ethernet.broadcast-beacon-near-miss": broadcast_near_miss,
    "protocol.covert-field-fires": covert_fires,
    "protocol.covert-field-near-miss": covert_near_miss,
}
