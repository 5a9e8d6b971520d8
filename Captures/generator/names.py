"""Cases about what names carry: questions of devices that look like a tunnel's, and are none."""

import struct

from . import life, messages
from .life import scattered
from .network import HOUR, MINUTE

INTERNAL = "internal: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fc00::/7]\n"
TEXT = 16
POINTER = 12


def question(network, time, client, server, name, kind=1):
    """A question of any type, and an answer without records."""
    number = network.random.randrange(65536)
    asked = messages.dns_name(name) + struct.pack("!HH", kind, 1)
    head = struct.pack("!6H", number, 0x0100, 1, 0, 0, 0)
    answer = struct.pack("!6H", number, 0x8183, 1, 0, 0, 0)
    network.ask(time, client, server, 53, head + asked, answer + asked)


def digits(network, count):
    """Random hexadecimal digits."""
    return "".join(network.random.choice("0123456789abcdef") for _ in range(count))


def mixed(network, name):
    """A name in random case, as clients write it against forged answers."""
    return "".join(network.random.choice((c.lower(), c.upper())) for c in name)


def dns_near_miss(case):
    """Ever new names that are words, addresses, numbers and UUIDs; a scanner that the policy knows."""
    network, site = case.network, case.site
    random = network.random
    end = 6 * HOUR
    case.policy = (
        "# What the operator of this network expects.\n" + INTERNAL + "expected:\n"
        "  - device: bmc-05\n    peer: hashes.scanner.example\n    port: 53\n"
        "    reason: the scanner of uploaded images asks for their hashes\n")
    for device in site.bmcs[:5] + site.switches:
        life.quiet_day(network, device, site, end)
    words = ["alpha", "bravo", "charlie", "delta", "golf", "hotel", "juliett", "november"]
    coded = [f"{digits(network, 20)}.parts.example" for _ in range(6)]

    def uuid():
        parts = [digits(network, length) for length in (8, 4, 4, 4, 12)]
        return "-".join(parts)

    kinds = [
        # A delivery network: a word, a number, or an address in each name.
        (site.bmcs[0], 1, lambda n: f"e{10_000 + 37 * n}.dscb.akamaiedge.net"),
        (site.bmcs[0], 1, lambda n: f"ec2-52-23-{n}-{random.randrange(256)}.compute-{n % 3}.example"),
        # A list of senders of mail: the address backwards.
        (site.bmcs[1], 1, lambda n: f"{n}.2.0.192.zen.spamhaus.org"),
        (site.bmcs[2], 1, lambda n: f"{uuid()}.telemetry.vendor.example"),
        (site.bmcs[3], 1, lambda n: mixed(network, f"{words[n % 8]}-{words[n // 8]}.cluster.example")),
        (site.bmcs[4], 1, lambda n: f"{digits(network, 32)}.hashes.scanner.example"),
        (site.switches[0], POINTER, lambda n: f"{n}.2.20.10.in-addr.arpa"),
        # Keys and policies of mail.
        (site.cards[0], TEXT, lambda n: f"selector{n}._domainkey.mail{n % 7}.example"),
        # The same six coded names again and again, and one that is new among four.
        (site.cards[1], 1, lambda n: coded[n % 6]),
        (site.cards[2], 1, lambda n: "www.shop.example" if n % 4 else f"{digits(network, 20)}.shop.example"),
    ]
    for device, kind, name in kinds:
        for number, time in enumerate(scattered(network, 20 * MINUTE, end - 10 * MINUTE, 48)):
            question(network, time, device, site.dns, name(number), kind)


CASES = {"protocol.dns-near-miss": dns_near_miss}
