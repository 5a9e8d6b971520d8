"""Cases about what machines say of themselves below and beside IP."""

import ipaddress
import struct

from . import control, frames, life, messages
from .frames import BROADCAST, mac_bytes
from .network import MINUTE, SECOND, Machine

NOBODY = "00:00:00:00:00:00"
BRIDGE, ROUTER, STATION = 0x04, 0x10, 0x80
# A Raspberry Pi, in no inventory.
STRANGER = "dc:a6:32:0c:77:10"
# The neighbor of the first card on its board.
SECOND_PORT = "3c:fd:fe:02:44:19"


# Frames.

def announcement(mac, chassis, port, hold=120, name=None, text=None, able=0, does=None, link=None):
    """LLDP, IEEE 802.1AB; `link` is advertised ability and MAU type of IEEE 802.3 clause 79.3.1."""
    def field(kind, content):
        return struct.pack("!H", kind << 9 | len(content)) + content

    body = field(1, b"\x04" + mac_bytes(chassis)) + field(2, b"\x05" + port.encode())
    body += field(3, struct.pack("!H", hold))
    if name is not None:
        body += field(5, name.encode())
    if text is not None:
        body += field(6, text.encode())
    if able:
        body += field(7, struct.pack("!HH", able, able if does is None else does))
    if link is not None:
        body += field(127, b"\x00\x12\x0f\x01\x03" + struct.pack("!HH", *link))
    return frames.ethernet(control.NEAREST_BRIDGE, mac, 0x88CC, body + field(0, b""))


def tree(mac, priority, root_priority, root):
    """A configuration message of STP with another root than its sender, IEEE 802.1D clause 9.3.1."""
    body = bytes(5) + struct.pack("!H", root_priority) + mac_bytes(root)
    body += struct.pack("!I", 4) + struct.pack("!H", priority) + mac_bytes(mac)
    body += struct.pack("!HHHHH", 0x8001, 0, 20 << 8, 2 << 8, 15 << 8)
    return frames.llc(control.SPANNING_TREE, mac, 0x4242, body)


def claim(network, time, mac, address, asker, asks=True):
    """Who has it, asked by a machine, and an answer with a hardware address."""
    if asks:
        ask = frames.arp(1, asker.mac, asker.address, NOBODY, address)
        network.frame(time, frames.ethernet(BROADCAST, asker.mac, 0x0806, ask))
    tell = frames.arp(2, mac, address, asker.mac, asker.address)
    network.frame(time + 200_000, frames.ethernet(asker.mac, mac, 0x0806, tell))


def announce(network, time, mac, address):
    """Gratuitous ARP."""
    packet = frames.arp(1, mac, address, NOBODY, address)
    network.frame(time, frames.ethernet(BROADCAST, mac, 0x0806, packet))


def probe(network, time, mac, address):
    """Asks whether an address is free, RFC 5227."""
    packet = frames.arp(1, mac, ipaddress.ip_address("0.0.0.0"), NOBODY, address)
    network.frame(time, frames.ethernet(BROADCAST, mac, 0x0806, packet))


def log_on_vlan(network, time, machine, server, vlan):
    """A log line in a tagged frame."""
    datagram = frames.udp(
        machine.address, server.address, (network.port(machine), 514),
        messages.syslog(30, machine.name, "link state is up"))
    packet = frames.ip(machine.address, server.address, frames.UDP, datagram, 64)
    network.frame(time, frames.ethernet(server.mac, machine.mac, 0x0800, packet, vlan))


class Client:
    """A DHCP program on a machine: what it asks for, and how it calls itself."""

    def __init__(self, network, machine, requests, vendor=None, more=b""):
        self.network, self.machine = network, machine
        self.options = bytes([55, len(requests)]) + bytes(requests) + more
        if vendor is not None:
            self.options += bytes([60, len(vendor)]) + vendor

    def send(self, time, kind, address=b"", options=b""):
        """One broadcast message."""
        data = messages.dhcp(
            kind, self.network.random.randrange(2**32), mac_bytes(self.machine.mac), address,
            options + self.options, 0x8000)
        sender = self.machine if address else self.machine.at("0.0.0.0")
        self.network.udp_group(time, sender, "255.255.255.255", (68, 67), data, 64)

    def start(self, time):
        """Discover and request."""
        self.send(time, 1)
        self.send(time + SECOND, 3, options=b"\x32\x04" + self.machine.address.packed)

    def extend(self, time):
        """A request with the address that it has."""
        self.send(time, 3, self.machine.address.packed)


# Cases.

