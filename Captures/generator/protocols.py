"""Cases about what conversations carry: messages that are not what they seem, and tunnels."""

import ipaddress
import struct

from . import frames, messages
from .life import beats
from .network import HOUR, MINUTE, SECOND, START, Machine
from .policies import HEAD, quiet
from .site import outside

UNIX_TO_NTP = 2_208_988_800


# Time.

def stamp(time, hidden=None):
    """A timestamp of NTP; `hidden` takes the place of the part below the second."""
    second, rest = divmod(START + time, SECOND)
    fraction = (rest << 32) // SECOND if hidden is None else int.from_bytes(hidden, "big")
    return struct.pack("!II", second + UNIX_TO_NTP, fraction)


def question(transmit):
    """A request that says no more than it must."""
    return struct.pack("!BBbb", 0x23, 0, 6, 0x20) + bytes(36) + transmit


def reply(time, origin, identifier, delay=0x120):
    """A reply of a server at stratum 2, in order."""
    head = struct.pack("!BBbbII", 0x24, 2, 6, -20, delay, 0x340) + identifier
    return head + stamp(time - 17 * SECOND) + origin + stamp(time) + stamp(time + 40_000)


def extension(kind, value):
    """An extension field, RFC 7822."""
    return struct.pack("!HH", kind, 4 + len(value)) + value


def ask(network, time, client, server, tail=b""):
    """An honest exchange, with something behind the request and the reply."""
    transmit = network.random.randbytes(8)
    port = network.port(client)
    network.udp(time, client, server, (port, 123), question(transmit) + tail)
    back = time + network.round_trip(client, server)
    network.udp(
        back, server, client, (123, port), reply(back, transmit, bytes([10, 20, 0, 1])) + tail)


def ntp_fires(case):
    """A tunnel in NTP, extension fields that nobody knows, a control message, an outside server."""
    network, site = case.network, case.site
    quiet(case, HOUR)
    case.policy = HEAD + "groups:\n  ntp: [ntp1]\n"
    random = network.random
    # bmc-02 and the build server: eight octets up, twelve down, every two seconds.
    tunnel = Machine("build", site.build.mac, site.build.address)
    port = network.port(site.bmcs[1])
    for time in beats(network, 20 * MINUTE, 2, 90, jitter=0.05):
        network.udp(time, site.bmcs[1], tunnel, (port, 123), question(random.randbytes(8)))
        back = time + network.round_trip(site.bmcs[1], tunnel)
        network.udp(
            back, tunnel, site.bmcs[1], (123, port),
            reply(back, random.randbytes(8), random.randbytes(4)))
    for time in beats(network, 25 * MINUTE, 64, 6, jitter=0.02):
        ask(network, time, site.bmcs[2], site.ntp, extension(0x0a51, random.randbytes(40)))
    for time in (31 * MINUTE, 33 * MINUTE):
        network.udp(
            time, site.bmcs[3], site.build, (network.port(site.bmcs[3]), 123),
            struct.pack("!BBHHHHH", 0x16, 2, 1, 0, 0, 0, 0))
    ask(network, 40 * MINUTE, site.switches[0], outside("203.0.113.123"))


# Tunnels.

def inner(network, source="10.20.1.11", destination="192.168.77.2", ttl=64):
    """A datagram, as a tunnel carries it."""
    source, destination = map(ipaddress.ip_address, (source, destination))
    data = frames.udp(source, destination, (4000, 4001), network.random.randbytes(60))
    return frames.ip(source, destination, frames.UDP, data, ttl)


def inner_frame(network):
    """A frame, as an overlay carries it."""
    return frames.ethernet(
        "02:00:00:77:00:02", "02:00:00:77:00:01", 0x0800,
        inner(network, "192.168.77.1", "192.168.77.2"))


def gre(content, kind=0x0800):
    """GRE without options, RFC 2784."""
    return struct.pack("!HH", 0, kind) + content


def erspan(network, number):
    """ERSPAN type II: GRE with a sequence number, session 7."""
    head = struct.pack("!HHI", 0x1000, 0x88BE, number) + struct.pack("!HHI", 0x1000, 7, 0)
    return head + inner_frame(network)


def vxlan(network, identifier):
    """VXLAN, RFC 7348."""
    return struct.pack("!II", 0x08000000, identifier << 8) + inner_frame(network)


def wireguard(network, time, client, server, port=51_820):
    """A handshake, and five packets."""
    random = network.random
    ports = (network.port(client), port)
    network.udp(time, client, server, ports, b"\1\0\0\0" + random.randbytes(144))
    time += network.round_trip(client, server)
    network.udp(time, server, client, ports[::-1], b"\2\0\0\0" + random.randbytes(88))
    for number in range(5):
        time += 9_000_000
        network.udp(
            time, client, server, ports,
            b"\4\0\0\0" + random.randbytes(4) + struct.pack("<Q", number) + random.randbytes(96))


