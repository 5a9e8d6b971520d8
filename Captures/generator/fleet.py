"""What devices have in common: outside peers that several of them meet, and rhythms in step."""

import ipaddress

from . import life, messages
from .life import beats
from .network import HOUR, MINUTE, SECOND, seconds
from .site import outside

INTERNAL = "internal: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7]\n"
HEAD = "# What the operator of this network expects.\n" + INTERNAL


def quiet(case, end):
    """The life of all controllers and switches."""
    for device in case.site.bmcs + case.site.switches:
        life.quiet_day(case.network, device, case.site, end)


def shared_peer_fires(case):
    """Devices of different makers and roles meet one address, one network, one name, one time server."""
    network, site = case.network, case.site
    quiet(case, 10 * HOUR)
    one, two, three, four, five, six = site.bmcs
    switch, other = site.switches
    # The plain case: three makers, two roles, one address, each on a port of its own.
    command = outside("203.0.113.77")
    life.tls_visit(network, 61 * MINUTE, one, command)
    network.unanswered(3 * HOUR + 11 * MINUTE, two, command, 8443)
    life.tls_visit(network, 4 * HOUR + 2 * MINUTE, one, command)
    network.ask(
        6 * HOUR + 40 * MINUTE, switch, command, 7788, network.random.randbytes(40),
        network.random.randbytes(24))
    # One network, another address each.
    life.check_in(network, 90 * MINUTE, three, outside("198.51.100.21"))
    life.check_in(network, 5 * HOUR + 13 * MINUTE, four, outside("198.51.100.88"))
    # One name, addresses that have nothing in common.
    for time, bmc, address in (
            (2 * HOUR, five, "192.0.2.40"), (7 * HOUR + 33 * MINUTE, six, "198.18.5.40")):
        life.tls_visit(network, time, bmc, outside(address), name="sync.telemetry-relay.example")
    # A public time server.
    clock = outside("192.0.2.123")
    for number in range(3):
        life.clock_query(network, (100 + 70 * number) * MINUTE, three, clock)
        life.clock_query(network, (111 + 70 * number) * MINUTE, other, clock)
    # A domain below which two devices ask the resolver inside for ever new names.
    for number in range(4):
        for bmc, shift in ((two, 0), (five, 17)):
            name = network.random.randbytes(9).hex() + ".relay-north.example"
            life.name_query(
                network, (8 * 60 + 4 + 20 * number + shift) * MINUTE, bmc, site.dns, name,
                ipaddress.ip_address("192.0.2.41"))


def shared_peer_near_miss(case):
    """One maker, expected peers, a day apart, common names, calls from outside."""
    network, site = case.network, case.site
    case.policy = (
        HEAD + "expected:\n"
        "  - role: [bmc, switch]\n    direction: out\n    peer: 203.0.113.10\n    transport: tcp\n"
        "    port: 443\n    reason: the mirror of all firmware, by contract\n"
        "  - device: bmc-03\n    direction: out\n    peer: 203.0.113.20\n    port: 443\n"
        "    reason: its maker's cloud\n"
        "  - role: bmc\n    direction: in\n    peer: 198.51.100.200\n"
        "    reason: the yearly test\n")
    quiet(case, 30 * HOUR)
    one, two, three, four, five, six = site.bmcs
    switch = site.switches[0]
    # Expected of all of them.
    for number, device in enumerate((one, two, four, switch)):
        life.tls_visit(network, (70 + 90 * number) * MINUTE, device, outside("203.0.113.10"))
    # Two products of one maker, and one of another that the policy names.
    for number, device in enumerate((two, six, three)):
        life.tls_visit(network, (40 + 77 * number) * MINUTE, device, outside("203.0.113.20"))
    # More than a day apart.
    life.tls_visit(network, 2 * HOUR, one, outside("198.51.100.7"))
    life.tls_visit(network, 27 * HOUR, four, outside("198.51.100.7"))
    # A domain that everybody asks for, and one of which two ask for one name again and again.
    for number in range(4):
        for place, device in enumerate(site.bmcs + [switch]):
            life.name_query(
                network, (10 + 60 * number + 5 * place) * MINUTE, device, site.dns,
                "time.provider.example", ipaddress.ip_address("192.0.2.9"))
    for number in range(9):
        life.name_query(
            network, (300 + 9 * number) * MINUTE, (one, four)[number % 2], site.dns,
            "www.maker.example", ipaddress.ip_address("192.0.2.10"))
    # Cards are the business of their systems.
    for number, card in enumerate(site.cards):
        life.tls_visit(
            network, (5 * 60 + 11 * number) * MINUTE, card, outside("192.0.2.80"),
            name="mirror.distribution.example")
    # Who is called from one address outside has not called.
    scanner = outside("198.51.100.200")
    for number, device in enumerate((one, two, four)):
        network.unanswered(6 * HOUR + number * SECOND, scanner, device, 4444)


