"""The cases, one function each: who talks to whom, and when."""

import ipaddress
import struct

from . import (
    control, fleet, frames, life, management, messages, names, neighbors, policies,
    protocols, roles, signals, stacks)
from . import control, covert, frames, life, messages, neighbors, policies, roles, stacks
from . import control, frames, implants, life, messages, neighbors, policies, roles, stacks
from . import control, frames, incidents, life, messages, neighbors, policies, roles, stacks
from .frames import ACK
from .life import beats, memoryless, scattered
from .network import HOUR, MINUTE, SECOND, START, Connection, Machine, seconds
from .site import outside

INTERNAL = "internal: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7]\n"


def first_contact_fires(case):
    """A controller, a switch and a controller with rotating peers call outside."""
    network, site = case.network, case.site
    end = 6 * HOUR
    for bmc in site.bmcs[:3]:
        life.quiet_day(network, bmc, site, end)
        life.polled(network, bmc, site, end, every=1800)
    command = outside("203.0.113.77")
    for time in (72 * MINUTE, 5 * HOUR + 41 * MINUTE):
        life.tls_visit(network, time, site.bmcs[0], command)
    switch = site.switches[0]
    network.udp(
        2 * HOUR + 7 * MINUTE, switch, outside("198.51.100.9"),
        (network.port(switch), 7777), network.random.randbytes(42))
    for number, time in enumerate(scattered(network, 30 * MINUTE, 5 * HOUR, 8)):
        life.tls_visit(network, time, site.bmcs[1], outside(f"198.51.100.{21 + 17 * number}"))


def first_contact_near_miss(case):
    """What looks like a call outside and is none: declared, answered, local, or not watched."""
    network, site = case.network, case.site
    random = network.random
    case.policy = (
        "# What the operator of this network expects.\n" + INTERNAL + "expected:\n"
        "  - role: bmc\n    peer: 203.0.113.10\n    transport: tcp\n    port: 443\n"
        "    reason: the vendor's call-home, agreed in the support contract\n"
        "  - role: bmc\n    direction: in\n    peer: [203.0.113.50, 198.51.100.200]\n"
        "    reason: an administrator who works from outside, and the yearly test\n")
    first, second, third = site.bmcs[:3]
    end = 4 * HOUR
    midway_admin(network, first)
    for bmc in site.bmcs[:3]:
        life.quiet_day(network, bmc, site, end)
        life.polled(network, bmc, site, end, every=3600)
    for bmc in (first, second):
        life.tls_visit(
            network, network.jitter(3700, 9000), bmc, outside("203.0.113.10"),
            name="callhome.vendor.example")
    scanned(network, first, outside("198.51.100.200"))
    for bmc, uuid in ((first, "5b0c7c0e-7f8a-4a3c-9a55-0e8d3f1c2b11"),
                      (third, "0a6d1f4e-21c7-4b0f-8d3e-6c5b4a392817")):
        for time in scattered(network, 5 * MINUTE, end, 6):
            network.udp_group(
                time, bmc, "239.255.255.250", (network.port(bmc), 1900),
                messages.ssdp(uuid, bmc.address), ttl=2)
    for time in scattered(network, 5 * MINUTE, end, 5):
        network.udp_group(
            time, second, "224.0.0.251", (5353, 5353), messages.mdns("_obmc_redfish._tcp.local"),
            ttl=255)
    on_link(network, third)
    for time in scattered(network, 2 * MINUTE, end, 3):
        life.lease(network, time, second, site.dhcp, b"udhcp 1.36.1")
    card = site.cards[0]
    for time in scattered(network, 2 * MINUTE, end, 7):
        life.tls_visit(
            network, time, card, outside(random.choice(["203.0.113.80", "198.51.100.44"])),
            name="www.example.com", answer=1200)


def midway_admin(network, bmc):
    """A session of an outside administrator that began before the capture."""
    connection = Connection(network, 2 * SECOND, outside("203.0.113.50"), bmc, 443)
    connection.say(connection.server, messages.tls_data(network.random, 300), at=2 * SECOND)
    connection.acknowledge(connection.client)
    for time in (21 * SECOND, 77 * SECOND):
        connection.exchange(
            messages.tls_data(network.random, 90), messages.tls_data(network.random, 400), at=time)
    connection.close()