def lldp_fires(case):
    """A copied chassis, three devices that act as switches, a system that changes, an agent that ends."""
    network, site = case.network, case.site
    switch, other = site.switches
    one = {"name": "sw-01", "text": "Cisco IOS 15.2(7)E4", "able": BRIDGE}
    for number in range(40):
        time = number * 30 * SECOND
        network.frame(time, announcement(switch.mac, switch.mac, "Gi0/1", **one))
        text = "Arista Networks EOS 4.28" if number < 24 else "OpenSwitch on Debian"
        network.frame(time + 7 * SECOND, announcement(
            other.mac, other.mac, "Et1", name="sw-02", text=text, able=BRIDGE,
            link=(0x6C01 if number < 32 else 0x0001, 30)))
    # A stranger says that it is sw-01, at the same port, while sw-01 goes on.
    for number in range(10):
        time = 10 * MINUTE + 12 * SECOND + number * 30 * SECOND
        network.frame(time, announcement(STRANGER, switch.mac, "Gi0/1", **one))
    # A controller that bridges, and a card that becomes the root of the spanning tree.
    bmc, card = site.bmcs[1], site.cards[2]
    for number in range(6):
        network.frame(
            4 * MINUTE + number * 30 * SECOND,
            announcement(bmc.mac, bmc.mac, "eth0", name="bmc-02", able=BRIDGE | ROUTER))
    for number in range(20):
        network.frame(
            6 * MINUTE + number * 2 * SECOND, tree(card.mac, 0x1000, 0x1000, card.mac))
    # An agent that is started over and over.
    for number in range(6):
        card = site.cards[3]
        network.frame(
            15 * MINUTE + number * 9 * SECOND, announcement(card.mac, card.mac, "ens1", hold=0))


def lldp_near_miss(case):
    """Stacks, switches, firmware beside a system, hypervisors, restarts and links that were down."""
    network, site = case.network, case.site
    switch, other = site.switches
    port = Machine("sw-01", "00:1b:54:3a:33:b1", "10.20.2.11", "switch", "Cisco", "rack-a")
    member = Machine("sw-01-2", "00:1b:54:90:11:81", "10.20.2.13", "switch", "Cisco", "rack-b")
    site.switches += [port, member]
    for number in range(40):
        time = number * 30 * SECOND
        # A stack of two members, and a second port of the first one: one chassis from the beginning.
        stack = {"name": "sw-01", "text": "Cisco IOS 15.2(7)E4", "able": BRIDGE}
        network.frame(time, announcement(switch.mac, switch.mac, "Gi1/0/1", **stack))
        network.frame(
            time + SECOND, announcement(port.mac, switch.mac, "Gi1/0/23", **stack))
        network.frame(
            time + 2 * SECOND, announcement(member.mac, switch.mac, "Gi2/0/1", **stack))
        # A switch that is upgraded: its agent ends, and begins again with another description.
        if number != 20:
            text = "Arista Networks EOS 4.28" if number < 20 else "Arista EOS, new generation"
            link = (0x6C01, 30) if number < 20 else (0x0001, 16)
            network.frame(time + 7 * SECOND, announcement(
                other.mac, other.mac, "Et1", name="sw-02", text=text, able=BRIDGE, link=link,
                hold=0 if number == 19 else 120))
        # Firmware of a card and the agent of the system that runs on it, a station that bridges too.
        card = site.cards[1]
        network.frame(
            time + 8 * SECOND, announcement(card.mac, "ec:0d:9a:d7:d9:c7", "p0", hold=48))
        network.frame(time + 9 * SECOND, announcement(
            card.mac, card.mac, "eth0", name="srv-02", text="Debian GNU/Linux 12 (bookworm)",
            able=BRIDGE | ROUTER | STATION, does=STATION))
        # A cable that was moved: silence for five minutes, then another link.
        if not 10 <= number < 20:
            card = site.cards[3]
            network.frame(time + 11 * SECOND, announcement(
                card.mac, card.mac, "eth0", name="srv-04", text="Debian GNU/Linux 12 (bookworm)",
                able=BRIDGE | ROUTER | STATION, does=STATION,
                link=(0x6C01, 30) if number < 10 else (0x0001, 16)))
    for number in range(60):
        network.frame(number * 2 * SECOND, control.stp(switch.mac, 1))
    # An agent that ends three times within a minute.
    for number in range(3):
        card = site.cards[0]
        network.frame(
            15 * MINUTE + number * 20 * SECOND, announcement(card.mac, card.mac, "ens1", hold=0))