def jittered(network, start, period, count, jitter):
    """The moments of one schedule, as a list."""
    return list(beats(network, start, period, count, jitter=jitter))


def same_rhythm_fires(case):
    """Three pairs or more in step, each by another proof."""
    network, site = case.network, case.site
    one, two, three, four, five, six = site.bmcs
    switch, other = site.switches
    quiet(case, 3 * HOUR)
    # One uneven schedule, to another address each, forty seconds apart.
    for time in jittered(network, 11 * MINUTE, 300, 30, 0.2):
        life.tls_visit(network, time, one, outside("203.0.113.7"))
        life.tls_visit(
            network, time + 40 * SECOND + network.jitter(0, 0.05), switch, outside("198.51.100.9"))
    # Three clocks that strike together.
    for time in beats(network, 20 * MINUTE + 17 * SECOND, 240, 30):
        for bmc, address in ((two, "198.18.1.21"), (three, "198.18.2.22"), (four, "192.0.2.23")):
            network.unanswered(
                time + network.jitter(0, 0.03), bmc, outside(address), 8443, retries=())


def same_rhythm_near_miss(case):
    """Round periods, schedules of their own, clocks of the job, patterns, one that the policy explains."""
    network, site = case.network, case.site
    case.policy = (
        HEAD + "expected:\n"
        "  - device: [bmc-05, bmc-06]\n    direction: out\n    peer: 10.20.0.60\n    port: 8086\n"
        "    reason: telemetry of the power meters, by one schedule\n")
    one, two, three, four, five, six = site.bmcs
    switch, other = site.switches
    # Clocks of the job, at the same moments.
    for time in beats(network, 40 * SECOND, 64, 100):
        for device in (one, two, switch):
            life.clock_query(network, time + network.jitter(0, 0.02), device, site.ntp)
    # Two clocks of 300 s, one of them a minute later.
    for time in beats(network, 5 * MINUTE, 300, 30):
        life.check_in(network, time, one, outside("198.18.1.7"))
        life.check_in(network, time + 61 * SECOND, other, outside("198.18.2.8"))
    # The same sleep with dice of their own.
    for bmc, address in ((two, "198.18.3.9"), (three, "198.18.4.10")):
        for time in beats(network, 7 * MINUTE, 200, 40, jitter=0.3):
            life.check_in(network, time, bmc, outside(address))
    # Three requests in a row, then a pause: one program, two moments.
    for bmc, address, shift in ((four, "198.18.5.11", 0), (switch, "198.18.6.12", 133)):
        for time in beats(network, 9 * MINUTE + shift * SECOND, 600, 14):
            for late in (0, 10, 25):
                life.check_in(
                    network, time + seconds(late), bmc, outside(address))
    # What the policy explains.
    for time in jittered(network, 3 * MINUTE, 120, 60, 0.3):
        for bmc in (five, six):
            life.http_visit(
                network, time + network.jitter(0, 0.02), bmc, site.build, 8086,
                messages.http_post("10.20.0.60", "/write?db=power", b"power watts=412i"),
                messages.http_answer(b""))


CASES = {
    "fleet.shared-peer-fires": shared_peer_fires,
    "fleet.shared-peer-near-miss": shared_peer_near_miss,
    "fleet.same-rhythm-fires": same_rhythm_fires,
    "fleet.same-rhythm-near-miss": same_rhythm_near_miss,
}
