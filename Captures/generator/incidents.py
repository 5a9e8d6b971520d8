"""Cases about findings that belong together, and those that do not."""

from . import life, messages
from .life import beats
from .network import HOUR, MINUTE, Machine
from .site import outside
from .stacks import with_ttl


def interrupted(network, time, client, server):
    """A connection into which a system with another time to live adds a segment."""
    random = network.random
    connection = network.connect(time, client, server, 443)
    connection.exchange(messages.client_hello(random, None), messages.server_hello(random))
    honest = connection.client.machine
    connection.client.machine = with_ttl(client, 255)
    connection.say(connection.client, random.randbytes(64))
    connection.client.machine = honest
    connection.exchange(messages.tls_data(random, 90), messages.tls_data(random, 120))
    connection.close()


def story_fires(case):
    """What one device does with one peer, in several ways."""
    network, site = case.network, case.site
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    end = 5 * HOUR
    for device in site.bmcs[:3] + site.switches[:1]:
        life.quiet_day(network, device, site, end)
    # Outside, by the clock, and somebody else adds to one of the connections: two kinds of evidence.
    peer = outside("203.0.113.9")
    for number, time in enumerate(beats(network, 20 * MINUTE, 120, 60, jitter=0.02)):
        if number == 40:
            interrupted(network, time, site.bmcs[0], peer)
        else:
            life.tls_visit(network, time, site.bmcs[0], peer, question=90, answer=120)
    # Inside, by the clock, on two ports: more findings, and no other kind of evidence that counts.
    for time in beats(network, 30 * MINUTE, 90, 60, jitter=0.02):
        life.check_in(network, time, site.bmcs[1], target)
    for time in beats(network, 40 * MINUTE, 75, 40, jitter=0.02):
        life.check_in(network, time, site.bmcs[1], target, port=8090)
    # A rhythm that ends and starts again.
    for start in (50 * MINUTE, 3 * HOUR):
        for time in beats(network, start, 60, 30, jitter=0.02):
            life.tls_visit(network, time, site.switches[0], outside("203.0.113.99"), port=8443)


def story_near_miss(case):
    """One finding of each device and peer, or one and another a day and a half later."""
    network, site = case.network, case.site
    target = Machine("target", "52:54:00:77:10:02", "10.20.0.77")
    end = 37 * HOUR
    for device in site.bmcs[:2]:
        life.quiet_day(network, device, site, end, names=0.1, logs=0.1)
    def ask(time, client, server):
        network.ask(
            time, client, server, 40_111, network.random.randbytes(40),
            network.random.randbytes(24))

    for number in range(3):
        ask((20 + 45 * number) * MINUTE, site.bmcs[0], outside(f"203.0.113.{9 + 11 * number}"))
    ask(30 * MINUTE, site.bmcs[1], outside("198.51.100.77"))
    # The same device and peer, long after.
    ask(36 * HOUR, outside("198.51.100.77"), site.bmcs[1])
    # Two devices that each call a third one's address.
    for number, bmc in enumerate(site.bmcs[2:4]):
        life.check_in(network, (50 + 5 * number) * MINUTE, bmc, target)


CASES = {
    "incident.story-fires": story_fires,
    "incident.story-near-miss": story_near_miss,
}