def key_exchange(network, time, client, server):
    """IKE version 2, the two messages of IKE_SA_INIT, then ESP in UDP on port 4500."""
    random = network.random
    spi = random.randbytes(8)
    for sender, receiver, answer, flags in (
            (client, server, bytes(8), 0x08), (server, client, random.randbytes(8), 0x20)):
        body = random.randbytes(300)
        head = spi + answer + struct.pack("!BBBBII", 33, 0x20, 34, flags, 0, 28 + len(body))
        network.udp(time, sender, receiver, (500, 500), head + body)
        time += network.round_trip(client, server)
    index = random.randbytes(4)
    for number in range(1, 7):
        network.udp(
            time, client, server, (4500, 4500),
            index + struct.pack("!I", number) + random.randbytes(88))
        time += 20_000_000


def tunnel_fires(case):
    """GRE to outside, IP in IP, ERSPAN, VXLAN, WireGuard and IPsec of controllers and switches."""
    network, site = case.network, case.site
    quiet(case, HOUR)
    case.policy = HEAD
    for time in beats(network, 12 * MINUTE, 3, 5, jitter=0.2):
        network.send(time, site.bmcs[0], outside("203.0.113.50"), 47, gre(inner(network)))
    for time in beats(network, 18 * MINUTE, 2, 4, jitter=0.2):
        network.send(time, site.switches[0], site.build, 4, inner(network, "10.20.2.11"))
    for number, time in enumerate(beats(network, 24 * MINUTE, 1, 6, jitter=0.2)):
        network.send(time, site.switches[1], site.build, 47, erspan(network, number))
    for time in beats(network, 30 * MINUTE, 5, 3, jitter=0.1):
        network.udp(time, site.bmcs[3], site.build, (51_044, 4789), vxlan(network, 77))
    wireguard(network, 36 * MINUTE, site.bmcs[1], outside("203.0.113.51"))
    key_exchange(network, 42 * MINUTE, site.bmcs[2], site.build)


def tunnel_near_miss(case):
    """Tunnels of a fabric, one that the policy expects, and one that nobody answers."""
    network, site = case.network, case.site
    quiet(case, HOUR)
    case.policy = HEAD + (
        "expected:\n"
        "  - device: sw-01\n    peer: build\n    transport: 47\n"
        "    reason: a mirror session to the analyser\n"
        "  - device: sw-02\n    peer: gw\n    transport: 47\n"
        "    reason: the uplink's tunnel\n"
        "  - device: bmc-02\n    direction: in\n    peer: build\n    transport: udp\n    port: 51820\n"
        "    reason: a test\n")
    first, second = site.switches
    for time in beats(network, 12 * MINUTE, 3, 5, jitter=0.2):
        network.udp(time, first, second, (50_001, 4789), vxlan(network, 10))
        network.udp(time + 400_000, second, first, (50_002, 4789), vxlan(network, 10))
        network.udp(time + 900_000, first, site.build, (50_003, 4789), vxlan(network, 11))
    for number, time in enumerate(beats(network, 24 * MINUTE, 1, 6, jitter=0.2)):
        network.send(time, first, site.build, 47, erspan(network, number))
        network.send(time + 500_000, second, site.router, 47, gre(
            inner(network, "192.168.77.1", ttl=61)))
    # Somebody outside tries; the controller says nothing to it.
    for time in beats(network, 30 * MINUTE, 1, 3, jitter=0.2):
        network.send(time, outside("203.0.113.50"), site.bmcs[0], 47, gre(inner(network)))
    wireguard(network, 36 * MINUTE, site.build, site.bmcs[1])
    # As long as a handshake, but none.
    network.udp(
        40 * MINUTE, site.bmcs[2], site.log, (network.port(site.bmcs[2]), 514),
        messages.syslog(30, "bmc-03", "x" * 200)[:148])


# Ports.

