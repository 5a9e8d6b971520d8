"""Cases about published signatures: for each row packets that have it, and some that nearly do."""

import struct

from . import frames, messages
from .frames import ACK, SYN
from .network import MINUTE, SECOND, START, SYN_OPTIONS
from .policies import HEAD
from .site import outside

MASTER = "203.0.113.66"
CALLED = "198.51.100.44"
ROUTINE = "  - role: [bmc, switch]\n    peer: {}\n    reason: the operator's own test\n"


# Packets.

def segment(network, time, sender, receiver, port, flags, numbers=(0, 0), options=b"", data=b""):
    """One TCP segment with any numbers."""
    ends = (sender.address, receiver.address)
    ports = (network.port(sender), port)
    payload = frames.tcp(*ends, ports, *numbers, flags, 64_240, options, data)
    network.send(time, sender, receiver, frames.TCP, payload)
    return ports


def echo(network, time, sender, receiver, data, word=0x00010001, kind=8, code=0):
    """One echo message; `word` is identifier and sequence number."""
    network.send(time, sender, receiver, frames.ICMP, frames.icmp(kind, code, word, data))


def datagram(network, time, sender, receiver, port, data):
    """One datagram from a port of its own."""
    network.udp(time, sender, receiver, (network.port(sender), port), data)


def named(address, port):
    """An IPv4 address and a port in network order."""
    return outside(address).address.packed + struct.pack("!H", port)


def ping_data(moment):
    """What ping of Linux sends: the time as two numbers of eight octets, then 0x10, 0x11, ..."""
    return struct.pack("<QQ", moment, 271_828) + bytes(range(0x10, 0x38))


def expecting(case, *peers):
    """A policy that expects everything with some peers."""
    case.policy = HEAD + "expected:\n" + "".join(ROUTINE.format(peer) for peer in peers)


def call(network, time, device, address, port):
    """A connection of the device in which both ends say what no protocol knows."""
    connection = network.connect(time, device, outside(address), port)
    connection.exchange(network.random.randbytes(40), network.random.randbytes(24))
    connection.close()


# SYNful Knock.

DELTA = 0x000C123D
STATIC_OPTIONS = bytes.fromhex("020405b40101040201030305")


def synful_knock_fires(case):
    """SYN packets whose two numbers differ by the constant, one way and the other, and over zero."""
    network, switch = case.network, case.site.switches[0]
    for minute, low in ((1, 0x1234_5678), (2, 2**32 - 5)):
        numbers = ((low + DELTA) % 2**32, low)
        segment(network, minute * MINUTE, outside(MASTER), switch, 80, SYN, numbers)
    numbers = (0x1234_5678, 0x1234_5678 + DELTA)
    segment(network, 3 * MINUTE, outside(CALLED), switch, 80, SYN, numbers)


def synful_knock_near_miss(case):
    """Another difference, no acknowledgment, another port, a set control bit."""
    network, switch, mon = case.network, case.site.switches[0], case.site.mon
    low = 0x1234_5678
    for time, port, flags, numbers in (
            (1, 80, SYN, (low + DELTA + 1, low)), (2, 80, SYN, (low, low)),
            (3, 80, SYN, (DELTA, 0)), (4, 8080, SYN, (low + DELTA, low)),
            (5, 80, SYN | ACK, (low + DELTA, low)), (6, 80, SYN, (low + 0x123D, low))):
        segment(network, time * MINUTE, mon, switch, port, flags, numbers)


def answered(network, time, client, server, difference, options):
    """A SYN to port 80 and its answer: what the answer acknowledges, less its own number."""
    ours = 0x4000_0000
    ports = segment(network, time, client, server, 80, SYN, (ours, 0), SYN_OPTIONS)
    acknowledgment = ours + 1
    ends = (server.address, client.address)
    answer = frames.tcp(
        *ends, ports[::-1], (acknowledgment - difference) % 2**32, acknowledgment, SYN | ACK, 8192,
        options, b"")
    network.send(time + 400_000, server, client, frames.TCP, answer)


def synful_answer_fires(case):
    """A switch answers as the implant does."""
    network, switch, build = case.network, case.site.switches[0], case.site.build
    answered(network, 1 * MINUTE, build, switch, DELTA + 1, STATIC_OPTIONS)
    answered(network, 2 * MINUTE, case.site.mon, switch, 1 - DELTA, STATIC_OPTIONS)


