"""Cases about systems that share an address."""

from . import frames, life, messages
from .frames import ACK, FIN, RST, SYN
from .network import MINUTE, SECOND, SYN_OPTIONS, Connection, Machine
from .site import outside



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


CASES = {
    "identity.self-reset-near-miss": self_reset_near_miss,
    "identity.double-reply-fires": double_reply_fires,
    "identity.double-reply-near-miss": double_reply_near_miss,
    "identity.in-flow-contradiction-fires": in_flow_fires,
    "identity.in-flow-contradiction-near-miss": in_flow_near_miss,
}