def scanned(network, bmc, scanner):
    """Probes from outside and the controller's answers."""
    time = 50 * MINUTE
    for port in (22, 23, 80, 443, 8080):
        connection = Connection(network, time, scanner, bmc, port)
        if port in (23, 8080):
            connection.refuse()
        else:
            connection.handshake()
            connection.segment(connection.client, frames.RST | ACK)
        time += network.jitter(2, 6)
    port = network.port(scanner)
    network.udp(time, scanner, bmc, (port, 69), b"\0\x01x\0octet\0")
    probe = network.packets[-1][2][14:]
    refusal = frames.icmp(3, 3, 0, probe[:20 + 8 + 9])
    network.send(time + 400_000, bmc, scanner, frames.ICMP, refusal, keep_whole=False)
    for number in range(3):
        network.ping(time + (number + 5) * SECOND, scanner, bmc)


def on_link(network, bmc):
    """A controller and its host on link-local addresses, by IPv4 and by IPv6."""
    host = Machine("srv-01 by USB", "3c:fd:fe:02:44:19", "169.254.0.18")
    life.tls_visit(network, 31 * MINUTE, bmc.at("169.254.0.17"), host)
    own, peer = bmc.at("fe80::d294:66ff:fe6d:38f0"), host.at("fe80::3efd:feff:fe02:4419")
    target = peer.address.packed + b"\x01\x01" + frames.mac_bytes(own.mac)
    group = ipaddress.ip_address("ff02::1:ff02:4419")
    question = frames.icmpv6(own.address, group, 135, 0, 0, target)
    network.send_to(
        32 * MINUTE, own, group, frames.group_mac(group), frames.ICMPV6, question, ttl=255)
    answer = frames.icmpv6(
        peer.address, own.address, 136, 0, 3 << 29,
        peer.address.packed + b"\x02\x01" + frames.mac_bytes(peer.mac))
    network.send(32 * MINUTE + 300_000, peer, own, frames.ICMPV6, answer, ttl=255)
    life.tls_visit(network, 32 * MINUTE + SECOND, own, peer)


def beacon_fires(case):
    """Five channels by the clock, each of another shape."""
    network, site = case.network, case.site
    one, two, three, four, five = site.bmcs[:5]
    for bmc in (one, two):
        life.quiet_day(network, bmc, site, 3 * HOUR)
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    for time in beats(network, 4 * MINUTE, 300, 43, jitter=0.08, missed=(11, 23)):
        life.check_in(network, time, one, target)
    for time in beats(network, 9 * MINUTE, 600, 18, jitter=0.03):
        life.check_in(network, time, two, three)
    hub = Machine("hub", "52:54:00:77:10:03", "10.20.0.78")
    connection = network.connect(6 * MINUTE, four, hub, 9000)
    for time in beats(network, 6 * MINUTE + SECOND, 60, 45, jitter=0.05):
        connection.exchange(
            b"HB" + network.random.randbytes(14), b"OK" + network.random.randbytes(6), at=time)
    connection.close()
    absent = Machine("absent", "", "10.40.7.7", hops=1)
    for time in beats(network, 11 * MINUTE, 120, 36, jitter=0.02):
        network.unanswered(time, five, absent, 8080)
    switch, listener = site.switches[0], outside("203.0.113.99")
    for time in beats(network, 13 * MINUTE, 180, 30, jitter=0.1):
        network.ask(
            time, switch, listener, 7788, network.random.randbytes(40),
            network.random.randbytes(24))


