"""Cases about packets that wake something on a device."""

import struct

from . import frames, life, messages
from .frames import ACK, RST, SYN
from .network import HOUR, MINUTE, SECOND, SYN_OPTIONS, Connection, Machine, seconds
from .policies import HEAD, quiet, talk
from .site import outside

STRANGER = Machine("stranger", "dc:a6:32:0c:77:10", "10.20.0.77")
OTHER = Machine("other", "dc:a6:32:0c:77:20", "10.20.0.78")


def echo(network, time, client, server, data):
    """An echo request with this content, and its reply."""
    word = network.random.randrange(65536) << 16 | 1
    network.send(time, client, server, frames.ICMP, frames.icmp(8, 0, word, data))
    back = time + network.round_trip(client, server)
    network.send(back, server, client, frames.ICMP, frames.icmp(0, 0, word, data))


def knocks(network, time, client, server, ports, gap=0.2):
    """Single SYNs to closed ports; the moment behind the last one."""
    for port in ports:
        Connection(network, time, client, server, port).refuse()
        time += seconds(gap)
    return time


def datagrams(network, time, client, server, ports, gap=0.2):
    """Single datagrams that nobody answers; the moment behind the last one."""
    for port in ports:
        network.udp(time, client, server, (network.port(client), port), b"\0")
        time += seconds(gap)
    return time


def traceroute(network, time, client, server):
    """The probes of traceroute that reach their target, and its errors."""
    for number in range(3):
        source = network.port(client)
        network.udp(time, client, server, (source, 33_434 + number), bytes(32), ttl=1)
        probe = network.packets[-1][2][14:]
        error = frames.icmp(3, 3, 0, probe[:60])
        network.send(time + 300_000, server, client, frames.ICMP, error, keep_whole=False)
        time += 900_000


def syn(network, time, client, server, port, sequence=None, flags=SYN, window=64_240,
        options=SYN_OPTIONS, data=b"", acknowledgment=0):
    """A SYN with fields of its own, and the RST that answers it."""
    ends = (client.address, server.address)
    source = network.port(client)
    sequence = network.random.randrange(2**32) if sequence is None else sequence
    network.send(time, client, server, frames.TCP, frames.tcp(
        *ends, (source, port), sequence, acknowledgment, flags, window, options, data))
    back = (sequence + 1 + len(data)) % 2**32
    network.send(time + 200_000, server, client, frames.TCP, frames.tcp(
        *reversed(ends), (port, source), 0, back, RST | ACK, 0, b"", b""))


def magic(network, time, sender, target, receiver=None, ether=False):
    """Wake-on-LAN for a hardware address: to everybody on the link, or by a datagram to one machine."""
    packet = b"\xff" * 6 + frames.mac_bytes(target) * 16
    if ether:
        network.frame(time, frames.ethernet(frames.BROADCAST, sender.mac, 0x0842, packet))
    elif receiver is None:
        datagram = frames.udp(
            sender.address, type(sender.address)("10.20.255.255"), (network.port(sender), 9), packet)
        network.send_to(
            time, sender, type(sender.address)("10.20.255.255"), frames.BROADCAST, frames.UDP, datagram)
    else:
        network.udp(time, sender, receiver, (network.port(sender), 9), packet)


# Call-backs.

