"""Cases about what the policy expects of devices: whom they may meet, where, and what they must tell."""

from . import control, frames, life, messages
from .frames import ACK, RST, SYN
from .life import beats, memoryless, scattered
from .network import HOUR, MINUTE, SECOND, SYN_OPTIONS, Connection, Machine, seconds
from .site import outside

INTERNAL = "internal: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7]\n"
HEAD = "# What the operator of this network expects.\nversion: 1\n" + INTERNAL


# Conversations.

def talk(network, time, client, server, port, rounds=2):
    """A connection in which both ends say what no protocol knows."""
    connection = network.connect(time, client, server, port)
    for _ in range(rounds):
        connection.exchange(network.random.randbytes(40), network.random.randbytes(24))
    connection.close()


def shell(network, time, client, server, port=22):
    """The beginning of an SSH session: both versions, and what may be a key exchange."""
    connection = network.connect(time, client, server, port)
    connection.say(connection.server, b"SSH-2.0-dropbear_2022.83\r\n")
    connection.say(connection.client, b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    connection.exchange(network.random.randbytes(200), network.random.randbytes(300))
    connection.close()


def half_open(network, time, client, server, port):
    """SYN, SYN and ACK, and the RST of a scanner."""
    connection = Connection(network, time, client, server, port)
    connection.segment(connection.client, SYN, options=SYN_OPTIONS)
    connection.client.sequence += 1
    connection.turn()
    connection.segment(connection.server, SYN | ACK, options=SYN_OPTIONS)
    connection.server.sequence += 1
    connection.turn()
    connection.segment(connection.client, RST)


def refused(network, time, client, server, port):
    """A datagram to a closed port, and the ICMP error."""
    source = network.port(client)
    network.udp(time, client, server, (source, port), b"\x30\x26\x02\x01\x01")
    probe = network.packets[-1][2][14:]
    error = frames.icmp(3, 3, 0, probe[:20 + 8 + 5])
    network.send(time + 400_000, server, client, frames.ICMP, error, keep_whole=False)


def quiet(case, end):
    """The benign life that every case has: two controllers and two switches."""
    network, site = case.network, case.site
    for device in site.bmcs[:2] + site.switches:
        life.quiet_day(network, device, site, end)
    for bmc in site.bmcs[:2]:
        life.polled(network, bmc, site, end, every=1800)
    for switch in site.switches:
        for time in beats(network, network.jitter(10, 300), 300, int(end / SECOND / 300), 0.003):
            life.snmp_poll(network, time, site.mon, switch)


# From outside.

def outside_fires(case):
    """Outside addresses call devices on ports that are no management service, and are answered."""
    network, site = case.network, case.site
    end = 2 * HOUR
    quiet(case, end)
    caller = outside("198.51.100.200")
    for time in (23 * MINUTE, 71 * MINUTE):
        talk(network, time, caller, site.bmcs[0], 4444)
    network.ask(
        34 * MINUTE, outside("198.51.100.77"), site.bmcs[1], 40_111,
        network.random.randbytes(40), network.random.randbytes(24))
    for number in range(3):
        network.ping(47 * MINUTE + number * SECOND, outside("203.0.113.9"), site.switches[0])
    half_open(network, 55 * MINUTE, outside("203.0.113.61"), site.switches[1], 6000 + 667)


def outside_near_miss(case):
    """Calls from outside that are refused, unanswered, expected, or no calls at all."""
    network, site = case.network, case.site
    end = 2 * HOUR
    case.policy = (
        HEAD + "expected:\n"
        "  - device: bmc-01\n    direction: in\n    peer: 203.0.113.50\n    transport: tcp\n"
        "    port: 9000\n    reason: the support center reads the power meter\n"
        "  - role: bmc\n    direction: out\n    peer: 203.0.113.123\n    transport: udp\n"
        "    port: 123\n    reason: the time service of the provider\n")
    quiet(case, end)
    one, two = site.bmcs[:2]
    talk(network, 20 * MINUTE, outside("203.0.113.50"), one, 9000)
    scanner = outside("198.51.100.200")
    for number, port in enumerate((4444, 5555, 31_337, 31_234)):
        Connection(network, 31 * MINUTE + number * SECOND, scanner, one, port).refuse()
    network.unanswered(33 * MINUTE, scanner, two, 4444)
    refused(network, 35 * MINUTE, scanner, two, 5353)
    network.udp(36 * MINUTE, scanner, two, (53, 40_000), network.random.randbytes(30))
    # The answer to a question comes late, and the next question goes out behind it.
    clock, time = outside("203.0.113.123"), 45 * MINUTE
    for _ in range(6):
        network.udp(time, two, clock, (123, 123), messages.ntp(3, 0, time))
        network.udp(time + 75 * SECOND, clock, two, (123, 123), messages.ntp(4, 2, time, time))
        time += 100 * SECOND
    # A card answers whom its server wants it to.
    talk(network, 62 * MINUTE, scanner, site.cards[0], 4444)


def exposed_fires(case):
    """Management services answer outside addresses."""
    network, site = case.network, case.site
    end = 2 * HOUR
    quiet(case, end)
    scanner = outside("198.51.100.200")
    life.tls_visit(network, 21 * MINUTE, scanner, site.bmcs[0])
    half_open(network, 22 * MINUTE, scanner, site.bmcs[1], 22)
    network.ask(
        23 * MINUTE, scanner, site.bmcs[2], 623, messages.rmcp_ping(7),
        messages.rmcp_ping(7, answer=True))
    life.snmp_poll(network, 24 * MINUTE, scanner, site.switches[0])
    # By its content alone.
    shell(network, 41 * MINUTE, outside("203.0.113.61"), site.switches[1], port=4022)
    for number, time in enumerate(scattered(network, 50 * MINUTE, 100 * MINUTE, 8)):
        life.tls_visit(network, time, outside(f"203.0.113.{100 + 11 * number}"), site.bmcs[3])


def exposed_near_miss(case):
    """Management services that are closed to the outside, or open to whom the policy names."""
    network, site = case.network, case.site
    end = 2 * HOUR
    case.policy = (
        HEAD + "groups:\n  operators: [203.0.113.50, 10.20.0.60]\n  call-home: [203.0.113.10]\n"
        "expected:\n"
        "  - role: bmc\n    direction: in\n    peer: operators\n    protocol: tls\n    port: 443\n"
        "    reason: administrators, also on duty at home\n"
        "  - role: bmc\n    direction: out\n    peer: call-home\n    transport: tcp\n    port: 443\n"
        "    pace: 4/1h\n    reason: the vendor's call-home\n")
    quiet(case, end)
    one, two = site.bmcs[:2]
    for time in (20 * MINUTE, 80 * MINUTE):
        life.tls_visit(network, time, outside("203.0.113.50"), one)
    life.tls_visit(network, 25 * MINUTE, site.build, one)
    life.tls_visit(network, 30 * MINUTE, two, outside("203.0.113.10"), name="callhome.vendor.example")
    scanner = outside("198.51.100.200")
    for number, port in enumerate((22, 23, 80, 443, 3389, 5900)):
        Connection(network, 40 * MINUTE + number * SECOND, scanner, two, port).refuse()
    for number, port in enumerate((69, 161, 623)):
        refused(network, 42 * MINUTE + number * SECOND, scanner, two, port)
    network.unanswered(44 * MINUTE, scanner, site.switches[0], 22)
    # Servers and cards are for others to judge.
    life.tls_visit(network, 50 * MINUTE, scanner, site.cards[0])
    shell(network, 52 * MINUTE, scanner, site.mon)


# Inside.

def role_fires(case):
    """Devices start what is not their job."""
    network, site = case.network, case.site
    end = 2 * HOUR
    case.policy = (
        HEAD + "expected:\n"
        "  - role: switch\n    direction: in\n    peer: build\n    transport: tcp\n    port: 21\n"
        "    reason: configurations are fetched by FTP\n"
        "  - device: bmc-04\n    direction: out\n    peer: 10.20.0.77\n    transport: tcp\n"
        "    port: 8086\n    pace: 2/1h\n    reason: telemetry of the power meters\n")
    quiet(case, end)
    one, two, three, four, _, six = site.bmcs
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    shell(network, 20 * MINUTE, one, three)
    for time in (25 * MINUTE, 52 * MINUTE):
        life.check_in(network, time, two, target)
    talk(network, 31 * MINUTE, site.switches[0], site.build, 3389)
    network.ask(
        36 * MINUTE, three, site.build, 5555, network.random.randbytes(40),
        network.random.randbytes(20))
    life.tls_visit(network, 41 * MINUTE, two, six)
    for time in beats(network, 45 * MINUTE, 300, 4):
        life.check_in(network, time, four, target, port=8086)
    # Active FTP: the switch, asked by its administrator, calls back.
    command = network.connect(70 * MINUTE, site.build, site.switches[1], 21)
    command.say(command.server, b"220 sw-02 FTP server ready\r\n")
    command.exchange(b"PORT 10,20,0,60,195,90\r\n", b"200 PORT command successful\r\n")
    data = network.connect(70 * MINUTE + 2 * SECOND, site.switches[1], site.build, 50_010)
    data.say(data.client, network.random.randbytes(900))
    data.close()
    command.close()


def role_near_miss(case):
    """What devices start by their job, by the policy, to groups, or as an answer."""
    network, site = case.network, case.site
    end = 2 * HOUR
    case.policy = (
        HEAD + "expected:\n"
        "  - device: bmc-01\n    direction: out\n    peer: 10.20.0.77\n    protocol: http\n"
        "    port: 8080\n    pace: 6/1h\n    reason: telemetry of the power meters\n")
    quiet(case, end)
    one, two, three = site.bmcs[:3]
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    for time in beats(network, 20 * MINUTE, 900, 4):
        life.check_in(network, time, one, target)
    for time in (25 * MINUTE, 26 * MINUTE):
        life.trap(network, time, three, site.mon)
    life.tls_visit(network, 28 * MINUTE, three, site.log)
    life.lease(network, 30 * MINUTE, three, site.dhcp, b"udhcp 1.36.1")
    uuid = "5b0c7c0e-7f8a-4a3c-9a55-0e8d3f1c2b11"
    network.udp_group(
        32 * MINUTE, one, "239.255.255.250", (1900, 1900), messages.ssdp(uuid, one.address), ttl=2)
    # Somebody asked the group; the answer goes to one machine, from a port of its own.
    network.udp(
        33 * MINUTE, one, site.mon, (49_200, 51_000), messages.ssdp_answer(uuid, one.address))
    # A console that was silent for more than a minute goes on by the controller's own word.
    network.ask(
        35 * MINUTE, site.mon, two, 623, messages.rmcp_ping(9), messages.rmcp_ping(9, answer=True),
        source_port=50_623)
    network.udp(
        35 * MINUTE + 90 * SECOND, two, site.mon, (623, 50_623),
        messages.ipmi(77, 1, network.random, 48))
    # Everybody in the network, by its broadcast address.
    network.send_to(
        37 * MINUTE, three, three.at("10.20.1.255").address, frames.BROADCAST, frames.UDP,
        frames.udp(
            three.address, three.at("10.20.1.255").address, (49_300, 5555),
            network.random.randbytes(30)))
    # A refusal is no call.
    Connection(network, 40 * MINUTE, site.build, three, 8080).refuse()
    refused(network, 41 * MINUTE, site.build, three, 5555)


# Where devices belong.

def vlan_fires(case):
    """Controllers that belong to VLAN 100 are seen elsewhere."""
    network, site = case.network, case.site
    case.policy = (
        HEAD + "vlans:\n  - role: bmc\n    vlan: 100\n    reason: the management network\n")
    one, two, three = site.bmcs[:3]
    with network.tagged(100):
        for bmc in (one, two, three):
            life.quiet_day(network, bmc, site, HOUR)
    with network.tagged(200):
        network.ping(20 * MINUTE, one, site.build)
        network.ping(22 * MINUTE, site.build, one)
    life.clock_query(network, 31 * MINUTE, two, site.ntp)
    with network.tagged((100, 300)):
        for time in beats(network, 40 * MINUTE, 120, 5):
            network.ping(time, three, site.build)


def vlan_near_miss(case):
    """Tags that are right, that are no controller's own, or that nobody has spoken of."""
    network, site = case.network, case.site
    case.policy = (
        HEAD + "vlans:\n  - role: bmc\n    vlan: [100, 200-209]\n"
        "    reason: the management networks of both halls\n"
        "  - device: bmc-02\n    vlan: untagged\n    reason: is mirrored behind its port\n")
    one, two, three = site.bmcs[:3]
    with network.tagged(100):
        life.quiet_day(network, one, site, HOUR)
    with network.tagged(205):
        life.quiet_day(network, three, site, HOUR)
    life.quiet_day(network, two, site, HOUR)
    # Discovery is never tagged.
    for time in beats(network, 20 * SECOND, 30, 100, 0.01):
        network.frame(time, control.lldp(one.mac, "bmc-01", "eth0"))
    # A provider's tag around the right one.
    with network.tagged((3000, 100)):
        network.ping(25 * MINUTE, one, site.mon)
    # Behind the router the tag and the hardware address are the router's.
    for number in range(4):
        time = (30 + 5 * number) * MINUTE
        data = frames.icmp(8, 0, 0x1234_0001 + number, bytes(range(0x10, 0x40)))
        packet = frames.ip(one.address, site.cards[0].address, frames.ICMP, data, 63, number)
        network.frame(
            time, frames.ethernet(site.cards[0].mac, site.router.mac, 0x0800, packet, 300))
    # Nobody has said where switches belong.
    for vlan in (None, 10, 20):
        with network.tagged(vlan):
            network.ping(45 * MINUTE + (vlan or 0) * SECOND, site.switches[0], site.mon)


# What devices offer.

def new_service_fires(case):
    """Devices answer on ports that are not their job."""
    network, site = case.network, case.site
    end = 2 * HOUR
    quiet(case, end)
    one, two = site.bmcs[:2]
    for time in beats(network, 20 * MINUTE, 300, 5):
        talk(network, time, site.mon, one, 31_234)
    shell(network, 25 * MINUTE, site.build, site.switches[0], port=2222)
    life.http_visit(
        network, 33 * MINUTE, site.build, two, 8888,
        messages.http_get("10.20.1.12:8888", "/"), messages.http_answer(b"ready"))
    network.ask(
        40 * MINUTE, site.build, site.switches[1], 9999, network.random.randbytes(30),
        network.random.randbytes(30))
    # The port is known, what is said there is not what belongs there.
    shell(network, 50 * MINUTE, site.build, two, port=443)


def new_service_near_miss(case):
    """Services that belong to the role or the policy, scans, and answers that look like services."""
    network, site = case.network, case.site
    end = 2 * HOUR
    case.policy = (
        HEAD + "expected:\n"
        "  - role: bmc\n    direction: in\n    peer: mon\n    protocol: http\n    port: 8086\n"
        "    reason: the monitoring reads the power meter\n")
    quiet(case, end)
    one, two = site.bmcs[:2]
    switch = site.switches[0]
    for time in beats(network, 20 * MINUTE, 600, 5):
        life.http_visit(
            network, time, site.mon, one, 8086, messages.http_get("10.20.1.11:8086", "/power"),
            messages.http_answer(b"power watts=412i\n"))
    shell(network, 22 * MINUTE, site.build, switch)
    shell(network, 24 * MINUTE, site.build, one)
    for number, port in enumerate((23, 2222, 8080, 31_234)):
        Connection(network, 30 * MINUTE + number * SECOND, site.build, two, port).refuse()
    half_open(network, 32 * MINUTE, site.build, two, 8443)
    refused(network, 33 * MINUTE, site.build, two, 9999)
    # The server of a TFTP transfer answers from a port of its own, RFC 1350 section 4.
    source, answer = 40_069, 50_069
    network.udp(40 * MINUTE, switch, site.dhcp, (source, 69), b"\0\x01boot.cfg\0octet\0")
    for number in range(1, 4):
        time = 40 * MINUTE + number * SECOND // 4
        data = network.random.randbytes(512 if number < 3 else 100)
        network.udp(
            time, site.dhcp, switch, (answer, source), bytes([0, 3, 0, number]) + data)
        network.udp(time + SECOND // 20, switch, site.dhcp, (source, answer), bytes([0, 4, 0, number]))


# What devices tell.

def silence_fires(case):
    """A switch stops sending samples and log messages, and goes on with all else."""
    network, site = case.network, case.site
    end = 4 * HOUR
    switch, other = site.switches
    for device in (switch, other):
        for time in beats(network, network.jitter(5, 60), 256, int(end / SECOND / 256), 0.01):
            life.clock_query(network, time, device, site.ntp)
        for time in beats(network, network.jitter(10, 300), 300, 47, 0.003):
            life.snmp_poll(network, time, site.mon, device)
        for time in beats(network, network.jitter(5, 30), 30, 470, 0.01):
            network.frame(time, control.lldp(device.mac, device.name, "Ethernet7"))
    stop, back = 2 * HOUR, 3 * HOUR
    port, other_port = network.port(switch), network.port(other)
    for number, time in enumerate(beats(network, 20 * SECOND, 60, 235, 0.01)):
        samples = messages.sflow(other.address, number, time // 1_000_000)
        network.udp(time + seconds(7), other, site.mon, (other_port, 6343), samples)
        if time < stop:
            samples = messages.sflow(switch.address, number, time // 1_000_000)
            network.udp(time, switch, site.mon, (port, 6343), samples)
    for time in beats(network, 35 * SECOND, 90, 157, 0.01):
        if not stop <= time < back:
            life.log(network, time, switch, site.log, "heartbeat: alive", 46)


def silence_near_miss(case):
    """Silences that prove nothing."""
    network, site = case.network, case.site
    end = 4 * HOUR
    switch, other = site.switches
    bmc = site.bmcs[0]
    # This one is off for an hour, and says nothing at all.
    for time in beats(network, 15 * SECOND, 60, 235, 0.01):
        if not 2 * HOUR <= time < 3 * HOUR:
            life.log(network, time, switch, site.log, "heartbeat: alive", 46)
    for time in beats(network, 40 * SECOND, 300, 47, 0.01):
        if not 2 * HOUR <= time < 3 * HOUR:
            life.clock_query(network, time, switch, site.ntp)
    # Every message of this one is about something that happened.
    for time in memoryless(network, 2 * MINUTE, 60, 100):
        life.log(network, time, bmc, site.log, "sensor: fan 2 5400 rpm")
    life.polled(network, bmc, site, end, every=600)
    for time in beats(network, 25 * SECOND, 256, 55, 0.01):
        life.clock_query(network, time, bmc, site.ntp)
    # Another interval, and another collector.
    port = network.port(other)
    for number, time in enumerate(beats(network, 20 * SECOND, 30, 240, 0.01)):
        samples = messages.sflow(other.address, number, time // 1_000_000)
        network.udp(time, other, site.mon, (port, 6343), samples)
    for number, time in enumerate(beats(network, 2 * HOUR + 90 * SECOND, 90, 78, 0.01)):
        samples = messages.sflow(other.address, 240 + number, time // 1_000_000)
        network.udp(time, other, site.log, (port, 6343), samples)
    for time in beats(network, 30 * SECOND, 300, 47, 0.003):
        life.snmp_poll(network, time, site.mon, other)


CASES = {
    "policy.outside-fires": outside_fires,
    "policy.outside-near-miss": outside_near_miss,
    "policy.exposed-fires": exposed_fires,
    "policy.exposed-near-miss": exposed_near_miss,
    "policy.role-fires": role_fires,
    "policy.role-near-miss": role_near_miss,
    "policy.vlan-fires": vlan_fires,
    "policy.vlan-near-miss": vlan_near_miss,
    "policy.new-service-fires": new_service_fires,
    "policy.new-service-near-miss": new_service_near_miss,
    "policy.silence-fires": silence_fires,
    "policy.silence-near-miss": silence_near_miss,
}