def beacon_near_miss(case):
    """Clocks that the role or the policy explains, and traffic without a clock."""
    network, site = case.network, case.site
    case.policy = (
        "# What the operator of this network expects.\n" + INTERNAL + "expected:\n"
        "  - device: bmc-06\n    peer: 10.20.0.77\n    transport: tcp\n    port: 8086\n"
        "    reason: telemetry of the power meters, pushed every two minutes\n")
    one, two, three, four, five, six = site.bmcs
    router = site.router
    for time in beats(network, 40 * SECOND, 64, 60, jitter=0.01):
        life.clock_query(network, time, one, site.ntp)
    for time in beats(network, 20 * SECOND, 60, 45, jitter=0.01):
        life.log(network, time, two, site.log, "heartbeat: controller is alive", 46)
    for time in beats(network, 70 * SECOND, 120, 30, jitter=0.01):
        life.trap(network, time, three, site.mon)
    for time in beats(network, 15 * SECOND, 60, 40, jitter=0.005):
        life.ipmi_poll(network, time, site.mon, four, rounds=1)
    for time in beats(network, 25 * SECOND, 300, 12, jitter=0.005):
        life.tls_visit(network, time, site.mon, four, answer=300)
    life.routing_session(network, 90 * SECOND, site.switches[0], router, 50)
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    for time in memoryless(network, 3 * MINUTE, 300, 150):
        life.check_in(network, time, five, target)
    for time in bursts(network, 5 * MINUTE, 28):
        life.tls_visit(network, time, one, target, port=8443, answer=300)
    for time in beats(network, 6 * MINUTE, 120, 24, jitter=0.02):
        life.http_visit(
            network, time, six, target, 8086,
            messages.http_post("10.20.0.77", "/write?db=power", b"power watts=412i"),
            messages.http_answer(b""))
    for time in beats(network, 8 * MINUTE, 600, 5):
        life.check_in(network, time, two, target, port=8088)


def beacon_stopped_fires(case):
    """Two rhythms that end while their devices live, and one that ends and starts again."""
    network, site = case.network, case.site
    one, two, three = site.bmcs[:3]
    end = 6 * HOUR
    for bmc in (one, two, three):
        life.quiet_day(network, bmc, site, end)
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    for time in beats(network, 4 * MINUTE, 300, 30, jitter=0.05):
        life.check_in(network, time, one, target)
    # In the hours of an office only: an hour on, an hour off, and then never again.
    for hour in (0, 2):
        for time in beats(network, hour * HOUR + 2 * MINUTE, 120, 30):
            life.check_in(network, time, two, target, port=8081)
    for start in (10 * MINUTE, 4 * HOUR):
        for time in beats(network, start, 60, 20, jitter=0.02):
            life.check_in(network, time, three, target, port=8082)


def beacon_stopped_near_miss(case):
    """Silences that prove nothing: the expected, the undecided."""
    network, site = case.network, case.site
    case.policy = (
        "# What the operator of this network expects.\n" + INTERNAL + "expected:\n"
        "  - device: bmc-01\n    peer: 10.20.0.77\n    transport: tcp\n    port: 8080\n"
        "    reason: telemetry of the power meters\n")
    one, two, three = site.bmcs[:3]
    end = 5 * HOUR
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    for time in beats(network, 4 * MINUTE, 300, 30):
        life.check_in(network, time, one, target)
    for time in memoryless(network, 3 * MINUTE, 120, 60):
        life.check_in(network, time, two, target)
    for time in beats(network, 40 * SECOND, 64, 60, jitter=0.01):
        life.clock_query(network, time, three, site.ntp)
    for time in beats(network, 8 * MINUTE, 600, 5):
        life.check_in(network, time, three, target, port=8088)
    life.quiet_day(network, site.bmcs[3], site, end)


def beacon_changed_fires(case):
    """An implant that is told to hurry, one that is told to hide in jitter, and frames below IP."""
    network, site = case.network, case.site
    one, two = site.bmcs[:2]
    for bmc in (one, two):
        life.quiet_day(network, bmc, site, 6 * HOUR)
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    for time in beats(network, 4 * MINUTE, 300, 40, jitter=0.03):
        life.check_in(network, time, one, target)
    for time in beats(network, 4 * MINUTE + 40 * 300 * SECOND, 30, 60, jitter=0.03):
        life.check_in(network, time, one, target)
    for time in beats(network, 6 * MINUTE, 120, 60, jitter=0.01):
        life.check_in(network, time, two, target, port=8081)
    time = 6 * MINUTE + 60 * 120 * SECOND
    for _ in range(70):
        life.check_in(network, time, two, target, port=8081)
        time += seconds(120 * (1 - 0.6 * network.random.random()))