def callback_near_miss(case):
    """Devices that call somebody behind a packet, for reasons of their own."""
    network, site = case.network, case.site
    end = HOUR
    case.policy = (
        HEAD + "expected:\n"
        "  - device: bmc-01\n    direction: in\n    peer: build\n    transport: tcp\n    port: 21\n"
        "    reason: file transfers of the build machine\n"
        "  - device: bmc-03\n    direction: out\n    peer: 10.20.0.78\n    transport: tcp\n    port: 8080\n"
        "    reason: reports to its controller, which tells it where by a datagram\n"
        "  - device: bmc-04\n    direction: out\n    peer: 203.0.113.123\n    transport: udp\n"
        "    port: 123\n    reason: the time service of the provider\n")
    quiet(case, end)
    one, two, three, four = site.bmcs[:4]
    for number in range(24):
        network.ping(2 * MINUTE + number * 2 * MINUTE, site.mon, one)
    # The job: a trap to who has just asked, a log line behind a refused connection.
    life.trap(network, 12 * MINUTE + 5 * SECOND, one, site.mon)
    Connection(network, 14 * MINUTE, site.build, one, 8000).refuse()
    life.log(network, 14 * MINUTE + 2 * SECOND, one, site.log, "refused a connection to port 8000")
    traceroute(network, 16 * MINUTE, site.build, two)
    # An answer from another port, as TFTP gives it.
    source = network.port(site.build)
    network.udp(18 * MINUTE, site.build, two, (source, 69), b"\0\1boot.cfg\0octet\0")
    network.udp(18 * MINUTE + 400_000, two, site.build, (network.port(two), source), b"\0\5\0\1no file\0")
    # Active FTP: the data connection comes back.
    control = network.connect(20 * MINUTE, site.build, one, 21)
    control.say(control.server, b"220 ready\r\n")
    control.exchange(b"PORT 10,20,0,60,195,80\r\n", b"200 ok\r\n")
    data = network.connect(20 * MINUTE + SECOND, one, site.build, 195 * 256 + 80)
    data.say(data.client, b"a listing\r\n")
    data.close()
    # Who is it that logs in? The server asks back (RFC 1413).
    echo(network, 22 * MINUTE, site.build, two, bytes(range(0x10, 0x40)))
    ident = Connection(network, 22 * MINUTE + 2 * SECOND, two, site.build, 113)
    ident.refuse()
    # A controller tells a device where to report, and the policy knows it.
    network.udp(
        24 * MINUTE, STRANGER, three, (10_001, 10_001),
        b"report to" + OTHER.address.packed + struct.pack("!H", 8080))
    talk(network, 24 * MINUTE + 3 * SECOND, three, OTHER, 8080)
    # SNMP carries addresses by right.
    life.snmp_poll(network, 26 * MINUTE, site.mon, site.switches[0])
    # The same packet as in a wake-up, but for the time.
    far = outside("203.0.113.66")
    echo(network, 28 * MINUTE, STRANGER, three, b"look at " + far.address.packed)
    talk(network, 29 * MINUTE + 2 * SECOND, three, far, 443)
    # An address in clear that the policy expects anyway.
    clock = outside("203.0.113.123")
    echo(network, 32 * MINUTE, STRANGER, four, b"look at " + clock.address.packed)
    life.clock_query(network, 32 * MINUTE + 5 * SECOND, four, clock)
    # A second call of a service that the device called before.
    talk(network, 40 * MINUTE, three, far, 443)


# Knocks.

def knock_fires(case):
    """Sequences that open a port, that are answered by a call, and one that comes again."""
    network, site = case.network, case.site
    end = HOUR
    quiet(case, end)
    one, two, three = site.bmcs[:3]
    # Port 4022 is closed, and open behind five tries; twice.
    Connection(network, 15 * MINUTE, STRANGER, one, 4022).refuse()
    for start in (16 * MINUTE, 45 * MINUTE):
        time = knocks(network, start, STRANGER, one, (7000, 22, 9000, 8000, 3))
        talk(network, time + SECOND, STRANGER, one, 4022)
    # Datagrams; the device calls.
    time = datagrams(network, 25 * MINUTE, OTHER, two, (5301, 9914, 7007, 1200))
    talk(network, time + 2 * SECOND, two, OTHER, 4444)
    # The same order twice, from two sources, and nothing opens.
    knocks(network, 32 * MINUTE, STRANGER, three, (4000, 1000, 3000, 2000))
    knocks(network, 36 * MINUTE, OTHER, three, (4000, 1000, 3000, 2000))