def mismatch_near_miss(case):
    """What is on a port beside its service by right, and what others do to a port."""
    network, site = case.network, case.site
    random = network.random
    quiet(case, HOUR)
    case.policy = HEAD + (
        "expected:\n"
        "  - device: bmc-04\n    direction: in\n    port: 22\n"
        "    reason: the maker's own console protocol\n")
    bmc, switch = site.bmcs[0], site.switches[0]
    # A scanner, and a server that answers as it should.
    connection = network.connect(10 * MINUTE, site.build, bmc, 22)
    connection.say(connection.server, b"SSH-2.0-mpSSH_0.2.1\r\n")
    connection.say(connection.client, b"GET / HTTP/1.0\r\n\r\n")
    connection.say(connection.server, b"Protocol mismatch.\r\n")
    connection.close(connection.server)
    # A refusal in front of the version.
    connection = network.connect(12 * MINUTE, site.mon, bmc, 22)
    connection.say(connection.server, b"Exceeded MaxStartups\r\n")
    connection.say(connection.client, b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    connection.close(connection.server)
    # Plain HTTP on the port of HTTPS, and TLS on the port of HTTP.
    connection = network.connect(14 * MINUTE, site.mon, bmc, 443)
    connection.exchange(
        messages.http_get("10.20.1.11", "/"),
        b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
    connection.close()
    connection = network.connect(16 * MINUTE, site.mon, bmc, 80)
    connection.exchange(messages.client_hello(random, "bmc-01"), messages.server_hello(random))
    connection.exchange(messages.tls_data(random, 200), messages.tls_data(random, 900))
    connection.close()
    # HTTP/2 without negotiation.
    connection = network.connect(18 * MINUTE, site.mon, bmc, 80)
    connection.exchange(
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000040000000000"),
        bytes.fromhex("000000040000000000"))
    connection.close()
    # A console that the policy expects on this port, whatever it is.
    connection = network.connect(20 * MINUTE, site.mon, site.bmcs[3], 22)
    connection.exchange(b"\x01hello\n", b"\x01ready\n")
    connection.close()
    # The middle of a session that was there before.
    connection = network.connect(22 * MINUTE, site.mon, switch, 22)
    del network.packets[-3:]
    for _ in range(4):
        connection.exchange(random.randbytes(60), random.randbytes(90))
    # A scanner's garbage, which nobody answers.
    for number, port in enumerate((53, 123, 161)):
        network.udp(26 * MINUTE + number * SECOND, site.build, bmc, (40_000 + number, port), b"\r\n\r\n")
    # DNS over TCP, as it should be.
    connection = network.connect(30 * MINUTE, bmc, site.dns, 53)
    query = messages.dns(7, "log.lab", None)
    answer = messages.dns(7, "log.lab", site.log.address)
    connection.exchange(
        struct.pack("!H", len(query)) + query, struct.pack("!H", len(answer)) + answer)
    connection.close()


# Files.

def trivial(network, time, client, server, operation, name, blocks):
    """A transfer by TFTP, RFC 1350: request to port 69, then blocks from a port of its own."""
    port, other = network.port(client), network.port(server)
    network.udp(
        time, client, server, (port, 69),
        struct.pack("!H", operation) + name.encode() + b"\0octet\0")
    is_write = operation == 2
    writer, reader = (client, server) if is_write else (server, client)
    ports = {client.name: port, server.name: other}
    if is_write:
        time += network.round_trip(client, server)
        network.udp(time, server, client, (other, port), struct.pack("!HH", 4, 0))
    for number in range(1, blocks + 1):
        size = 512 if number < blocks else 133
        time += network.round_trip(client, server)
        network.udp(
            time, writer, reader, (ports[writer.name], ports[reader.name]),
            struct.pack("!HH", 3, number) + network.random.randbytes(size))
        time += network.round_trip(client, server)
        network.udp(
            time, reader, writer, (ports[reader.name], ports[writer.name]),
            struct.pack("!HH", 4, number))


def configuration_near_miss(case):
    """A backup that is expected, an image that is fetched, a manager that walks through all objects."""
    network, site = case.network, case.site
    quiet(case, 2 * HOUR)
    case.policy = HEAD + (
        "groups:\n  management: [mon]\n"
        "expected:\n"
        "  - role: switch\n    peer: build\n    transport: udp\n    port: 69\n"
        "    reason: the nightly backup\n")
    first, second = site.switches
    trivial(network, 20 * MINUTE, first, site.build, 2, "sw-01-confg", 12)
    trivial(network, 22 * MINUTE, second, site.build, 2, "startup-config", 9)
    trivial(network, 30 * MINUTE, site.bmcs[0], site.mon, 1, "firmware/bmc-2.14.bin", 60)
    port = network.port(site.mon)
    for number in range(90):
        time = 50 * MINUTE + number * 40_000_000
        network.udp(
            time, site.mon, second, (port, 161),
            messages.snmp(0xA5, 1000 + number, ["2b06010201020201%02x" % (number % 22 + 1)]))
        network.udp(
            time + network.round_trip(site.mon, second), second, site.mon, (161, port),
            messages.snmp(
                0xA2, 1000 + number, ["2b060102010202010201"],
                messages.ber(0x04, network.random.randbytes(1100))))


CASES = {
    "protocol.mismatch-near-miss": mismatch_near_miss,
    "protocol.ntp-fires": ntp_fires,
    "protocol.tunnel-fires": tunnel_fires,
    "protocol.tunnel-near-miss": tunnel_near_miss,
    "config.exfiltration-near-miss": configuration_near_miss,
}