def beacon_changed_near_miss(case):
    """What is no change: clocks of the job that change, and traffic that never had a rhythm."""
    network, site = case.network, case.site
    one, two, three = site.bmcs[:3]
    for time in beats(network, 40 * SECOND, 64, 60, jitter=0.01):
        life.clock_query(network, time, one, site.ntp)
    for time in beats(network, 40 * SECOND + 60 * 64 * SECOND, 256, 40, jitter=0.01):
        life.clock_query(network, time, one, site.ntp)
    for time in beats(network, 20 * SECOND, 60, 45, jitter=0.01):
        life.log(network, time, two, site.log, "heartbeat: controller is alive", 46)
    for time in beats(network, 20 * SECOND + 45 * MINUTE, 10, 60, jitter=0.01):
        life.log(network, time, two, site.log, "heartbeat: controller is alive", 46)
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    for time in memoryless(network, 3 * MINUTE, 300, 60):
        life.check_in(network, time, three, target)
    for time in memoryless(network, 6 * HOUR, 40, 60):
        life.check_in(network, time, three, target)


def beacon_channels(case):
    """Four beacons that no single peer and port shows: each is regular on another channel."""
    network, site = case.network, case.site
    one, two, three, four = site.bmcs[:4]
    for number, time in enumerate(beats(network, 4 * MINUTE, 300, 24, jitter=0.02)):
        life.check_in(network, time, one, outside(f"203.0.113.{10 + number}"), port=8000 + number)
    for number, time in enumerate(beats(network, 5 * MINUTE, 300, 24, jitter=0.02)):
        life.tls_visit(network, time, two, outside(f"198.{18 + number % 2}.{number}.7"))
    for number, time in enumerate(beats(network, 6 * MINUTE, 300, 24, jitter=0.02)):
        peer = outside(f"198.{18 + number % 2}.{100 + number}.9")
        network.ask(
            time, three, peer, 3000 + 17 * number, network.random.randbytes(40),
            network.random.randbytes(24))
    # One name behind many addresses, and as many visits to others at no special time.
    visits = [(time, "updates.cdn.example.net") for time in beats(
        network, 7 * MINUTE, 300, 30, jitter=0.01)]
    visits += [(time, "www.example.org") for time in memoryless(network, 5 * MINUTE, 100, 90)]
    for number, (time, name) in enumerate(sorted(visits)):
        life.tls_visit(
            network, time, four, outside(f"198.{18 + number % 2}.{number}.{20 + number}"),
            name=name)


def bursts(network, start, count):
    """Moments as a person makes them: some clicks in a row, then a pause, both log-normal."""
    time = start
    clicks = 0
    for _ in range(count):
        yield time
        if clicks == 0:
            clicks = network.random.randrange(2, 8)
            gap = network.random.lognormvariate(7.2, 1.0)
        else:
            clicks -= 1
            gap = network.random.lognormvariate(2.8, 0.9)
        time += seconds(2 + gap)


def ether_type_fires(case):
    """Four devices that send frames of no known kind."""
    network, site = case.network, case.site
    benign_control(case, 30 * MINUTE)
    for number, time in enumerate(beats(network, 3 * MINUTE, 60, 20, jitter=0.04)):
        network.frame(time, experiment(network, site.cards[0], 0x88B5, number))
    bmc = site.bmcs[1]
    network.frame(
        7 * MINUTE, control.sideband(frames.BROADCAST, bmc.mac, 0x16, 2))
    network.frame(11 * MINUTE, frames.ethernet(
        site.cards[2].mac, site.switches[0].mac, 0x88B6, network.random.randbytes(48), vlan=20))
    network.frame(16 * MINUTE, frames.snap(
        "02:00:5e:10:00:02", site.cards[1].mac, 0x00005E, 0x0042, network.random.randbytes(32)))


