"""The benign life of a management network, and the shapes that covert channels borrow from it."""

from . import messages
from .network import HOUR, MINUTE, SECOND, START, seconds


def beats(network, start, period, count, jitter=0.0, missed=()):
    """Moments by a clock: each gap is the period (in seconds) times 1 - jitter to 1 + jitter."""
    time = start
    for number in range(count):
        if number not in missed:
            yield time
        time += seconds(period * (1 + network.random.uniform(-jitter, jitter)))


def memoryless(network, start, mean, count):
    """Moments of a process without memory: exponential gaps."""
    time = start
    for _ in range(count):
        yield time
        time += seconds(1.5 + network.random.expovariate(1 / mean))


def scattered(network, start, end, count):
    """Moments drawn evenly from a stretch of time, in order."""
    return sorted(start + seconds(network.random.uniform(0, (end - start) / SECOND))
                  for _ in range(count))


# Single conversations.

def clock_query(network, time, client, server):
    """An NTP exchange."""
    origin = START + time
    port = network.port(client)
    network.udp(time, client, server, (port, 123), messages.ntp(3, 0, origin))
    back = time + network.round_trip(client, server)
    network.udp(back, server, client, (123, port), messages.ntp(4, 2, START + back, origin))


def name_query(network, time, client, server, name, address):
    """A DNS exchange."""
    number = network.random.randrange(65536)
    network.ask(
        time, client, server, 53, messages.dns(number, name), messages.dns(number, name, address))


def log(network, time, client, server, text, priority=30):
    """A syslog message; loggers keep their source port."""
    network.udp(time, client, server, (40_514, 514), messages.syslog(priority, client.name, text))


def trap(network, time, client, server):
    """An SNMP trap: cold start of the agent's enterprise."""
    number = network.random.randrange(1, 2**31)
    network.udp(time, client, server, (40_161, 162), messages.snmp(
        0xA7, number, ["2b06010201010300", "2b060106030101040100"]))


def snmp_poll(network, time, server, device):
    """A manager asks for two counters of a port."""
    number = network.random.randrange(1, 2**31)
    names = ["2b060102010202010a01", "2b060102010202011001"]
    answer = messages.snmp(0xA2, number, names, b"\x41\x04" + network.random.randbytes(3) + b"\x07")
    network.ask(time, server, device, 161, messages.snmp(0xA0, number, names), answer)


def ipmi_poll(network, time, server, bmc, rounds=2):
    """A presence ping, then sensor readings in an encrypted session."""
    port = network.port(server)
    session = network.random.randrange(1, 2**31)
    talk = [(messages.rmcp_ping(session % 255), messages.rmcp_ping(session % 255, answer=True))]
    talk += [(messages.ipmi(session, number, network.random),
              messages.ipmi(session ^ 0x5A5A, number, network.random, 48))
             for number in range(1, rounds + 1)]
    for question, answer in talk:
        network.ask(time, server, bmc, 623, question, answer, source_port=port)
        time += network.jitter(0.002, 0.02)


def tls_visit(network, time, client, server, port=443, name=None, question=180, answer=900):
    """A short TLS conversation: hello, one request, one answer, end."""
    random = network.random
    connection = network.connect(time, client, server, port)
    connection.exchange(messages.client_hello(random, name), messages.server_hello(random))
    connection.exchange(messages.tls_data(random, question), messages.tls_data(random, answer))
    connection.close()
    return connection


def http_visit(network, time, client, server, port, request, answer):
    """A short HTTP conversation."""
    connection = network.connect(time, client, server, port)
    connection.exchange(request, answer)
    connection.close()


def check_in(network, time, client, server, port=8080):
    """What an implant does every beat: post a little, hear nothing new."""
    request = messages.http_post(
        str(server.address), "/v1/state", network.random.randbytes(24))
    http_visit(network, time, client, server, port, request, messages.http_answer(b"ok"))


def lease(network, time, client, server, identifier):
    """Discover, offer, request, acknowledgment: the client's frames are broadcast."""
    number = network.random.randrange(2**32)
    mac = bytes.fromhex(client.mac.replace(":", ""))
    nobody = client.at("0.0.0.0")
    given = client.address.packed
    terms = b"\x33\x04\x00\x00\x54\x60\x36\x04" + server.address.packed
    steps = [
        (nobody, 1, b"\x3c" + bytes([len(identifier)]) + identifier), (server, 2, terms),
        (nobody, 3, b"\x32\x04" + given), (server, 5, terms)]
    for sender, kind, options in steps:
        ports = (67, 68) if sender is server else (68, 67)
        data = messages.dhcp(kind, number, mac, given if sender is server else b"", options, 0x8000)
        network.udp_group(time, sender, "255.255.255.255", ports, data, 64)
        time += network.jitter(0.001, 0.004)


# The day of a device.

def quiet_day(network, device, site, end, clock_period=1024, names=0.5, logs=1.0):
    """Time, names and logs: periods in seconds, rates an hour."""
    random = network.random
    hours = end / HOUR
    start = network.jitter(5, clock_period)
    count = int((end - start) / SECOND / clock_period)
    for time in beats(network, start, clock_period, count, jitter=0.01):
        clock_query(network, time, device, site.ntp)
    for time in scattered(network, MINUTE, end, round(names * hours)):
        server = random.choice([site.ntp, site.mon, site.log])
        name_query(network, time, device, site.dns, f"{server.name}.example.net", server.address)
    for time in scattered(network, MINUTE, end, round(logs * hours)):
        text = random.choice([
            "sensor: inlet temperature 23 C", "sshd: accepted publickey for admin",
            "fan 2: 5400 rpm", "sel: 1 entry added", "web: session closed"])
        log(network, time, device, site.log, text)


def polled(network, bmc, site, end, every):
    """IPMI and Redfish polls by the monitoring server; Redfish a quarter as often."""
    for number, time in enumerate(
            beats(network, network.jitter(20, every), every, int(end / SECOND / every), 0.005)):
        ipmi_poll(network, time, site.mon, bmc)
        if number % 4 == 0:
            tls_visit(network, time + seconds(2), site.mon, bmc)


def routing_session(network, start, switch, router, count, every=60):
    """A BGP session in one connection: OPEN, then keep-alives both ways. It stays open."""
    connection = network.connect(start, switch, router, 179)
    connection.say(connection.client, messages.bgp_open(64_512, 3 * every, switch.address))
    connection.say(
        connection.server,
        messages.bgp_open(64_513, 3 * every, router.address) + messages.BGP_KEEPALIVE)
    connection.say(connection.client, messages.BGP_KEEPALIVE)
    connection.acknowledge(connection.server)
    for time in beats(network, start + seconds(every), every, count, jitter=0.002):
        connection.say(connection.client, messages.BGP_KEEPALIVE, at=time)
        connection.acknowledge(connection.server)
        connection.say(
            connection.server, messages.BGP_KEEPALIVE, at=time + network.jitter(3, 9))
        connection.acknowledge(connection.client)