def knock_near_miss(case):
    """Tried ports that are a scan, a list, a manager's look, or a service that answers anyway."""
    network, site = case.network, case.site
    end = HOUR
    case.policy = (
        HEAD + "expected:\n"
        "  - device: bmc-02\n    direction: in\n    transport: tcp\n    port: 9000\n"
        "    reason: the power meter, for everybody\n")
    quiet(case, end)
    one, two, three = site.bmcs[:3]
    # A scan of twenty ports, and the console behind it.
    ports = [port for port in range(2000, 2020)]
    network.random.shuffle(ports)
    for start in (10 * MINUTE, 40 * MINUTE):
        time = knocks(network, start, site.build, one, ports, gap=0.05)
        life.tls_visit(network, time + SECOND, site.build, one)
    # A manager that looks for a way in, and uses what it finds: the job of a controller.
    for start in (15 * MINUTE, 45 * MINUTE):
        time = knocks(network, start, site.mon, three, (8443, 5900, 17_988))
        life.tls_visit(network, time + SECOND, site.mon, three)
    # A service that answers everybody, behind a few closed ones.
    talk(network, 20 * MINUTE, OTHER, two, 9000)
    time = knocks(network, 22 * MINUTE, STRANGER, two, (7000, 5000, 6000))
    talk(network, time + SECOND, STRANGER, two, 9000)
    # The same list, by number; and traceroute, again and again.
    for start in (25 * MINUTE, 26 * MINUTE, 27 * MINUTE):
        knocks(network, start, OTHER, two, (1001, 1002, 1003, 1004))
        traceroute(network, start + 40 * SECOND, STRANGER, three)
    # Five services of the role in an order of their own, twice: a monitoring program and a device that is off.
    for start in (30 * MINUTE, 35 * MINUTE):
        knocks(network, start, site.mon, site.bmcs[3], (443, 22, 5900, 80))


# SYNs.

def abnormal_syn_near_miss(case):
    """SYNs that look odd and are in order."""
    network, site = case.network, case.site
    quiet(case, HOUR)
    one, two = site.bmcs[:2]
    cookie = bytes.fromhex("220a0102030405060708") + b"\1\1"
    for number in range(12):
        time = (10 + number) * MINUTE
        # TCP Fast Open with its cookie (RFC 7413), and under the number of its experiment.
        page = messages.http_get(str(one.address), "/")
        syn(network, time, site.mon, one, 80, options=cookie, data=page)
        syn(network, time + SECOND, site.mon, one, 80, options=bytes.fromhex("fe04f989"), data=page)
        # Explicit congestion notification (RFC 3168).
        syn(network, time + 2 * SECOND, site.mon, two, 443, flags=SYN | 0xC0)
        # A scanner's window, and a sequence number like any other.
        syn(network, time + 3 * SECOND, site.build, two, 443, window=1024, options=b"")
    # Three octets of zero may happen.
    for number in range(2):
        syn(network, (30 + number) * MINUTE, site.build, one, 443, sequence=0x48_00_00_00, window=512)
    life.tls_visit(network, 40 * MINUTE, site.mon, one)


# Wake-on-LAN.

def wake_on_lan_fires(case):
    """Magic packets for devices, from machines that are no administrator's."""
    network, site = case.network, case.site
    case.policy = HEAD + "groups:\n  admins: [10.20.0.12, 10.20.0.60]\n"
    quiet(case, HOUR)
    for number in range(5):
        magic(network, (10 + 5 * number) * MINUTE, STRANGER, site.bmcs[0].mac)
    magic(network, 20 * MINUTE, site.cards[1], site.cards[0].mac, ether=True)
    magic(network, 30 * MINUTE, outside("198.51.100.7"), site.bmcs[1].mac, receiver=site.bmcs[1])


def wake_on_lan_near_miss(case):
    """Magic packets of administrators, of whom the policy expects, and for machines that are nobody's."""
    network, site = case.network, case.site
    case.policy = (
        HEAD + "groups:\n  admins: [10.20.0.12, 10.20.0.60]\nexpected:\n"
        "  - role: nic\n    direction: in\n    peer: 10.20.0.78\n    transport: udp\n    port: 9\n"
        "    reason: the deployment server wakes servers\n")
    quiet(case, HOUR)
    magic(network, 10 * MINUTE, site.build, site.bmcs[0].mac)
    magic(network, 11 * MINUTE, site.build, site.bmcs[0].mac, ether=True)
    magic(network, 20 * MINUTE, OTHER, site.cards[0].mac, receiver=site.cards[0])
    magic(network, 30 * MINUTE, STRANGER, "52:54:00:99:99:99")
    # Too short: fifteen times.
    packet = b"\xff" * 6 + frames.mac_bytes(site.bmcs[0].mac) * 15
    network.udp(40 * MINUTE, STRANGER, site.bmcs[0], (network.port(STRANGER), 9), packet)


CASES = {
    "signal.callback-near-miss": callback_near_miss,
    "signal.knock-fires": knock_fires,
    "signal.knock-near-miss": knock_near_miss,
    "signal.abnormal-syn-near-miss": abnormal_syn_near_miss,
    "signal.wake-on-lan-fires": wake_on_lan_fires,
    "signal.wake-on-lan-near-miss": wake_on_lan_near_miss,
}