def experiment(network, sender, ether_type, number):
    """A frame with an EtherType for local experiments and a small payload."""
    data = struct.pack("!I", number) + network.random.randbytes(44)
    return frames.ethernet("02:00:5e:10:00:01", sender.mac, ether_type, data)


def benign_control(case, end):
    """What belongs on the wire: discovery, spanning tree, link aggregation and the rest."""
    network, site = case.network, case.site
    cisco, arista = site.switches
    bmc, card = site.bmcs[0], site.cards[0]
    minutes = end // MINUTE

    def repeat(period, frame, count=None):
        start = network.jitter(1, min(period, 30))
        for time in beats(network, start, period, count or int(minutes * 60 / period), 0.01):
            network.frame(time, frame(time))

    repeat(30, lambda _: control.lldp(arista.mac, "sw-02", "Ethernet7"))
    repeat(30, lambda _: control.lldp(card.mac, "srv-01", "eth0"))
    repeat(60, lambda _: control.cdp(cisco.mac, "sw-01.lab", "Gi0/1"))
    repeat(2, lambda _: control.stp(cisco.mac, 1), 40)
    repeat(2, lambda _: control.stp(arista.mac, 2, rapid=True), 40)
    repeat(2, lambda _: control.pvst(cisco.mac, 1, 20), 20)
    repeat(30, lambda _: control.lacp(arista.mac, card.mac, 7))
    repeat(30, lambda _: control.lacp(card.mac, arista.mac, 1))
    repeat(10, lambda _: control.loopback(cisco.mac, 0), 30)
    repeat(10, lambda _: control.intermediate_system(arista.mac, b"\x49\x00\x01"), 30)
    repeat(60, lambda _: control.port_access(bmc.mac), 5)
    repeat(1, lambda time: control.precision_time_sync(
        card.mac, time // SECOND % 65536, START + time), 60)
    repeat(45, lambda _: control.pause(card.mac, 0xFFFF), 12)
    repeat(300, lambda _: control.reverse_arp(card.mac), 3)
    life.quiet_day(network, bmc, site, end, clock_period=256)


def ether_type_near_miss(case):
    """Everything below IP that is known, expected, or none of the inventory's business."""
    network, site = case.network, case.site
    case.policy = (
        "# What the operator of this network expects.\n" + INTERNAL + "expected:\n"
        "  - device: srv-03\n    transport: ether\n"
        "    reason: the cluster's own heartbeat, EtherType 0x88b6\n")
    benign_control(case, 30 * MINUTE)
    for number, time in enumerate(beats(network, 2 * MINUTE, 60, 25, jitter=0.03)):
        network.frame(time, experiment(network, site.cards[2], 0x88B6, number))
    stranger = Machine("stranger", "02:00:5e:10:00:77", "10.20.3.77")
    for number, time in enumerate(beats(network, 150 * SECOND, 60, 25, jitter=0.03)):
        network.frame(time, experiment(network, stranger, 0x88B5, number))


def demo(case):
    """Half a day of the whole network, with three covert channels."""
    network, site = case.network, case.site
    random = network.random
    case.policy = (
        "# What the operator of this network expects.\n" + INTERNAL + "expected:\n"
        "  - role: bmc\n    peer: 203.0.113.10\n    transport: tcp\n    port: 443\n"
        "    reason: the vendor's call-home, agreed in the support contract\n")
    end = 12 * HOUR
    for bmc in site.bmcs:
        life.quiet_day(network, bmc, site, end)
        life.polled(network, bmc, site, end, every=1200)
        for time in scattered(network, MINUTE, end, 2):
            life.trap(network, time, bmc, site.mon)
        life.lease(network, network.jitter(60, 40_000), bmc, site.dhcp, b"udhcp 1.36.1")
    for card in site.cards:
        life.quiet_day(network, card, site, end, names=1.5)
        for time in scattered(network, MINUTE, end, 6):
            life.tls_visit(
                network, time, card, outside(f"203.0.113.{random.randrange(80, 90)}"),
                name="www.example.com", answer=1200)
        for time in beats(network, network.jitter(30, 600), 900, 46, jitter=0.002):
            life.http_visit(
                network, time, site.mon, card, 9100,
                messages.http_get(f"{card.name}:9100", "/metrics", "Prometheus/2.54.1"),
                messages.http_answer(b"node_load1 0.42\nnode_boot_time_seconds 1766000000\n"))
    switches_at_work(case, end)
    announce(case, end)
    life.tls_visit(
        network, 5 * HOUR + 12 * MINUTE, site.bmcs[0], outside("203.0.113.10"),
        name="callhome.vendor.example")
    # The three channels. The controller wakes up at three in the morning.
    for time in beats(network, 3 * HOUR + 17 * SECOND, 600, 53, jitter=0.1):
        life.tls_visit(
            network, time, site.bmcs[1], outside("198.51.100.23"), question=90, answer=120)
    for time in (4 * HOUR + 26 * MINUTE, 9 * HOUR + 2 * MINUTE):
        life.tls_visit(network, time, site.switches[0], outside("198.51.100.140"), port=4444)
    for number, time in enumerate(
            beats(network, 7 * HOUR + 30 * MINUTE, 90, 24, jitter=0.05)):
        network.frame(time, experiment(network, site.cards[1], 0x88B5, number))


def switches_at_work(case, end):
    """Discovery, polls, counters and a routing session."""
    network, site = case.network, case.site
    for switch in site.switches:
        life.quiet_day(network, switch, site, end, logs=2.0)
        for time in beats(network, network.jitter(10, 300), 300, 142, jitter=0.003):
            life.snmp_poll(network, time, site.mon, switch)
        for time in beats(network, network.jitter(5, 300), 300, 142, jitter=0.01):
            network.frame(time, control.lldp(switch.mac, switch.name, "Ethernet7"))
        port = network.port(switch)
        for number, time in enumerate(
                beats(network, network.jitter(5, 300), 300, 142, jitter=0.01)):
            network.udp(time, switch, site.mon, (port, 6343), messages.sflow(
                switch.address, number, time // 1_000_000))
    for time in beats(network, 11 * SECOND, 300, 142, jitter=0.01):
        network.frame(time, control.cdp(site.switches[0].mac, "sw-01.lab", "Gi0/1"))
    life.routing_session(network, 95 * SECOND, site.switches[1], site.router, 234, every=180)


def announce(case, end):
    """The Redfish service of the HPE controller, told to all every ten minutes."""
    network, bmc = case.network, case.site.bmcs[0]
    uuid = "5b0c7c0e-7f8a-4a3c-9a55-0e8d3f1c2b11"
    for time in beats(network, 5 * MINUTE, 600, int(end / SECOND / 600) - 1, jitter=0.002):
        network.udp_group(
            time, bmc, "239.255.255.250", (network.port(bmc), 1900),
            messages.ssdp(uuid, bmc.address), ttl=5)


CASES = {
    "policy.first-contact-fires": first_contact_fires,
    "policy.first-contact-near-miss": first_contact_near_miss,
    "beacon.periodic-fires": beacon_fires,
    "beacon.periodic-near-miss": beacon_near_miss,
    "beacon.stopped-fires": beacon_stopped_fires,
    "beacon.stopped-near-miss": beacon_stopped_near_miss,
    "beacon.changed-fires": beacon_changed_fires,
    "beacon.changed-near-miss": beacon_changed_near_miss,
    "beacon-channels": beacon_channels,
    "ethernet.unknown-ethertype-fires": ether_type_fires,
    "ethernet.unknown-ethertype-near-miss": ether_type_near_miss,
    **policies.CASES,
    **stacks.CASES,
    **roles.CASES,
    **neighbors.CASES,
    **signals.CASES,
    **management.CASES,
    **fleet.CASES,
    **protocols.CASES,
    **names.CASES,
    **covert.CASES,
    **implants.CASES,
    **incidents.CASES,
    "demo": demo,
}