def dhcp_fires(case):
    """Two clients with leases of their own, and two that take turns."""
    network, site = case.network, case.site
    bmc, card = site.bmcs[0], site.cards[0]
    own = Client(network, bmc, (1, 3, 6, 15, 28, 33, 43, 44, 58, 59), b"CPQRIB3")
    hidden = Client(network, bmc, (1, 3, 6, 12, 15, 28, 42), b"udhcp 1.36.1")
    own.start(MINUTE)
    hidden.start(4 * MINUTE)
    for number in range(3):
        own.extend((11 + 10 * number) * MINUTE)
        hidden.extend((14 + 10 * number) * MINUTE)
    name = b"\x0c\x06srv-01"
    system = Client(network, card, (1, 28, 2, 3, 15, 6, 12, 42, 26), more=name)
    hidden = Client(network, card, (1, 3, 6), b"udhcp 1.36.1")
    for number in range(4):
        system.start((20 + 2 * number) * MINUTE)
        hidden.start((21 + 2 * number) * MINUTE)


def dhcp_near_miss(case):
    """Loaders, systems that start, installations, informs, and machines behind one card."""
    network, site = case.network, case.site
    first, second, third, fourth = site.cards
    loader = Client(
        network, first, (1, 2, 3, 4, 5, 6, 12, 13, 15, 66, 67), b"PXEClient:Arch:00007:UNDI:003016",
        more=b"\x5d\x02\x00\x07")
    system = Client(network, first, (1, 28, 2, 3, 15, 6, 12, 42, 26))
    for number in range(5):
        loader.start((2 + 4 * number) * MINUTE)
        system.start((3 + 4 * number) * MINUTE)
        system.extend((5 + 4 * number) * MINUTE)
    # A first stage that asks, too; the machine is started twice.
    stage = Client(network, second, (1, 3, 6, 12, 15), b"udhcp 1.36.1")
    system = Client(network, second, (1, 28, 2, 3, 15, 6, 12, 42, 26), b"dhcpcd-9.4.1")
    for start in (MINUTE, 8 * MINUTE):
        stage.start(start)
        system.start(start + 20 * SECOND)
        system.extend(start + 5 * MINUTE)
    # An installation, then what was installed.
    installer = Client(network, third, (1, 3, 6, 12, 15, 28, 51), b"d-i")
    system = Client(network, third, (1, 28, 2, 3, 15, 6, 12, 42, 26), b"dhcpcd-9.4.1")
    installer.start(MINUTE)
    installer.extend(9 * MINUTE)
    system.start(14 * MINUTE)
    for minute in (20, 26, 32):
        system.extend(minute * MINUTE)
    # Two machines of one kind in a hypervisor, with identifiers of their own.
    for number in range(12):
        identifier = b"\x3d\x05\x00vm-" + bytes([0x31 + number % 2])
        name = b"\x0c\x03vm" + bytes([0x31 + number % 2])
        machine = Client(network, fourth, (1, 28, 2, 3, 15, 6), more=identifier + name)
        machine.extend((2 + 2 * number) * MINUTE)
    # A controller that wants to know more, under another name.
    bmc = site.bmcs[2]
    own = Client(network, bmc, (1, 3, 6, 12, 15, 28, 42, 43, 121, 249), b"iDRAC")
    more = Client(network, bmc, (1, 3, 43), b"iDracdiscovery")
    own.start(MINUTE)
    for number in range(4):
        more.send((3 + 5 * number) * MINUTE, 8, bmc.address.packed)
        own.extend((5 + 5 * number) * MINUTE)


def conflict_fires(case):
    """A stranger answers for a controller, and sends from a card's address."""
    network, site = case.network, case.site
    bmc, card = site.bmcs[0], site.cards[1]
    for number in range(12):
        time = MINUTE + number * 20 * SECOND
        claim(network, time, bmc.mac, bmc.address, site.mon)
        if number >= 2:
            claim(network, time + 300_000, STRANGER, bmc.address, site.mon, asks=False)
    for number in range(6):
        time = 8 * MINUTE + number * 40 * SECOND
        claim(network, time, card.mac, card.address, site.mon)
        announce(network, time + 20 * SECOND, STRANGER, card.address)