def synful_answer_near_miss(case):
    """The options with other numbers, the numbers with other options, and one option more."""
    network, switch, mon = case.network, case.site.switches[0], case.site.mon
    answered(network, 1 * MINUTE, mon, switch, 0x0765_4321, STATIC_OPTIONS)
    answered(network, 2 * MINUTE, mon, switch, DELTA + 1, SYN_OPTIONS)
    answered(network, 3 * MINUTE, mon, switch, DELTA + 1, STATIC_OPTIONS + b"\1\1\1\0")
    answered(network, 4 * MINUTE, mon, switch, DELTA, STATIC_OPTIONS)


# UNC3886 on Junos.

IRAD = bytes(octet ^ 0x86 for octet in b"uSarguuS62bKRA0J")
JDOSD = (bytes.fromhex("44313a1445956a73"), bytes.fromhex("64111a3465b54a53"))
LMPAD = (bytes.fromhex("c5c4ec4d"), bytes.fromhex("a604ed839246ce409a348c7b5ad6e50d"))


def irad_fires(case):
    """An echo request behind others wakes a switch; one of another switch goes without a call."""
    network, (one, two) = case.network, case.site.switches
    data = b"1\0" + IRAD + named(CALLED, 8443) + bytes(16)
    for number in range(6):
        echo(network, 1 * MINUTE - (6 - number) * SECOND // 10, outside(MASTER), one, bytes(56), number)
    echo(network, 1 * MINUTE, outside(MASTER), one, data, 0xAA560001)
    call(network, 1 * MINUTE + 3 * SECOND, one, CALLED, 8443)
    echo(network, 5 * MINUTE, outside(MASTER), two, b"0\0" + IRAD + bytes(22), 0xAA560001)


def irad_near_miss(case):
    """The identifier alone, the word as it is, and one octet less of it."""
    network, switch, mon = case.network, case.site.switches[0], case.site.mon
    for minute, data in ((1, bytes(range(48))), (2, b"1\0uSarguuS62bKRA0J" + bytes(22)),
                         (3, b"1\0" + IRAD[:-1] + bytes(23)), (4, b"1\0" + IRAD[::-1] + bytes(22))):
        echo(network, minute * MINUTE, mon, switch, data, 0xAA560001)


def jdosd_fires(case):
    """Both first messages that the broken cipher gives, and the answer to one."""
    network, switch = case.network, case.site.switches[0]
    build = case.site.build
    datagram(network, 1 * MINUTE, outside(MASTER), switch, 33_512, JDOSD[0] + bytes(8))
    network.ask(2 * MINUTE, build, switch, 33_512, JDOSD[1] + bytes(8), JDOSD[1] + bytes(12))


def jdosd_near_miss(case):
    """The port with other octets, one octet too early or too late, and too short a datagram."""
    network, switch, mon = case.network, case.site.switches[0], case.site.mon
    for minute, data in ((1, network.random.randbytes(24)), (2, b"\0" + JDOSD[0] + bytes(8)),
                         (3, JDOSD[0] + bytes(7)), (4, JDOSD[0][:7] + b"\0" + bytes(8))):
        datagram(network, minute * MINUTE, mon, switch, 33_512, data)


def lmpad_fires(case):
    """A message to the backdoor's port, and one to another."""
    network, switch = case.network, case.site.switches[0]
    for minute, port in ((1, 33_615), (2, 40_001)):
        data = LMPAD[0] + network.random.randbytes(8) + LMPAD[1]
        datagram(network, minute * MINUTE, outside(MASTER), switch, port, data)


def lmpad_near_miss(case):
    """One of the two parts, both one octet off, and too short a datagram."""
    network, switch, mon = case.network, case.site.switches[0], case.site.mon
    middle = network.random.randbytes(8)
    for minute, data in ((1, LMPAD[0] + middle + bytes(16)), (2, bytes(4) + middle + LMPAD[1]),
                         (3, LMPAD[0] + middle[:7] + LMPAD[1] + b"\0"),
                         (4, LMPAD[0] + middle + LMPAD[1][:15])):
        datagram(network, minute * MINUTE, mon, switch, 33_615, data)


def oemd_fires(case):
    """A datagram names an address, and the switch connects to it; another one its sender."""
    network, (one, two) = case.network, case.site.switches
    datagram(network, 1 * MINUTE, outside(MASTER), one, 45_678, named(CALLED, 4433))
    call(network, 1 * MINUTE + 2 * SECOND, one, CALLED, 4433)
    datagram(network, 5 * MINUTE, outside(MASTER), two, 45_678, network.random.randbytes(20))
    call(network, 5 * MINUTE + 9 * SECOND, two, MASTER, 443)


def oemd_near_miss(case):
    """Datagrams without a connection, with an expected one, and with one to somebody else."""
    network, (one, two) = case.network, case.site.switches
    expecting(case, CALLED)
    datagram(network, 1 * MINUTE, case.site.mon, one, 45_678, named(CALLED, 4433))
    call(network, 1 * MINUTE + 2 * SECOND, one, CALLED, 4433)
    datagram(network, 5 * MINUTE, case.site.mon, two, 45_678, network.random.randbytes(20))
    datagram(network, 6 * MINUTE, case.site.mon, two, 45_679, named(CALLED, 4433))


CONTROLLER = "129.126.109.50"


def appid_fires(case):
    """A switch calls a known controller on the port of SSH and speaks something else."""
    network, switch = case.network, case.site.switches[0]
    for minute in (1, 31):
        call(network, minute * MINUTE, switch, CONTROLLER, 22)


def appid_near_miss(case):
    """SSH to the same address, something else on another port, and to another address."""
    network, switch = case.network, case.site.switches[0]
    expecting(case, CONTROLLER, CALLED)
    connection = network.connect(1 * MINUTE, switch, outside(CONTROLLER), 22)
    connection.say(connection.server, b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    connection.say(connection.client, b"SSH-2.0-OpenSSH_7.5\r\n")
    connection.exchange(network.random.randbytes(200), network.random.randbytes(300))
    connection.close()
    call(network, 2 * MINUTE, switch, CONTROLLER, 2222)
    call(network, 3 * MINUTE, switch, CALLED, 22)
    network.unanswered(4 * MINUTE, switch, outside(CONTROLLER), 22)


# Routers and Linux.

VPNFILTER = bytes.fromhex("0c15222b")


def vpnfilter_fires(case):
    """A SYN with data, and the call to the address in it."""
    network, (one, two) = case.network, case.site.switches
    data = b"\0\1\2" + VPNFILTER + outside(CALLED).address.packed + b"\0"
    segment(network, 1 * MINUTE, outside(MASTER), one, 3128, SYN, (77, 0), data=data)
    call(network, 1 * MINUTE + 5 * SECOND, one, CALLED, 443)
    segment(network, 5 * MINUTE, outside(MASTER), two, 9000, SYN, (77, 0), data=data)


def vpnfilter_near_miss(case):
    """Other data in a SYN, the octets in a segment that is none, and too few of them."""
    network, switch, mon = case.network, case.site.switches[0], case.site.mon
    data = VPNFILTER + outside(CALLED).address.packed
    fast_open = SYN_OPTIONS + bytes.fromhex("220a") + bytes(8) + b"\1\1"
    segment(network, 1 * MINUTE, mon, switch, 443, SYN, (77, 0), fast_open, b"GET / HTTP/1.0\r\n\r\n")
    segment(network, 2 * MINUTE, mon, switch, 443, SYN, (77, 0), data=VPNFILTER[::-1] + data[4:])
    segment(network, 3 * MINUTE, mon, switch, 443, SYN, (77, 0), data=data[:7])
    segment(network, 4 * MINUTE, mon, switch, 443, ACK, (77, 99), data=data)


def wake_up(flag, address=CALLED, port=8000):
    """The 24 octets that wake BPFDoor."""
    return bytes.fromhex(flag) + b"\0\0" + named(address, port) + b"justforfun".ljust(14, b"\0")


def bpfdoor_udp_fires(case):
    """A wake-up without a call, one with a call to the address in it, and one with a call to the sender."""
    network, (one, two, three) = case.network, case.site.bmcs[:3]
    datagram(network, 1 * MINUTE, outside(MASTER), one, 5000, wake_up("7255"))
    datagram(network, 5 * MINUTE, outside(MASTER), two, 161, wake_up("7255"))
    call(network, 5 * MINUTE + 1 * SECOND, two, CALLED, 8000)
    datagram(network, 9 * MINUTE, outside(MASTER), three, 5000, wake_up("7255"))
    call(network, 9 * MINUTE + 40 * SECOND, three, MASTER, 443)


def bpfdoor_udp_near_miss(case):
    """A DNS answer with this number, too short a datagram, and one in a conversation."""
    network, site = case.network, case.site
    bmc = site.bmcs[0]
    number = 0x7255
    network.ask(
        1 * MINUTE, bmc, site.dns, 53, messages.dns(number, "log.example"),
        messages.dns(number, "log.example", site.log.address))
    datagram(network, 2 * MINUTE, site.mon, bmc, 5000, wake_up("7255")[:9])
    source = network.port(site.mon)
    network.udp(4 * MINUTE, site.mon, bmc, (source, 5000), bytes(24))
    network.udp(4 * MINUTE + SECOND, site.mon, bmc, (source, 5000), wake_up("7255"))
    datagram(network, 5 * MINUTE, site.mon, bmc, 53, messages.dns(number, "www.example"))
    datagram(network, 6 * MINUTE, site.mon, bmc, 5000, wake_up("5572"))


def bpfdoor_icmp_fires(case):
    """A wake-up in an echo request, and the call."""
    network, bmc = case.network, case.site.bmcs[0]
    echo(network, 1 * MINUTE, outside(MASTER), bmc, wake_up("7255"))
    call(network, 1 * MINUTE + 1 * SECOND, bmc, CALLED, 8000)


def bpfdoor_icmp_near_miss(case):
    """An ordinary echo request of the second whose number begins so, too short a one, and the octets of TCP."""
    network, site = case.network, case.site
    bmc = site.bmcs[0]
    moment = (START // SECOND & ~0xFFFF) + 0x10000 + 0x5572
    for kind, sender, receiver in ((8, site.mon, bmc), (0, bmc, site.mon)):
        time = 1 * MINUTE + 300_000 * (kind == 0)
        echo(network, time, sender, receiver, ping_data(moment), kind=kind)
    network.ping(2 * MINUTE, bmc, site.router)
    echo(network, 3 * MINUTE, site.mon, bmc, wake_up("7255")[:9])
    echo(network, 4 * MINUTE, site.mon, bmc, wake_up("5293"), code=1)


def bpfdoor_tcp_fires(case):
    """A wake-up to the web server of a controller, and the call."""
    network, site = case.network, case.site
    connection = network.connect(1 * MINUTE, site.build, site.bmcs[0], 443)
    connection.say(connection.client, wake_up("5293"))
    connection.acknowledge(connection.server)
    call(network, 1 * MINUTE + 2 * SECOND, site.bmcs[0], CALLED, 8000)
    connection.time = 1 * MINUTE + 8 * SECOND
    connection.close()


def bpfdoor_tcp_near_miss(case):
    """The same octets behind a hello of TLS, too few of them, and the order of UDP."""
    network, site = case.network, case.site
    bmc, mon = site.bmcs[0], site.mon
    connection = network.connect(1 * MINUTE, mon, bmc, 443)
    connection.exchange(messages.client_hello(network.random), messages.server_hello(network.random))
    connection.say(connection.client, wake_up("5293"))
    connection.close()
    for minute, data in ((2, wake_up("5293")[:9]), (3, wake_up("9352")), (4, wake_up("7255"))):
        connection = network.connect(minute * MINUTE, mon, bmc, 443)
        connection.say(connection.client, data)
        connection.close()


def later(network, minute, source, device):
    """A wake-up in a datagram that is not the first, in a segment that is not, and in one of no connection."""
    port = network.port(source)
    network.udp(minute * MINUTE, source, device, (port, 5000), bytes(24))
    network.udp(minute * MINUTE + SECOND, source, device, (port, 5000), wake_up("7255"))
    connection = network.connect(minute * MINUTE + 4 * SECOND, source, device, 443)
    connection.say(connection.client, bytes(24))
    connection.say(connection.client, wake_up("5293"))
    connection.close()
    segment(network, minute * MINUTE + 8 * SECOND, source, device, 22, ACK, (77, 99), data=wake_up("5293"))


def bpfdoor_any_fires(case):
    """A wake-up behind other payload or without a connection, and the call to the address in it."""
    network, site = case.network, case.site
    one, two, three = site.bmcs[:3]
    port = network.port(outside(MASTER))
    network.udp(1 * MINUTE, outside(MASTER), one, (port, 5000), bytes(24))
    network.udp(1 * MINUTE + SECOND, outside(MASTER), one, (port, 5000), wake_up("7255"))
    call(network, 1 * MINUTE + 3 * SECOND, one, CALLED, 8000)
    connection = network.connect(5 * MINUTE, site.build, two, 443)
    connection.say(connection.client, bytes(24))
    connection.say(connection.client, wake_up("5293"))
    connection.close()
    call(network, 5 * MINUTE + 3 * SECOND, two, CALLED, 8000)
    segment(network, 9 * MINUTE, outside(MASTER), three, 22, ACK, (77, 99), data=wake_up("5293"))
    call(network, 9 * MINUTE + 2 * SECOND, three, CALLED, 8000)


def bpfdoor_any_near_miss(case):
    """The same octets, and calls to others: to another address, and too late."""
    network, bmcs = case.network, case.site.bmcs
    for minute, bmc, peer, delay in ((1, bmcs[0], "198.51.100.45", 12), (5, bmcs[1], CALLED, 70)):
        later(network, minute, case.site.build, bmc)
        call(network, minute * MINUTE + delay * SECOND, bmc, peer, 8000)


SECOND_MAGIC = bytes.fromhex("4430cd9f5e142766")


def bpfdoor_second_fires(case):
    """The eight octets in a datagram and in a connection, and a call to the sender."""
    network, site = case.network, case.site
    one, two = site.bmcs[:2]
    datagram(
        network, 1 * MINUTE, outside(MASTER), one, 5000,
        network.random.randbytes(317) + SECOND_MAGIC + network.random.randbytes(50))
    connection = network.connect(5 * MINUTE, site.build, two, 443)
    connection.say(connection.client, SECOND_MAGIC + network.random.randbytes(30))
    connection.close()
    call(network, 5 * MINUTE + 7 * SECOND, two, str(site.build.address), 9001)


def bpfdoor_second_near_miss(case):
    """Seven of the octets, all in another order, and those of an echo request."""
    network, bmc, mon = case.network, case.site.bmcs[0], case.site.mon
    for minute, data in ((1, SECOND_MAGIC[:7] + bytes(40)), (2, SECOND_MAGIC[::-1] + bytes(40)),
                         (3, SECOND_MAGIC[:4] + b"\0" + SECOND_MAGIC[4:] + bytes(40))):
        datagram(network, minute * MINUTE, mon, bmc, 5000, data)
    echo(network, 4 * MINUTE, mon, bmc, SECOND_MAGIC + bytes(40))


def bpfdoor_reply_fires(case):
    """The wake-up of a scanner, and the digit to the address that stood in it."""
    network, bmc = case.network, case.site.bmcs[0]
    datagram(network, 1 * MINUTE, outside(MASTER), bmc, 5000, wake_up("7255"))
    datagram(network, 1 * MINUTE + 20_000_000, bmc, outside(CALLED), 8000, b"1")


def bpfdoor_reply_near_miss(case):
    """The digit without a wake-up, another one, two of them, and one to somebody else."""
    network, site = case.network, case.site
    one, two = site.bmcs[:2]
    expecting(case, "mon")
    datagram(network, 1 * MINUTE, one, site.mon, 8000, b"1")
    wake = b"\x72\x55\0\0" + site.log.address.packed + struct.pack("!H", 8000) + bytes(14)
    datagram(network, 2 * MINUTE, site.build, two, 5000, b"\0" * 24)
    datagram(network, 2 * MINUTE + SECOND, two, site.mon, 8000, b"1")
    datagram(network, 3 * MINUTE, site.build, two, 5000, wake[:9])
    datagram(network, 3 * MINUTE + SECOND, two, site.mon, 8000, b"11")


def seconds_of(network, device, peer, start, numbers, data=b"\0" * 16, kind=0, code=0):
    """Echo messages of a device, five seconds apart, with these numbers."""
    for index, number in enumerate(numbers):
        echo(network, start + index * 5 * SECOND, device, peer, data, 0x00070000 | number, kind, code)


def heartbeat_fires(case):
    """A command, and replies that all have the number 1234: in one order of octets and the other."""
    network, site = case.network, case.site
    for minute, bmc, number in ((1, site.bmcs[0], 1234), (5, site.bmcs[1], 0xD204)):
        echo(network, minute * MINUTE, outside(MASTER), bmc, b"X:uname -a".ljust(32, b"\0"))
        seconds_of(network, bmc, outside(MASTER), minute * MINUTE + 2 * SECOND, [number] * 4)


def heartbeat_near_miss(case):
    """The command's second of the clock with its reply, the number without a command, and once behind one."""
    network, site = case.network, case.site
    one, two, three = site.bmcs[:3]
    moment = (START // SECOND & ~0xFFFF) + 0x10000 + 0x3A58
    for number in range(3):
        data = ping_data(moment + number)
        time = 1 * MINUTE + number * SECOND
        echo(network, time, site.mon, one, data, 0x00070001 + number)
        echo(network, time + 300_000, one, site.mon, data, 0x00070001 + number, kind=0)
    seconds_of(network, two, site.mon, 2 * MINUTE, [1234] * 3)
    echo(network, 4 * MINUTE, site.mon, three, ping_data(moment), 0x00071234)
    seconds_of(network, three, site.mon, 4 * MINUTE + SECOND, [1233, 1234, 1235])


def heartbeat_code_fires(case):
    """A command, and echo requests with the code 1."""
    network, bmc = case.network, case.site.bmcs[0]
    echo(network, 1 * MINUTE, outside(MASTER), bmc, b"X:uname -a".ljust(32, b"\0"))
    seconds_of(network, bmc, outside(MASTER), 1 * MINUTE + 2 * SECOND, [1, 2], kind=8, code=1)


def heartbeat_code_near_miss(case):
    """The code without a command, and ordinary echo requests behind one."""
    network, site = case.network, case.site
    one, two = site.bmcs[:2]
    expecting(case, "mon", "gw")
    seconds_of(network, one, site.mon, 1 * MINUTE, [1, 2, 3], kind=8, code=1)
    echo(network, 3 * MINUTE, site.mon, two, b"X:uname -a".ljust(32, b"\0"))
    seconds_of(network, two, site.mon, 3 * MINUTE + SECOND, [1, 2, 3], kind=8)
    seconds_of(network, two, site.router, 5 * MINUTE, [1], kind=8, code=1)


def j_magic_fires(case):
    """The four letters, and the call to the address behind them."""
    network, site = case.network, case.site
    connection = network.connect(1 * MINUTE, site.build, site.switches[0], 22)
    connection.say(connection.client, b"Z4vE" + named(CALLED, 4433))
    connection.acknowledge(connection.server)
    call(network, 1 * MINUTE + SECOND, site.switches[0], CALLED, 4433)
    connection.time = 1 * MINUTE + 5 * SECOND
    connection.close()


def j_magic_near_miss(case):
    """The letters elsewhere, in other case, without an address, and in a datagram."""
    network, switch, mon = case.network, case.site.switches[0], case.site.mon
    for minute, data in ((1, b" Z4vE" + bytes(6)), (2, b"z4ve" + bytes(6)), (3, b"Z4vE" + bytes(5))):
        connection = network.connect(minute * MINUTE, mon, switch, 443)
        connection.say(connection.client, data)
        connection.close()
    datagram(network, 4 * MINUTE, mon, switch, 5000, b"Z4vE" + named(CALLED, 4433))


def knocks(network, start, sender, device, ports):
    """SYN packets to ports, two seconds apart, that nobody answers."""
    for index, port in enumerate(ports):
        time = start + index * 2 * SECOND
        numbers = (network.random.randrange(2**32), 0)
        segment(network, time, sender, device, port, SYN, numbers, SYN_OPTIONS)


def cd00r_fires(case):
    """The five ports, once with a packet that was sent again, and a call to the sender."""
    network, site = case.network, case.site
    knocks(network, 1 * MINUTE, outside(MASTER), site.bmcs[0], (200, 80, 22, 53, 3))
    knocks(network, 5 * MINUTE, outside(MASTER), site.bmcs[1], (200, 80, 80, 22, 53, 3))
    call(network, 5 * MINUTE + 20 * SECOND, site.bmcs[1], MASTER, 4444)


def cd00r_near_miss(case):
    """Another port between, another order, two senders, four of the five, and the last ten minutes late."""
    network, site = case.network, case.site
    bmc = site.bmcs[0]
    knocks(network, 1 * MINUTE, site.mon, bmc, (200, 80, 22, 443, 53, 3))
    knocks(network, 2 * MINUTE, site.mon, bmc, (3, 22, 53, 80, 200))
    knocks(network, 3 * MINUTE, site.mon, site.bmcs[1], (200, 80, 22))
    knocks(network, 3 * MINUTE + 10 * SECOND, site.build, site.bmcs[1], (53, 3))
    knocks(network, 4 * MINUTE, site.mon, site.bmcs[2], (200, 80, 22, 53))
    knocks(network, 15 * MINUTE, site.mon, site.bmcs[2], (3,))


def pingback_fires(case):
    """A command and its output."""
    network, card = case.network, case.site.cards[0]
    master = outside(MASTER)
    echo(network, 1 * MINUTE, master, card, b"shell".ljust(788, b"\0"), 0x0001D204)
    echo(network, 1 * MINUTE + 300_000, card, master, b"shell".ljust(788, b"\0"), 0x0001D204, kind=0)
    echo(network, 3 * MINUTE, master, case.site.bmcs[0], b"exep calc".ljust(1056, b"\0"), 0x0001D304)


def pingback_near_miss(case):
    """Another number, another length, another word, and the word elsewhere."""
    network, card, mon = case.network, case.site.cards[0], case.site.mon
    for minute, word, length, number in (
            (1, b"shell", 788, 0x04D2), (2, b"shell", 789, 0xD204), (3, b"Shell", 788, 0xD204),
            (4, b" shell", 788, 0xD204)):
        data = word.ljust(length, b"\0")
        echo(network, minute * MINUTE, mon, card, data, 0x00010000 | number)


def ptunnel_near_miss(case):
    """The number elsewhere, too short a message, and ordinary echo requests."""
    network, card, mon = case.network, case.site.cards[0], case.site.mon
    magic = bytes.fromhex("d5200880")
    for minute, data in ((1, b"\0" + magic + bytes(30)), (2, magic + bytes(23)),
                         (3, magic[::-1] + bytes(30))):
        echo(network, minute * MINUTE, mon, card, data)
    network.ping(4 * MINUTE, mon, card)


def ptunnel_ng_near_miss(case):
    """A memory pattern that is the same number, and headers that make no sense."""
    network, card, mon = case.network, case.site.cards[0], case.site.mon
    magic = bytes.fromhex("deadc0de")
    for minute, data in (
            (1, magic * 14), (2, magic + bytes(4) + bytes.fromhex("00010050") + bytes(20)),
            (3, magic + bytes(8) + bytes.fromhex("00000010") + bytes(16)),
            (4, magic + bytes(23))):
        echo(network, minute * MINUTE, mon, card, data)


PAIRS = {
    "synful-knock": (synful_knock_fires, synful_knock_near_miss),
    "synful-knock-answer": (synful_answer_fires, synful_answer_near_miss),
    "unc3886-irad": (irad_fires, irad_near_miss),
    "unc3886-jdosd": (jdosd_fires, jdosd_near_miss),
    "unc3886-lmpad": (lmpad_fires, lmpad_near_miss),
    "unc3886-oemd": (oemd_fires, oemd_near_miss),
    "unc3886-appid": (appid_fires, appid_near_miss),
    "vpnfilter": (vpnfilter_fires, vpnfilter_near_miss),
    "bpfdoor-udp": (bpfdoor_udp_fires, bpfdoor_udp_near_miss),
    "bpfdoor-icmp": (bpfdoor_icmp_fires, bpfdoor_icmp_near_miss),
    "bpfdoor-tcp": (bpfdoor_tcp_fires, bpfdoor_tcp_near_miss),
    "bpfdoor-any": (bpfdoor_any_fires, bpfdoor_any_near_miss),
    "bpfdoor-second": (bpfdoor_second_fires, bpfdoor_second_near_miss),
    "bpfdoor-reply": (bpfdoor_reply_fires, bpfdoor_reply_near_miss),
    "bpfdoor-heartbeat": (heartbeat_fires, heartbeat_near_miss),
    "bpfdoor-heartbeat-code": (heartbeat_code_fires, heartbeat_code_near_miss),
    "j-magic": (j_magic_fires, j_magic_near_miss),
    "cd00r": (cd00r_fires, cd00r_near_miss),
    "pingback": (pingback_fires, pingback_near_miss),
}

CASES = {
    f"implant.{name}-{kind}": case
    for name, pair in PAIRS.items() for kind, case in zip(("fires", "near-miss"), pair)
}
CASES["implant.ptunnel-near-miss"] = ptunnel_near_miss
CASES["implant.ptunnel-ng-near-miss"] = ptunnel_ng_near_miss