def conflict_near_miss(case):
    """Failovers, virtual addresses, routers, ports of one card, probes, and one VLAN beside another."""
    network, site = case.network, case.site
    first, second, third, fourth = site.cards
    # An address that fails over, and comes back.
    for minute in range(12):
        holder = STRANGER if 4 <= minute < 7 else first.mac
        if minute in (4, 7):
            for number in range(5):
                announce(network, minute * MINUTE + number * SECOND, holder, first.address)
        claim(network, minute * MINUTE + 20 * SECOND, holder, first.address, site.mon)
    # The card's own port, the virtual address of a pair of routers, and the router for all.
    others = (SECOND_PORT, "00:00:5e:00:01:0a", site.router.mac, site.switches[1].mac)
    for machine, other in zip((first, second, third, fourth), others):
        for number in range(8):
            time = 14 * MINUTE + number * 30 * SECOND
            claim(network, time, machine.mac, machine.address, site.log)
            claim(network, time + 15 * SECOND, other, machine.address, site.log)
    # Somebody who looks whether the address is free.
    for number in range(6):
        time = 20 * MINUTE + number * 30 * SECOND
        claim(network, time, site.bmcs[0].mac, site.bmcs[0].address, site.mon)
        probe(network, time + 10 * SECOND, STRANGER, site.bmcs[0].address)
    # The same numbers on another VLAN are another machine.
    for number in range(6):
        for vlan, mac in ((10, site.bmcs[1].mac), (20, STRANGER)):
            packet = frames.arp(2, mac, site.bmcs[1].address, site.mon.mac, site.mon.address)
            network.frame(
                24 * MINUTE + number * 30 * SECOND + vlan * SECOND,
                frames.ethernet(site.mon.mac, mac, 0x0806, packet, vlan))


def moved_fires(case):
    """A controller that was exchanged, a card whose address was taken over, one on a second VLAN."""
    network, site = case.network, case.site
    bmc, card, strayed = site.bmcs[4], site.cards[2], site.bmcs[5]
    for number in range(8):
        claim(network, number * MINUTE, bmc.mac, bmc.address, site.mon)
        claim(network, number * MINUTE + 9 * SECOND, card.mac, card.address, site.mon)
    announce(network, 12 * MINUTE, "08:94:ef:10:20:30", bmc.address)
    for number in range(14):
        time = (12 + number) * MINUTE + 5 * SECOND
        claim(network, time, "08:94:ef:10:20:30", bmc.address, site.mon)
        claim(network, time + 9 * SECOND, STRANGER, card.address, site.mon)
    for number in range(16):
        log_on_vlan(network, number * MINUTE, strayed, site.log, 100)
        if number >= 12:
            log_on_vlan(network, number * MINUTE + 25 * SECOND, strayed, site.log, 200)


def moved_near_miss(case):
    """A lease that somebody else gets, a failover, an owner who is still there, VLANs from the beginning."""
    network, site = case.network, case.site
    first, second, third, _ = site.cards
    # The server gives a card's address to another machine, after the card has gone.
    guest = Machine("guest", STRANGER, first.address, ttl=64)
    for minute in range(4):
        claim(network, minute * MINUTE, first.mac, first.address, site.mon)
    life.lease(network, 8 * MINUTE, guest, site.dhcp, b"MSFT 5.0")
    announce(network, 8 * MINUTE + SECOND, guest.mac, guest.address)
    for minute in range(9, 25):
        claim(network, minute * MINUTE, guest.mac, guest.address, site.mon)
    # An address that comes back, and one whose owner is heard all the time.
    for minute in range(25):
        holder = STRANGER if 10 <= minute < 18 else second.mac
        claim(network, minute * MINUTE + 10 * SECOND, holder, second.address, site.mon)
        claim(network, minute * MINUTE + 20 * SECOND, third.mac, third.address, site.mon)
        if minute == 10:
            claim(network, minute * MINUTE + 40 * SECOND, STRANGER, third.address, site.mon)
    # On two VLANs from the beginning; without tags later; once on a third.
    for minute in range(25):
        bmc = site.bmcs[3]
        log_on_vlan(network, minute * MINUTE + 30 * SECOND, bmc, site.log, 100)
        log_on_vlan(network, minute * MINUTE + 40 * SECOND, bmc, site.log, 200)
        if minute > 15:
            log_on_vlan(network, minute * MINUTE + 50 * SECOND, bmc, site.log, None)
        if minute == 20:
            log_on_vlan(network, minute * MINUTE + 55 * SECOND, bmc, site.log, 300)


CASES = {
    "identity.lldp-fires": lldp_fires,
    "identity.lldp-near-miss": lldp_near_miss,
    "identity.dhcp-fires": dhcp_fires,
    "identity.dhcp-near-miss": dhcp_near_miss,
    "identity.address-conflict-fires": conflict_fires,
    "identity.address-conflict-near-miss": conflict_near_miss,
    "identity.mac-moved-fires": moved_fires,
    "identity.mac-moved-near-miss": moved_near_miss,
}
